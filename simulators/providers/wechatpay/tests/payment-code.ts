import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { type Bench, openBench, type Reply } from './bench';
import { codeOrder, place, query } from './calls';

const PAGE = '/sim/payment-code';
const ENGLISH = { 'accept-language': 'en' };

const main = ({ text }: Reply) => parse(text).querySelector('main');
const shownCode = (reply: Reply) => main(reply)?.querySelector('[data-fact=payer-code]')?.text ?? '';
const links = (reply: Reply) =>
  (main(reply)?.querySelectorAll('a[href]') ?? []).map((link) => link.getAttribute('href') ?? '');

describe('the page with the payment code', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const show = (behaviour: string, headers: Record<string, string> = ENGLISH) =>
    bench.open(PAGE, headers, { payer: 'li-na', behaviour });

  it('shows a fresh code as text and as a picture, in both languages, and none for a mere look', async () => {
    assert.equal(shownCode(await bench.open(PAGE, ENGLISH)), '');
    const first = await show('pays');
    assert.match(shownCode(first), /^1[0-5]\d{16}$/);
    assert.ok(main(first)?.querySelector('figure svg'));
    assert.equal(main(first)?.querySelector('h1')?.text, 'WeChat Pay Payment code');
    const second = await show('pays', {});
    assert.equal(main(second)?.querySelector('h1')?.text, '微信支付 付款码');
    assert.notEqual(shownCode(second), shownCode(first));
    assert.equal((await place(bench, 'codepay', codeOrder(bench, 'PAGE-0001', shownCode(first)))).status, 200);
  });

  it('leads the payer who is asked to the payment, to confirm or to decline', async () => {
    for (const [number, outcome, state] of [
      ['PAGE-0002', 'paid', 'SUCCESS'],
      ['PAGE-0003', 'declined', 'PAYERROR'],
    ] as const) {
      const code = shownCode(await show('needs-password'));
      await place(bench, 'codepay', codeOrder(bench, number, code));
      assert.deepEqual(links(await bench.open(`${PAGE}?payer=wang-wei`, ENGLISH)), [], 'somebody else');
      const [link = ''] = links(await bench.open(`${PAGE}?payer=li-na`, ENGLISH));
      const wallet = main(await bench.open(link, ENGLISH));
      assert.ok(wallet?.text.includes('¥128.50'));
      const people = wallet?.querySelectorAll('option').map((option) => option.text);
      assert.deepEqual(people, ['li-na']);
      const credential = new URL(link, 'https://x').searchParams.get('code') ?? '';
      await bench.open('/sim/wallet', ENGLISH, { code: credential, payer: 'li-na', outcome });
      assert.equal((await query(bench, number)).json.trade_state, state);
      assert.deepEqual(links(await bench.open(`${PAGE}?payer=li-na`, ENGLISH)), []);
    }
  });

  it('is nobody’s who is not a test user', async () => {
    for (const payer of ['', '__proto__', '<script>']) {
      assert.equal((await bench.open(PAGE, {}, { payer, behaviour: 'pays' })).status, 400);
      assert.equal((await bench.open(`${PAGE}?${new URLSearchParams({ payer })}`)).status, 200);
    }
    assert.match(shownCode(await show('anything')), /^1[0-5]/, 'an unknown behaviour is the usual one');
  });
});
