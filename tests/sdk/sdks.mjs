// tests/sdk/sdks.mjs: the official SDKs, unmodified, pointed at a gateway by their own settings. `X-Optgate-*` travels by
// what each SDK offers for headers of one's own: an HTTP client around Twilio's, default headers at SendGrid's.
import sendgrid from '@sendgrid/client';
import mailer from '@sendgrid/mail';
import twilio from 'twilio';

export const account = 'AC00000000000000000000000000000001';

class RecordingClient extends twilio.RequestClient {
  constructor(options, headers) {
    super(options);
    this.own_headers = headers;
  }

  async request(options) {
    const response = await super.request({
      ...options,
      headers: { ...options.headers, ...this.own_headers },
    });
    this.last_headers = response.headers;
    return response;
  }
}

// `sms.headers()`: what the last answer carried.
export function twilio_at(gateway, headers = {}) {
  const httpClient = new RecordingClient({ ca: gateway.ca }, headers);
  const sms = twilio(account, '0123456789abcdef0123456789abcdef', { httpClient });
  sms.api.baseUrl = `${gateway.url}/twilio`;
  return { messages: sms.messages, headers: () => httpClient.last_headers };
}

export function sendgrid_at(gateway, headers = {}) {
  const mail = new mailer.MailService();
  const client = new sendgrid.Client();
  mail.setClient(client);
  mail.setApiKey('SG.FAKE-KEY.not-a-real-secret');
  client.setDefaultRequest('baseUrl', `${gateway.url}/sendgrid/`);  // after the key, which resets it
  for (const [name, value] of Object.entries(headers)) client.setDefaultHeader(name, value);
  return mail;
}
