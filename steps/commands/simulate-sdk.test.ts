import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { AlipaySdk } from 'alipay-sdk';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { beijingDay } from '../../simulators/kernel/time';
import { unpacked } from '../../simulators/providers/alipay/bills/archive';
import { call, type Document, SandboxProcess, testFolder } from './simulate-bench';
import { Receiver } from './simulate-receiver';

/** Longer than this no start may take, on whatever machine; the aim is 2 s. */
const START_LIMIT_MS = 10_000;
const CHECKED = { validateSign: true };
const { folder, remove } = testFolder();
const text = (file: string | undefined) => readFileSync(file ?? '', 'utf8');

let sandbox: SandboxProcess;
let receiver: Receiver;
let settings: Document;
before(async () => {
  receiver = await Receiver.open();
  sandbox = await SandboxProcess.start(folder);
  settings = sandbox.document;
});
after(async () => {
  const { code, errors } = await sandbox.stop();
  receiver.close();
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

/** The public client as the README says it is pointed at the sandbox. */
function wechatpayClient() {
  const { wechatpay } = settings;
  const client = new Wechatpay({
    mchid: wechatpay['mchid'] ?? '',
    serial: wechatpay['merchantSerial'] ?? '',
    privateKey: text(wechatpay['merchantPrivateKey']),
    certs: { [wechatpay['platformSerial'] ?? '']: text(wechatpay['platformCertificate']) },
  });
  client.client.v3.defaults.baseURL = wechatpay['baseUrl'];
  return client.client.v3;
}

/** A notification of WeChat Pay, verified and opened with the client's own means. */
async function openedNotice() {
  const { wechatpay } = settings;
  const { headers, text: body } = await receiver.next();
  const of = (name: string) => headers.get(`wechatpay-${name}`) ?? '';
  assert.equal(of('serial'), wechatpay['platformSerial']);
  const certificate = text(wechatpay['platformCertificate']);
  assert.ok(Rsa.verify(Formatter.response(of('timestamp'), of('nonce'), body), of('signature'), certificate));
  const { ciphertext, nonce, associated_data: aad } = JSON.parse(body).resource;
  return JSON.parse(Aes.AesGcm.decrypt(ciphertext, wechatpay['apiV3Key'] ?? '', nonce, aad));
}

test('its first signed answer comes soon after its start', async (t) => {
  const started = performance.now();
  await wechatpayClient().get('/v3/certificates');
  const answered = sandbox.tookMs + performance.now() - started;
  t.diagnostic(`document after ${Math.round(sandbox.tookMs)} ms, first signed answer after ${Math.round(answered)} ms`);
  assert.ok(answered < START_LIMIT_MS, `found ${answered} ms, expected less than ${START_LIMIT_MS} ms`);
});

test('WeChat Pay through its public client: ordered, paid by the hook, told, asked, refunded, closed', async () => {
  const { appid, mchid, payHook } = settings.wechatpay;
  const http = wechatpayClient();
  const order = (number: string) => ({
    appid,
    mchid,
    description: '一壶龙井',
    out_trade_no: number,
    notify_url: receiver.url,
    amount: { total: 12_850, currency: 'CNY' },
  });
  const { data: placed } = await http.post('/v3/pay/transactions/native', order('SIM-0001'));
  assert.match(placed.code_url, /^weixin:/);
  const paying = await call(payHook, { out_trade_no: 'SIM-0001' });
  assert.deepEqual([paying.status, paying.json['state']], [200, 'paid']);
  const notice = await openedNotice();
  assert.deepEqual([notice.out_trade_no, notice.trade_state, notice.amount.total], ['SIM-0001', 'SUCCESS', 12_850]);
  const params = { mchid };
  const { data: found } = await http.get('/v3/pay/transactions/out-trade-no/SIM-0001', { params });
  assert.deepEqual([found.trade_state, found.transaction_id], ['SUCCESS', notice.transaction_id]);

  const amount = { refund: 850, total: 12_850, currency: 'CNY' };
  const refund = { out_trade_no: 'SIM-0001', out_refund_no: 'SIM-R0001', notify_url: receiver.url, amount };
  await http.post('/v3/refund/domestic/refunds', refund);
  const refunded = await openedNotice();
  assert.deepEqual([refunded.out_refund_no, refunded.refund_status], ['SIM-R0001', 'SUCCESS']);
  const { data: asked } = await http.get('/v3/refund/domestic/refunds/SIM-R0001');
  assert.equal(asked.status, 'SUCCESS');

  await http.post('/v3/pay/transactions/native', order('SIM-0002'));
  const { status } = await http.post('/v3/pay/transactions/out-trade-no/SIM-0002/close', { mchid });
  assert.equal(status, 204);
  const late = await call(payHook, { out_trade_no: 'SIM-0002' });
  assert.deepEqual([late.status, (late.json['error'] as { code: string }).code], [409, 'already-closed']);
});

test('a bill of WeChat Pay can be had as soon as its day is closed by the hook', async () => {
  const { mchid, billHook, baseUrl = '' } = settings.wechatpay;
  const http = wechatpayClient();
  const bill_date = beijingDay(Date.now());
  const early = await http.get('/v3/bill/tradebill', { params: { bill_date } }).catch(({ response }) => response);
  assert.equal(early.status, 400, 'not before the next morning');
  assert.equal((await call(billHook, { bill_date })).status, 200);
  const { data } = await http.get('/v3/bill/tradebill', { params: { bill_date } });
  assert.ok(data.download_url.startsWith(`${baseUrl}/v3/billdownload/file?token=`));
  const { pathname, searchParams } = new URL(data.download_url);
  const params = Object.fromEntries(searchParams);
  const file = await http.get(pathname, { params, responseType: 'arraybuffer' });
  assert.equal(createHash('sha1').update(Buffer.from(file.data)).digest('hex'), data.hash_value);
  const { rows } = Formatter.castCsvBill(file.data) as { rows: Array<Record<string, string>> };
  assert.deepEqual(
    rows.map((row) => [row['商户号'], row['商户订单号'], row['交易状态'], row['订单金额'], row['退款金额']]),
    [
      [mchid, 'SIM-0001', 'SUCCESS', '128.50', '0.00'],
      [mchid, 'SIM-0001', 'REFUND', '0.00', '8.50'],
    ],
  );
  for (const wrong of ['2099-01-01', '2026-02-30', 'today', '']) {
    const { status, json } = await call(billHook, { bill_date: wrong });
    assert.deepEqual([status, (json['error'] as { code: string }).code], [400, 'invalid'], wrong);
  }
  assert.equal((await call(settings.alipay.billHook, { bill_date })).status, 200);
});

test('a combined order of WeChat Pay is paid as a whole by the hook, under either number', async () => {
  const { appid, mchid, payHook } = settings.wechatpay;
  const http = wechatpayClient();
  for (const [number, named] of [
    ['COMBI-01', 'COMBI-01'],
    ['COMBI-02', 'COMBI-02-B'],
  ] as const) {
    const sub = (out_trade_no: string) => ({
      mchid,
      out_trade_no,
      description: '一壶龙井',
      amount: { total_amount: 100, currency: 'CNY' },
    });
    await http.post('/v3/combine-transactions/native', {
      combine_appid: appid,
      combine_mchid: mchid,
      combine_out_trade_no: number,
      notify_url: receiver.url,
      sub_orders: [sub(`${number}-A`), sub(`${number}-B`)],
    });
    const { status, json } = await call(payHook, { out_trade_no: named });
    assert.deepEqual([status, json['combined_order']], [200, number]);
    const states = (json['orders'] as Array<Record<string, unknown>>).map((each) => each['state']);
    assert.deepEqual(states, ['paid', 'paid']);
    const notice = await openedNotice();
    assert.deepEqual([notice.combine_out_trade_no, notice.sub_orders.length], [number, 2]);
    const again = await call({ ...payHook, url: `${settings.control}/sim/notify` }, { out_trade_no: number });
    assert.equal(again.status, 200);
    assert.deepEqual(await openedNotice(), notice);
  }
});

const MODES = {
  key: () => ({ alipayPublicKey: text(settings.alipay['alipayPublicKey']) }),
  certificate: () => {
    const { appCert, alipayCert, alipayRootCert } = settings.alipay.certMode;
    return { appCertPath: appCert, alipayPublicCertPath: alipayCert, alipayRootCertPath: alipayRootCert };
  },
};

for (const mode of ['key', 'certificate'] as const) {
  test(`Alipay through its SDK, ${mode} mode: ordered, paid by the hook, told, asked, refunded, closed`, async () => {
    const { alipay } = settings;
    const { appId = '', gateway, privateKey } = alipay;
    const endpoint = new URL(gateway ?? '').origin;
    const base = { appId, gateway, endpoint, privateKey: text(privateKey), keyType: 'PKCS1' as const };
    const sdk = new AlipaySdk({ ...base, ...MODES[mode]() });
    const exec = (method: string, bizContent: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      sdk.exec(`alipay.trade.${method}`, { bizContent, ...more }, CHECKED);
    const order = (outTradeNo: string) =>
      exec('precreate', { outTradeNo, totalAmount: '128.50', subject: '一壶龙井' }, { notifyUrl: receiver.url });
    const [first, second] = [`SIM_${mode}_1`, `SIM_${mode}_2`];

    assert.equal((await order(first)).code, '10000');
    const paying = await call(alipay.payHook, { out_trade_no: first });
    assert.deepEqual([paying.status, paying.json['state']], [200, 'paid']);
    const values = Object.fromEntries(new URLSearchParams((await receiver.next()).text));
    assert.equal(sdk.checkNotifySignV2(values), true);
    assert.deepEqual([values['out_trade_no'], values['trade_status']], [first, 'TRADE_SUCCESS']);
    const found = await exec('query', { outTradeNo: first });
    assert.deepEqual([found['tradeStatus'], found['tradeNo']], ['TRADE_SUCCESS', values['trade_no']]);
    assert.equal(alipay['v3'], true);
    const v3 = await sdk.curl('POST', '/v3/alipay/trade/query', { body: { out_trade_no: first } });
    assert.equal(v3.data.trade_no, values['trade_no']);
    const refunded = await exec('refund', { outTradeNo: first, outRequestNo: 'R1', refundAmount: '8.50' });
    assert.deepEqual([refunded['fundChange'], refunded['refundFee']], ['Y', '8.50']);
    const told = Object.fromEntries(new URLSearchParams((await receiver.next()).text));
    assert.equal(sdk.checkNotifySignV2(told), true);
    assert.equal(told['refund_fee'], '8.50');

    await order(second);
    await call(alipay.payHook, { out_trade_no: second }, { outcome: 'declined' });
    assert.equal((await exec('close', { outTradeNo: second })).code, '10000');
    assert.equal((await exec('query', { outTradeNo: second }))['tradeStatus'], 'TRADE_CLOSED');
  });
}

test('a bill of Alipay can be had as soon as its day is closed by the hook, in Chinese archives', async () => {
  const { appId = '', gateway, privateKey, sellerId, billHook } = settings.alipay;
  const sdk = new AlipaySdk({ appId, gateway, privateKey: text(privateKey), keyType: 'PKCS1', ...MODES.key() });
  const billDate = beijingDay(Date.now());
  assert.equal((await call(billHook, { bill_date: billDate })).status, 200);
  const bizContent = { billType: 'trade', billDate };
  const answer = await sdk.exec('alipay.data.dataservice.bill.downloadurl.query', { bizContent }, CHECKED);
  const url = new URL(answer['billDownloadUrl']);
  assert.equal(url.origin, new URL(gateway ?? '').origin);
  const [detail, summary] = unpacked(new Uint8Array(await (await fetch(url)).arrayBuffer()));
  const digits = billDate.replaceAll('-', '');
  assert.deepEqual(
    [detail?.name, summary?.name],
    ['', '(汇总)'].map((what) => `${sellerId}0156_${digits}_业务明细${what}.csv`),
  );
  const lines = new TextDecoder('gbk').decode(detail?.content).split('\r\n');
  const rows = lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').map((cell) => cell.trim()));
  assert.deepEqual(
    rows.map((row) => [row[1], row[2], row[11], row[21]]),
    ['key', 'certificate'].flatMap((mode) => [
      [`SIM_${mode}_1`, '交易', '128.50', ''],
      [`SIM_${mode}_1`, '退款', '-8.50', 'R1'],
    ]),
  );
});
