// tests/sdk/gateway.mjs: a real `optgate serve` for a test file: ports of its own, a store in a directory that goes away,
// every provider against the built-in sandbox. OPTGATE names the binary (build/dev/gateway/optgate).
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as http } from 'node:http';
import { globalAgent, request as https } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// As the SDKs load it; an import would be another one.
const axios = createRequire(import.meta.url)('axios');

const binary =
  process.env.OPTGATE ?? fileURLToPath(new URL('../../build/dev/gateway/optgate', import.meta.url));
const token = 'sdk-tests-0123456789abcdef0123456789abcdef';
// What the gateway signs with, and what applications sign with in its place.
const keys = {
  SES_KEY: 'AKIDREAL:real-secret-0123456789',
  SES_SHOP_KEY: 'AKIDSHOP:shop-secret-0123456789',
  SES_STRICT_KEY: 'AKIDSTRICT:strict-secret-0123456789',
};
const start_seconds = 30;
const stop_seconds = 30;

// A certificate authority and a server certificate of its own, for 127.0.0.1 and localhost.
function make_certificates(directory) {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2',
    '-subj', '/CN=optgate test authority');
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=localhost');
  writeFileSync(join(directory, 'server.ext'),
    'subjectAltName=IP:127.0.0.1,DNS:localhost\nbasicConstraints=CA:FALSE\n');
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key',
    '-CAcreateserial', '-out', 'server.pem', '-days', '2', '-extfile', 'server.ext');
  return readFileSync(join(directory, 'ca.pem'));
}

// The dialects under test, each the sandbox; SES with a credential of the gateway's own.
const sandboxed = [
  'azure', 'infobip', 'mailgun', 'plivo', 'postmark', 'sendgrid', 'sms-voice', 'sns', 'twilio', 'vonage',
  'vonage_messages', 'ses',
];

const parties = `${sandboxed.map((name) => `[providers.${name}]\nupstream = "sandbox"\n`).join('')}credential = "env:SES_KEY"
[applications.watching]
mode = "observe"
[applications.polite]
refusal = "accept"
[applications.strict]
refusal = "error"
keys = {ses = "env:SES_STRICT_KEY"}
[applications.shop]
keys = {ses = "env:SES_SHOP_KEY"}
`;

// `parties`: the tables of providers and applications.
function configuration(directory, tls, parties) {
  const files = (prefix) => tls
    ? `${prefix}tls_certificate = "${directory}/server.pem"\n${prefix}tls_key = "${directory}/server.key"\n`
    : '';
  return `
[listen]
gateway = "127.0.0.1:0"
admin = "127.0.0.1:0"
threads = 2
${files('')}${files('admin_')}
[store]
url = "sqlite:${directory}/optgate.db"
[callbacks]
allow_private = true
[log]
access = "${directory}/access.log"
${parties}`;
}

// Resolves with the two URLs that serve prints, or rejects with what it said instead.
function addresses_of(process_, said) {
  return new Promise((resolve, reject) => {
    const found = {};
    const timer = setTimeout(
      () => reject(new Error(`optgate printed no addresses in ${start_seconds} s:\n${said()}`)),
      start_seconds * 1000);
    process_.once('error', reject);
    process_.once('exit', (code, signal) => reject(new Error(`optgate ended with ${code ?? signal}:\n${said()}`)));
    createInterface({ input: process_.stdout }).on('line', (line) => {
      const match = /^(gateway|admin) listening on (https?:\/\/\S+)$/.exec(line);
      if (match) found[match[1]] = match[2];
      if (!found.gateway || !found.admin) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

// SDKs that take no authority of their own use Node's agent, or that of axios: Plivo's gives axios another one for everybody.
function trust(ca) {
  for (const agent of [globalAgent, axios.defaults.httpsAgent]) if (agent) agent.options.ca = [ca];
}

export class Gateway {
  // `given`: other tables of providers and applications, and what of them stands in the environment.
  static async start({ tls = false, given = parties, secrets = keys } = {}) {
    const gateway = new Gateway();
    gateway.tls = tls;
    gateway.directory = mkdtempSync(join(tmpdir(), 'optgate-sdk-'));
    gateway.ca = tls ? make_certificates(gateway.directory) : undefined;
    if (tls) trust(gateway.ca);
    gateway.file = join(gateway.directory, 'optgate.toml');
    writeFileSync(gateway.file, configuration(gateway.directory, tls, given));
    gateway.process = spawn(binary, ['serve', '--config', gateway.file], {
      env: { ...process.env, ...secrets, OPTGATE_ADMIN_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    gateway.ended = once(gateway.process, 'exit');
    gateway.said = '';
    gateway.process.stderr.on('data', (data) => { gateway.said += data; });
    const addresses = await addresses_of(gateway.process, () => gateway.said);
    gateway.url = addresses.gateway;
    gateway.admin_url = addresses.admin;
    assert.equal(gateway.url.startsWith('https:'), tls);
    return gateway;
  }

  // Other tables from now on, as an operator would have it: the file, then SIGHUP.
  async reload(given) {
    writeFileSync(this.file, configuration(this.directory, this.tls, given));
    const said = this.said.length;
    this.process.kill('SIGHUP');
    while (!/reloaded/.test(this.said.slice(said))) await once(this.process.stderr, 'data');
    assert.match(this.said.slice(said), /configuration reloaded/);
  }

  // SIGTERM drains: the exit code says whether it went well. A gateway that died earlier tells what it last said.
  async stop() {
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), stop_seconds * 1000);
    const [code, signal] = await this.ended;
    clearTimeout(timer);
    rmSync(this.directory, { recursive: true, force: true });
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `optgate said:\n${this.said}`);
  }

  // The admin API: the parsed answer; anything but 2xx is an error.
  async admin(method, path, body) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const ask = this.ca ? https : http;
    const request = ask(new URL(path, this.admin_url), {
      method,
      ca: this.ca,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(text && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
      },
    });
    request.end(text);
    const [response] = await once(request, 'response');
    let answer = '';
    for await (const piece of response) answer += piece;
    assert.ok(response.statusCode >= 200 && response.statusCode < 300,
      `${method} ${path}: ${response.statusCode} ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  }

  // Stops what `covers` says on an address's channel.
  async opt_out(address, channel, covers = 'promotional') {
    await this.admin('PUT', `/api/v1/addresses/${encodeURIComponent(address)}/preferences`,
      { channel, covers, state: 'stop', source: 'sdk test' });
  }

  // What reached the provider and named this address, newest first.
  async reached(address) {
    const { items } = await this.admin('GET', '/api/v1/sandbox/messages?limit=1000');
    return items.filter((item) => item.recipients.includes(address));
  }

  async journal_of(address) {
    const { items } = await this.admin('GET', `/api/v1/journal?address=${encodeURIComponent(address)}`);
    return items;
  }
}
