import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { MINUTE_MS } from '../../../kernel/time';
import { type Bench, openBench, type Reply } from './bench';
import { byCode, combine, combinedPartnerOrder, order, paid, place, refund } from './calls';

const ENGLISH = { 'accept-language': 'en' };
const bill = (payer: string) => `/sim/bill?${new URLSearchParams({ payer })}`;

const main = ({ text }: Reply) => {
  const found = parse(text).querySelector('main');
  if (!found) throw new Error(`no page: ${text}`);
  return found;
};
const said = (reply: Reply) => main(reply).text.replaceAll(/\s+/g, ' ');
const fact = (reply: Reply, name: string) => main(reply).querySelector(`[data-fact=${name}]`)?.text ?? '';
const lines = (reply: Reply) => main(reply).querySelectorAll('li[data-voucher]');
const linksOf = (reply: Reply) => lines(reply).map((line) => line.querySelector('a')?.getAttribute('href') ?? '');

describe('the bill and the vouchers of a payer', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'BILL-0001');
    await bench.clock.advance(MINUTE_MS);
    await bench.call(bench.direct, 'POST', '/v3/refund/domestic/refunds', refund('BILL-0001', 'BACK-0001', 850));
  });

  it('lists payment and refund, the newest first, each with its voucher', async () => {
    const page = await bench.open(bill('li-na'), ENGLISH);
    const kinds = lines(page).map((line) => line.getAttribute('data-voucher'));
    assert.deepEqual(kinds, ['refund', 'payment']);
    const [back = '', payment = ''] = linksOf(page);
    const voucher = await bench.open(payment, ENGLISH);
    const own = bench.provider.book.byOutTradeNo(bench.direct.mchid, 'BILL-0001');
    const name = bench.provider.register.account(bench.direct.mchid)?.name;
    const shown = ['payee', 'amount', 'number', 'own-number', 'product'].map((each) => fact(voucher, each));
    assert.deepEqual(shown, [name, '¥128.50', 'BILL-0001', own?.tradeNo, 'native']);
    assert.ok(said(voucher).includes('BACK-0001'));
    const refunded = await bench.open(back, ENGLISH);
    const facts = ['payee', 'amount', 'number', 'own-number', 'payment'].map((each) => fact(refunded, each));
    assert.deepEqual(facts, [name, '¥8.50', 'BACK-0001', own?.refunds[0]?.refundNo, 'BILL-0001']);
  });

  it('says how a refund stands, in both languages, as time goes on', async () => {
    assert.match(said(await bench.open(bill('li-na'), ENGLISH)), /refund under way/);
    assert.match(said(await bench.open(bill('li-na'))), /账单.*退款处理中/);
    await bench.clock.advance(10 * MINUTE_MS);
    assert.match(said(await bench.open(bill('li-na'), ENGLISH)), /refund completed.*paid, and refunded in part/);
    assert.match(said(await bench.open(bill('li-na'))), /退款成功.*已部分退款/);
  });

  it('is empty for who has not paid, or whose payment came to nothing', async () => {
    const { json } = await place(bench, 'native', order(bench, 'BILL-0002'));
    await bench.provider.pay(json.code_url, 'wang-wei', 'declined');
    const page = await bench.open(bill('wang-wei'), ENGLISH);
    assert.deepEqual([page.status, lines(page).length], [200, 0]);
    assert.match(said(page), /Nothing was paid/);
  });

  it('shows nobody the vouchers of somebody else', async () => {
    const links = linksOf(await bench.open(bill('li-na')));
    assert.equal(links.length, 2);
    for (const link of links) {
      const other = await bench.open(link.replace('li-na', 'wang-wei'), ENGLISH);
      assert.equal(other.status, 404);
      assert.ok(!other.text.includes('128.50') && !other.text.includes('BILL-0001'));
    }
  });

  it('has nothing for an unknown payer, payment or refund', async () => {
    const [link = ''] = linksOf(await bench.open(bill('li-na')));
    const bad = [
      bill(''),
      bill('__proto__'),
      bill('<script>'),
      '/sim/voucher',
      '/sim/voucher?payer=li-na',
      '/sim/voucher?payer=li-na&payment=1',
      `${link}x`,
      `${link}&payer=`.replace('payer=li-na&', ''),
    ];
    for (const path of bad) {
      const page = await bench.open(path, ENGLISH);
      assert.equal(page.status, 404, path);
      assert.ok(!page.text.includes('<script'), path);
    }
    const asks = await bench.open('/sim/bill', ENGLISH);
    assert.deepEqual([asks.status, lines(asks).length], [200, 0]);
    assert.ok(main(asks).querySelector('select[name=payer]'));
    assert.deepEqual(bench.troubles, []);
  });

  it('has one voucher for each merchant of a combined order, which names the other', async () => {
    const on = await openBench();
    const { json } = await combine(on, 'native', combinedPartnerOrder(on, 'SHARED'), on.partner);
    assert.equal(await on.provider.pay(json.code_url, 'li-na', 'paid'), undefined);
    const page = await on.open(bill('li-na'), ENGLISH);
    const names = on.partner.subs.map((mchid) => on.provider.register.account(mchid)?.name);
    const shown = [];
    for (const link of linksOf(page)) {
      const voucher = await on.open(link, ENGLISH);
      shown.push(fact(voucher, 'payee'));
      for (const name of names) assert.ok(said(voucher).includes(name ?? '?'), name);
    }
    assert.deepEqual(shown.toSorted(), names.toSorted());
  });

  it('has a payment by the payer’s code, and none that a code refused', async () => {
    const on = await openBench();
    await place(on, 'codepay', byCode(on, 'CODE-0001', 'pays'));
    await place(on, 'codepay', byCode(on, 'CODE-0002', 'insufficient-balance'));
    const page = await on.open(bill('li-na'), ENGLISH);
    assert.deepEqual(
      lines(page).map((line) => line.querySelector('[data-fact=number]')?.text),
      ['CODE-0001'],
    );
  });
});
