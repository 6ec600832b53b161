import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { combine, combinedOrder, combinedPartnerOrder, combinedQuery, subOrder } from './calls';
import { refused } from './refusals';

const NATIVE = '/v3/combine-transactions/native';
const BASE = '/v3/combine-transactions/out-trade-no';

describe('combined orders that cannot be taken', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));
  const bad = (what: string, more: Readonly<Record<string, unknown>>, code = '400 PARAM_ERROR') =>
    refused(bench, what, code, ['POST', NATIVE], combinedOrder(bench, 'BAD-0001', more));

  it('members that are missing or of another type', async () => {
    const body = combinedOrder(bench, 'BAD-0001');
    for (const name of Object.keys(body)) {
      for (const value of [undefined, null, '', true, 7, {}, [], ['x'], [null], [[]], 'x'.repeat(300)])
        await bad(`${name} ${JSON.stringify(value)}`, { [name]: value });
    }
    for (const value of [{ device_id: '1' }, [], 'x', { payer_client_ip: 'x'.repeat(46) }])
      await bad('scene', { scene_info: value });
    for (const value of ['tomorrow', 20261124, '2026-11-24 10:00:00']) {
      await bad('expire', { time_expire: value });
      await bad('start', { time_start: value });
    }
    await bad('limit', { limit_pay: ['cash'] });
    await bad('payer', { combine_payer_info: 'li-na' });
  });

  it('orders in it that are missing something or have it wrong', async () => {
    const [first = {}, second] = combinedOrder(bench, 'BAD-0001')['sub_orders'] as Record<string, unknown>[];
    const wrong = (more: Record<string, unknown>) => ({ sub_orders: [second, { ...first, ...more }] });
    for (const name of ['mchid', 'out_trade_no', 'description', 'amount'])
      for (const value of [undefined, null, '', [], {}, true]) await bad(name, wrong({ [name]: value }));
    for (const total_amount of [0, -1, 1.5, '1', 2 ** 53, null, undefined])
      await bad(`${total_amount}`, wrong({ amount: { total_amount, currency: 'CNY' } }));
    for (const currency of [undefined, 'USD', 'cny'])
      await bad(`${currency}`, wrong({ amount: { total_amount: 1, currency } }));
    for (const out_trade_no of ['12345', 'x'.repeat(33), 'ORDER@1', '../../etc'])
      await bad(out_trade_no, wrong({ out_trade_no }));
    await bad('attach', wrong({ attach: 'x'.repeat(129) }));
    await bad('settle', wrong({ settle_info: { profit_sharing: 'true' } }));
    const { json } = await bad('low', wrong({ amount: { total_amount: 0, currency: 'CNY' } }));
    assert.equal(
      json.message,
      '输入源“/body/sub_orders/1/amount/total_amount”映射到数值字段“标价金额”规则校验失败，值低于最小值 1',
    );
    await bad('a merchant of nobody', wrong({ mchid: '1900000000' }), '400 MCH_NOT_EXISTS');
    await bad('a service provider alone', wrong({ mchid: bench.partner.mchid }), '400 INVALID_REQUEST');
    await bad('a sub-merchant of another', wrong({ sub_mchid: bench.partner.subs[0] }), '403 NO_AUTH');
    await bad('a sub-merchant by itself', wrong({ mchid: bench.partner.subs[0] }), '400 APPID_MCHID_NOT_MATCH');
    await bad('itself as a sub-merchant', wrong({ sub_mchid: bench.direct.mchid }), '400 INVALID_REQUEST');
  });

  it('too few, too many, the same twice, too much together', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => subOrder(bench, `MANY-${i}-X`));
    for (const [setting, fewest, most] of [
      ['2-50', 2, 50],
      ['2-10', 2, 10],
      ['1-50', 1, 50],
      ['1-10', 1, 10],
    ] as const) {
      const on = await openBench({ combinedOrders: setting });
      const ask = async (count: number) =>
        (
          await combine(
            on,
            'native',
            combinedOrder(on, `MANY-${count}`, {
              sub_orders: many(count).map((sub, i) => ({ ...sub, out_trade_no: `N-${count}-${i}-X` })),
            }),
          )
        ).status;
      assert.deepEqual(
        [await ask(fewest - 1), await ask(fewest), await ask(most), await ask(most + 1)],
        [400, 200, 200, 400],
      );
    }
    const { json } = await bad('51', { sub_orders: many(51) });
    assert.equal(
      json.message,
      '输入源“/body/sub_orders”映射到字段“商品单信息”规则校验失败，元素个数 51，大于最大值 50',
    );
    assert.deepEqual(json.detail, { location: 'body', value: 51 });
    await bad('twice', { sub_orders: [...many(2), ...many(1)] }, '400 INVALID_REQUEST');
    const large = { amount: { total_amount: Number.MAX_SAFE_INTEGER, currency: 'CNY' } };
    await bad('too much', { sub_orders: [subOrder(bench, 'LARGE-1', large), subOrder(bench, 'LARGE-2')] });
  });

  it('in another’s name', async () => {
    await bad('another merchant', { combine_mchid: bench.partner.mchid });
    await bad('another application', { combine_appid: bench.partner.appid }, '400 APPID_MCHID_NOT_MATCH');
    const [first, second] = bench.partner.subs;
    const body = combinedPartnerOrder(bench, 'PARTNER1');
    assert.equal((await combine(bench, 'native', body, bench.partner)).status, 200);
    const [one, two] = body['sub_orders'] as Record<string, unknown>[];
    const swapped = {
      ...body,
      combine_out_trade_no: 'PARTNER2',
      sub_orders: [
        { ...one, sub_mchid: second },
        { ...two, sub_mchid: first },
      ],
    };
    const { status, json } = await combine(bench, 'native', swapped, bench.partner);
    assert.deepEqual([status, json.message], [400, '商户号或子商户号与订单号不匹配']);
  });

  it('paths, closes and older spellings', async () => {
    for (const number of ['12345', 'x'.repeat(33), '%00', '..%2f..', '%zz', 'A@B-1234']) {
      await refused(bench, number, '400 PARAM_ERROR', ['GET', `${BASE}/${number}`]);
      await refused(bench, number, '400 PARAM_ERROR', ['POST', `${BASE}/${number}/close`], {});
    }
    for (const path of [BASE, `${BASE}/`, '/v3/combine-transactions', '/v3/combine-transactions/codepay'])
      await refused(bench, path, '404', ['POST', path], {});
    await refused(bench, 'GET', '405', ['GET', NATIVE]);
    await combine(bench, 'native', combinedOrder(bench, 'OPEN-001'));
    const { combine_appid, sub_orders } = combinedOrder(bench, 'OPEN-001');
    const close = ['POST', `${BASE}/OPEN-001/close`] as const;
    for (const body of [
      {},
      { combine_appid },
      { sub_orders },
      { combine_appid, sub_orders: {} },
      { combine_appid, sub_orders: [1] },
    ])
      await refused(bench, JSON.stringify(body), '400 PARAM_ERROR', close, body);
    await refused(bench, 'none', '400 INVALID_REQUEST', close, { combine_appid, sub_orders: [] });
    const on = await openBench({ combinedErrorSpelling: 'without-underscores', combinedAttach: 'required' });
    assert.equal((await combinedQuery(on, 'NOBODY-1')).json.code, 'ORDERNOTEXIST');
    const bare = await combine(on, 'native', combinedOrder(on, 'ATTACH-1'));
    assert.match(bare.json.message, /^输入源“\/body\/sub_orders\/1\/attach”映射到字段“附加数据”必填性/);
  });
});
