// tests/sdk/phones.mjs: numbers that no other test uses, and what holds of a send whichever SDK made it.
import assert from 'node:assert/strict';

// next('700') gives "+14157000001", "+14157000002", ...
export function phones(exchange) {
  let made = 0;
  return () => `+1415${exchange}${String(++made).padStart(4, '0')}`;
}

export async function assert_suppressed(gateway, address, provider, channel) {
  const [entry] = await gateway.journal_of(address);
  assert.equal(entry.verdict, 'suppressed');
  assert.equal(entry.reason, 'consent_withdrawn');
  assert.equal(entry.provider, provider);
  assert.equal(entry.channel, channel);
}

// Nothing that reached the sandbox holds these digits, in any form.
export async function assert_unseen(gateway, number) {
  const { items } = await gateway.admin('GET', '/api/v1/sandbox/messages?limit=1000');
  assert.ok(items.every((item) => !item.body.includes(number.slice(1))));
}
