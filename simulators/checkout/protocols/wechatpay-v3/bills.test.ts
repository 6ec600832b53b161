import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Unusable } from '../bill-file/unusable';
import { filePlace, readTradeBill } from './bills';

const DAY = '2026-11-24';
const COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const PAYMENT =
  '2026-11-24 09:00:00,wx1,1900000001,1900000009,,4200001,A1,oUpF,NATIVE,SUCCESS,OTHERS,CNY,128.50,0.00,0,0,0.00,0.00,,,茶\\ 上等,,0.77000,0.60%,128.50,0.00,';
const REFUND =
  '2026-11-24 10:00:00,wx1,1900000001,1900000009,,4200001,A1,oUpF,NATIVE,REFUND,OTHERS,CNY,0.00,0.00,5030001,A1R1,28.50,0.00,ORIGINAL,PROCESSING,茶\\ 上等,,-0.17000,0.60%,0.00,28.50,';
const SUM = '2.0,128.50,28.50,0.00,0.60000,128.50,28.50';

const marked = (line: string) =>
  line
    .split(',')
    .map((cell) => `\`${cell}`)
    .join(',');
const fileOf = (rows = [PAYMENT, REFUND], sum = SUM, turn = (line: string) => line) => {
  const lines = [turn(COLUMNS), ...rows.map((line) => marked(turn(line))), SUMS, marked(sum)];
  return Buffer.from(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`);
};
const answerTo = (bytes: Buffer) => ({
  hash_type: 'SHA1',
  hash_value: createHash('sha1').update(bytes).digest('hex').toUpperCase(),
  download_url: 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=t',
});
const read = (bytes: Buffer) => readTradeBill(bytes, answerTo(bytes), '1900000001', DAY);
const refuses = (why: string, bytes: Buffer) =>
  assert.throws(
    () => read(bytes),
    (error) => error instanceof Unusable && error.why === why,
    why,
  );

describe('WeChat Pay: reading a trade bill', () => {
  it('takes payments and refunds with their fees, in fen (requirement M22)', () => {
    const [payment, refund] = read(fileOf());
    assert.deepEqual(payment, {
      kind: 'payment',
      paymentNo: 'A1',
      tradeNo: '4200001',
      amountFen: 12_850,
      feeFen: 77,
      payee: '1900000009',
      at: Date.parse('2026-11-24T09:00:00+08:00'),
      state: 'done',
    });
    assert.deepEqual(
      [refund?.refundNo, refund?.amountFen, refund?.feeFen, refund?.state],
      ['A1R1', 2_850, -17, 'processing'],
    );
  });

  it('binds values by the names of columns', () => {
    const turned = fileOf(undefined, undefined, (line) => line.split(',').toReversed().join(','));
    assert.deepEqual(read(turned), read(fileOf()));
  });

  it('refuses what is not the whole bill of the day and the account', () => {
    const whole = fileOf();
    const cut = whole.subarray(0, whole.length - 10);
    assert.throws(
      () => readTradeBill(cut, answerTo(whole), '1900000001', DAY),
      (error) => error instanceof Unusable && error.why === 'hash-differs',
    );
    refuses('truncated', cut);
    refuses('truncated', Buffer.from(`${COLUMNS}\r\n${marked(PAYMENT)}\r\n`));
    refuses('sums-differ', fileOf([PAYMENT]));
    refuses('sums-differ', fileOf(undefined, SUM.replace('0.60000', '0.61000')));
    refuses('another-account', fileOf([PAYMENT, REFUND].map((line) => line.replace('1900000001', '1900000002'))));
    refuses('another-day', fileOf([PAYMENT, REFUND.replace('11-24 10', '11-25 10')]));
    refuses('strange-row', fileOf([PAYMENT, REFUND.replace('PROCESSING', 'PERHAPS')]));
    refuses('strange-row', fileOf([PAYMENT, REFUND.replace('CNY', 'USD')]));
    refuses('strange-row', fileOf([PAYMENT, `${REFUND},`]));
    refuses('strange-encoding', Buffer.concat([whole, Buffer.from([0xff])]));
    refuses('strange-row', Buffer.from(whole.toString().replace('`wx1', 'wx1')));
  });

  it('fetches files nowhere but at their one place', () => {
    assert.deepEqual(filePlace(answerTo(fileOf())), { path: '/v3/billdownload/file', params: { token: 't' } });
    const elsewhere = { ...answerTo(fileOf()), download_url: 'https://elsewhere.example/bill' };
    assert.throws(() => filePlace(elsewhere), Unusable);
  });
});
