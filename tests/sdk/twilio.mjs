// tests/sdk/twilio.mjs: what an application with the official Twilio SDK sees through the gateway.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';

import twilio from 'twilio';

import { account, twilio_at } from './sdks.mjs';

const from = '+14155550199';
let made = 0;
const next_phone = () => `+1415600${String(++made).padStart(4, '0')}`;

const refused = (error) => {
  assert.ok(error instanceof twilio.RestException, String(error));
  assert.equal(error.status, 400);
  assert.equal(error.code, 21610);
  assert.equal(error.moreInfo, 'https://www.twilio.com/docs/errors/21610');
  return true;
};

// A server that keeps what is posted to it: the application's status callback.
async function callback_server() {
  const waiting = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    response.writeHead(204).end();
    waiting.shift()?.({ url: request.url, headers: request.headers, form: new URLSearchParams(body) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    next: () => new Promise((resolve) => { waiting.push(resolve); }),
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

export function twilio_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Twilio ${sentence}`, { timeout: 60_000 }, body);

  it('delivers what nobody stopped, byte for byte', async () => {
    const to = next_phone();
    const sms = twilio_at(gateway());
    const text = '20% off & more: ça va? Reply STOP to opt out';

    const message = await sms.messages.create({ to, from, body: text });

    assert.match(message.sid, /^SM[0-9a-f]{32}$/);
    assert.equal(message.status, 'queued');
    assert.equal(message.to, to);
    assert.equal(message.body, text);
    assert.ok(message.dateCreated instanceof Date);
    assert.equal(sms.headers()['x-optgate-verdict'], 'delivered');
    assert.ok(sms.headers()['x-optgate-decision']);
    assert.equal(sms.headers()['x-optgate-category'], 'marketing');
    const [reached] = await gateway().reached(to);
    const names = reached.headers.map(([field]) => field.toLowerCase());
    assert.equal(reached.path, `/2010-04-01/Accounts/${account}/Messages.json`);
    assert.equal(reached.body,
      `To=${encodeURIComponent(to)}&From=${encodeURIComponent(from)}&Body=${encodeURIComponent(text)}`);
    assert.deepEqual(reached.headers.filter(([field]) => field.toLowerCase() === 'host'),
      [['Host', 'api.twilio.com']]);
    assert.deepEqual(names.filter((field) => field.startsWith('x-optgate')), []);
  });

  it('throws RestException 21610 for a recipient who stopped', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');
    const sms = twilio_at(gateway());

    await assert.rejects(sms.messages.create({ to, from, body: 'Sale!' }), refused);

    assert.equal(sms.headers()['x-optgate-verdict'], 'suppressed');
    assert.deepEqual(await gateway().reached(to), []);
    const [entry] = await gateway().journal_of(to);
    assert.equal(entry.decision, sms.headers()['x-optgate-decision']);
    assert.equal(entry.verdict, 'suppressed');
    assert.equal(entry.reason, 'consent_withdrawn');
    assert.equal(entry.provider, 'twilio');
    assert.equal(entry.channel, 'sms');
    assert.equal(entry.category, 'marketing');
  });

  it('knows a stopped number in other spellings', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');
    const national = `(${to.slice(2, 5)}) ${to.slice(5, 8)}-${to.slice(8)}`;

    for (const spelling of [` ${to}`, national, `011${to.slice(1)}`, `tel:${to}`]) {
      await assert.rejects(twilio_at(gateway()).messages.create({ to: spelling, from, body: 'x' }),
        refused, spelling);
    }
    const { items } = await gateway().admin('GET', '/api/v1/sandbox/messages?limit=1000');
    assert.ok(items.every((item) => !item.body.includes(to.slice(5))));
  });

  it('obeys the category the application names', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms', 'promotional');

    const code = twilio_at(gateway(), { 'X-Optgate-Category': 'one_time_code' });
    await code.messages.create({ to, from, body: 'Your code is 123456' });
    assert.equal(code.headers()['x-optgate-category'], 'one_time_code');
    const survey = twilio_at(gateway(), { 'X-Optgate-Category': 'survey' });
    await assert.rejects(survey.messages.create({ to, from, body: 'How did we do?' }), refused);
    assert.equal(survey.headers()['x-optgate-category'], 'survey');

    assert.equal((await gateway().reached(to)).length, 1);
  });

  it('takes MessageIntent for a hint', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms', 'promotional');
    const sms = twilio_at(gateway());

    await sms.messages.create({ to, from, body: 'Your code is 123456', messageIntent: 'otp' });
    assert.equal(sms.headers()['x-optgate-category'], 'one_time_code');
    await assert.rejects(
      sms.messages.create({ to, from, body: 'Sale!', messageIntent: 'marketing' }), refused);
  });

  it('stops transactional messages by their own switch', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms', 'transactional');
    const billing = twilio_at(gateway(), { 'X-Optgate-Category': 'billing' });

    await assert.rejects(billing.messages.create({ to, from, body: 'Invoice 1' }), refused);
    await twilio_at(gateway()).messages.create({ to, from, body: 'Sale!' });

    assert.equal((await gateway().reached(to)).length, 1);
  });

  it('says yes and calls back where the application wants it so', async (t) => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');
    const server = await callback_server();
    t.after(server.close);
    const called = server.next();
    const sms = twilio_at(gateway(), { 'X-Optgate-App': 'polite' });

    const message = await sms.messages.create({
      to, from, body: 'Sale!', statusCallback: `${server.url}/status?x=1` });

    assert.match(message.sid, /^SM[0-9a-f]{32}$/);
    assert.equal(sms.headers()['x-optgate-verdict'], 'suppressed');
    assert.deepEqual(await gateway().reached(to), []);
    const { url, headers, form } = await called;
    assert.equal(url, '/status?x=1');
    assert.equal(form.get('MessageSid'), message.sid);
    assert.equal(form.get('MessageStatus'), 'undelivered');
    assert.equal(form.get('ErrorCode'), '21610');
    assert.equal(form.get('To'), to);
    // The application checks it with the SDK, as it checks every callback.
    assert.ok(twilio.validateRequest('0123456789abcdef0123456789abcdef', headers['x-twilio-signature'],
      `${server.url}/status?x=1`, Object.fromEntries(form)));
  });

  it('only watches where the application is observed', async () => {
    const to = next_phone();
    await gateway().opt_out(to, 'sms');
    const sms = twilio_at(gateway(), { 'X-Optgate-App': 'watching' });

    await sms.messages.create({ to, from, body: 'Sale!' });

    assert.equal(sms.headers()['x-optgate-verdict'], 'observed');
    assert.equal((await gateway().reached(to)).length, 1);
    const [entry] = await gateway().journal_of(to);
    assert.equal(entry.verdict, 'observed');
    assert.equal(entry.mode, 'observe');
    assert.equal(entry.app, 'watching');
    assert.equal(entry.reason, 'consent_withdrawn');
  });

  it('passes every other call through', async () => {
    const to = next_phone();
    const sms = twilio_at(gateway());
    const sent = await sms.messages.create({ to, from, body: 'one' });

    assert.equal((await sms.messages(sent.sid).fetch()).body, 'one');
    assert.deepEqual((await sms.messages.list({ to, limit: 20 })).map(({ sid }) => sid), [sent.sid]);
    assert.equal((await sms.messages(sent.sid).update({ body: '' })).body, '');
    assert.equal(await sms.messages(sent.sid).remove(), true);
    await assert.rejects(sms.messages(sent.sid).fetch(),
      (error) => error instanceof twilio.RestException && error.status === 404 && error.code === 20404);
  });

  it("hands on the provider's own errors", async () => {
    const billing = twilio_at(gateway(), { 'X-Optgate-Category': 'billing' });

    await assert.rejects(billing.messages.create({ to: 'nobody', from, body: 'x' }),
      (error) => error.status === 400 && error.code === 21211);
  });

  it('goes on over one connection', async () => {
    const sms = twilio_at(gateway());
    const numbers = Array.from({ length: 50 }, next_phone);
    await gateway().opt_out(numbers[7], 'sms');

    const results = await Promise.allSettled(
      numbers.map((to) => sms.messages.create({ to, from, body: `to ${to}` })));

    results.forEach((result, i) => {
      if (i === 7) assert.ok(refused(result.reason));
      else assert.equal(result.value?.to, numbers[i], String(result.reason));
    });
  });
}
