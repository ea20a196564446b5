// tests/sdk/mails.mjs: mail addresses that no other test uses, and what holds of a send whichever SDK made it.
import assert from 'node:assert/strict';

// next('mailgun') gives "mailgun1@example.com", "mailgun2@example.com", ...
export function mails(name) {
  let made = 0;
  return () => `${name}${++made}@example.com`;
}

export async function assert_suppressed(gateway, address, provider) {
  const [entry] = await gateway.journal_of(address);
  assert.equal(entry.verdict, 'suppressed');
  assert.equal(entry.reason, 'consent_withdrawn');
  assert.equal(entry.provider, provider);
  assert.equal(entry.channel, 'email');
}

// What a body says, in each spelling that a reader undoes: percent signs, base64.
function readings(item) {
  const body = item.body_encoding === 'base64' ? Buffer.from(item.body, 'base64').toString() : item.body;
  const decoded = body.replace(/%[0-9a-f]{2}/gi, (escape) => String.fromCharCode(parseInt(escape.slice(1), 16)));
  const runs = decoded.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return [body, decoded, ...runs.map((run) => Buffer.from(run, 'base64').toString())];
}

// Nothing that reached the sandbox names this address, however it is spelt.
export async function assert_unseen(gateway, address) {
  const { items } = await gateway.admin('GET', '/api/v1/sandbox/messages?limit=1000');
  for (const item of items) {
    const named = readings(item).some((text) => text.toLowerCase().includes(address));
    assert.ok(!named, `${item.method} ${item.path} names ${address}`);
  }
}
