import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, decodeRequest, encode, encodeRequest, resolve } from './codes';
import { ControlError } from './requests';

const written = (wish: Readonly<Record<string, string>>) => encode(encodeRequest.parse(wish)).payload;
const SHOP = { merchant_name: 'HARNESS SHOP', merchant_city: 'HANGZHOU' };
const DAY = Date.parse('2026-11-24T09:00:00+08:00');

describe('EMVCo codes at the control port', () => {
  it('come back as they were asked for', () => {
    const wish = { ...SHOP, mcc: '5812', amount: '12.34', bill_no: 'B0001', merchant_name_zh: '测试商店' };
    const read = decode(decodeRequest.parse({ payload: written(wish) }));
    assert.ok('merchant_name' in read);
    assert.deepEqual(
      [read.merchant_name, read.merchant_city, read.mcc, read.amount, read.bill_no, read.dynamic, read.language?.name],
      ['HARNESS SHOP', 'HANGZHOU', '5812', '12.34', 'B0001', true, '测试商店'],
    );
    const still = decode(decodeRequest.parse({ payload: written({ ...SHOP, amount: '', bill_no: '' }) }));
    assert.ok('dynamic' in still && still.dynamic === false && still.amount === undefined);
  });

  it('of consumers are read as well', () => {
    const read = decode({ payload: 'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==' });
    assert.ok('applications' in read && read.applications[0]?.label === 'Product1');
  });

  it('are refused with what was found, what was expected, and where', () => {
    const payload = written(SHOP);
    const refusal = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        assert.ok(error instanceof ControlError);
        return [error.status, error.code, error.message];
      }
      return [];
    };
    assert.deepEqual(
      refusal(() => decode({ payload: payload.slice(0, -1) })),
      [400, 'truncated', '63: found 3 characters, expected 4 characters'],
    );
    assert.match(String(refusal(() => written({ ...SHOP, mcc: '54' }))), /id 52: found "54", expected four digits/);
  });
});

describe('whose code a text is', () => {
  const of = (code: string) => resolve({ code }, ['wechatpay', 'alipay'], DAY);

  it('is said by exact tables', () => {
    const wechat = { scheme: 'wechatpay', networkRoute: 'wechat' };
    assert.deepEqual(of('130123456789012345'), { presentedBy: 'payer', ...wechat, confidence: 'range' });
    const url = 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz';
    assert.deepEqual(of(url), { presentedBy: 'merchant', ...wechat, confidence: 'url' });
    assert.equal(of('6212345678901234567').networkRoute, 'unionpay');
    assert.equal(of('0112345678901234567').networkRoute, 'ecny');
  });

  it('is nobody where nobody is known', () => {
    const nobody = { presentedBy: null, scheme: null, networkRoute: 'unknown' };
    assert.deepEqual(of('7012345678901234567'), { ...nobody, why: 'unknown-code' });
    assert.deepEqual(of('https://qr.alipay.com.evil.example/bax0'), { ...nobody, why: 'host-unknown' });
    assert.deepEqual(of(written(SHOP)), { ...nobody, why: 'account-unknown' });
    assert.deepEqual(of(written(SHOP).replace('5411', '5412')), { ...nobody, why: 'code-damaged' });
  });
});
