// tests/sdk/plivo.mjs: what an application with the official Plivo SDK sees through the gateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import plivo from 'plivo';

import { assert_suppressed, assert_unseen, phones } from './phones.mjs';

const account = 'MAXXXXXXXXXXXXXXXXXX';
const src = '+14155550199';
const next_phone = phones('702');

function plivo_at(gateway) {
  return new plivo.Client(account, 'fakeplivoauthtoken00000000000000000000',
    { url: `${gateway.url}/plivo/v1/Account/${account}` }).messages;
}

export function plivo_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Plivo ${sentence}`, { timeout: 60_000 }, body);

  it('delivers what nobody stopped, byte for byte', async () => {
    const to = next_phone();

    const sent = await plivo_at(gateway()).create({ src, dst: to, text: 'Sale!' });

    assert.equal(sent.messageUuid.length, 1);
    const [reached] = await gateway().reached(to);
    assert.equal(reached.path, `/v1/Account/${account}/Message/`);
    assert.equal(reached.body, `{"src":"${src}","dst":"${to}","text":"Sale!"}`);
  });

  it('prunes who stopped, and names them as invalid', async () => {
    const [one, stopped, two] = Array.from({ length: 3 }, next_phone);
    await gateway().opt_out(stopped, 'sms');

    const sent = await plivo_at(gateway()).create({ src, dst: [one, stopped, two], text: 'Sale!' });

    assert.equal(sent.messageUuid.length, 2);
    assert.deepEqual(sent.invalidNumber ?? sent.invalid_number, [stopped]);
    const [reached] = await gateway().reached(one);
    assert.equal(JSON.parse(reached.body).dst, `${one}<${two}`);
    await assert_suppressed(gateway(), stopped, 'plivo', 'sms');
    await assert_unseen(gateway(), stopped);
  });

  it('rejects a send to nobody', async () => {
    const [one, two] = Array.from({ length: 2 }, next_phone);
    await gateway().opt_out(one, 'sms');
    await gateway().opt_out(two, 'sms');

    await assert.rejects(plivo_at(gateway()).create({ src, dst: `${one}<${two}`, text: 'Sale!' }),
      (error) => error.status === 400 && /blocked by STOP/.test(error.message));

    await assert_unseen(gateway(), one);
    await assert_unseen(gateway(), two);
  });

  it("hands on the provider's own errors", async () => {
    await assert.rejects(plivo_at(gateway()).create({ src, dst: '<', text: 'x' }),
      (error) => error.status === 400 && /dst/.test(error.message));
  });
}
