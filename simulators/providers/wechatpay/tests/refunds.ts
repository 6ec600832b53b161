import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench, opened } from './bench';
import { order, paid, partnerOrder, refund } from './calls';

const NATIVE = '/v3/pay/transactions/native';
const REFUNDS = '/v3/refund/domestic/refunds';

describe('refunds', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const ask = (body: unknown, on = bench) => on.call(on.direct, 'POST', REFUNDS, body);
  const query = (number: string, on = bench) => on.call(on.direct, 'GET', `${REFUNDS}/${number}`);
  const code = async (body: unknown, on = bench) => {
    const { status, json } = await ask(body, on);
    return `${status} ${json.code}`;
  };

  it('is accepted first and done later; creation and query have one form', async () => {
    await paid(bench, 'REFUND-1');
    const created = await ask(refund('REFUND-1', 'R-1', 850, { reason: '少了一壶' }));
    assert.deepEqual([created.status, isSigned(bench.provider, created)], [200, true]);
    const { refund_id, transaction_id, ...view } = created.json;
    assert.deepEqual(
      [refund_id, transaction_id].map((id) => /^(50|42000)\d+$/.test(id)),
      [true, true],
    );
    assert.deepEqual(view, {
      out_refund_no: 'R-1',
      out_trade_no: 'REFUND-1',
      channel: 'ORIGINAL',
      user_received_account: '支付用户零钱',
      create_time: '2026-11-24T09:00:00+08:00',
      status: 'PROCESSING',
      funds_account: 'AVAILABLE',
      amount: {
        total: 12850,
        refund: 850,
        payer_total: 12850,
        payer_refund: 850,
        from: [],
        settlement_refund: 850,
        settlement_total: 12850,
        discount_refund: 0,
        currency: 'CNY',
        refund_fee: 0,
      },
      promotion_detail: [],
    });
    assert.deepEqual((await query('R-1')).json, created.json);
    const { mchid } = bench.direct;
    const trade = await bench.call(bench.direct, 'GET', `/v3/pay/transactions/out-trade-no/REFUND-1?mchid=${mchid}`);
    assert.equal(trade.json.trade_state, 'REFUND', 'a partial refund shows too');
    await bench.clock.advance(3 * SECOND_MS);
    const { status, success_time } = (await query('R-1')).json;
    assert.deepEqual([status, success_time], ['SUCCESS', '2026-11-24T09:00:03+08:00']);
  });

  it('one number is one refund: the same again is the same, anything else is refused', async () => {
    await paid(bench, 'REFUND-2');
    const first = await ask(refund('REFUND-2', 'R-2', 100));
    const again = await ask(refund('REFUND-2', 'R-2', 100));
    assert.equal(again.json.refund_id, first.json.refund_id);
    const text = '订单金额或退款金额与之前请求不一致，请核实后再试';
    for (const body of [refund('REFUND-2', 'R-2', 101), refund('REFUND-1', 'R-2', 100)]) {
      const { status, json } = await ask(body);
      assert.deepEqual([status, json.code, json.message], [400, 'INVALID_REQUEST', text]);
    }
    const remaining = await ask(
      refund('REFUND-2', 'R-3', 100, { amount: { refund: 100, total: 12750, currency: 'CNY' } }),
    );
    assert.deepEqual([remaining.status, remaining.json.message], [400, '您的请求参数与订单信息不一致']);
    assert.equal(bench.provider.book.byOutTradeNo(bench.direct.mchid, 'REFUND-2')?.refunds.length, 1);
    const on = await openBench({ refundChanged: 'REFUND_FEE_MISMATCH' });
    await paid(on, 'REFUND-2');
    await ask(refund('REFUND-2', 'R-2', 100), on);
    assert.equal(await code(refund('REFUND-2', 'R-2', 101), on), '400 REFUND_FEE_MISMATCH');
  });

  it('the same refund under another number is another refund, as long as there is money left', async () => {
    // Sheet 9, no. 12: why a retry has to keep its number.
    await paid(bench, 'REFUND-10');
    const ids = [];
    for (const number of ['R-100', 'R-101', 'R-100']) {
      ids.push((await ask(refund('REFUND-10', number, 6000))).json.refund_id);
    }
    assert.deepEqual([new Set(ids).size, ids[2]], [2, ids[0]]);
    assert.equal(await code(refund('REFUND-10', 'R-102', 6000)), '400 INVALID_REQUEST');
    const refunds = bench.provider.book.byOutTradeNo(bench.direct.mchid, 'REFUND-10')?.refunds ?? [];
    assert.deepEqual(
      refunds.map(({ outRefundNo, amountFen }) => [outRefundNo, amountFen]),
      [
        ['R-100', 6000],
        ['R-101', 6000],
      ],
    );
  });

  it('gives back no more than was paid, at most fifty times, within a year', async () => {
    for (const exceeds of ['INVALID_REQUEST', 'NOT_ENOUGH']) {
      const on = await openBench({ refundExceeds: exceeds });
      await paid(on, 'REFUND-3');
      await ask(refund('REFUND-3', 'R-1', 12000), on);
      const status = exceeds === 'NOT_ENOUGH' ? 403 : 400;
      assert.equal(await code(refund('REFUND-3', 'R-2', 851), on), `${status} ${exceeds}`);
      assert.equal((await ask(refund('REFUND-3', 'R-2', 850), on)).status, 200);
    }
    const on = await openBench();
    await paid(on, 'REFUND-4');
    for (let i = 1; i <= 50; i += 1) assert.equal((await ask(refund('REFUND-4', `R-${i}`, 1), on)).status, 200);
    assert.equal(await code(refund('REFUND-4', 'R-51', 1), on), '400 INVALID_REQUEST');
    assert.equal((await ask(refund('REFUND-4', 'R-50', 1), on)).status, 200, 'a repetition is no further refund');
    await paid(on, 'REFUND-5');
    await on.clock.advance(365 * DAY_MS);
    assert.equal((await ask(refund('REFUND-5', 'R-60', 1), on)).status, 200);
    await on.clock.advance(1);
    assert.equal(await code(refund('REFUND-5', 'R-61', 1), on), '403 TRADE_OVERDUE');
  });

  it('two refunds of one order within a minute: a setting', async () => {
    const answers = async (settings: Record<string, string>) => {
      const on = await openBench(settings);
      await paid(on, 'REFUND-6');
      await ask(refund('REFUND-6', 'R-1', 1), on);
      const soon = (await ask(refund('REFUND-6', 'R-2', 1), on)).status;
      await on.clock.advance(MINUTE_MS);
      return [soon, (await ask(refund('REFUND-6', 'R-2', 1), on)).status];
    };
    assert.deepEqual(await answers({}), [200, 200]);
    assert.deepEqual(await answers({ refundsWithinOneMinute: 'FREQUENCY_LIMITED' }), [429, 200]);
  });

  it('finds the order by either number, and only a paid one of one’s own', async () => {
    await paid(bench, 'REFUND-7');
    const { tradeNo } = bench.provider.book.byOutTradeNo(bench.direct.mchid, 'REFUND-7') ?? { tradeNo: '' };
    const { out_trade_no: _, ...bare } = refund('REFUND-7', 'R-70', 1);
    assert.equal((await ask({ ...bare, transaction_id: tradeNo })).status, 200);
    assert.equal((await ask(refund('REFUND-7', 'R-71', 1, { transaction_id: tradeNo }))).status, 200);
    assert.equal(await code(refund('REFUND-1', 'R-72', 1, { transaction_id: tradeNo })), '400 INVALID_REQUEST');
    assert.equal(await code(bare), '400 PARAM_ERROR');
    const unpaid = order(bench, 'REFUND-8');
    await bench.call(bench.direct, 'POST', NATIVE, unpaid);
    for (const number of ['REFUND-8', 'NOBODYS-1']) {
      assert.equal(await code(refund(number, 'R-73', 1)), '404 RESOURCE_NOT_EXISTS');
    }
    assert.equal((await query('R-73')).json.code, 'RESOURCE_NOT_EXISTS');
    const foreign = await bench.call(
      bench.partner,
      'POST',
      REFUNDS,
      refund('REFUND-7', 'R-74', 1, { sub_mchid: bench.partner.subs[0] }),
    );
    assert.equal(foreign.json.code, 'RESOURCE_NOT_EXISTS');
  });

  it('a service provider names the sub-merchant, in the body and in the query', async () => {
    const { partner, provider } = bench;
    const [sub, other] = partner.subs;
    const { code_url } = (
      await bench.call(partner, 'POST', '/v3/pay/partner/transactions/native', partnerOrder(bench, 'REFUND-9'))
    ).json;
    await provider.pay(code_url, 'li-na', 'paid');
    const send = (more: object) => bench.call(partner, 'POST', REFUNDS, { ...refund('REFUND-9', 'R-90', 50), ...more });
    assert.match((await send({})).json.message, /^输入源“\/body\/sub_mchid”映射到字段“子商户号”必填性/);
    assert.deepEqual((await send({ sub_mchid: '1600000000' })).status, 404, 'MCH_NOT_EXISTS is 404 here');
    assert.equal((await send({ sub_mchid: other })).json.code, 'RESOURCE_NOT_EXISTS');
    const created = await send({ sub_mchid: sub });
    assert.equal(created.json.status, 'PROCESSING');
    const found = await bench.call(partner, 'GET', `${REFUNDS}/R-90?sub_mchid=${sub}`);
    assert.deepEqual(found.json, created.json);
    assert.equal((await bench.call(partner, 'GET', `${REFUNDS}/R-90`)).json.code, 'PARAM_ERROR');
    await bench.clock.advance(3 * SECOND_MS);
    const { event_type, content } = opened(bench.shop.heard.at(-1), partner.apiV3Key);
    assert.equal(event_type, 'REFUND.SUCCESS');
    assert.deepEqual([content.sp_mchid, content.sub_mchid, content.mchid], [partner.mchid, sub, undefined]);
  });
});
