// tests/sdk/mailgun.mjs: what an application with the official Mailgun SDK sees through the gateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import FormData from 'form-data';
import Mailgun from 'mailgun.js';

import { assert_suppressed, assert_unseen, mails } from './mails.mjs';

const next_mail = mails('mailgun');
const domain = 'mg.shop.example';
const letter = (to, more = {}) =>
  ({ to, from: 'Shop <shop@mg.shop.example>', subject: 'Sale', text: 'All must go', ...more });

function mailgun_at(gateway, key = 'fake-mailgun-key') {
  return new Mailgun(FormData).client({ username: 'api', key, url: `${gateway.url}/mailgun` });
}

export function mailgun_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Mailgun ${sentence}`, { timeout: 60_000 }, body);
  const send = (data, key) => mailgun_at(gateway(), key).messages.create(domain, data);

  it('delivers what nobody stopped', async () => {
    const [to, copied] = [next_mail(), next_mail()];

    const { id, message } = await send(letter([`Al <${to}>`], { cc: copied, 'o:tag': ['a', 'b'] }));

    assert.match(id, /^<.+@mg\.shop\.example>$/);
    assert.equal(message, 'Queued. Thank you.');
    const [reached] = await gateway().reached(to);
    assert.deepEqual(reached.recipients, [to, copied]);
    assert.ok(reached.headers.some(([field, value]) => field === 'Host' && value === 'api.mailgun.net'));
  });

  it('prunes who stopped from lists and variables, and tells nobody else', async () => {
    const [kept, stopped, stopped_copy, other] = Array.from({ length: 4 }, next_mail);
    await gateway().opt_out(stopped, 'email');
    await gateway().opt_out(stopped_copy, 'email');

    const { id } = await send(letter(`Al <${kept}>, "Roe, Max" <${stopped.toUpperCase()}>,${other}`, {
      bcc: stopped_copy,
      'recipient-variables': JSON.stringify({ [kept]: { n: 1 }, [stopped]: { n: 2 }, [other]: { n: 3 } }) }));

    assert.ok(id);
    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, other]);
    assert.ok(!reached.body.includes('Roe'));
    assert.ok(reached.body.includes(`{"${kept}":{"n":1},"${other}":{"n":3}}`));
    await assert_unseen(gateway(), stopped);
    await assert_unseen(gateway(), stopped_copy);
  });

  it('prunes a raw message and its envelope', async () => {
    const [kept, stopped] = [next_mail(), next_mail()];
    await gateway().opt_out(stopped, 'email');
    const message = `From: shop@mg.shop.example\r\nTo: ${kept}, ${stopped}\r\nSubject: Sale\r\n\r\nAll must go\r\n`;

    await send({ to: [kept, stopped], message });

    const [reached] = await gateway().reached(kept);
    assert.ok(reached.body.includes(`To: ${kept}\r\n`));
    await assert_unseen(gateway(), stopped);
  });

  it('says Queued as Mailgun does when nobody is left, and sends nothing', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    const { message } = await send(letter(to, { cc: next_mail() }));

    assert.equal(message, 'Queued. Thank you.');
    assert.deepEqual(await gateway().reached(to), []);
    await assert_suppressed(gateway(), to, 'mailgun');
  });

  it("hands on the provider's own errors, and says what it can't read in the same shape", async () => {
    await assert.rejects(send({ to: next_mail(), subject: 'x', text: 'x' }),
      { status: 400, details: 'from parameter is missing' });
    await assert.rejects(send(letter(`${next_mail()} ${next_mail()}`)), { status: 400, type: 'MailgunAPIError' });
  });
}
