// tests/sdk/postmark.mjs: what an application with the official Postmark SDK sees through the gateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import postmark from 'postmark';

import { assert_suppressed, assert_unseen, mails } from './mails.mjs';

const next_mail = mails('postmark');
const letter = (To, more = {}) =>
  ({ From: 'shop@shop.example', To, Subject: 'Sale', TextBody: 'All must go', MessageStream: 'broadcast', ...more });

// The SDK takes a fetch of one's own: with the test's authority, and headers an application may add.
function fetch_with(ca, headers) {
  return async (url, init) => {
    if (!ca) return fetch(url, { ...init, headers: { ...init.headers, ...headers } });
    await fetch('data:,');  // loads Node's own client, whose class is nowhere exported
    const { constructor: Agent } = globalThis[Symbol.for('undici.globalDispatcher.1')];
    return fetch(url, { ...init, headers: { ...init.headers, ...headers }, dispatcher: new Agent({ connect: { ca } }) });
  };
}

const postmark_at = (gateway, headers) => postmark_with(gateway, 'POSTMARK_API_TEST', headers);

export function postmark_with(gateway, token, headers = {}) {
  return new postmark.ServerClient(token, {
    useHttps: Boolean(gateway.ca),
    requestHost: `${new URL(gateway.url).host}/postmark`,
    fetch: fetch_with(gateway.ca, headers),
  });
}

export function postmark_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: Postmark ${sentence}`, { timeout: 60_000 }, body);
  const client = (headers) => postmark_at(gateway(), headers);

  it('delivers what nobody stopped', async () => {
    const [to, copied] = [next_mail(), next_mail()];

    const answer = await client().sendEmail(letter(`Al <${to}>`, { Bcc: copied }));

    assert.equal(answer.ErrorCode, 0);
    assert.equal(answer.Message, 'OK');
    const [reached] = await gateway().reached(to);
    assert.deepEqual(reached.recipients, [to, copied]);
    assert.ok(reached.headers.some(([field, value]) =>
      field.toLowerCase() === 'host' && value === 'api.postmarkapp.com'));
  });

  it('prunes who stopped, and names them in its Message', async () => {
    const [kept, stopped, stopped_copy] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');
    await gateway().opt_out(stopped_copy, 'email');

    const answer = await client().sendEmail(
      letter(`"Roe, Max" <${stopped}>, Al <${kept}>`, { Cc: stopped_copy }));

    assert.equal(answer.ErrorCode, 0);
    assert.equal(answer.Message,
      `Message OK, but will not deliver to these inactive addresses: ${stopped}, ${stopped_copy}. `
      + 'Inactive recipients are ones that have generated a hard bounce or a spam complaint.');
    const [reached] = await gateway().reached(kept);
    assert.equal(JSON.parse(reached.body).To, `Al <${kept}>`);
    assert.ok(!('Cc' in JSON.parse(reached.body)));
    await assert_unseen(gateway(), stopped);
  });

  it('throws InactiveRecipientsError with the addresses when nobody is left', async () => {
    const [one, two] = [next_mail(), next_mail()];
    await gateway().opt_out(one, 'email');
    await gateway().opt_out(two, 'email');

    await assert.rejects(client().sendEmail(letter(`${one}, ${two.toUpperCase()}`)), (error) => {
      assert.ok(error instanceof postmark.Errors.InactiveRecipientsError, String(error));
      assert.equal(error.code, 406);
      assert.equal(error.statusCode, 422);
      assert.deepEqual(error.recipients, [one, two]);
      return true;
    });
    assert.deepEqual(await gateway().reached(one), []);
    await assert_suppressed(gateway(), one, 'postmark');
  });

  it('throws it for templates too', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    await assert.rejects(
      client().sendEmailWithTemplate({ From: 'shop@shop.example', To: to, TemplateAlias: 'sale', TemplateModel: {},
        MessageStream: 'broadcast' }),
      { name: 'InactiveRecipientsError', code: 406 });
  });

  for (const [kind, batch] of [
    ['a batch', (letters) => client().sendEmailBatch(letters)],
    ['a batch with templates', (letters) => client().sendEmailBatchWithTemplates(
      letters.map(({ TextBody, Subject, ...rest }) => ({ ...rest, TemplateId: 1, TemplateModel: {} })))],
  ]) {
    it(`splices ${kind} at its places`, async () => {
      const [stopped, kept, last] = Array.from({ length: 3 }, next_mail);
      await gateway().opt_out(stopped, 'email');

      const results = await batch([letter(stopped), letter(`${kept}, ${stopped}`), letter(last)]);

      assert.deepEqual(results.map((result) => result.ErrorCode), [406, 0, 0]);
      assert.match(results[0].Message, new RegExp(`Found inactive addresses: ${stopped}\\. Inactive`));
      assert.match(results[1].Message, new RegExp(`inactive addresses: ${stopped}\\. Inactive`));
      assert.equal(results[2].To, last);
      await assert_unseen(gateway(), stopped);
    });
  }

  it('tells a batch to nobody one by one', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    const results = await client().sendEmailBatch([letter(to), letter(to)]);

    assert.deepEqual(results.map((result) => result.ErrorCode), [406, 406]);
    assert.deepEqual(await gateway().reached(to), []);
  });

  it('accepts where the application wants silence', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    const answer = await client({ 'X-Optgate-App': 'polite' }).sendEmail(letter(to));

    assert.equal(answer.ErrorCode, 0);
    assert.equal(answer.To, to);
    assert.deepEqual(await gateway().reached(to), []);
  });

  it("hands on the provider's own errors", async () => {
    await assert.rejects(client().sendEmail({ From: 'shop@shop.example', To: next_mail(), Subject: 'x' }),
      { statusCode: 422, code: 300 });
  });
}
