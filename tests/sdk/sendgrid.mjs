// tests/sdk/sendgrid.mjs: what an application with the official SendGrid SDK sees through the gateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sendgrid_at } from './sdks.mjs';

let made = 0;
const next_mail = () => `person${++made}@example.com`;
const letter = (to, more = {}) =>
  ({ to, from: 'shop@shop.example', subject: 'Sale', text: 'All must go', ...more });

// Runs at most `width` of the jobs at one time.
async function all_of(jobs, width) {
  const left = [...jobs];
  const worker = async () => { while (left.length > 0) await left.pop()(); };
  await Promise.all(Array.from({ length: width }, worker));
}

export function sendgrid_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: SendGrid ${sentence}`, { timeout: 120_000 }, body);

  it('delivers what nobody stopped', async () => {
    const to = next_mail();

    const [response] = await sendgrid_at(gateway()).send(letter(to));

    assert.equal(response.statusCode, 202);
    assert.ok(response.headers['x-message-id']);
    assert.equal(response.headers['x-optgate-verdict'], 'delivered');
    assert.equal(response.headers['x-optgate-category'], 'marketing');
    const [reached] = await gateway().reached(to);
    assert.deepEqual(JSON.parse(reached.body), {
      from: { email: 'shop@shop.example' },
      subject: 'Sale',
      personalizations: [{ to: [{ email: to }] }],
      content: [{ value: 'All must go', type: 'text/plain' }],
    });
    assert.ok(reached.headers.some(([field, value]) => field === 'Host' && value === 'api.sendgrid.com'));
  });

  it('prunes who stopped, and tells nobody else', async () => {
    const [kept, stopped, copied, stopped_copy] = Array.from({ length: 4 }, next_mail);
    await gateway().opt_out(stopped, 'email');
    await gateway().opt_out(stopped_copy, 'email');

    const [response] = await sendgrid_at(gateway()).send(
      letter([kept, { email: stopped.toUpperCase(), name: 'Roe, Max' }], { cc: copied, bcc: stopped_copy }));

    assert.equal(response.statusCode, 202);
    assert.equal(response.headers['x-optgate-verdict'], 'pruned');
    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, copied]);
    assert.deepEqual(JSON.parse(reached.body).personalizations, [{ to: [{ email: kept }], cc: [{ email: copied }] }]);
    assert.ok(!reached.body.toLowerCase().includes(stopped));
    assert.ok(!reached.body.includes('Roe'));
    assert.ok(!reached.body.includes(stopped_copy));
    for (const address of [stopped, stopped_copy]) {
      const [entry] = await gateway().journal_of(address);
      assert.equal(entry.decision, response.headers['x-optgate-decision']);
      assert.equal(entry.reason, 'consent_withdrawn');
      assert.equal(entry.channel, 'email');
    }
  });

  it('takes copies along when all they follow stopped', async () => {
    const [stopped, copied, kept] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    await sendgrid_at(gateway()).send({
      from: 'shop@shop.example', subject: 'Sale', text: 'x',
      personalizations: [{ to: stopped, cc: copied }, { to: kept }] });

    const [reached] = await gateway().reached(kept);
    assert.deepEqual(JSON.parse(reached.body).personalizations, [{ to: [{ email: kept }] }]);
    assert.equal((await gateway().journal_of(copied))[0].reason, 'primary_suppressed');
  });

  it('says 202 as SendGrid does when nobody is left, and sends nothing', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    const [response] = await sendgrid_at(gateway()).send(letter(to));

    assert.equal(response.statusCode, 202);
    assert.ok(response.headers['x-message-id']);
    assert.equal(response.headers['x-optgate-verdict'], 'suppressed');
    assert.deepEqual(await gateway().reached(to), []);
    const [entry] = await gateway().journal_of(to);
    assert.equal(entry.decision, response.headers['x-optgate-decision']);
    assert.equal(entry.verdict, 'suppressed');
  });

  it('rejects with 400 where the application wants errors', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    await assert.rejects(sendgrid_at(gateway(), { 'X-Optgate-App': 'strict' }).send(letter(to)), (error) => {
      assert.equal(error.code, 400);
      assert.equal(typeof error.response.body.errors[0].message, 'string');
      return true;
    });
    assert.deepEqual(await gateway().reached(to), []);
  });

  it('sends a thousand personalizations less every third', async () => {
    const people = Array.from({ length: 1000 }, next_mail);
    const stopped = people.filter((_, i) => i % 3 === 0);
    const kept = people.filter((_, i) => i % 3 !== 0);
    await all_of(stopped.map((address) => () => gateway().opt_out(address, 'email')), 16);

    const [response] = await sendgrid_at(gateway()).send({
      from: 'shop@shop.example', subject: 'Sale', text: 'All must go',
      personalizations: people.map((to, i) => ({ to, customArgs: { number: String(i) } })) });

    assert.equal(response.statusCode, 202);
    assert.equal(response.headers['x-optgate-verdict'], 'pruned');
    const [reached] = await gateway().reached(kept[0]);
    assert.deepEqual(reached.recipients, kept);
    const left = JSON.parse(reached.body).personalizations;
    assert.deepEqual(left, people.flatMap((email, i) =>
      i % 3 === 0 ? [] : [{ to: [{ email }], custom_args: { number: String(i) } }]));
    for (const address of [stopped[0], stopped.at(-1)]) {
      assert.equal((await gateway().journal_of(address))[0].decision, response.headers['x-optgate-decision']);
    }
  });

  it('sends a thousand personalizations whole when nobody stopped', async () => {
    const people = Array.from({ length: 1000 }, next_mail);

    const [response] = await sendgrid_at(gateway()).send({
      ...letter(people), isMultiple: true });

    assert.equal(response.headers['x-optgate-verdict'], 'delivered');
    const [reached] = await gateway().reached(people[999]);
    assert.deepEqual(reached.recipients, people);
  });

  it('obeys the category the application names', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email', 'promotional');

    const [bill] = await sendgrid_at(gateway(), { 'X-Optgate-Category': 'billing' }).send(letter(to));
    assert.equal(bill.headers['x-optgate-verdict'], 'delivered');
    assert.equal(bill.headers['x-optgate-category'], 'billing');
    const [survey] = await sendgrid_at(gateway(), { 'X-Optgate-Category': 'survey' }).send(letter(to));
    assert.equal(survey.headers['x-optgate-verdict'], 'suppressed');

    assert.equal((await gateway().reached(to)).length, 1);
  });

  it('only watches where the application is observed', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    const [response] = await sendgrid_at(gateway(), { 'X-Optgate-App': 'watching' }).send(letter(to));

    assert.equal(response.headers['x-optgate-verdict'], 'observed');
    assert.equal((await gateway().reached(to)).length, 1);
    assert.equal((await gateway().journal_of(to))[0].verdict, 'observed');
  });

  it("hands on the provider's own errors", async () => {
    const to = next_mail();

    await assert.rejects(
      sendgrid_at(gateway()).send({ ...letter(to), text: undefined, templateId: undefined, content: [] }),
      (error) => error.code === 400 && error.response.body.errors[0].field === 'content');
  });

  it('keeps its sandbox mode', async () => {
    const [response] = await sendgrid_at(gateway()).send(
      letter(next_mail(), { mailSettings: { sandboxMode: { enable: true } } }));

    assert.equal(response.statusCode, 200);
  });
}
