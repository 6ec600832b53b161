import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { AlipaySdk } from 'alipay-sdk';
import { call, type Document, SandboxProcess, testFolder } from './simulate-bench';
import { Receiver } from './simulate-receiver';

const { folder, remove } = testFolder();
let sandbox: SandboxProcess;
let settings: Document;
let receiver: Receiver;
let sdk: AlipaySdk;
before(async () => {
  receiver = await Receiver.open();
  sandbox = await SandboxProcess.start(folder, ['--provider', 'alipay']);
  settings = sandbox.document;
  const { appId = '', gateway, privateKey = '', alipayPublicKey = '' } = settings.alipay;
  const [own, theirs] = [privateKey, alipayPublicKey].map((file) => readFileSync(file, 'utf8'));
  sdk = new AlipaySdk({ appId, gateway, privateKey: own ?? '', alipayPublicKey: theirs, keyType: 'PKCS1' });
});
after(async () => {
  const { code, errors } = await sandbox.stop();
  receiver.close();
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

const order = (outTradeNo: string, notifyUrl?: string) => {
  const bizContent = { outTradeNo, totalAmount: '1.00', subject: '一壶龙井' };
  return sdk.exec(
    'alipay.trade.precreate',
    { bizContent, ...(notifyUrl === undefined ? {} : { notifyUrl }) },
    { validateSign: true },
  );
};
const control = (path: string, json: Record<string, string>) =>
  call({ url: `${settings.control}${path}`, method: 'POST', json: { gateway: 'alipay', ...json } }, {});
const pay = (number: string, outcome?: string) =>
  call(settings.alipay.payHook, { out_trade_no: number }, outcome === undefined ? {} : { outcome });
const codeOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => [
  status,
  (json['error'] as { code?: string })?.code,
];

test('only the gateway that was asked for is there', () => {
  assert.deepEqual(Object.keys(settings), ['alipay', 'emvco', 'shop', 'control']);
});

test('a payer may give up, be asked for a password or let time pass, and still pay later', async () => {
  for (const outcome of ['declined', 'needs-password', 'times-out']) {
    await order(`OUT_${outcome}`, receiver.url);
    const { status, json } = await pay(`OUT_${outcome}`, outcome);
    assert.deepEqual([status, json['outcome'], json['state']], [200, outcome, 'open']);
    assert.equal((await pay(`OUT_${outcome}`)).json['state'], 'paid');
    assert.equal(new URLSearchParams((await receiver.next()).text).get('out_trade_no'), `OUT_${outcome}`);
    assert.deepEqual(codeOf(await pay(`OUT_${outcome}`)), [409, 'already-paid']);
  }
  const strangers = await control('/sim/pay', { out_trade_no: 'OUT_declined', payer: '__proto__' });
  assert.deepEqual(codeOf(strangers), [400, 'unknown-payer']);
});

test('a notification is told again when asked, and a forged one is one that the SDK refuses', async () => {
  await order('AGAIN_1', receiver.url);
  assert.deepEqual(codeOf(await control('/sim/notify', { out_trade_no: 'AGAIN_1' })), [409, 'not-paid']);
  await pay('AGAIN_1');
  const valuesOf = async () => Object.fromEntries(new URLSearchParams((await receiver.next()).text));
  const first = await valuesOf();
  assert.deepEqual((await control('/sim/notify', { out_trade_no: 'AGAIN_1' })).json, { sent: 'payment' });
  const second = await valuesOf();
  assert.deepEqual([second['trade_no'], sdk.checkNotifySignV2(second)], [first['trade_no'], true]);
  const forgery = 'signed-with-another-key';
  const forged = await control('/sim/notify', { out_trade_no: 'AGAIN_1', forgery });
  assert.deepEqual(forged.json, { sent: forgery, answered: 200 });
  assert.equal(sdk.checkNotifySignV2(await valuesOf()), false);
  const unknown = await control('/sim/notify', { out_trade_no: 'AGAIN_1', out_refund_no: '__proto__' });
  assert.deepEqual(codeOf(unknown), [404, 'unknown-refund']);
  await order('SILENT_1');
  await pay('SILENT_1');
  assert.deepEqual(codeOf(await control('/sim/notify', { out_trade_no: 'SILENT_1' })), [409, 'no-address']);
});

const ELSEWHERE = [
  'https://shop.example/n',
  'http://10.0.0.1/n',
  'http://127.0.0.1.example/n',
  'http://[::ffff:10.0.0.1]/n',
];

test('an address elsewhere is told nothing, and the live list says so', async () => {
  for (const [index, address] of ELSEWHERE.entries()) {
    const { code } = await order(`FAR_${index}`, address);
    assert.equal(code, '10000', address);
    assert.equal((await pay(`FAR_${index}`)).json['state'], 'paid');
    const { json } = await control('/sim/notify', { out_trade_no: `FAR_${index}`, forgery: 'unsigned' });
    assert.match(
      String(json['failure']),
      /^not sent: .* is not on this machine; the sandbox only tells 127\.0\.0\.1/,
      address,
    );
  }
  const live = await (await fetch(`${settings.control}/live?trade=FAR_0&lang=en`)).text();
  assert.match(live, /not sent: shop\.example is not on this machine/);
});

const NONE = [
  'nothing',
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'http://a:b@127.0.0.1:9/n',
  'http://127.0.0.1:99999/',
];

test('an address that is none harms nobody, and whoever asks for a notification is told', async () => {
  for (const [index, address] of NONE.entries()) {
    assert.equal((await order(`ODD_${index}`, address)).code, '10000', address);
    assert.equal((await pay(`ODD_${index}`)).json['state'], 'paid');
    for (const more of [{}, { forgery: 'unsigned' }] as Array<Record<string, string>>) {
      const refused = await control('/sim/notify', { out_trade_no: `ODD_${index}`, ...more });
      assert.deepEqual(codeOf(refused), [409, 'bad-address'], address);
    }
  }
});
