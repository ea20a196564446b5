// tests/sdk/aws_sms.mjs: what applications with the AWS SDK's SNS and End User Messaging clients see through the gateway.
import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { test } from 'node:test';

import { PinpointSMSVoiceV2Client, SendMediaMessageCommand, SendTextMessageCommand }
  from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { CheckIfPhoneNumberIsOptedOutCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import { assert_suppressed, assert_unseen, phones } from './phones.mjs';

const next_phone = phones('704');

function client_at(Client, prefix, gateway) {
  return new Client({
    region: 'us-east-1',
    endpoint: `${gateway.url}/${prefix}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
    requestHandler: gateway.ca ? { httpsAgent: new Agent({ ca: gateway.ca }) } : {},
  });
}

export function aws_sms_tests(name, gateway) {
  const it = (sentence, body) => test(`${name}: AWS ${sentence}`, { timeout: 60_000 }, body);
  const sns = () => client_at(SNSClient, 'sns', gateway());
  const voice = () => client_at(PinpointSMSVoiceV2Client, 'sms-voice', gateway());
  const typed = (SMSType) => ({
    'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: SMSType } });

  it('SNS delivers what nobody stopped', async () => {
    const PhoneNumber = next_phone();

    const { MessageId } = await sns().send(new PublishCommand({ PhoneNumber, Message: 'Sale!' }));

    assert.ok(MessageId);
    const [reached] = await gateway().reached(PhoneNumber);
    assert.ok(reached.headers.some(([field, value]) =>
      field.toLowerCase() === 'host' && value === 'sns.us-east-1.amazonaws.com'));
  });

  it('SNS throws OptedOutException, by the kind of message', async () => {
    const PhoneNumber = next_phone();
    await gateway().opt_out(PhoneNumber, 'sms');
    const publish = (SMSType) => sns().send(
      new PublishCommand({ PhoneNumber, Message: 'x', MessageAttributes: typed(SMSType) }));

    await assert.rejects(publish('Promotional'), { name: 'OptedOutException' });
    await assert_suppressed(gateway(), PhoneNumber, 'sns', 'sms');
    await publish('Transactional');

    assert.equal((await gateway().reached(PhoneNumber)).length, 1);
  });

  it('SNS passes topics and every other call through', async () => {
    const { MessageId } = await sns().send(new PublishCommand({
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:promo', Message: 'to a topic' }));
    assert.ok(MessageId);
    const { isOptedOut } = await sns().send(
      new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: '+14155550100' }));
    assert.equal(isOptedOut, false);
  });

  it('End User Messaging delivers what nobody stopped', async () => {
    const DestinationPhoneNumber = next_phone();

    const { MessageId } = await voice().send(
      new SendTextMessageCommand({ DestinationPhoneNumber, MessageBody: 'Hello' }));

    assert.ok(MessageId);
    assert.equal((await gateway().reached(DestinationPhoneNumber)).length, 1);
  });

  it('End User Messaging throws ConflictException, by the kind of message', async () => {
    const DestinationPhoneNumber = next_phone();
    await gateway().opt_out(DestinationPhoneNumber, 'sms');
    const send = (MessageType) => voice().send(
      new SendTextMessageCommand({ DestinationPhoneNumber, MessageBody: 'x', MessageType }));

    await assert.rejects(send('PROMOTIONAL'), (error) =>
      error.name === 'ConflictException' && error.Reason === 'DESTINATION_PHONE_NUMBER_OPTED_OUT');
    await assert.rejects(
      voice().send(new SendMediaMessageCommand({
        DestinationPhoneNumber, OriginationIdentity: '+14155550199', MediaUrls: ['s3://b/a.png'] })),
      { name: 'ConflictException' });
    await assert_unseen(gateway(), DestinationPhoneNumber);
    await send('TRANSACTIONAL');

    assert.equal((await gateway().reached(DestinationPhoneNumber)).length, 1);
    await assert_suppressed(gateway(), DestinationPhoneNumber, 'sms-voice', 'sms');
  });
}
