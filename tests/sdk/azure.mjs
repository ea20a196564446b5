// tests/sdk/azure.mjs: what applications with the Azure Communication SDKs see through the gateway. They refuse a path in
// their endpoint: the provider is told by what is asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EmailClient } from '@azure/communication-email';
import { SmsClient } from '@azure/communication-sms';

import { assert_suppressed, assert_unseen, phones } from './phones.mjs';

const key = Buffer.from('fake-azure-access-key-0123456789abcdef').toString('base64');
const from = '+18005551234';
const next_phone = phones('705');
let made = 0;
const next_mail = () => `azure${++made}@example.com`;

function client_at(Client, gateway) {
  return new Client(`endpoint=${gateway.url}/;accesskey=${key}`, {
    allowInsecureConnection: true,
    tlsOptions: gateway.ca ? { ca: gateway.ca } : undefined,
  });
}

export function azure_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Azure ${sentence}`, { timeout: 60_000 }, body);
  const sms = () => client_at(SmsClient, gateway());
  const mail = () => client_at(EmailClient, gateway());
  const letter = (recipients) => ({
    senderAddress: 'shop@shop.example', content: { subject: 'Sale', plainText: 'All must go' }, recipients });

  it('delivers SMS that nobody stopped', async () => {
    const to = next_phone();

    const [result] = await sms().send({ from, to: [to], message: 'Sale!' });

    assert.equal(result.successful, true);
    const [reached] = await gateway().reached(to);
    assert.ok(reached.headers.some(([field, value]) =>
      field === 'Host' && value.endsWith('.communication.azure.com')));
  });

  it('prunes who stopped, and gives a result for everybody in order', async () => {
    const [one, stopped, two] = Array.from({ length: 3 }, next_phone);
    await gateway().opt_out(stopped, 'sms');

    const results = await sms().send({ from, to: [one, stopped, two], message: 'Sale!' });

    assert.deepEqual(results.map(({ to, successful }) => [to, successful]),
      [[one, true], [stopped, false], [two, true]]);
    assert.equal(results[1].httpStatusCode, 400);
    assert.ok(results[1].errorMessage);
    assert.deepEqual((await gateway().reached(one))[0].recipients, [one, two]);
    await assert_unseen(gateway(), stopped);
  });

  it('tells that nobody got an SMS', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');

    const [result] = await sms().send({ from, to: [to], message: 'Sale!' });

    assert.equal(result.successful, false);
    assert.equal(result.to, to);
    await assert_suppressed(gateway(), to, 'azure', 'sms');
    await assert_unseen(gateway(), to);
  });

  it('delivers mail that nobody stopped, and follows it to its end', async () => {
    const address = next_mail();

    const poller = await mail().beginSend(letter({ to: [{ address }] }));
    const { status } = await poller.pollUntilDone();

    assert.equal(status, 'Succeeded');
    assert.equal((await gateway().reached(address)).length, 1);
  });

  it('prunes a mail', async () => {
    const [kept, stopped, copied] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    const poller = await mail().beginSend(
      letter({ to: [{ address: kept }, { address: stopped }], bcc: [{ address: copied }] }));
    await poller.pollUntilDone();

    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, copied]);
  });

  it('ends a mail to nobody as Azure ends it', async () => {
    const address = next_mail();
    await gateway().opt_out(address, 'email');

    const sent = async () => (await mail().beginSend(letter({ to: [{ address }] }))).pollUntilDone();
    await assert.rejects(sent, /EmailDroppedAllRecipientsSuppressed/);

    await assert_suppressed(gateway(), address, 'azure', 'email');
    assert.deepEqual(await gateway().reached(address), []);
  });
}
