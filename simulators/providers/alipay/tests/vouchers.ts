import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import type { MerchantKit } from '../enrolment';
import { type Bench, call, openBench, openedPage, paidOrder, platformKit, sendRaw, signedByHand } from './bench';

const TEA = { owner: 'merchant:tea', name: '清风茶馆', domains: [] };
const ENGLISH = { 'accept-language': 'en' };
const BILL = '/sim/bill?payer=li-na';

describe('Alipay: the bill and the vouchers of a payer', () => {
  let bench: Bench;
  let platform: MerchantKit;
  let merchant_id: string;
  let ofTheMerchant: object;

  const open = async (path: string, headers: Record<string, string> = ENGLISH) => {
    const response = await sendRaw(bench, { path, headers });
    const text = await response.text();
    const main = parse(text).querySelector('main');
    const links = main?.querySelectorAll('li[data-voucher] a').map((link) => link.getAttribute('href') ?? '') ?? [];
    const fact = (name: string) => main?.querySelector(`[data-fact=${name}]`)?.text;
    return { status: response.status, text, said: main?.text.replaceAll(/\s+/g, ' ') ?? '', links, fact };
  };

  before(async () => {
    bench = await openBench();
    const signed = await platformKit(bench, [TEA]);
    platform = signed.platform;
    merchant_id = signed.payees[TEA.owner] ?? '';
    const settle_info = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '128.50' }] };
    ofTheMerchant = { sub_merchant: { merchant_id }, settle_info };
    await paidOrder(bench, platform, { out_trade_no: 'BILL_1', ...ofTheMerchant });
    const refund = { out_trade_no: 'BILL_1', out_request_no: 'BACK_1', refund_amount: '8.50' };
    assert.equal((await call(bench, signedByHand(platform, 'alipay.trade.refund', refund))).body['code'], '10000');
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('names the merchant that was paid, the platform’s number, amount and way of payment and refund', async () => {
    const page = await open(BILL);
    assert.match(page.said, /Alipay Bill.*refund completed.*paid, and refunded in part/);
    const [back = '', payment = ''] = page.links;
    const voucher = await open(payment);
    const own = bench.provider.book.byOutTradeNo(merchant_id, 'BILL_1');
    const facts = ['payee', 'amount', 'number', 'own-number', 'product'];
    assert.deepEqual(facts.map(voucher.fact), [TEA.name, '¥128.50', 'BILL_1', own?.tradeNo, 'precreate']);
    assert.deepEqual(facts.slice(0, 3).map((await open(back)).fact), [TEA.name, '¥8.50', 'BACK_1']);
    assert.match((await open(back, {})).said, /支付宝 退款凭证.*退款商户.*清风茶馆.*退回原付款账户/);
  });

  it('lists nothing that was not paid, and shows nobody what is somebody else’s', async () => {
    const code = await openedPage(bench, platform, { out_trade_no: 'BILL_2', ...ofTheMerchant });
    await bench.provider.pay(code, 'wang-wei', 'declined');
    assert.deepEqual((await open('/sim/bill?payer=wang-wei')).links, []);
    const { links } = await open(BILL);
    assert.equal(links.length, 2);
    for (const link of links) {
      const other = await open(link.replace('li-na', 'wang-wei'));
      assert.equal(other.status, 404);
      assert.ok(!other.text.includes('BILL_1') && !other.text.includes(TEA.name));
    }
    for (const path of ['/sim/bill?payer=nobody', '/sim/voucher', '/sim/voucher?payer=li-na&payment=%3Cscript%3E']) {
      const page = await open(path);
      assert.equal(page.status, 404);
      assert.ok(!page.text.includes('<script'));
    }
  });
});
