import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS, rfc3339, SECOND_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench, START } from './bench';
import { order, paid, partnerOrder, place, placeAsPartner, query, refusal } from './calls';

const DIRECT = '/v3/pay/transactions';
const PARTNER = '/v3/pay/partner/transactions';

describe('orders', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  it('the same order again: another code for native, the same id for the others, one order', async () => {
    const first = await place(bench, 'native', order(bench, 'AGAIN-NAT'));
    const second = await place(bench, 'native', order(bench, 'AGAIN-NAT'));
    assert.notEqual(first.json.code_url, second.json.code_url);
    assert.equal(await bench.provider.pay(first.json.code_url, 'li-na', 'paid'), 'expired');
    assert.equal(await bench.provider.pay(second.json.code_url, 'li-na', 'paid'), undefined);
    const app = () => place(bench, 'app', order(bench, 'AGAIN-APP'));
    assert.deepEqual((await app()).json, (await app()).json);
    const same = await openBench({ nativeReorder: 'same-code' });
    const native = () => place(same, 'native', order(same, 'AGAIN-NAT'));
    assert.deepEqual((await native()).json, (await native()).json);
  });

  it('another content, a paid or a closed order under the number is refused', async () => {
    const answers = async (settings: Record<string, string>) => {
      const on = await openBench(settings);
      const again = async (number: string, more = {}) => refusal(await place(on, 'native', order(on, number, more)));
      await place(on, 'native', order(on, 'OTHER-1'));
      const other = [await again('OTHER-1', { amount: { total: 1 } }), await again('OTHER-1', { description: '两壶' })];
      const product = refusal(await place(on, 'app', order(on, 'OTHER-1')));
      await paid(on, 'OTHER-2');
      await place(on, 'native', order(on, 'OTHER-3'));
      await on.call(on.direct, 'POST', `${DIRECT}/out-trade-no/OTHER-3/close`, { mchid: on.direct.mchid });
      return [...other, product, await again('OTHER-2'), await again('OTHER-3')].map(
        ([status, code]) => `${status} ${code}`,
      );
    };
    const used = '403 OUT_TRADE_NO_USED';
    assert.deepEqual(await answers({}), [used, used, used, '400 INVALID_REQUEST', '400 ORDER_CLOSED']);
    const invalid = '400 INVALID_REQUEST';
    const settings = {
      reorderWithOtherContent: 'INVALID_REQUEST',
      reorderOfPaidOrder: 'OUT_TRADE_NO_USED',
      reorderOfClosedOrder: 'INVALID_REQUEST',
    };
    assert.deepEqual(await answers(settings), [invalid, invalid, invalid, used, invalid]);
  });

  it('another amount under the number is refused in the words that merchants quote, and changes nothing', async () => {
    // Sheet 9, no. 7.
    const on = await openBench({ reorderWithOtherContent: 'INVALID_REQUEST' });
    const { code_url } = (await place(on, 'native', order(on, 'OTHER-4'))).json;
    const again = await place(on, 'native', order(on, 'OTHER-4', { amount: { total: 9900, currency: 'CNY' } }));
    assert.deepEqual(refusal(again), [400, 'INVALID_REQUEST', '201 商户订单号重复']);
    assert.equal(await on.provider.pay(code_url, 'li-na', 'paid'), undefined);
    assert.equal((await query(on, 'OTHER-4')).json.amount.total, 12850);
  });

  it('a repeated order may name another deadline; whether it may name other goods is a setting', async () => {
    const later = { time_expire: rfc3339(START + HOUR_MS) };
    for (const [chosen, status] of [
      ['main-members', 200],
      ['every-member', 403],
    ] as const) {
      const on = await openBench({ reorderCompares: chosen });
      await place(on, 'app', order(on, 'MEMBERS-1', { goods_tag: 'tea' }));
      assert.equal((await place(on, 'app', order(on, 'MEMBERS-1', { goods_tag: 'tea', ...later }))).status, 200);
      assert.equal((await place(on, 'app', order(on, 'MEMBERS-1', { goods_tag: 'book' }))).status, status);
    }
  });

  it('what was handed out lives two hours, an h5 page five minutes, and a repeated order renews it', async () => {
    const on = await openBench();
    const app = async () => (await place(on, 'app', order(on, 'LIFE-APP'))).json.prepay_id;
    const [native, first] = [(await place(on, 'native', order(on, 'LIFE-NAT'))).json.code_url, await app()];
    await on.clock.advance(2 * HOUR_MS);
    assert.equal(await on.provider.pay(native, 'li-na', 'paid'), undefined, 'exactly two hours are allowed');
    await on.clock.advance(SECOND_MS);
    assert.equal(await on.provider.pay(first, 'li-na', 'paid'), 'expired');
    assert.equal((await query(on, 'LIFE-APP')).json.trade_state, 'NOTPAY');
    const second = await app();
    assert.notEqual(first, second);
    assert.equal(await on.provider.pay(second, 'li-na', 'paid'), undefined);
  });

  it('time_expire ends paying, not the order; too soon is raised, too late is cut, only the first counts', async () => {
    const pays = async (product: string, expire: number, after: number, settings = {}) => {
      const on = await openBench(settings);
      const body = () => order(on, 'DEADLINE', { time_expire: rfc3339(START + expire) });
      await place(on, product, body());
      await on.clock.advance(after);
      const { json } = await place(on, product, body());
      return await on.provider.pay(json.code_url ?? json.prepay_id ?? '', 'li-na', 'paid');
    };
    assert.equal(await pays('app', 10 * MINUTE_MS, 10 * MINUTE_MS), undefined);
    assert.equal(await pays('app', 10 * MINUTE_MS, 10 * MINUTE_MS + 1), 'expired');
    assert.equal(await pays('app', -HOUR_MS, MINUTE_MS), undefined, 'raised to a minute');
    assert.equal(await pays('app', -HOUR_MS, MINUTE_MS + 1), 'expired');
    assert.equal(await pays('app', 30 * DAY_MS, 15 * DAY_MS), undefined);
    assert.equal(await pays('native', 30 * DAY_MS, 7 * DAY_MS), undefined);
    assert.equal(await pays('app', 30 * DAY_MS, 7 * DAY_MS + 1, { longestTimeExpire: '7d' }), 'no-such-trade');
  });

  it('an order that nobody pays is closed after seven days', async () => {
    const on = await openBench();
    await place(on, 'native', order(on, 'FORGOTTEN'));
    await on.clock.advance(7 * DAY_MS);
    assert.equal((await query(on, 'FORGOTTEN')).json.trade_state, 'NOTPAY');
    await on.clock.advance(1);
    const { trade_state, trade_state_desc } = (await query(on, 'FORGOTTEN')).json;
    assert.deepEqual([trade_state, trade_state_desc], ['CLOSED', '订单已关闭']);
    assert.equal(on.shop.heard.length, 0, 'nobody is told');
  });

  it('one payer who has opened an order shuts out the others, and giving up leaves it open', async () => {
    const { code_url } = (await place(bench, 'native', order(bench, 'ONE-PAYER'))).json;
    assert.equal(await bench.provider.pay(code_url, 'li-na', 'declined'), undefined);
    assert.equal((await query(bench, 'ONE-PAYER')).json.trade_state, 'NOTPAY');
    assert.equal(await bench.provider.pay(code_url, 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(code_url, 'li-na', 'paid'), undefined);
  });

  it('closes with 204, also again; a paid, an unknown or a foreign order is refused', async () => {
    const close = (number: string, body: unknown, on = bench) =>
      on.call(on.direct, 'POST', `${DIRECT}/out-trade-no/${number}/close`, body);
    const mine = { mchid: bench.direct.mchid };
    await place(bench, 'native', order(bench, 'CLOSE-1'));
    await placeAsPartner(bench, 'native', partnerOrder(bench, 'CLOSE-SUB'));
    for (let i = 0; i < 2; i += 1) assert.equal((await close('CLOSE-1', mine)).status, 204);
    await paid(bench, 'CLOSE-2');
    assert.deepEqual(refusal(await close('CLOSE-2', mine)), [400, 'ORDER_PAID', '该订单已支付']);
    assert.deepEqual(refusal(await close('NOBODYS-1', mine)), [404, 'ORDER_NOT_EXIST', '订单不存在']);
    assert.deepEqual(refusal(await close('CLOSE-SUB', mine)), [404, 'ORDER_NOT_EXIST', '订单不存在']);
    const missing = await close('CLOSE-1', { mch_id: mine.mchid });
    assert.equal(
      missing.json.message,
      '输入源“/uri_template/mchid”映射到字段“直连商户号”必填性规则校验失败，此字段为必填项',
    );
    assert.deepEqual(missing.json.detail, { location: 'uri_template', value: '' });
    const on = await openBench({ closePaidOrder: 'TRADE_ERROR', closeUnknownOrder: 'TRADE_ERROR' });
    await paid(on, 'CLOSE-2');
    for (const number of ['CLOSE-2', 'NOBODYS-1']) {
      assert.deepEqual(refusal(await close(number, { mchid: on.direct.mchid }, on)).slice(0, 2), [403, 'TRADE_ERROR']);
    }
    const [sub] = bench.partner.subs;
    const path = `${PARTNER}/out-trade-no/CLOSE-SUB/close`;
    const done = await bench.call(bench.partner, 'POST', path, { sp_mchid: bench.partner.mchid, sub_mchid: sub });
    assert.deepEqual([done.status, done.text, isSigned(bench.provider, done)], [204, '', true]);
  });

  it('the merchant number under its old name, or where the other call has it, is missing', async () => {
    // Sheet 9, no. 6.
    await place(bench, 'native', order(bench, 'CLOSE-3'));
    const { mchid } = bench.direct;
    const target = `${DIRECT}/out-trade-no/CLOSE-3`;
    for (const reply of [
      await bench.call(bench.direct, 'POST', `${target}/close`, { mch_id: mchid }),
      await bench.call(bench.direct, 'POST', `${target}/close?mchid=${mchid}`, {}),
      await bench.call(bench.direct, 'POST', `${target}/close?mchid=${mchid}`),
      await bench.call(bench.direct, 'GET', `${target}?mch_id=${mchid}`),
    ]) {
      assert.deepEqual([reply.status, reply.json.code], [400, 'PARAM_ERROR']);
    }
    assert.equal((await query(bench, 'CLOSE-3')).json.trade_state, 'NOTPAY');
  });

  it('queries need the merchant in the query string, and find nobody else’s orders', async () => {
    const { direct, partner } = bench;
    await paid(bench, 'QUERY-1');
    const id = (await query(bench, 'QUERY-1')).json.transaction_id;
    const bare = await bench.call(direct, 'GET', `${DIRECT}/out-trade-no/QUERY-1`);
    assert.match(bare.json.message, /^输入源“\/query\/mchid”映射到字段“直连商户号”必填性/);
    assert.deepEqual(refusal(await query(bench, 'NOBODYS-1')), [404, 'ORDER_NOT_EXIST', '订单不存在']);
    await place(bench, 'native', order(bench, 'QUERY-2'));
    const unpaid = bench.provider.book.byOutTradeNo(direct.mchid, 'QUERY-2')?.tradeNo;
    const early = await bench.call(direct, 'GET', `${DIRECT}/id/${unpaid}?mchid=${direct.mchid}`);
    assert.deepEqual(refusal(early), [404, 'ORDER_NOT_EXIST', '订单不存在']);
    const ids = `sp_mchid=${partner.mchid}&sub_mchid=${partner.subs[0]}`;
    const foreign = await bench.call(partner, 'GET', `${PARTNER}/id/${id}?${ids}`);
    assert.deepEqual(refusal(foreign), [404, 'ORDER_NOT_EXIST', '子商户号和订单信息不匹配']);
    assert.match(foreign.headers.get('request-id') ?? '', /-268447845$/);
    const other = await bench.call(direct, 'GET', `${DIRECT}/id/${id}?mchid=${partner.mchid}`);
    assert.equal(other.json.code, 'PARAM_ERROR');
  });

  it('ends without trouble of its own', () => assert.deepEqual(bench.troubles, []));
});
