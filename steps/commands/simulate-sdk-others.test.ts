import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import AlipaySdk from 'alipay-sdk-3';
import Pay from 'wechatpay-node-v3';
import { PayRequest } from 'wechatpay-node-v3/dist/lib/pay-request';
import { beijingDay } from '../../simulators/kernel/time';
import { unpacked } from '../../simulators/providers/alipay/bills/archive';
import { call, type Document, SandboxProcess, testFolder } from './simulate-bench';
import { Receiver } from './simulate-receiver';

/*
 * Public clients that nothing of the market uses, so the gateways were not made for them: another author's for WeChat
 * Pay, the older major for Alipay. Unmodified, through an order's whole life.
 */

const { folder, remove } = testFolder();
const bytes = (file: string | undefined) => readFileSync(file ?? '');

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

/** The last row of a bill sums it up and is short. */
const SUMMARY_COLUMNS = 10;

/** The host that `wechatpay-node-v3` has written into it, and signs as if it were not there. */
const FIXED_HOST = 'https://api.mch.weixin.qq.com';

/** That client's own way to send what it sends, led to the sandbox: what its `createHttp` is for. */
class LedToSandbox extends PayRequest {
  override get(url: string, headers: Record<string, unknown>) {
    return super.get(this.#led(url), headers);
  }
  override post(url: string, params: Record<string, unknown>, headers: Record<string, unknown>) {
    return super.post(this.#led(url), params, headers);
  }
  #led(url: string): string {
    assert.ok(url.startsWith(`${FIXED_HOST}/`), url);
    return url.replace(FIXED_HOST, settings.wechatpay['baseUrl'] ?? '');
  }
}

function wechatpayNodeV3(): Pay {
  const { appid = '', mchid = '', merchantCertificate, merchantPrivateKey, apiV3Key = '' } = settings.wechatpay;
  const publicKey = bytes(merchantCertificate);
  const pay = new Pay({ appid, mchid, publicKey, privateKey: bytes(merchantPrivateKey), key: apiV3Key });
  pay.createHttp(new LedToSandbox());
  return pay;
}

/** What that client calls `data`: the answer's members. */
const answered = ({ status, data, error }: { status: number; data?: unknown; error?: unknown }) => {
  assert.equal(status, 200, String(error));
  return data as Record<string, string>;
};

/** A notification of WeChat Pay, verified and opened by the client; it fetches the certificate itself. */
async function openedNotice(pay: Pay): Promise<Record<string, unknown>> {
  const { headers, text: body } = await receiver.next();
  const of = (name: string) => headers.get(`wechatpay-${name}`) ?? '';
  const signed = { timestamp: of('timestamp'), nonce: of('nonce'), body, serial: of('serial') };
  assert.ok(await pay.verifySign({ ...signed, signature: of('signature') }));
  const { ciphertext, nonce, associated_data: aad } = JSON.parse(body).resource;
  return pay.decipher_gcm(ciphertext, aad, nonce);
}

test('WeChat Pay through wechatpay-node-v3: ordered, paid, told, asked, refunded, closed, billed', async () => {
  const { payHook, billHook, openid = '', mchid, baseUrl = '', platformSerial } = settings.wechatpay;
  const pay = wechatpayNodeV3();
  const [certificate] = await pay.get_certificates(settings.wechatpay['apiV3Key'] ?? '');
  assert.equal(certificate?.serial_no, platformSerial);
  const order = (number: string) => ({
    description: '一壶龙井',
    out_trade_no: number,
    notify_url: receiver.url,
    amount: { total: 12_850, currency: 'CNY' },
  });
  const placed = answered(await pay.transactions_native(order('NODE-1')));
  assert.match(placed['code_url'] ?? '', /^weixin:/);
  assert.equal((await call(payHook, { out_trade_no: 'NODE-1' })).json['state'], 'paid');
  const notice = await openedNotice(pay);
  assert.deepEqual([notice['out_trade_no'], notice['trade_state']], ['NODE-1', 'SUCCESS']);
  const found = answered(await pay.query({ out_trade_no: 'NODE-1' }));
  assert.deepEqual([found['trade_state'], found['transaction_id']], ['SUCCESS', notice['transaction_id']]);
  const same = answered(await pay.query({ transaction_id: found['transaction_id'] ?? '' }));
  assert.deepEqual(same, found);

  const amount = { refund: 850, total: 12_850, currency: 'CNY' };
  const refund = { out_trade_no: 'NODE-1', out_refund_no: 'NODE-R1', notify_url: receiver.url, amount };
  answered(await pay.refunds(refund));
  const refunded = await openedNotice(pay);
  assert.deepEqual([refunded['out_refund_no'], refunded['refund_status']], ['NODE-R1', 'SUCCESS']);
  assert.equal(answered(await pay.find_refunds('NODE-R1'))['status'], 'SUCCESS');
  const refused = await pay.refunds({ ...refund, out_refund_no: 'NODE-R2', out_trade_no: 'NEVER-1' });
  assert.deepEqual([refused.status, JSON.parse(String(refused.error)).code], [404, 'RESOURCE_NOT_EXISTS']);

  const invoked = answered(await pay.transactions_jsapi({ ...order('NODE-2'), payer: { openid } }));
  assert.match(invoked['package'] ?? '', /^prepay_id=/);
  assert.equal((await pay.close('NODE-2')).status, 204);
  assert.equal(answered(await pay.query({ out_trade_no: 'NODE-2' }))['trade_state'], 'CLOSED');

  const bill_date = beijingDay(Date.now());
  assert.equal((await call(billHook, { bill_date })).status, 200);
  const bill = answered(await pay.tradebill({ bill_date, bill_type: 'ALL' }));
  // The client signs the address as it finds it, less the host that it knows.
  const address = (bill['download_url'] ?? '').replace(baseUrl, FIXED_HOST);
  const file = String((await pay.downloadBill(address)).data);
  assert.equal(createHash('sha1').update(file).digest('hex'), bill['hash_value']);
  const rows = file.split('\r\n').flatMap((line) => (line.startsWith('`') ? [line.slice(1).split(',`')] : []));
  assert.deepEqual(
    rows.filter(({ length }) => length > SUMMARY_COLUMNS).map((row) => [row[2], row[6], row[9]]),
    [
      [mchid, 'NODE-1', 'SUCCESS'],
      [mchid, 'NODE-1', 'REFUND'],
    ],
  );
});

const MODES = {
  key: () => ({ alipayPublicKey: String(bytes(settings.alipay['alipayPublicKey'])) }),
  certificate: () => {
    const { appCert, alipayCert, alipayRootCert } = settings.alipay.certMode;
    return { appCertPath: appCert, alipayPublicCertPath: alipayCert, alipayRootCertPath: alipayRootCert };
  },
};

for (const mode of ['key', 'certificate'] as const) {
  test(`Alipay through alipay-sdk 3, ${mode} mode: ordered, paid, told, asked, refunded, closed, billed`, async () => {
    const { appId = '', gateway, privateKey, buyerOpenId, payHook, billHook } = settings.alipay;
    const sdk = new AlipaySdk({ appId, gateway, privateKey: String(bytes(privateKey)), ...MODES[mode]() });
    const exec = (method: string, bizContent: Record<string, unknown>) =>
      sdk.exec(method, { bizContent, notifyUrl: receiver.url }, { validateSign: true });
    const trade = (method: string, more: Record<string, unknown>) => exec(`alipay.trade.${method}`, more);
    /** What a notification says, once the client has found that Alipay signed it. */
    const told = async () => {
      const values = Object.fromEntries(new URLSearchParams((await receiver.next()).text));
      assert.equal(sdk.checkNotifySign(values, true), true);
      return values;
    };
    const [first, second] = [`OLD_${mode}_1`, `OLD_${mode}_2`];

    const goods = { subject: '一壶龙井', totalAmount: '128.50' };
    const precreated = await trade('precreate', { ...goods, outTradeNo: first });
    assert.match(precreated['qrCode'], /^https:/);
    assert.equal((await call(payHook, { out_trade_no: first })).json['state'], 'paid');
    const notice = await told();
    assert.deepEqual([notice['out_trade_no'], notice['trade_status']], [first, 'TRADE_SUCCESS']);
    const found = await trade('query', { outTradeNo: first });
    assert.deepEqual([found['tradeStatus'], found['tradeNo']], ['TRADE_SUCCESS', notice['trade_no']]);

    const refunded = await trade('refund', { outTradeNo: first, outRequestNo: 'R1', refundAmount: '8.50' });
    assert.deepEqual([refunded['fundChange'], refunded['refundFee']], ['Y', '8.50']);
    assert.equal((await told())['refund_fee'], '8.50');
    const asked = await trade('fastpay.refund.query', { outTradeNo: first, outRequestNo: 'R1' });
    assert.deepEqual([asked['refundStatus'], asked['refundAmount']], ['REFUND_SUCCESS', '8.50']);
    const refused = await trade('query', { outTradeNo: 'NEVER_1' });
    assert.deepEqual([refused.code, refused['subCode']], ['40004', 'ACQ.TRADE_NOT_EXIST']);

    assert.equal((await trade('create', { ...goods, outTradeNo: second, buyerOpenId })).code, '10000');
    assert.equal((await trade('close', { outTradeNo: second })).code, '10000');
    assert.equal((await trade('query', { outTradeNo: second }))['tradeStatus'], 'TRADE_CLOSED');
    const page = sdk.pageExec('alipay.trade.page.pay', {
      method: 'GET',
      bizContent: { ...goods, outTradeNo: `OLD_${mode}_3`, productCode: 'FAST_INSTANT_TRADE_PAY' },
    });
    assert.match(await (await fetch(page)).text(), /一壶龙井/);

    const billDate = beijingDay(Date.now());
    assert.equal((await call(billHook, { bill_date: billDate })).status, 200);
    const bill = await exec('alipay.data.dataservice.bill.downloadurl.query', { billType: 'trade', billDate });
    const [detail] = unpacked(new Uint8Array(await (await fetch(bill['billDownloadUrl'])).arrayBuffer()));
    const lines = new TextDecoder('gbk').decode(detail?.content).split('\r\n');
    const rows = lines.map((line) => line.split(',').map((cell) => cell.trim())).filter((row) => row[1] === first);
    assert.deepEqual(
      rows.map((row) => [row[2], row[11], row[21]]),
      [
        ['交易', '128.50', ''],
        ['退款', '-8.50', 'R1'],
      ],
    );
  });
}
