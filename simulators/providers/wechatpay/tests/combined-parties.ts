import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { SECOND_MS } from '../../../kernel/time';
import { type Bench, openBench, opened } from './bench';
import { billOf } from './bill-calls';
import {
  combine,
  combinedOrder,
  combinedPartnerOrder,
  combinedQuery,
  H5_SCENE,
  refund,
  refusal,
  subOrder,
} from './calls';

describe('who combines, who is paid, who pays', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  it('a service provider combines orders of its sub-merchants; each is paid its own', async () => {
    const { partner, provider } = bench;
    const placed = await combine(bench, 'native', combinedPartnerOrder(bench, 'SUBS-001'), partner);
    await provider.pay(placed.json.code_url, 'li-na', 'paid');
    await bench.clock.settle();
    const { json } = await combinedQuery(bench, 'SUBS-001', partner);
    const told = json.sub_orders.map((sub: Record<string, string>) => [
      sub['mchid'],
      sub['sub_mchid'],
      sub['trade_state'],
    ]);
    assert.deepEqual(
      told,
      partner.subs.map((sub) => [partner.mchid, sub, 'SUCCESS']),
    );
    for (const sub of partner.subs) assert.equal(provider.ledger.balance(`payee:${sub}`), 12850n);
    assert.equal(provider.ledger.balance(`payee:${partner.mchid}`), 0n);
    const { content } = opened(bench.shop.heard.at(-1), partner.apiV3Key);
    assert.deepEqual([content.combine_out_trade_no, content.sub_orders.length], ['SUBS-001', 2]);
  });

  it('each order of a service provider has a row of its own in the bill, with the sub-merchant that it pays', async () => {
    const on = await openBench();
    const { partner, provider } = on;
    const [first, second = ''] = partner.subs;
    const { json } = await combine(on, 'native', combinedPartnerOrder(on, 'SUBS-002'), partner);
    await provider.pay(json.code_url, 'li-na', 'paid');
    await on.clock.settle();
    const back = refund('SUBS-002-1', 'SUBS-BACK', 550, { sub_mchid: second });
    assert.equal((await on.call(partner, 'POST', '/v3/refund/domestic/refunds', back)).status, 200);
    await on.clock.advance(SECOND_MS);
    provider.closeDay('2026-11-24');
    const { rows } = await billOf(on, { bill_date: '2026-11-24' }, partner);
    const told = ['特约商户号', '商户订单号', '交易状态', '订单金额', '退款金额'];
    assert.deepEqual(
      rows.map((row) => told.map((name) => row[name])),
      [
        [first, 'SUBS-002-0', 'SUCCESS', '128.50', '0.00'],
        [second, 'SUBS-002-1', 'SUCCESS', '128.50', '0.00'],
        [second, 'SUBS-002-1', 'REFUND', '0.00', '5.50'],
      ],
    );
    assert.equal(new Set(rows.map((row) => row['微信订单号'])).size, 2, 'each order has a number of its own');
    const own = await billOf(on, { bill_date: '2026-11-24', sub_mchid: second }, partner);
    assert.deepEqual(
      own.rows.map((row) => row['特约商户号']),
      [second, second],
    );
  });

  it('several direct merchants are combined where the application is bound to each of them', async () => {
    const on = await openBench();
    const { provider, direct } = on;
    const kit = await provider.enrolDirect({ owner: 'merchant:other', name: '茶具店', domains: [] });
    const other = kit.account.mchid;
    const sub_orders = [subOrder(on, 'SHARED-A'), subOrder(on, 'SHARED-B', { mchid: other })];
    const ask = async () => combine(on, 'native', combinedOrder(on, 'SHARED-1', { sub_orders }));
    assert.deepEqual(refusal(await ask()), [400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配']);
    assert.equal(provider.book.byOutTradeNo(direct.mchid, 'SHARED-A'), undefined, 'nothing of it was kept');
    provider.register.change(other, { appids: [...kit.account.appids, direct.appid] });
    const { json } = await ask();
    await provider.pay(json.code_url, 'li-na', 'paid');
    await on.clock.settle();
    assert.equal(provider.ledger.balance(`payee:${other}`), 12850n);
    assert.equal(opened(on.shop.heard[0], direct.apiV3Key).content.sub_orders[1].mchid, other);
    const theirs = await on.call(
      { ...kit, mchid: other },
      'POST',
      '/v3/refund/domestic/refunds',
      refund('SHARED-B', 'R-SHARED', 50),
    );
    assert.equal(theirs.status, 200, theirs.text);
    await on.clock.advance(3 * SECOND_MS);
    const told = opened(on.shop.heard.at(-1), kit.apiV3Key);
    assert.equal(told.content.out_refund_no, 'R-SHARED', 'a refund is told to whom it belongs');
  });

  it('is given back order by order, through the ordinary refund', async () => {
    const on = await openBench();
    const { json } = await combine(on, 'native', combinedOrder(on, 'BACK-001'));
    await on.provider.pay(json.code_url, 'li-na', 'paid');
    await on.clock.advance(SECOND_MS);
    const back = (number: string, fen: number, total: number) =>
      on.call(on.direct, 'POST', '/v3/refund/domestic/refunds', {
        ...refund(number, `R-${number}`, fen),
        amount: { refund: fen, total, currency: 'CNY' },
      });
    assert.deepEqual(refusal(await back('BACK-001-A', 1, 15850)), [
      400,
      'INVALID_REQUEST',
      '您的请求参数与订单信息不一致',
    ]);
    assert.equal((await back('BACK-001-A', 850, 12850)).json.status, 'PROCESSING');
    await on.clock.advance(3 * SECOND_MS);
    const { content } = opened(on.shop.heard.at(-1), on.direct.apiV3Key);
    assert.deepEqual([content.out_trade_no, content.refund_status], ['BACK-001-A', 'SUCCESS']);
    const states = (await combinedQuery(on, 'BACK-001')).json.sub_orders;
    assert.deepEqual(
      states.map((sub: { trade_state: string }) => sub.trade_state),
      ['REFUND', 'SUCCESS'],
    );
    assert.equal((await back('BACK-001', 1, 15850)).json.code, 'RESOURCE_NOT_EXISTS');
    on.provider.closeDay('2026-11-24');
    const { rows } = await billOf(on, { bill_date: '2026-11-24' });
    assert.deepEqual(
      rows.map((row) => [row['商户订单号'], row['交易状态']]),
      [
        ['BACK-001-A', 'SUCCESS'],
        ['BACK-001-B', 'SUCCESS'],
        ['BACK-001-A', 'REFUND'],
      ],
    );
  });

  it('shows in the wallet what each merchant gets and the sum, and is paid there', async () => {
    const { partner, provider } = bench;
    const { json } = await combine(bench, 'native', combinedPartnerOrder(bench, 'WALLET-1'), partner);
    const target = provider.walletUrl(json.code_url).replace('https://wx.tenpay.com', '');
    const page = parse((await bench.open(target)).text);
    assert.equal(page.querySelector('.amount')?.text, '¥257.00');
    assert.deepEqual(
      page.querySelectorAll('dt').map(({ text }) => text),
      ['金额', 'merchant:tea', 'merchant:books', '银行卡'],
    );
    assert.deepEqual(
      page.querySelectorAll('[data-fact=order]').map(({ text }) => text),
      ['¥128.50 · 一壶龙井', '¥128.50 · 一壶龙井'],
    );
    const form = { code: json.code_url, payer: 'li-na', outcome: 'paid' };
    assert.match((await bench.open('/sim/wallet', {}, form)).text, /支付成功/);
    assert.equal((await combinedQuery(bench, 'WALLET-1', partner)).json.sub_orders[1].trade_state, 'SUCCESS');
  });

  it('goes through the H5 page of whoever combined it', async () => {
    const { partner } = bench;
    const body = combinedPartnerOrder(bench, 'H5-COMBI', { scene_info: H5_SCENE });
    const { json } = await combine(bench, 'h5', body, partner);
    const target = json.h5_url.replace('https://wx.tenpay.com', '');
    const page = async (referer: string) =>
      (await bench.open(target, { referer, 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Mobile' })).text;
    assert.match(await page('https://pay.example/'), /href="\/sim\/wallet\?code=wx/);
    assert.doesNotMatch(await page('https://shop.example/'), /href=/);
  });

  it('jsapi: the payer is named under the application of whoever combines', async () => {
    const { provider, direct, partner } = bench;
    const ask = async (info: unknown, more = {}) =>
      refusal(
        await combine(bench, 'jsapi', combinedOrder(bench, 'JSAPI-01', { combine_payer_info: info, ...more })),
      ).slice(1);
    assert.deepEqual(await ask({ openid: 'oNobody' }), ['PARAM_ERROR', '无效的openid']);
    const foreign = provider.payers.identifier('li-na', partner.appid);
    assert.deepEqual(await ask({ openid: foreign }), ['PARAM_ERROR', 'appid与openid不匹配']);
    const openid = provider.payers.identifier('li-na', direct.appid);
    assert.deepEqual(await ask({ openid, sub_openid: foreign }), ['PARAM_ERROR', 'sub_appid和sub_openid不匹配']);
    assert.match(String((await ask(undefined))[1]), /\/body\/combine_payer_info”/);
    assert.match(String((await ask({}))[1]), /\/body\/combine_payer_info\/openid”/);
    const { json } = await combine(
      bench,
      'jsapi',
      combinedOrder(bench, 'JSAPI-01', { combine_payer_info: { openid } }),
    );
    assert.equal(await provider.pay(json.prepay_id, 'wang-wei', 'paid'), 'wrong-payer');
  });
});
