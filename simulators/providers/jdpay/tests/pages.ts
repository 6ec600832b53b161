import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { open, seal } from '../container';
import { fitsText, formText } from '../signature';
import { type Bench, FORM, openBench, pay, stateOf } from './bench';

const ORIGINS = { 'h5pay.jd.com': 'h5', 'wepay.jd.com': 'page' } as const;

async function refusalOf(
  bench: Bench,
  members: Readonly<Record<string, string>>,
  more: Parameters<Bench['post']>[1] = {},
) {
  const response = await bench.post(members, more);
  assert.equal(response.status, 200);
  return /<code>([^<]*)<\/code>/.exec(await response.text())?.[1];
}

/** The payer's decision, as the page's form sends it. */
const press = (bench: Bench, code: string, more: Readonly<Record<string, string>>) =>
  bench.network.receive(
    bench.provider,
    new Request('https://h5pay.jd.com/sim/wallet', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
      body: new URLSearchParams({ code, ...more }).toString(),
    }),
  );

describe('the cashiers', () => {
  it('take the form and lead on, each in its own way (sheet 1)', async () => {
    const bench = await openBench();
    const phone = (await bench.post(FORM)).headers.get('location') ?? '';
    assert.match(
      phone,
      /^https:\/\/h5pay\.jd\.com\/jdpay\/payCashier\?tradeNum=HARNESS0001&orderId=1029\d{18}&key=h5-/,
    );
    const desktop = await bench.post({ ...FORM, tradeNum: 'D' }, { host: 'wepay.jd.com' });
    assert.equal(desktop.status, 302);
    assert.match(desktop.headers.get('location') ?? '', /^payCashier\?tradeNum=D&ourTradeNum=1029\d{18}&key=page-/);
    for (const trade of bench.provider.book.trades()) assert.ok(bench.provider.proves(trade));
  });

  it('go by the browser where no host tells them apart, and stay with the first', async () => {
    const bench = await openBench();
    const headers = { 'user-agent': 'Mozilla/5.0 (iPhone) Mobile' };
    await bench.post(FORM, { host: '127.0.0.1:8080', headers });
    await bench.post({ ...FORM, tradeNum: 'D' }, { host: '127.0.0.1:8080' });
    assert.deepEqual(
      bench.provider.book.trades().map(({ product }) => product),
      ['h5', 'page'],
    );
    assert.equal((await bench.post({ ...FORM, tradeNum: 'D' }, { host: 'h5pay.jd.com' })).status, 302);
  });

  for (const [host, product] of Object.entries(ORIGINS)) {
    it(`show the payment and take the decision: ${product}`, async () => {
      const bench = await openBench();
      const location = (await bench.post(FORM, { host })).headers.get('location') ?? '';
      const address = new URL(location, `https://${host}/jdpay/saveOrder`).href;
      const page = await bench.get(address);
      assert.equal(page.headers.get('x-sim-profile'), 'jdpay-sim-profile/0');
      const text = await page.text();
      assert.match(text, /data-fact="payee">tea店</);
      assert.match(text, /data-fact="amount">¥128\.50</);
      assert.equal((await bench.get(address.replace('HARNESS0001', 'HARNESS0002'))).status, 400);
      assert.equal((await bench.get(address.replace(/key=.*/, 'key=x'))).status, 400);
      const code = new URL(address).searchParams.get('key') ?? '';
      assert.match(
        await (await press(bench, code, { payer: 'li-na', outcome: 'paid', password: 'no' })).text(),
        /Not paid/,
      );
      assert.match(await (await press(bench, code, { payer: 'nobody', outcome: 'paid' })).text(), /no-such-choice/);
      const { password } = bench.provider.secretsOf('li-na');
      assert.match(
        await (await press(bench, code, { payer: 'li-na', outcome: 'paid', password })).text(),
        /class="done">Paid/,
      );
      assert.match(
        await (await press(bench, code, { payer: 'li-na', outcome: 'paid', password })).text(),
        /Paid already/,
      );
      assert.equal(await stateOf(bench), '2');
      assert.equal(bench.provider.ledger.postings().length, 1);
    });
  }

  it('send the payer back with a form, sealed and signed, after a success and never before (sheet 3.7)', async () => {
    const bench = await openBench();
    await bench.post({ ...FORM, note: '备 注' });
    const [trade] = bench.provider.book.trades();
    const way = `https://h5pay.jd.com/sim/return?${new URLSearchParams({ code: trade?.credential ?? '' })}`;
    const unpaid = await (await bench.get(way)).text();
    assert.doesNotMatch(unpaid, /<form/);
    assert.match(unpaid, /href="https:\/\/shop\.example\/back"/);
    await pay(bench);
    const text = await (await bench.get(way)).text();
    assert.match(text, /action="https:\/\/shop\.example\/back"/);
    const { desKey } = bench.kit.account;
    const fields = [...text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const { sign = '', ...sealed } = Object.fromEntries(fields) as Record<string, string>;
    const opened = Object.fromEntries(Object.entries(sealed).map(([name, value]) => [name, open(desKey, value) ?? '']));
    assert.deepEqual(opened, {
      tradeNum: 'HARNESS0001',
      amount: '12850',
      currency: 'CNY',
      tradeTime: '20261124090000',
      note: '备 注',
      status: '0',
    });
    assert.ok(fitsText(formText(opened), sign, bench.provider.signers.active().publicKey));
  });

  it('refuse what the FAQ says they refuse, in its words', async () => {
    const bench = await openBench();
    const { tradeNum: _, ...nameless } = FORM;
    assert.equal(await refusalOf(bench, nameless), 'CASH0016');
    assert.equal(await refusalOf(bench, { ...FORM, amount: '0' }), 'CASH0016');
    assert.equal(await refusalOf(bench, FORM, { fields: ({ sign: _gone, ...rest }) => rest }), 'CASH000007');
    assert.equal(await refusalOf(bench, FORM, { fields: (all) => ({ ...all, sign: 'AAAA' }) }), 'CASH000007');
    assert.equal(await refusalOf(bench, FORM, { fields: (all) => ({ ...all, amount: '12850' }) }), 'CASH0014');
    assert.equal(
      await refusalOf(bench, FORM, { fields: (all) => ({ ...all, merchant: '110000000000' }) }),
      'CASH000018',
    );
    assert.equal((await bench.post(FORM)).status, 302);
    assert.equal(await refusalOf(bench, { ...FORM, amount: '1' }), 'CASH000005');
    await pay(bench);
    assert.equal(await refusalOf(bench, FORM), 'JMPT200071');
    assert.equal(bench.provider.book.trades().length, 1);
    assert.deepEqual(bench.troubles, []);
  });

  it('refuse values in base64, which belong into documents (JD-05), and members that come twice', async () => {
    const bench = await openBench();
    const { desKey } = bench.kit.account;
    const base64 = Buffer.from(seal(desKey, '12850'), 'hex').toString('base64');
    assert.equal(await refusalOf(bench, FORM, { fields: (all) => ({ ...all, amount: base64 }) }), 'CASH0014');
    const body = 'merchant=1&merchant=2&version=V2.0';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = new Request('https://h5pay.jd.com/jdpay/saveOrder', { method: 'POST', headers, body });
    assert.match(await (await bench.network.receive(bench.provider, request)).text(), /CASH0016/);
  });

  it('take empty values, signed or not, as the setting says', async () => {
    const empty = { fields: (all: Record<string, string>) => ({ ...all, device: '' }) };
    assert.equal((await (await openBench()).post(FORM, empty)).status, 302);
    const { desKey } = (await openBench()).kit.account;
    const sealedEmpty = { fields: (all: Record<string, string>) => ({ ...all, device: seal(desKey, '') }) };
    assert.equal((await (await openBench()).post(FORM, sealedEmpty)).status, 302);
  });

  it('are closed when an order is over (JD-13)', async () => {
    const bench = await openBench();
    await bench.post({ ...FORM, expireTime: '60' });
    await bench.clock.advance(2 * MINUTE_MS);
    const [trade] = bench.provider.book.trades();
    const page = await (await bench.get(bench.provider.walletUrl(trade?.credential ?? ''))).text();
    assert.match(page, /class="not-done"/);
    assert.doesNotMatch(page, /<form/);
    assert.equal(await refusalOf(bench, { ...FORM, expireTime: '60' }), 'CASH0019');
    assert.equal(await stateOf(bench), '4');
  });

  it('a code that somebody scans leads to the wallet', async () => {
    const bench = await openBench();
    const { tradeNum: _, ...order } = FORM;
    const { elements } = await bench.call('uniorder', { ...order, tradeNum: 'Q', tradeType: 'QR' });
    const address = String(elements['qrCode']);
    assert.match(address, /^https:\/\/h5pay\.jd\.com\/code\?c=[0-9a-z]{14}$/);
    const scanned = await bench.get(address);
    assert.equal(scanned.status, 302);
    const wallet = await bench.get(new URL(scanned.headers.get('location') ?? '', address).href);
    assert.match(await wallet.text(), /¥128\.50/);
    assert.equal((await bench.get('https://h5pay.jd.com/sim/wallet?code=x')).status, 404);
    assert.match(await (await bench.get('https://h5pay.jd.com/sim/wallet')).text(), /name="code"/);
  });
});
