// tests/sdk/infobip.mjs: what an application with the official Infobip SDK sees through the gateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AuthType, Infobip } from '@infobip-api/sdk';

import { assert_suppressed, assert_unseen, phones } from './phones.mjs';

const next_phone = phones('701');
const bare = (number) => number.slice(1);  // as Infobip takes them

function infobip_at(gateway) {
  return new Infobip({
    baseUrl: `${gateway.url}/infobip`,
    apiKey: 'fakefakefakefake-00000000',
    authType: AuthType.ApiKey,
  }).channels;
}

export function infobip_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Infobip ${sentence}`, { timeout: 60_000 }, body);

  it('delivers what nobody stopped', async () => {
    const to = next_phone();

    const { status, data, headers } = await infobip_at(gateway()).sms.send({
      messages: [{ destinations: [{ to: bare(to), messageId: 'm-1' }], from: 'Shop', text: 'Sale!' }] });

    assert.equal(status, 200);
    assert.equal(headers['x-optgate-verdict'], 'delivered');
    assert.equal(data.messages[0].messageId, 'm-1');
    assert.equal(data.messages[0].status.groupName, 'PENDING');
    const [reached] = await gateway().reached(bare(to));
    assert.deepEqual(JSON.parse(reached.body).messages,
      [{ destinations: [{ to: bare(to), messageId: 'm-1' }], from: 'Shop', text: 'Sale!' }]);
    assert.ok(reached.headers.some(([field, value]) => field === 'Host' && value === 'api.infobip.com'));
  });

  it('prunes who stopped, and gives a result for everybody in order', async () => {
    const [one, stopped, two, alone] = Array.from({ length: 4 }, next_phone);
    await gateway().opt_out(stopped, 'sms');
    await gateway().opt_out(alone, 'sms');

    const { status, data, headers } = await infobip_at(gateway()).sms.send({ messages: [
      { destinations: [one, stopped, two].map((to) => ({ to: bare(to) })), from: 'Shop', text: 'Sale!' },
      { destinations: [{ to: bare(alone) }], from: 'Shop', text: 'Only for you' }] });

    assert.equal(status, 200);
    assert.equal(headers['x-optgate-verdict'], 'pruned');
    assert.deepEqual(data.messages.map((entry) => [entry.to, entry.status.name]), [
      [bare(one), 'PENDING_ACCEPTED'],
      [bare(stopped), 'REJECTED_DESTINATION_BLOCKLISTED'],
      [bare(two), 'PENDING_ACCEPTED'],
      [bare(alone), 'REJECTED_DESTINATION_BLOCKLISTED']]);
    const [reached] = await gateway().reached(bare(one));
    assert.deepEqual(reached.recipients, [bare(one), bare(two)]);
    await assert_unseen(gateway(), stopped);
    await assert_unseen(gateway(), alone);
  });

  it('tells that everybody is blocklisted', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');

    const { status, data } = await infobip_at(gateway()).sms.send({
      messages: [{ destinations: [{ to: bare(to) }], from: 'Shop', text: 'Sale!' }] });

    assert.equal(status, 200);
    assert.equal(data.messages[0].to, bare(to));
    assert.equal(data.messages[0].status.id, 14);
    await assert_suppressed(gateway(), to, 'infobip', 'sms');
    await assert_unseen(gateway(), to);
  });

  it('keeps WhatsApp and SMS apart', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'whatsapp');
    const channels = infobip_at(gateway());
    const template = { from: '441134960000', to: bare(to), content: {
      templateName: 'promo', templateData: { body: { placeholders: ['Ada'] } }, language: 'en' } };

    const { data } = await channels.whatsapp.send({ type: 'template', messages: [template] });
    assert.equal(data.messages[0].status.groupName, 'REJECTED');
    await channels.sms.send({ messages: [{ destinations: [{ to: bare(to) }], from: 'Shop', text: 'x' }] });

    const all = await gateway().reached(bare(to));
    assert.deepEqual(all.map(({ path }) => path), ['/sms/2/text/advanced']);
  });

  it("hands on the provider's own errors", async () => {
    const answer = await infobip_at(gateway()).sms.send({
      messages: [{ destinations: [], from: 'Shop', text: 'x' }] });

    assert.equal(answer.response.status, 400);  // the SDK returns what others throw
    assert.ok(answer.response.data.requestError.serviceException.text);
  });
}
