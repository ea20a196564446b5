// The providers' own SDKs through `optgate serve`, in plain HTTP.
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
before(async () => { gateway = await Gateway.start({ tls: false }); }, { timeout: 60_000 });
after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

twilio_tests('plain', () => gateway);
sendgrid_tests('plain', () => gateway);
infobip_tests('plain', () => gateway);
plivo_tests('plain', () => gateway);
vonage_tests('plain', () => gateway);
aws_sms_tests('plain', () => gateway);
azure_tests('plain', () => gateway);
mailgun_tests('plain', () => gateway);
postmark_tests('plain', () => gateway);
ses_tests('plain', () => gateway);
