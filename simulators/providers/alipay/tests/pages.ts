import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type HTMLElement, parse } from 'node-html-parser';
import type { MerchantKit } from '../enrolment';
import {
  type Bench,
  DIRECT,
  encoded,
  openBench,
  openedPage,
  send,
  sendRaw,
  signedByHand,
  stateOf,
  type Values,
} from './bench';
import { sdkFor } from './sdk-client';

const PAGE = 'alipay.trade.page.pay';
const WAP = 'alipay.trade.wap.pay';

/** What a browser sends when the form on a page submits itself. */
function submitted(form: HTMLElement): { readonly query: string; readonly body: string } {
  const fields = form
    .querySelectorAll('input[name]')
    .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']);
  const action = new URL(form.getAttribute('action') ?? '');
  return { query: action.search.slice(1), body: encoded(Object.fromEntries(fields)) };
}

describe('Alipay: page.pay, wap.pay and the cashier', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const form = (values: Values) => sendRaw(bench, { path: '/sim/cashier', body: encoded(values) });
  const linkNamed = (html: string, name: string) =>
    parse(html)
      .querySelectorAll('a')
      .find((link) => link.text === name)
      ?.getAttribute('href');
  const linkOf = (html: string) => linkNamed(html, '返回商家');
  const pay = async (code: string, outcome = 'paid') => {
    const response = await form({ code, payer: 'li-na', outcome });
    return { status: response.status, link: linkOf(await response.text()) };
  };

  it('leads the SDK’s page links and self-submitting forms to the cashier', async () => {
    const sdk = sdkFor(kit, 'https://openapi.alipay.com');
    const subject = `一壶 "龙井" it's <b> 100%`;
    for (const [method, product_code] of [
      [PAGE, 'FAST_INSTANT_TRADE_PAY'],
      [WAP, 'QUICK_WAP_WAY'],
      [WAP, 'QUICK_WAP_PAY'],
    ] as const) {
      const order = (way: string) => ({
        bizContent: { out_trade_no: `PAGE_${product_code}_${way}`, total_amount: '1.00', subject, product_code },
        returnUrl: 'https://shop.example/back?from=cashier',
      });
      const link = new URL(sdk.pageExecute(method, 'GET', order('GET')));
      const opened = await sendRaw(bench, { query: link.search.slice(1) });
      assert.equal(opened.status, 302);
      const page = parse(sdk.pageExecute(method, 'POST', order('POST'))).querySelector('form');
      if (!page) throw new Error('the SDK wrote no form');
      const posted = await sendRaw(bench, submitted(page));
      assert.equal(posted.status, 302);
      const cashier = await sendRaw(bench, { path: posted.headers.get('location') ?? '' });
      const html = await cashier.text();
      assert.equal(cashier.status, 200);
      assert.ok(parse(html).text.includes(subject), html);
      assert.ok(html.includes('¥1.00'));
    }
  });

  it('shows errors as a page in GBK without the prefix, and tells the merchant’s server nothing (A25)', async () => {
    const order = { out_trade_no: 'ERROR_1', total_amount: '1.00', subject: 'x' };
    const right = signedByHand(kit, PAGE, { ...order, product_code: 'FAST_INSTANT_TRADE_PAY' });
    for (const [values, code] of [
      [signedByHand(kit, PAGE, order), 'ACQ.INVALID_PARAMETER'],
      [{ ...right, app_id: '2021000000000000' }, 'invalid-app-id'],
      [{ ...right, charset: 'x' }, 'invalid-charset'],
      [{ ...right, alipay_sdk: '<script>alert(1)</script>' }, 'invalid-signature'],
    ] as const) {
      const response = await send(bench, values);
      assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/html;charset=GBK']);
      const html = new TextDecoder('gbk').decode(await response.arrayBuffer());
      assert.match(html, new RegExp(`<code>${code}</code>`));
      assert.match(html, /支付宝/);
      assert.equal(parse(html).querySelector('script'), null);
    }
    assert.deepEqual(bench.shop.heard, []);
  });

  it('sends a payer back with a signed address that proves nothing (trap 13)', async () => {
    const returns = { method: PAGE, return_url: 'https://shop.example/back?table=7#top' };
    const code = await openedPage(bench, kit, { out_trade_no: 'BACK_1' }, returns);
    assert.equal((await pay(code, 'declined')).link, undefined);
    const back = new URL((await pay(code)).link ?? '');
    assert.deepEqual([back.origin, back.pathname, back.hash], ['https://shop.example', '/back', '#top']);
    const { table, ...values } = Object.fromEntries(back.searchParams);
    assert.equal(table, '7');
    assert.deepEqual(Object.keys(values).sort(), [
      'app_id',
      'auth_app_id',
      'charset',
      'method',
      'out_trade_no',
      'seller_id',
      'sign',
      'sign_type',
      'timestamp',
      'total_amount',
      'trade_no',
      'version',
    ]);
    assert.equal(values['method'], 'alipay.trade.page.pay.return');
    const sdk = sdkFor(kit, 'https://openapi.alipay.com');
    assert.equal(sdk.checkNotifySignV2(values), true);
    // What the merchant's own address carried was never signed, and a changed number does not fit.
    assert.equal(sdk.checkNotifySignV2({ ...values, table }), false);
    assert.equal(sdk.checkNotifySignV2({ ...values, total_amount: '0.01' }), false);
  });

  it('leads a payer who gives up on a phone to quit_url', async () => {
    const code = await openedPage(bench, kit, { out_trade_no: 'QUIT_1', quit_url: 'https://shop.example/quit' });
    assert.equal((await pay(code, 'declined')).link, 'https://shop.example/quit');
  });

  it('links to web pages and apps, and to nothing that the browser would run', async () => {
    const links: Record<string, string | undefined> = {
      'javascript:alert(1)': undefined,
      ' javascript:alert(1)': undefined,
      'data:text/html,x': undefined,
      'not an address': undefined,
      'shop://quit': 'shop://quit',
    };
    for (const [i, [quit_url, link]] of Object.entries(links).entries()) {
      const code = await openedPage(bench, kit, { out_trade_no: `LINK_${i}`, quit_url });
      assert.equal((await pay(code, 'declined')).link, link);
    }
  });

  it('lets nobody choose what the cashier does not offer', async () => {
    const code = await openedPage(bench, kit, { out_trade_no: 'CHOICE_1' });
    const before = stateOf(bench);
    const right = { code, payer: 'li-na', outcome: 'paid' };
    for (const change of [{ payer: 'nobody' }, { payer: '' }, { outcome: 'stolen' }, { outcome: '' }, { code: 'x' }]) {
      const response = await form({ ...right, ...change });
      assert.equal(response.status, 'code' in change ? 200 : 400);
      assert.match(await response.text(), /未支付/);
    }
    assert.equal(stateOf(bench), before);
    assert.equal((await sendRaw(bench, { path: '/sim/cashier?code=x' })).status, 404);
    assert.equal((await sendRaw(bench, { path: '/sim/cashier' })).status, 200);
  });

  it('lets whoever failed try again, and offers nothing that is over', async () => {
    const code = await openedPage(bench, kit, { out_trade_no: 'AGAIN_1' });
    const address = `/sim/cashier?${new URLSearchParams({ code })}`;
    const press = async (outcome: string, password = '') =>
      (await form({ code, payer: 'li-na', outcome, password })).text();
    for (const [outcome, password, words] of [
      ['insufficient-balance', '', /余额不足/],
      ['paid', 'guess', /支付密码错误/],
      ['declined', '', /未支付/],
    ] as const) {
      const page = await press(outcome, password);
      assert.match(page, words);
      assert.equal(linkNamed(page, '重新支付'), address);
    }
    assert.match(await press('paid'), /支付成功/);
    for (const page of [
      await press('paid'),
      await press('declined'),
      await (await sendRaw(bench, { path: address })).text(),
    ]) {
      assert.match(page, /该订单已支付/);
      assert.doesNotMatch(page, /确认支付|未支付|重新支付/);
    }
    assert.equal(bench.provider.book.byCredential(code)?.status, 'paid');
  });

  it('takes a code’s content for the address that it is', async () => {
    const response = await sendRaw(bench, { path: '/bax0123456789abcdefghijk' });
    const expected = new URLSearchParams({ code: 'https://qr.alipay.com/bax0123456789abcdefghijk' });
    assert.deepEqual([response.status, response.headers.get('location')], [302, `/sim/wallet?${expected}`]);
  });
});
