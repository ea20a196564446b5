// tests/sdk/keys.mjs: an application holds a key of the gateway's in place of the provider's, in the SDK's own settings.
// The sandbox takes the real one only, so what is delivered left with it; who shows another hears the provider's own error.
import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { test } from 'node:test';

import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { SendEmailCommand as SendV1Command, SESClient } from '@aws-sdk/client-ses';
import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { EmailClient } from '@azure/communication-email';
import { SmsClient } from '@azure/communication-sms';
import { AuthType, Infobip } from '@infobip-api/sdk';
import sendgrid from '@sendgrid/client';
import mailer from '@sendgrid/mail';
import { Auth } from '@vonage/auth';
import { Channels } from '@vonage/messages';
import { Vonage } from '@vonage/server-sdk';
import FormData from 'form-data';
import Mailgun from 'mailgun.js';
import plivo from 'plivo';
import twilio from 'twilio';

import { mails } from './mails.mjs';
import { phones } from './phones.mjs';
import { postmark_with } from './postmark.mjs';

const next_mail = mails('keys');
const next_phone = phones('706');
const bare = (number) => number.slice(1);
const from = 'shop@shop.example';
const base64 = (text) => Buffer.from(text).toString('base64');
const pair = (key) => [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];

function aws(Client, prefix, gateway, key) {
  const [accessKeyId, secretAccessKey] = pair(key);
  return new Client({
    region: 'us-east-1',
    endpoint: `${gateway.url}/${prefix}`,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: gateway.ca ? { httpsAgent: new Agent({ ca: gateway.ca }) } : {},
  });
}

function azure(Client, gateway, key) {
  return new Client(`endpoint=${gateway.url}/;accesskey=${key}`, {
    allowInsecureConnection: true, tlsOptions: gateway.ca ? { ca: gateway.ca } : undefined });
}

function vonage(gateway, key) {
  const [apiKey, apiSecret] = pair(key);
  return new Vonage(new Auth({ apiKey, apiSecret }),
    { restHost: `${gateway.url}/vonage`, apiHost: `${gateway.url}/vonage_messages` });
}

// The SDK returns what others throw.
async function infobip(gateway, apiKey) {
  const { channels } = new Infobip({ baseUrl: `${gateway.url}/infobip`, apiKey, authType: AuthType.ApiKey });
  const answer = await channels.sms.send({
    messages: [{ destinations: [{ to: bare(next_phone()) }], from: 'Shop', text: 'x' }] });
  if (answer.response) throw answer;
}

function sendgrid_mail(gateway, key) {
  const mail = new mailer.MailService();
  const client = new sendgrid.Client();
  mail.setClient(client);
  mail.setApiKey(key);
  client.setDefaultRequest('baseUrl', `${gateway.url}/sendgrid/`);
  return mail.send({ to: next_mail(), from, subject: 'x', text: 'x' });
}

function twilio_sms(gateway, key) {
  const sms = twilio(...pair(key), { httpClient: new twilio.RequestClient({ ca: gateway.ca }) });
  sms.api.baseUrl = `${gateway.url}/twilio`;
  return sms.messages.create({ to: next_phone(), from: '+14155550199', body: 'x' });
}

const user_of = { twilio: 'AC00000000000000000000000000000001', mailgun: 'api', plivo: 'MAXXXXXXXXXXXXXXXXXX' };
const signed_by = (name) => (who) => `AKID${name}${who}:secret-of-${who}-0123456789`;
const pair_of = (user) => (who) => `${user}:token-of-${who}-0123456789`;

