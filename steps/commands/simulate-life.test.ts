import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { GATEWAY_NAMES } from '../../simulators/sandbox/gateways';
import { ROOT } from '../paths';
import { type SimulateOptions, simulate } from './simulate';
import { call, type Document, SandboxProcess, testFolder } from './simulate-bench';

const { folder, remove } = testFolder();
after(remove);

/** A folder of its own for each test. */
function place(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Every path in a document. */
const filesIn = (settings: object): string[] =>
  Object.values(settings).flatMap((value) =>
    typeof value === 'object' && value ? filesIn(value) : existsSync(String(value)) ? [String(value)] : [],
  );

/** Every shared key in a document. */
const secretsOf = (settings: object): string[] =>
  Object.entries(settings).flatMap(([name, value]) => {
    if (typeof value === 'object' && value) return secretsOf(value);
    return ['apiV3Key', 'apiV2Key', 'aesKey'].includes(name) ? [String(value)] : [];
  });

function client({ wechatpay }: Document) {
  const {
    mchid = '',
    merchantSerial: serial = '',
    merchantPrivateKey,
    platformSerial,
    platformCertificate,
  } = wechatpay;
  const certs = { [platformSerial ?? '']: readFileSync(platformCertificate ?? '') };
  const privateKey = readFileSync(merchantPrivateKey ?? '');
  return new Wechatpay({ mchid, serial, privateKey, certs, baseURL: wechatpay['baseUrl'] }).client.v3;
}

/** The members of a document that stay when a sandbox goes on with its folder. */
function lasting({ wechatpay, alipay }: Document) {
  const { appid, mchid, merchantSerial, platformSerial, apiV3Key, merchantPrivateKey } = wechatpay;
  const keys = [merchantPrivateKey, alipay['privateKey'], alipay['alipayPublicKey']].map((file) =>
    readFileSync(file ?? '', 'utf8'),
  );
  return { appid, mchid, merchantSerial, platformSerial, apiV3Key, appId: alipay['appId'], keys };
}

/** It ends at once, with a sentence and no stack, and code 2. */
async function refused(sandbox: SandboxProcess, sentence: RegExp): Promise<void> {
  const { code, output, errors } = await sandbox.ended;
  assert.deepEqual(
    { code, output, lines: errors.trim().split('\n').length },
    { code: 2, output: '', lines: 1 },
    errors,
  );
  assert.match(errors, sentence);
}

describe('the life of hutong simulate', { concurrency: 4 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} ends it with 0; its keys were private, are gone, and stand in no log`, async (t) => {
      const home = place(signal);
      const sandbox = await SandboxProcess.start(home);
      t.after(() => sandbox.stop('SIGKILL'));
      const settings = sandbox.document;
      const files = filesIn(settings);
      assert.ok(files.length >= 13, `found ${files.length} files`);
      assert.deepEqual(new Set(files.map(modeOf)), new Set(['600']));
      const clients = dirname(dirname(files[0] ?? ''));
      const folders = [...files.map(dirname), clients, dirname(clients)];
      assert.deepEqual(new Set(folders.map(modeOf)), new Set(['700']));
      assert.equal(modeOf(join(home, 'sandbox.json')), '600');
      await sandbox.printed('Ctrl-C');
      const { code, output, errors } = await sandbox.stop(signal);
      assert.deepEqual({ code, errors }, { code: 0, errors: '' });
      assert.equal(existsSync(dirname(clients)), false);
      assert.equal(secretsOf(settings).length, 6);
      for (const secret of secretsOf(settings)) assert.ok(!output.includes(secret));
      assert.doesNotMatch(output, /PRIVATE KEY/);
    });
  }

  test('a folder for state keeps keys and orders over kill -9, for one process at a time', async (t) => {
    const home = place('state');
    const state = ['--state', join(home, 'kept')];
    const first = await SandboxProcess.start(home, state);
    t.after(() => first.stop('SIGKILL'));
    const settings = first.document;
    const { appid, mchid, payHook } = settings.wechatpay;
    const order = { appid, mchid, description: 'tea', out_trade_no: 'KEPT-1', notify_url: 'http://127.0.0.1:1/' };
    await client(settings).post('/v3/pay/transactions/native', { ...order, amount: { total: 1 } });
    assert.equal((await call(payHook, { out_trade_no: 'KEPT-1' })).status, 200);
    const before = lasting(settings);
    await refused(
      SandboxProcess.launch(home, state),
      new RegExp(`in use by a sandbox with process id ${first.child.pid};`),
    );
    assert.equal(modeOf(join(home, 'kept')), '700');

    await first.stop('SIGKILL');
    const second = await SandboxProcess.start(home, state);
    t.after(() => second.stop('SIGKILL'));
    assert.deepEqual(lasting(second.document), before);
    const { data } = await client(second.document).get('/v3/pay/transactions/out-trade-no/KEPT-1', {
      params: { mchid },
    });
    assert.equal(data.trade_state, 'SUCCESS');
    assert.equal((await second.stop()).code, 0);
    assert.ok(existsSync(join(home, 'kept', 'orders.ndjson')));

    const lines = readFileSync(join(home, 'kept', 'orders.ndjson'), 'utf8');
    writeFileSync(join(home, 'kept', 'orders.ndjson'), `null\n${lines}`);
    await refused(SandboxProcess.launch(home, state), /line 1 of .*orders\.ndjson is not one of a journal/);
  });

  test('a port that is taken is named, and nobody else is disturbed', async (t) => {
    const home = place('port');
    const document = join(home, 'sandbox.json');
    writeFileSync(document, 'of somebody else');
    const taken = createServer();
    t.after(() => taken.close());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const sandbox = SandboxProcess.launch(home, ['--port', String(port), '--json', document], { TMPDIR: home });
    await refused(sandbox, new RegExp(`^port ${port} is in use; stop what listens there, or name another first port`));
    assert.equal(readFileSync(document, 'utf8'), 'of somebody else');
    assert.deepEqual(
      readdirSync(home).filter((name) => name.startsWith('hutong-')),
      [],
    );
  });

  test('a file is no folder for state', async () => {
    await refused(SandboxProcess.launch(folder, ['--state', __filename]), /^--state: .* cannot be used as a folder/);
  });
});

const MISTAKES: ReadonlyArray<readonly [Partial<SimulateOptions>, string]> = [
  [{ provider: ['__proto__'] }, `found provider "__proto__", expected one of: ${GATEWAY_NAMES.join(', ')}`],
  [{ port: 65_535 }, `--port: found 65535, expected at most ${65_534 - GATEWAY_NAMES.length}`],
  [{ json: '/nowhere/at/all.json' }, '--json: the folder /nowhere/at does not exist; make it first'],
  [{ json: '/' }, '--json: / is a folder, expected the name of a file'],
];
for (const [options, message] of MISTAKES) {
  test(message, async () => {
    await assert.rejects(simulate({ lang: 'en', ...options }), { name: 'ConfigurationError', message });
  });
}

test('it ends when whoever started it through npm is gone, though no signal reaches it', async () => {
  const command = `"${process.execPath}" hutong.js simulate --provider alipay; true`;
  const env = { ...process.env, npm_command: 'exec' };
  const shell = spawn('sh', ['-c', command], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  shell.kill('SIGKILL');
  // The pipe closes when its last writer, the sandbox, has ended.
  await once(shell, 'close');
});
