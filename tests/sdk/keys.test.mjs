// Keys that optgate issues, in the settings of the providers' own SDKs.
import { after, before } from 'node:test';

import { Gateway } from './gateway.mjs';
import { key_tests, parties, secrets } from './keys.mjs';

let gateway;
before(async () => { gateway = await Gateway.start({ given: parties(['shop', 'left']), secrets }); }, { timeout: 60_000 });
after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

key_tests('keys', () => gateway);
