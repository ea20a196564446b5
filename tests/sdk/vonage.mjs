// tests/sdk/vonage.mjs: what an application with the official Vonage SDK sees through the gateway, on both APIs.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Channels } from '@vonage/messages';
import { Auth } from '@vonage/auth';
import { Vonage } from '@vonage/server-sdk';

import { assert_suppressed, assert_unseen, phones } from './phones.mjs';

const next_phone = phones('703');
const bare = (number) => number.slice(1);

function vonage_at(gateway) {
  return new Vonage(new Auth({ apiKey: 'abcd1234', apiSecret: 'abcdef0123456789' }), {
    restHost: `${gateway.url}/vonage`,
    apiHost: `${gateway.url}/vonage_messages`,
  });
}

export function vonage_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Vonage ${sentence}`, { timeout: 60_000 }, body);

  it('delivers an SMS that nobody stopped', async () => {
    const to = next_phone();

    const { messages } = await vonage_at(gateway()).sms.send({ to: bare(to), from: 'Shop', text: 'Sale!' });

    assert.equal(messages[0].status, '0');
    const [reached] = await gateway().reached(bare(to));
    assert.equal(reached.body, `{"to":"${bare(to)}","from":"Shop","text":"Sale!"}`);
    assert.ok(reached.headers.some(([field, value]) => field === 'Host' && value === 'rest.nexmo.com'));
  });

  it('throws what the API says of a barred number', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');

    await assert.rejects(
      vonage_at(gateway()).sms.send({ to: bare(to), from: 'Shop', text: 'Sale!' }), (error) => {
        assert.equal(error.constructor.name, 'MessageSendPartialFailure');
        const [message] = error.response.messages;
        assert.equal(message.status, '7');
        assert.equal(message.errorText ?? message['error-text'], 'Number barred.');
        return true;
      });

    await assert_suppressed(gateway(), to, 'vonage', 'sms');
    await assert_unseen(gateway(), to);
  });

  it('delivers on the Messages API, and keeps channels apart', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'viber');
    const { messages } = vonage_at(gateway());

    const sent = await messages.send({
      channel: Channels.SMS, messageType: 'text', to: bare(to), from: 'Shop', text: 'Sale!' });
    assert.match(sent.messageUUID, /^[0-9a-f-]{36}$/);
    await assert.rejects(messages.send({
      channel: Channels.VIBER, messageType: 'text', to: bare(to), from: 'Shop', text: 'Sale!',
      viberService: { category: 'promotion' } }), (error) => error.response.status === 422);

    const all = await gateway().reached(bare(to));
    assert.equal(all.length, 1);
    assert.equal(JSON.parse(all[0].body).channel, 'sms');
    await assert_suppressed(gateway(), to, 'vonage_messages', 'viber');
  });

  it('throws the problem of a barred number', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');

    await assert.rejects(vonage_at(gateway()).messages.send({
      channel: Channels.SMS, messageType: 'text', to: bare(to), from: 'Shop', text: 'Sale!' }),
    (error) => error.response.status === 422);

    await assert_unseen(gateway(), to);
  });

  it('tries nothing else with who stopped that', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');

    await vonage_at(gateway()).messages.send({
      channel: Channels.WHATSAPP, messageType: 'text', to: bare(to), from: '1', text: 'Sale!',
      failover: [{ channel: Channels.SMS, messageType: 'text', to: bare(to), from: 'Shop', text: 'Sale!' }] });

    const [reached] = await gateway().reached(bare(to));
    assert.equal(JSON.parse(reached.body).failover, undefined);
  });
}
