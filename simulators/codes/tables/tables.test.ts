import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AddressFault, merchantCodeTable, readAddress } from './merchant-codes';
import { type PayerCodeRow, payerCodeTable, routePayerCode } from './payer-codes';

const DAY = '2026-11-24';
const table = payerCodeTable(DAY);
const networkOf = (code: string) => {
  const route = routePayerCode(code, table);
  return route.ok ? route.network : route.why;
};
const digits = (begins: string, length: number) => begins.padEnd(length, '4');

describe('the table of payer codes', () => {
  const rows: ReadonlyArray<readonly [network: string, begins: string[], lengths: number[], neighbours: string[]]> = [
    ['wechat', ['10', '13', '15'], [18], ['09', '16', '17', '31']],
    ['alipay', ['25', '28', '30'], [16, 18, 19, 24], ['24', '31']],
    ['unionpay', ['62'], [19], ['61', '63']],
    ['jd', ['18'], [18], ['17', '19']],
    ['bestpay', ['51'], [18], ['50', '52']],
    ['ecny', ['01'], [19], ['00', '02']],
  ];
  for (const [network, begins, lengths, neighbours] of rows) {
    it(`knows the codes of ${network}, and not those beside them`, () => {
      for (const length of lengths) {
        for (const prefix of begins) assert.equal(networkOf(digits(prefix, length)), network);
        for (const prefix of neighbours) assert.notEqual(networkOf(digits(prefix, length)), network, prefix);
      }
      for (const prefix of begins) {
        const [shortest = 0, longest = 0] = [Math.min(...lengths), Math.max(...lengths)];
        assert.equal(networkOf(digits(prefix, shortest - 1)), 'unknown-code');
        assert.equal(networkOf(digits(prefix, longest + 1)), 'unknown-code');
      }
    });
  }

  it('gives every beginning and length to one network at most', () => {
    const known = new Map<string, number>();
    for (let prefix = 0; prefix < 100; prefix += 1) {
      for (let length = 14; length <= 26; length += 1) {
        const found = networkOf(digits(String(prefix).padStart(2, '0'), length));
        known.set(found, (known.get(found) ?? 0) + 1);
      }
    }
    assert.deepEqual(Object.fromEntries(known), {
      wechat: 6,
      alipay: 54,
      unionpay: 1,
      jd: 1,
      bestpay: 1,
      ecny: 1,
      'unknown-code': 1_300 - 64,
    });
  });

  it('knows the samples of the sheet that are no digits', () => {
    assert.equal(networkOf(`fp${'a1B'.repeat(11)}`), 'alipay');
    assert.equal(networkOf(`fp${'a1B'.repeat(11)}c`), 'unknown-code');
    assert.equal(networkOf('hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ=='), 'unionpay');
  });

  it('refuses what is near a code and none', () => {
    const near = [
      '',
      ' 134444444444444444',
      '134444444444444444 ',
      '+13444444444444444',
      '1.3e17',
      '１３４４４４４４４４４４４４４４４４',
    ];
    for (const code of near) assert.equal(networkOf(code), 'unknown-code', code);
  });

  const row: PayerCodeRow = {
    network: 'hebao',
    provider: 'hebao',
    begins: ['70'],
    digits: { least: 18, most: 18 },
    from: '2026-01-01',
    to: '2026-12-31',
    source: 'the operator',
    mark: 'U',
  };

  it('takes what an operator configures, under a label and on its days', () => {
    const code = digits('70', 18);
    assert.deepEqual(routePayerCode(code, payerCodeTable(DAY, [row])), {
      ok: true,
      network: 'hebao',
      provider: 'hebao',
      label: 'unverified-prefix',
    });
    for (const day of ['2025-12-31', '2027-01-01'])
      assert.ok(!routePayerCode(code, payerCodeTable(day, [row])).ok, day);
    assert.equal(networkOf(code), 'unknown-code');
  });

  it('does not open with two networks for one code', () => {
    assert.throws(() => payerCodeTable(DAY, [{ ...row, begins: ['13'] }]), /may belong to wechat and to hebao/);
  });
});

