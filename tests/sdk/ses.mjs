// tests/sdk/ses.mjs: what applications with the AWS SDK's two SES clients, and nodemailer over one, see through the
// gateway.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { Agent } from 'node:https';
import { test } from 'node:test';

import { GetSendQuotaCommand, SendBulkTemplatedEmailCommand, SendEmailCommand as SendV1Command, SendRawEmailCommand,
  SESClient } from '@aws-sdk/client-ses';
import { SendBulkEmailCommand, SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';

import { assert_suppressed, assert_unseen, mails } from './mails.mjs';

const next_mail = mails('ses');
const simple = { Simple: { Subject: { Data: 'Sale' }, Body: { Text: { Data: 'All must go' } } } };
const message = { Subject: { Data: 'Sale' }, Body: { Text: { Data: 'All must go' } } };

// `application`: whose key signs; the gateway's configuration knows both.
function client_at(Client, gateway, { id = 'AKIDSHOP', secret = 'shop-secret-0123456789' } = {}) {
  return new Client({
    region: 'eu-west-1',
    endpoint: `${gateway.url}/ses`,
    credentials: { accessKeyId: id, secretAccessKey: secret },
    requestHandler: gateway.ca ? { httpsAgent: new Agent({ ca: gateway.ca }) } : {},
  });
}

const strict = { id: 'AKIDSTRICT', secret: 'strict-secret-0123456789' };

export function ses_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: SES ${sentence}`, { timeout: 60_000 }, body);
  const v1 = (key) => client_at(SESClient, gateway(), key);
  const v2 = (key) => client_at(SESv2Client, gateway(), key);
  const to_one = (address) => new SendEmailCommand({
    FromEmailAddress: 'shop@shop.example', Destination: { ToAddresses: [address] }, Content: simple });

  it('v2 delivers what nobody stopped', async () => {
    const to = next_mail();

    const { MessageId } = await v2().send(to_one(to));

    assert.ok(MessageId);
    const [reached] = await gateway().reached(to);
    assert.ok(reached.headers.some(([field, value]) =>
      field.toLowerCase() === 'host' && value.startsWith('email.')));
  });

  it('v2 prunes who stopped', async () => {
    const [kept, stopped, copied] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    await v2().send(new SendEmailCommand({ FromEmailAddress: 'shop@shop.example', Content: simple,
      Destination: { ToAddresses: [`"Roe, Max" <${stopped}>`, kept], BccAddresses: [copied] } }));

    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, copied]);
    await assert_unseen(gateway(), stopped);
  });

  it('v2 takes a suppressed address as SES does, or rejects it where the application wants errors', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');

    assert.ok((await v2().send(to_one(to))).MessageId);
    await assert_suppressed(gateway(), to, 'ses');
    await assert.rejects(v2(strict).send(to_one(to)), { name: 'MessageRejected' });

    assert.deepEqual(await gateway().reached(to), []);
  });

  it('v2 splices a bulk at its places', async () => {
    const [first, stopped, last] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    const { BulkEmailEntryResults } = await v2().send(new SendBulkEmailCommand({
      FromEmailAddress: 'shop@shop.example',
      DefaultContent: { Template: { TemplateName: 'sale', TemplateData: '{}' } },
      BulkEmailEntries: [first, stopped, last].map((to) => ({ Destination: { ToAddresses: [to] } })) }));

    assert.deepEqual(BulkEmailEntryResults.map((result) => result.Status), ['SUCCESS', 'MESSAGE_REJECTED', 'SUCCESS']);
    assert.equal((await gateway().reached(first)).length, 1);
    await assert_unseen(gateway(), stopped);
  });

  const raw = (...to) => Buffer.from(
    `From: shop@shop.example\r\nTo: ${to.join(',\r\n ')}\r\nSubject: Sale\r\n\r\nAll must go\r\n`);

  it('v2 prunes a raw message in its headers', async () => {
    const [kept, stopped] = [next_mail(), next_mail()];
    await gateway().opt_out(stopped, 'email');

    await v2().send(new SendEmailCommand({ Content: { Raw: { Data: raw(stopped, kept) } } }));

    const [reached] = await gateway().reached(kept);
    assert.deepEqual(Buffer.from(JSON.parse(reached.body).Content.Raw.Data, 'base64'), raw(kept));
    await assert_unseen(gateway(), stopped);
  });

  it('carries nodemailer', async () => {
    const [kept, stopped, copied, hidden] = Array.from({ length: 4 }, next_mail);
    await gateway().opt_out(stopped, 'email');
    const transport = createTransport({ SES: { sesClient: v2(), SendEmailCommand } });

    const info = await transport.sendMail({ from: 'shop@shop.example', to: [kept, stopped], cc: copied, bcc: hidden,
      subject: 'Sale', text: 'All must go' });

    assert.ok(info.messageId);
    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, copied, hidden]);
    await assert_unseen(gateway(), stopped);
  });

  it('never alters what nodemailer signed: it is refused, or loses a blind copy', async () => {
    const [kept, stopped] = [next_mail(), next_mail()];
    await gateway().opt_out(stopped, 'email');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const transport = createTransport({ SES: { sesClient: v2(), SendEmailCommand },
      dkim: { domainName: 'shop.example', keySelector: 's1', privateKey } });
    const letter = (recipients) => ({ from: 'shop@shop.example', subject: 'Sale', text: 'All must go', ...recipients });

    await assert.rejects(transport.sendMail(letter({ to: [kept, stopped] })), /DKIM/);
    assert.deepEqual(await gateway().reached(kept), []);
    const { raw } = await transport.sendMail(letter({ to: kept, bcc: stopped }));

    const [reached] = await gateway().reached(kept);
    const data = Buffer.from(JSON.parse(reached.body).Content.Raw.Data, 'base64').toString();
    assert.match(data, /^DKIM-Signature: /m);
    assert.equal(data, raw.toString());
    await assert_unseen(gateway(), stopped);
  });

  it('v1 delivers, prunes and numbers anew', async () => {
    const [stopped, kept, other] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    const { MessageId } = await v1().send(new SendV1Command({ Source: 'shop@shop.example', Message: message,
      Destination: { ToAddresses: [stopped, kept, other] } }));

    assert.ok(MessageId);
    const [reached] = await gateway().reached(kept);
    assert.deepEqual(reached.recipients, [kept, other]);
    assert.equal(new URLSearchParams(reached.body).get('Destination.ToAddresses.member.2'), other);
    await assert_unseen(gateway(), stopped);
  });

  it('v1 rejects where the application wants errors, and else takes it as SES does', async () => {
    const to = next_mail();
    await gateway().opt_out(to, 'email');
    const command = new SendV1Command({ Source: 'shop@shop.example', Message: message,
      Destination: { ToAddresses: [to] } });

    assert.ok((await v1().send(command)).MessageId);
    await assert.rejects(v1(strict).send(command), { name: 'MessageRejected' });

    assert.deepEqual(await gateway().reached(to), []);
  });

  it('v1 splices a bulk at its places', async () => {
    const [first, stopped, last] = Array.from({ length: 3 }, next_mail);
    await gateway().opt_out(stopped, 'email');

    const { Status } = await v1().send(new SendBulkTemplatedEmailCommand({
      Source: 'shop@shop.example', Template: 'sale', DefaultTemplateData: '{}',
      Destinations: [stopped, first, last].map((to) => ({ Destination: { ToAddresses: [to] } })) }));

    assert.deepEqual(Status.map((result) => result.Status), ['MessageRejected', 'Success', 'Success']);
    assert.deepEqual((await gateway().reached(first))[0].recipients, [first, last]);
    await assert_unseen(gateway(), stopped);
  });

  it('v1 prunes a raw message and its destinations', async () => {
    const [kept, stopped] = [next_mail(), next_mail()];
    await gateway().opt_out(stopped, 'email');

    await v1().send(new SendRawEmailCommand({ RawMessage: { Data: raw(kept, stopped) }, Destinations: [stopped, kept] }));

    assert.deepEqual((await gateway().reached(kept))[0].recipients, [kept]);
    await assert_unseen(gateway(), stopped);
  });

  it('v1 passes what sends nothing', async () => {
    await v1().send(new GetSendQuotaCommand({}));
  });
}
