import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Bench, isSigned, openBench } from './bench';
import { H5_SCENE, order, partnerOrder, place, placeAsPartner, query } from './calls';

const DIRECT = '/v3/pay/transactions';
const PARTNER = '/v3/pay/partner/transactions';

/** What a product needs beyond the common members. */
const special = (bench: Bench, product: string, caller: 'direct' | 'partner') => {
  const { provider, direct, partner } = bench;
  if (product === 'h5') return { scene_info: H5_SCENE };
  if (product !== 'jsapi') return {};
  const openid = provider.payers.identifier('li-na', caller === 'direct' ? direct.appid : partner.appid);
  return { payer: caller === 'direct' ? { openid } : { sp_openid: openid } };
};

const HANDED_OUT: Record<string, readonly [string, RegExp]> = {
  native: ['code_url', /^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]{9}$/],
  jsapi: ['prepay_id', /^wx20261124\d{9}[0-9a-f]{15}00$/],
  app: ['prepay_id', /^wx20261124\d{9}[0-9a-f]{15}00$/],
  h5: ['h5_url', /^https:\/\/wx\.tenpay\.com\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx[0-9a-f]+&package=\d{10}$/],
};

describe('products', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  for (const [product, [member, form]] of Object.entries(HANDED_OUT)) {
    it(`${product}: a merchant orders, a payer pays, both queries tell it`, async () => {
      const number = `DIRECT-${product}`;
      const scene = { ...special(bench, product, 'direct'), attach: '桌号 7' };
      const placed = await place(bench, product, order(bench, number, scene));
      assert.deepEqual(Object.keys(placed.json), [member]);
      assert.match(placed.json[member], form);
      assert.ok(isSigned(bench.provider, placed));

      const { appid, mchid } = bench.direct;
      const open = (await query(bench, number)).json;
      const rest = { scene_info: { device_id: '' }, promotion_detail: [], attach: '桌号 7' };
      const common = { appid, mchid, out_trade_no: number, ...rest };
      const unpaid = {
        amount: { total: 12850, payer_currency: 'CNY' },
        trade_state: 'NOTPAY',
        trade_state_desc: '订单未支付',
      };
      assert.deepEqual(open, { ...common, ...unpaid }, 'nothing of a payment before there is one');

      assert.equal(await bench.provider.pay(placed.json[member], 'li-na', 'paid'), undefined);
      const { json: view } = await query(bench, number);
      assert.deepEqual(view, {
        ...common,
        transaction_id: view.transaction_id,
        trade_type: product === 'h5' ? 'MWEB' : product.toUpperCase(),
        bank_type: 'OTHERS',
        success_time: '2026-11-24T09:00:00+08:00',
        payer: { openid: bench.provider.payers.identifier('li-na', appid) },
        amount: { total: 12850, payer_total: 12850, currency: 'CNY', payer_currency: 'CNY' },
        trade_state: 'SUCCESS',
        trade_state_desc: '支付成功',
      });
      assert.match(view.transaction_id, /^42000\d{23}$/);
      const byId = await bench.call(bench.direct, 'GET', `${DIRECT}/id/${view.transaction_id}?mchid=${mchid}`);
      assert.deepEqual(byId.json, view);
      assert.ok(isSigned(bench.provider, byId));
    });

    it(`${product}: a service provider orders for a sub-merchant`, async () => {
      const { partner, provider } = bench;
      const [sub] = partner.subs;
      const subAppid = provider.register.account(sub)?.appids[0] ?? '';
      const number = `PARTNER-${product}`;
      const more = { sub_appid: subAppid, ...special(bench, product, 'partner') };
      const placed = await placeAsPartner(bench, product, partnerOrder(bench, number, more));
      assert.match(placed.json[member], form);
      assert.equal(await provider.pay(placed.json[member], 'li-na', 'paid'), undefined);
      const ids = `sp_mchid=${partner.mchid}&sub_mchid=${sub}`;
      const { json: view } = await bench.call(partner, 'GET', `${PARTNER}/out-trade-no/${number}?${ids}`);
      const { sp_appid, sp_mchid, sub_appid, sub_mchid, payer, trade_state } = view;
      assert.deepEqual(
        { sp_appid, sp_mchid, sub_appid, sub_mchid, payer, trade_state },
        {
          sp_appid: partner.appid,
          sp_mchid: partner.mchid,
          sub_appid: subAppid,
          sub_mchid: sub,
          payer: {
            sp_openid: provider.payers.identifier('li-na', partner.appid),
            sub_openid: provider.payers.identifier('li-na', subAppid),
          },
          trade_state: 'SUCCESS',
        },
      );
      const byId = await bench.call(partner, 'GET', `${PARTNER}/id/${view.transaction_id}?${ids}`);
      assert.deepEqual(byId.json, view);
      assert.equal(provider.ledger.balance(`payee:${sub}`) > 0n, true, 'the money is the sub-merchant’s');
      assert.equal(provider.ledger.balance(`payee:${partner.mchid}`), 0n);
    });
  }
});
