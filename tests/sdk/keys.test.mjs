// Keys that optgate issues, in the settings of the providers' own SDKs, in plain HTTP and over TLS.
import { after, before, describe } from 'node:test';

import { Gateway } from './gateway.mjs';
import { key_tests, parties, secrets } from './keys.mjs';

for (const tls of [false, true]) {
  const name = tls ? 'keys, tls' : 'keys';
  describe(name, () => {
    let gateway;
    before(async () => { gateway = await Gateway.start({ tls, given: parties(['shop', 'left']), secrets }); }, { timeout: 60_000 });
    after(async () => { await gateway?.stop(); }, { timeout: 60_000 });

    key_tests(name, () => gateway);
  });
}
