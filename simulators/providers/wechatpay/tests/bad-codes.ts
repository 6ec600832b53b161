import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { byCode, codeOrder, paid } from './calls';
import { refused } from './refusals';

const CODEPAY = '/v3/pay/transactions/codepay';
const reversal = (number: string) => `/v3/pay/transactions/out-trade-no/${number}/reverse`;

describe("payers' codes that cannot be used", () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.call(bench.direct, 'POST', CODEPAY, byCode(bench, 'CODE-0001', 'pays'));
    await bench.clock.settle();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('members that are missing or of another type', async () => {
    const good = codeOrder(bench, 'BAD-0001', '139999999999999999');
    for (const name of Object.keys(good)) {
      const { [name]: _, ...rest } = good;
      await refused(bench, `no ${name}`, '400 PARAM_ERROR', ['POST', CODEPAY], rest);
      for (const value of [null, '', true, 7, [], ['x']]) {
        const body = { ...good, [name]: value };
        await refused(bench, `${name} ${JSON.stringify(value)}`, '400 PARAM_ERROR', ['POST', CODEPAY], body);
      }
    }
    const scene = { device_ip: '203.0.113.9', store_info: { id: '1' } };
    const odd: Record<string, Record<string, unknown>> = {
      'no code': { payer: {} },
      'a number for a code': { payer: { auth_code: 130061098828 } },
      'a list of codes': { payer: { auth_code: ['130061098828009406'] } },
      'a long code': { payer: { auth_code: '1'.repeat(129) } },
      'a long address': { scene_info: { ...scene, device_ip: '1'.repeat(46) } },
      'no shop': { scene_info: { device_ip: '203.0.113.9' } },
      'a shop that is a text': { scene_info: { ...scene, store_info: 'x' } },
      'part of a fen': { amount: { total: 0.01 } },
      'no money': { amount: { total: 0 } },
      dollars: { amount: { total: 1, currency: 'USD' } },
      'goods without price': { detail: { goods_detail: [{ merchant_goods_id: '1', quantity: 1 }] } },
      'a picture in the text': { description: '🍵' },
      'a number with a blank': { out_trade_no: 'A B C D' },
    };
    for (const [what, more] of Object.entries(odd)) {
      await refused(bench, what, '400 PARAM_ERROR', ['POST', CODEPAY], { ...good, ...more });
    }
  });

  it('codes that are none', async () => {
    for (const code of ['１３0000000000000000', '13000000000000000\n', "13' OR '1'='1", '-30000000000000000', '1e17']) {
      const body = codeOrder(bench, 'BAD-0001', code);
      const reply = await bench.call(bench.direct, 'POST', CODEPAY, body);
      assert.ok(reply.status === 403 || reply.status === 400, `${JSON.stringify(code)}: ${reply.text}`);
    }
    for (const code of ['099999999999999999', '169999999999999999', '139999999999999999']) {
      await refused(bench, code, '403 AUTH_CODE_INVALID', ['POST', CODEPAY], codeOrder(bench, 'BAD-0001', code));
    }
  });

  it('a refused request leaves a code as it was', async () => {
    const { code } = bench.provider.showCode('li-na', 'pays');
    const bad = codeOrder(bench, 'BAD-0002', code, { amount: { total: -1 } });
    await refused(bench, 'a negative amount', '400 PARAM_ERROR', ['POST', CODEPAY], bad);
    const foreign = codeOrder(bench, 'BAD-0002', code, { appid: bench.partner.appid });
    await refused(bench, 'a foreign application', '400 APPID_MCHID_NOT_MATCH', ['POST', CODEPAY], foreign);
    const good = codeOrder(bench, 'BAD-0002', code);
    await refused(bench, 'a forged one', '401 SIGN_ERROR', ['POST', CODEPAY], good, { signature: 'AAAA' });
    assert.equal((await bench.call(bench.direct, 'POST', CODEPAY, good)).status, 200);
  });

  it('reversals', async () => {
    const { appid, mchid } = bench.direct;
    const body = { appid, mchid };
    const bad: ReadonlyArray<readonly [string, string, string, unknown]> = [
      ['no body', 'CODE-0001', '400 PARAM_ERROR', {}],
      ['no application', 'CODE-0001', '400 PARAM_ERROR', { mchid }],
      ['no merchant', 'CODE-0001', '400 PARAM_ERROR', { appid }],
      ['the v2 name of the merchant', 'CODE-0001', '400 PARAM_ERROR', { appid, mch_id: mchid }],
      ['another merchant', 'CODE-0001', '400 PARAM_ERROR', { appid, mchid: bench.partner.mchid }],
      ['a foreign application', 'CODE-0001', '400 APPID_MCHID_NOT_MATCH', { appid: 'wx0', mchid }],
      ['an unknown order', 'NOBODYS-1', '404 ORDER_NOT_EXIST', body],
      ['an order of another kind', 'PAID-001', '400 INVALID_REQUEST', body],
      ['an encoded slash', 'CODE-0001%2Fclose', '400 PARAM_ERROR', body],
      ['a long number', 'x'.repeat(4000), '400 PARAM_ERROR', body],
    ];
    for (const [what, number, expected, sent] of bad) {
      await refused(bench, what, expected, ['POST', reversal(number)], sent);
    }
    await refused(bench, 'a question', '405', ['GET', reversal('CODE-0001')]);
  });
});
