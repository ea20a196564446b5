// The providers' own SDKs through `optgate serve`, over TLS with a private authority.
import { after, before } from 'node:test';

import { aws_sms_tests } from './aws_sms.mjs';
import { azure_tests } from './azure.mjs';
import { Gateway } from './gateway.mjs';
import { infobip_tests } from './infobip.mjs';
import { plivo_tests } from './plivo.mjs';
import { mailgun_tests } from './mailgun.mjs';
import { postmark_tests } from './postmark.mjs';
import { sendgrid_tests } from './sendgrid.mjs';
import { ses_tests } from './ses.mjs';
import { twilio_tests } from './twilio.mjs';
import { vonage_tests } from './vonage.mjs';

let gateway;
before(async () => { gateway = await Gateway.start({ tls: true }); }, { timeout: 60_000 });
after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

twilio_tests('tls', () => gateway);
sendgrid_tests('tls', () => gateway);
infobip_tests('tls', () => gateway);
plivo_tests('tls', () => gateway);
vonage_tests('tls', () => gateway);
aws_sms_tests('tls', () => gateway);
azure_tests('tls', () => gateway);
mailgun_tests('tls', () => gateway);
postmark_tests('tls', () => gateway);
ses_tests('tls', () => gateway);
