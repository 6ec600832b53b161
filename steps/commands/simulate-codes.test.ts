import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { call, type Document, SandboxProcess, testFolder } from './simulate-bench';

const { folder, remove } = testFolder();
let sandbox: SandboxProcess;
let settings: Document;
before(async () => {
  sandbox = await SandboxProcess.start(folder);
  settings = sandbox.document;
});
after(async () => {
  const { code, errors } = await sandbox.stop();
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

/** A code as the document says to get one. */
async function code(gateway: 'wechatpay' | 'alipay', behaviour: string): Promise<string> {
  const { codeHook } = settings[gateway];
  const { status, json } = await call(codeHook, {}, { behaviour });
  assert.deepEqual([status, json['behaviour']], [200, behaviour]);
  return String(json[codeHook.codePath]);
}

const payer = (number: string, outcome: string) =>
  call(settings.wechatpay.payHook, { out_trade_no: number }, { outcome });

test('a merchant reads a code of the sandbox, and the payer confirms or declines through the pay hook', async () => {
  const { appid, mchid, baseUrl, merchantSerial, platformSerial } = settings.wechatpay;
  const client = new Wechatpay({
    mchid: mchid ?? '',
    serial: merchantSerial ?? '',
    privateKey: readFileSync(settings.wechatpay['merchantPrivateKey'] ?? ''),
    certs: { [platformSerial ?? '']: readFileSync(settings.wechatpay['platformCertificate'] ?? '') },
    baseURL: baseUrl,
  });
  const pay = async (number: string, behaviour: string) =>
    client.client.v3.post('/v3/pay/transactions/codepay', {
      appid,
      mchid,
      description: '一壶龙井',
      out_trade_no: number,
      payer: { auth_code: await code('wechatpay', behaviour) },
      amount: { total: 100 },
      scene_info: { store_info: { id: '1' } },
    });
  const state = async (number: string) =>
    (await client.client.v3.get(`/v3/pay/transactions/out-trade-no/${number}`, { params: { mchid } })).data.trade_state;
  assert.equal((await pay('SIM-CODE-1', 'pays')).data.trade_state, 'SUCCESS');
  for (const [number, outcome, expected] of [
    ['SIM-CODE-2', 'paid', 'SUCCESS'],
    ['SIM-CODE-3', 'declined', 'PAYERROR'],
  ] as const) {
    assert.equal((await pay(number, 'needs-password')).status, 202);
    for (const waiting of ['needs-password', 'times-out']) {
      const { status, json } = await payer(number, waiting);
      assert.deepEqual([status, json['state']], [200, 'open']);
    }
    assert.equal((await payer(number, outcome)).status, 200);
    assert.equal(await state(number), expected);
  }
  const again = await payer('SIM-CODE-3', 'paid');
  assert.deepEqual([again.status, (again.json['error'] as { code: string }).code], [409, 'payment-failed']);
});

test('every gateway shows codes', async () => {
  assert.match(await code('alipay', 'pays'), /^(2[5-9]|30)\d{14,22}$/);
});