// What holds of a provider: a key by who holds it (`real` is the provider's), a send, what the SDK says of a wrong key.
// `same_id`: wrong in its secret only, where the key's name is known.
const rows = [
  { provider: 'twilio', key: pair_of(user_of.twilio), send: twilio_sms, denied: { status: 401, code: 20003 } },
  { provider: 'sendgrid', key: (who) => `SG.${who}.0123456789`, send: sendgrid_mail, denied: { code: 401 } },
  { provider: 'mailgun',
    key: pair_of(user_of.mailgun),
    send: (gateway, key) => new Mailgun(FormData)
      .client({ username: 'api', key: pair(key)[1], url: `${gateway.url}/mailgun` })
      .messages.create('mg.shop.example', { to: next_mail(), from, subject: 'x', text: 'x' }),
    denied: { status: 401, type: 'MailgunAPIError' } },
  { provider: 'postmark',
    key: (who) => `token-of-${who}`,
    send: (gateway, key) => postmark_with(gateway, key)
      .sendEmail({ From: from, To: next_mail(), Subject: 'x', TextBody: 'x' }),
    denied: { name: 'InvalidAPIKeyError', statusCode: 401, code: 10 } },
  { provider: 'ses', sdk: 'SES v2',
    key: signed_by('SES'),
    send: (gateway, key) => aws(SESv2Client, 'ses', gateway, key).send(new SendEmailCommand({ FromEmailAddress: from,
      Destination: { ToAddresses: [next_mail()] },
      Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } } } })),
    denied: { name: 'UnrecognizedClientException' }, same_id: { name: 'InvalidSignatureException' } },
  { provider: 'ses', sdk: 'SES v1',
    key: signed_by('SES'),
    send: (gateway, key) => aws(SESClient, 'ses', gateway, key).send(new SendV1Command({ Source: from,
      Destination: { ToAddresses: [next_mail()] },
      Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } } })),
    denied: { name: 'InvalidClientTokenId' }, same_id: { name: 'SignatureDoesNotMatch' } },
  { provider: 'sns',
    key: signed_by('SNS'),
    send: (gateway, key) => aws(SNSClient, 'sns', gateway, key)
      .send(new PublishCommand({ PhoneNumber: next_phone(), Message: 'x' })),
    denied: { name: 'InvalidClientTokenId' }, same_id: { name: 'SignatureDoesNotMatch' } },
  { provider: 'sms-voice',
    key: signed_by('VOICE'),
    send: (gateway, key) => aws(PinpointSMSVoiceV2Client, 'sms-voice', gateway, key)
      .send(new SendTextMessageCommand({ DestinationPhoneNumber: next_phone(), MessageBody: 'x' })),
    denied: { name: 'UnrecognizedClientException' }, same_id: { name: 'InvalidSignatureException' } },
  { provider: 'azure', sdk: 'Azure SMS',
    key: (who) => base64(`access-key-of-${who}-0123456789abcdef`),
    send: (gateway, key) => azure(SmsClient, gateway, key)
      .send({ from: '+18005551234', to: [next_phone()], message: 'x' }),
    denied: { name: 'RestError', statusCode: 401 } },
  { provider: 'azure', sdk: 'Azure e-mail',
    key: (who) => base64(`access-key-of-${who}-0123456789abcdef`),
    send: async (gateway, key) => (await azure(EmailClient, gateway, key).beginSend({ senderAddress: from,
      content: { subject: 'x', plainText: 'x' }, recipients: { to: [{ address: next_mail() }] } })).pollUntilDone(),
    denied: { name: 'RestError', statusCode: 401 } },
  { provider: 'plivo',
    key: pair_of(user_of.plivo),
    send: (gateway, key) => new plivo.Client(...pair(key), { url: `${gateway.url}/plivo/v1/Account/${user_of.plivo}` })
      .messages.create({ src: '+14155550199', dst: next_phone(), text: 'x' }),
    denied: { status: 401 } },
  { provider: 'infobip',
    key: (who) => `key-of-${who}-0123456789`,
    send: infobip,
    denied: (error) => error.response.status === 401 && 'requestError' in error.response.data },
  { provider: 'vonage',
    key: pair_of('abcd1234'),
    send: (gateway, key) => vonage(gateway, key).sms.send({ to: bare(next_phone()), from: 'Shop', text: 'x' }),
    denied: (error) => error.response.status === 401 },
  { provider: 'vonage_messages',
    key: pair_of('abcd1234'),
    send: (gateway, key) => vonage(gateway, key).messages.send({
      channel: Channels.SMS, messageType: 'text', to: bare(next_phone()), from: 'Shop', text: 'x' }),
    denied: (error) => error.response.status === 401 },
];

const by_provider = new Map(rows.map((row) => [row.provider, row]));
const variable = (provider, who) => `KEY_${provider.toUpperCase().replace('-', '_')}_${who.toUpperCase()}`;

// Each key in the environment, as the tables below name them.
export const secrets = Object.fromEntries([...by_provider.values()].flatMap(({ provider, key }) =>
  ['real', 'shop', 'left'].map((who) => [variable(provider, who), key(who)])));

// Every provider with a real key, and of each application its own; one change is all that it takes to revoke them.
export function parties(applications) {
  const names = [...by_provider.keys()];
  const keys_of = (who) => names.map((name) => `${name} = "env:${variable(name, who)}"`).join(', ');
  return names.map((name) =>
    `[providers.${name}]\nupstream = "sandbox"\ncredential = "env:${variable(name, 'real')}"\n`).join('')
    + applications.map((who) => `[applications.${who}]\nkeys = {${keys_of(who)}}\n`).join('');
}

export function key_tests(name, gateway) {
  const each = (sentence, body) => {
    for (const row of rows)
      test(`${name}: ${row.sdk ?? row.provider} ${sentence}`, { timeout: 60_000 }, () => body(row));
  };

  each('sends with a key of the gateway', async ({ key, send }) => {
    await send(gateway(), key('shop'));
    await send(gateway(), key('left'));
  });

  each("hears the provider's own error with any other, the real one too", async ({ key, send, denied, same_id }) => {
    await assert.rejects(send(gateway(), key('guessed')), denied);
    await assert.rejects(send(gateway(), key('real')), denied);
    if (same_id) await assert.rejects(send(gateway(), `${pair(key('shop'))[0]}:guessed-0123456789`), same_id);
  });

  test(`${name}: an application is revoked by one change and a reload`, { timeout: 60_000 }, async () => {
    await gateway().reload(parties(['shop']));
  });

  each('hears it then', async ({ key, send, denied }) => {
    await assert.rejects(send(gateway(), key('left')), denied);
    await send(gateway(), key('shop'));
  });
}
