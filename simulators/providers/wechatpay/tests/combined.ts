import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS } from '../../../kernel/time';
import { type Bench, isSigned, openBench, opened } from './bench';
import {
  combine,
  combinedClose,
  combinedOrder,
  combinedQuery,
  H5_SCENE,
  order,
  paid,
  place,
  query,
  refusal,
  subOrder,
} from './calls';

const FORMS: Record<string, readonly [string, RegExp]> = {
  native: ['code_url', /^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]{9}$/],
  jsapi: ['prepay_id', /^wx20261124\d{9}[0-9a-f]{15}00$/],
  app: ['prepay_id', /^wx20261124\d{9}[0-9a-f]{15}00$/],
  h5: ['h5_url', /^https:\/\/wx\.tenpay\.com\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx[0-9a-f]+&package=\d{10}$/],
};

const special = ({ provider, direct }: Bench, product: string) => {
  if (product === 'h5') return { scene_info: H5_SCENE };
  const openid = provider.payers.identifier('li-na', direct.appid);
  return product === 'jsapi' ? { combine_payer_info: { openid } } : {};
};

describe('combined orders', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  for (const [product, [member, form]] of Object.entries(FORMS)) {
    it(`${product}: ordered, paid at once, told once, asked after`, async () => {
      const on = await openBench();
      const placed = await combine(on, product, combinedOrder(on, 'COMBINE', special(on, product)));
      assert.deepEqual(Object.keys(placed.json), [member], placed.text);
      assert.match(placed.json[member], form);
      assert.ok(isSigned(on.provider, placed));
      const { appid, mchid } = on.direct;
      const common = {
        combine_appid: appid,
        combine_mchid: mchid,
        combine_out_trade_no: 'COMBINE',
        scene_info: { device_id: '' },
      };
      const subs = [
        { out_trade_no: 'COMBINE-A', attach: '桌号 7', total_amount: 12850 },
        { out_trade_no: 'COMBINE-B', total_amount: 3000 },
      ];
      assert.deepEqual((await combinedQuery(on, 'COMBINE')).json, {
        ...common,
        sub_orders: subs.map(({ total_amount, ...sub }) => ({
          mchid,
          trade_state: 'NOTPAY',
          ...sub,
          amount: { total_amount, currency: 'CNY' },
          promotion_detail: [],
        })),
      });

      assert.equal(await on.provider.pay(placed.json[member], 'li-na', 'paid'), undefined);
      await on.clock.advance(HOUR_MS);
      const { json: view } = await combinedQuery(on, 'COMBINE');
      assert.deepEqual(view, {
        ...common,
        sub_orders: subs.map(({ total_amount, ...sub }, i) => ({
          mchid,
          trade_state: 'SUCCESS',
          ...sub,
          trade_type: product === 'h5' ? 'MWEB' : product.toUpperCase(),
          bank_type: 'OTHERS',
          success_time: '2026-11-24T09:00:00+08:00',
          transaction_id: view.sub_orders[i].transaction_id,
          amount: { total_amount, currency: 'CNY', payer_amount: total_amount, payer_currency: 'CNY' },
          promotion_detail: [],
        })),
        combine_transaction_id: view.combine_transaction_id,
        combine_payer_info: { openid: on.provider.payers.identifier('li-na', appid) },
      });
      const numbers = view.sub_orders.map((sub: { transaction_id: string }) => sub.transaction_id);
      assert.equal(new Set([...numbers, view.combine_transaction_id]).size, 3, 'each has a number of its own');
      assert.equal(on.shop.heard.length, 1, 'one notice for all of it');
      const { content, event_type, resource } = opened(on.shop.heard[0], on.direct.apiV3Key);
      assert.deepEqual([event_type, resource.original_type], ['TRANSACTION.SUCCESS', 'transaction']);
      assert.deepEqual(content, view);
      assert.equal(on.provider.ledger.balance('payer:li-na'), -15850n);
    });
  }

  it('all of it is paid or nothing', async () => {
    const { provider, direct } = bench;
    const { json } = await combine(bench, 'native', combinedOrder(bench, 'ALL-OR-0'));
    const book = provider.book;
    const second = book.byOutTradeNo(direct.mchid, 'ALL-OR-0-B');
    assert.ok(second);
    // Nothing on the wire can close one alone; the book can.
    book.apply(second, { type: 'close', at: bench.clock.now() });
    const before = provider.ledger.balance('payer:wang-wei');
    assert.equal(await provider.pay(json.code_url, 'wang-wei', 'paid'), 'already-closed');
    assert.equal(book.byOutTradeNo(direct.mchid, 'ALL-OR-0-A')?.status, 'open');
    assert.equal(provider.ledger.balance('payer:wang-wei'), before);
  });

  it('who opened it first is the only one to pay any of it; who gives it up leaves all of it open', async () => {
    const { provider } = bench;
    const { json } = await combine(bench, 'native', combinedOrder(bench, 'OPENED-1'));
    assert.equal(await provider.pay(json.code_url, 'li-na', 'declined'), undefined);
    assert.equal(await provider.pay(json.code_url, 'wang-wei', 'paid'), 'wrong-payer');
    const states = (await combinedQuery(bench, 'OPENED-1')).json.sub_orders;
    assert.deepEqual(
      states.map((sub: { trade_state: string }) => sub.trade_state),
      ['NOTPAY', 'NOTPAY'],
    );
    assert.equal(await provider.pay(json.code_url, 'li-na', 'paid'), undefined);
    assert.equal(await provider.pay(json.code_url, 'li-na', 'paid'), 'already-paid');
  });

  it('the same again is the same; another code, another order among them or another amount is refused', async () => {
    const body = combinedOrder(bench, 'AGAIN-01');
    const first = await combine(bench, 'native', body);
    const again = await combine(bench, 'native', body);
    assert.notEqual(again.json.code_url, first.json.code_url, 'a native code is another each time');
    assert.equal(await bench.provider.pay(first.json.code_url, 'li-na', 'declined'), 'expired');
    const used = [403, 'OUT_TRADE_NO_USED', '商户订单号重复'];
    const [a, b] = body['sub_orders'] as Record<string, unknown>[];
    const third = subOrder(bench, 'AGAIN-01-C');
    for (const sub_orders of [
      [a, b, third],
      [a, third],
      [a, { ...b, amount: { total_amount: 1, currency: 'CNY' } }],
      [{ ...a, description: '一壶' }, b],
      [{ ...a, attach: 'x' }, b],
    ]) {
      assert.deepEqual(refusal(await combine(bench, 'native', { ...body, sub_orders })), used);
    }
    assert.deepEqual(refusal(await combine(bench, 'app', body)), used, 'another product');
    assert.deepEqual(refusal(await combine(bench, 'native', { ...body, notify_url: 'https://shop.example/x' })), used);
    assert.equal((await combine(bench, 'native', { ...body, sub_orders: [b, a] })).status, 200, 'in whatever order');
    assert.equal(bench.provider.book.byOutTradeNo(bench.direct.mchid, 'AGAIN-01-C'), undefined);
    const { json } = await combine(bench, 'native', body);
    await bench.provider.pay(json.code_url, 'li-na', 'paid');
    assert.deepEqual(refusal(await combine(bench, 'native', body)), [400, 'INVALID_REQUEST', '该订单已支付']);
  });

  it('an order number is one order, combined or alone', async () => {
    await place(bench, 'native', order(bench, 'ALONE-01'));
    await paid(bench, 'ALONE-02');
    const ask = async (number: string) => {
      const sub_orders = [subOrder(bench, `${number}-X`), subOrder(bench, number)];
      return refusal(await combine(bench, 'native', combinedOrder(bench, `WITH-${number}`, { sub_orders })));
    };
    assert.deepEqual(await ask('ALONE-01'), [403, 'OUT_TRADE_NO_USED', '商户订单号重复']);
    assert.deepEqual(await ask('ALONE-02'), [400, 'INVALID_REQUEST', '该订单已支付']);
    assert.equal(bench.provider.book.byOutTradeNo(bench.direct.mchid, 'ALONE-01-X'), undefined, 'nothing was kept');
    await combine(bench, 'native', combinedOrder(bench, 'TAKEN-01'));
    const alone = await place(bench, 'native', order(bench, 'TAKEN-01-A'));
    assert.deepEqual(refusal(alone), [403, 'OUT_TRADE_NO_USED', '商户订单号重复']);
    const other = combinedOrder(bench, 'TAKEN-02', { sub_orders: combinedOrder(bench, 'TAKEN-01')['sub_orders'] });
    assert.equal((await combine(bench, 'native', other)).status, 403);
  });

  it('the ordinary calls do not know it', async () => {
    const { provider, direct } = bench;
    const { json } = await combine(bench, 'native', combinedOrder(bench, 'HIDDEN-1'));
    await provider.pay(json.code_url, 'li-na', 'paid');
    const unknown = [404, 'ORDER_NOT_EXIST', '订单不存在'];
    for (const number of ['HIDDEN-1-A', 'HIDDEN-1']) assert.deepEqual(refusal(await query(bench, number)), unknown);
    const id = provider.book.byOutTradeNo(direct.mchid, 'HIDDEN-1-A')?.tradeNo;
    const byId = await bench.call(direct, 'GET', `/v3/pay/transactions/id/${id}?mchid=${direct.mchid}`);
    assert.deepEqual(refusal(byId), unknown);
    const target = '/v3/pay/transactions/out-trade-no/HIDDEN-1-A/close';
    assert.deepEqual(refusal(await bench.call(direct, 'POST', target, { mchid: direct.mchid })), unknown);
    assert.deepEqual(refusal(await combinedQuery(bench, 'HIDDEN-1-A')), unknown);
    assert.deepEqual(refusal(await combinedQuery(bench, 'HIDDEN-1', bench.partner)), unknown, 'another merchant’s');
  });

  it('closes as a whole, again too, and names exactly what it is', async () => {
    const body = combinedOrder(bench, 'CLOSE-01');
    const { json } = await combine(bench, 'native', body);
    const [a, b] = body['sub_orders'] as Record<string, unknown>[];
    const other = [400, 'INVALID_REQUEST', '商品单信息与下单时不一致'];
    for (const sub_orders of [
      [a],
      [a, a],
      [a, b, subOrder(bench, 'CLOSE-01-C')],
      [a, { ...b, mchid: bench.partner.mchid }],
    ]) {
      assert.deepEqual(refusal(await combinedClose(bench, { ...body, sub_orders })), other);
    }
    const named = await combinedClose(bench, { ...body, combine_appid: bench.partner.appid });
    assert.deepEqual(refusal(named), [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配']);
    for (let i = 0; i < 2; i += 1) {
      const closed = await combinedClose(bench, { ...body, sub_orders: [b, a] });
      assert.deepEqual([closed.status, closed.text, isSigned(bench.provider, closed)], [204, '', true]);
    }
    assert.equal(await bench.provider.pay(json.code_url, 'li-na', 'paid'), 'already-closed');
    assert.deepEqual(refusal(await combine(bench, 'native', body)), [400, 'ORDER_CLOSED', '该订单已关闭']);
    const paidOne = combinedOrder(bench, 'CLOSE-02');
    await bench.provider.pay((await combine(bench, 'native', paidOne)).json.code_url, 'li-na', 'paid');
    assert.deepEqual(refusal(await combinedClose(bench, paidOne)), [400, 'ORDER_PAID', '该订单已支付']);
    assert.equal((await combinedClose(bench, combinedOrder(bench, 'NOBODY-1'))).json.code, 'ORDER_NOT_EXIST');
  });

  it('closes by itself as a whole when nobody pays in time', async () => {
    const on = await openBench();
    await combine(on, 'native', combinedOrder(on, 'LATE-001'));
    await on.clock.advance(7 * DAY_MS + 1);
    const states = (await combinedQuery(on, 'LATE-001')).json.sub_orders;
    assert.deepEqual(
      states.map((sub: { trade_state: string }) => sub.trade_state),
      ['CLOSED', 'CLOSED'],
    );
  });

  it('goes on after a restart: every order is still paid with all the others', async () => {
    const { json } = await combine(bench, 'native', combinedOrder(bench, 'KEPT-001'));
    const on = await openBench();
    for (const trade of bench.provider.book.trades()) on.provider.book.restore(JSON.parse(JSON.stringify(trade)));
    assert.equal(await on.provider.pay(json.code_url, 'li-na', 'paid'), undefined);
    await on.clock.settle();
    const states = (await combinedQuery(on, 'KEPT-001')).json.sub_orders;
    assert.deepEqual(
      states.map((sub: { trade_state: string }) => sub.trade_state),
      ['SUCCESS', 'SUCCESS'],
    );
    on.provider.book.clear();
    assert.equal((await combinedQuery(on, 'KEPT-001')).status, 404);
  });
});
