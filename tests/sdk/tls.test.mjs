// The providers' own SDKs through `optgate serve`, over TLS with a private authority.
import { after, before } from 'node:test';

import { Gateway } from './gateway.mjs';
import { sendgrid_tests } from './sendgrid.mjs';
import { twilio_tests } from './twilio.mjs';

let gateway;
before(async () => { gateway = await Gateway.start({ tls: true }); }, { timeout: 60_000 });
after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

twilio_tests('tls', () => gateway);
sendgrid_tests('tls', () => gateway);