describe('the table of addresses', () => {
  const known: ReadonlyArray<readonly [text: string, network: string, kind: string]> = [
    ['weixin://wxpay/bizpayurl?pr=p4lpSuKzz', 'wechat', 'merchant'],
    ['weixin://wxpay/bizpayurl?sign=A&appid=wx1&mch_id=1&product_id=2&time_stamp=3&nonce_str=4', 'wechat', 'merchant'],
    ['wxp://f2f/abc_DEF', 'wechat', 'personal'],
    ['https://qr.alipay.com/bax03431ljhokirwl38f00a7', 'alipay', 'merchant'],
    ['https://qr.95516.com/00010000/62622847681799056315106438022626', 'unionpay', 'merchant'],
    ['https://qr.95516.com/00010000/01169441514889612153670046215983', 'unionpay', 'merchant'],
    ['https://h5pay.jd.com/code?c=61abc', 'jd', 'merchant'],
    ['https://qr.bestpay.com.cn/a/1', 'bestpay', 'merchant'],
  ];
  for (const [text, network, kind] of known) {
    it(`knows ${text}`, () => {
      const read = readAddress(text);
      assert.deepEqual(read.ok && [read.network, read.kind], [network, kind]);
    });
  }

  const refused: ReadonlyArray<readonly [text: string, why: AddressFault]> = [
    ['https://qr.95516.com.evil.example/00010000/62622847681799056315106438022626', 'host-unknown'],
    ['https://evil-qr.95516.com/00010000/62622847681799056315106438022626', 'host-unknown'],
    ['https://QR.95516.com/00010000/62622847681799056315106438022626', 'host-unknown'],
    ['https://qr.95516.com./00010000/62622847681799056315106438022626', 'host-unknown'],
    ['https://qr.95516.com@evil.example/00010000/62622847681799056315106438022626', 'user-in-address'],
    ['https://user:word@qr.alipay.com/bax0', 'user-in-address'],
    ['https://qr.alipay.com:8443/bax0', 'port-in-address'],
    ['https://qr.alipay.com/bax0#https://evil.example', 'fragment-in-address'],
    ['https://qr.alipay.com\\@evil.example/bax0', 'not-an-address'],
    ['https://qr.alipay.com/bax0?t=1&url=https://evil.example', 'parameter-unknown'],
    ['https://qr.95516.com/qrcGtwWeb-web/api/userAuth?version=1.0.0&redirectUrl=https://evil.example', 'path-unknown'],
    ['https://qr.95516.com/00010000/6262', 'path-unknown'],
    ['https://h5pay.jd.com/code?c=1&c=2', 'parameter-unknown'],
    ['http://qr.alipay.com/bax0', 'scheme-refused'],
    ['javascript:alert(1)', 'not-an-address'],
    ['WEIXIN://wxpay/bizpayurl?pr=1', 'not-an-address'],
    ['weixin://wxpay/bizpayurl?pr=1 ', 'not-an-address'],
    ['weixin://wxpay.evil/bizpayurl?pr=1', 'host-unknown'],
    ['https://qr.аlipay.com/bax0', 'not-an-address'],
    ['', 'not-an-address'],
  ];
  for (const [text, why] of refused) {
    it(`refuses ${text || 'nothing'}`, () => assert.deepEqual(readAddress(text), { ok: false, why }));
  }

  it('takes rows of an operator beside its own', () => {
    const address = { scheme: 'https', host: 'pay.shop.example', path: '^/a/[0-9a-z]+$', query: [] };
    const row = {
      network: 'wechat',
      provider: 'wechatpay',
      address,
      kind: 'merchant',
      source: 'test',
      mark: 'house',
    } as const;
    assert.ok(readAddress('https://pay.shop.example/a/1', [...merchantCodeTable, row]).ok);
    assert.ok(!readAddress('https://pay.shop.example/a/1').ok);
  });
});
