// The providers' own SDKs through `optgate serve`, in plain HTTP.
import { after, before } from 'node:test';

import { Gateway } from './gateway.mjs';
import { sendgrid_tests } from './sendgrid.mjs';
import { twilio_tests } from './twilio.mjs';

let gateway;
before(async () => { gateway = await Gateway.start({ tls: false }); }, { timeout: 60_000 });
after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

twilio_tests('plain', () => gateway);
sendgrid_tests('plain', () => gateway);
