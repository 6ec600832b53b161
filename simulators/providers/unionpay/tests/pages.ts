import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { MINUTE_MS } from '../../../kernel/time';
import { BANKS } from '../banks';
import { ask, type Bench, isSealed, openBench, openedPage, orderOf, query, type Values } from './bench';

describe('UnionPay: the payer’s pages', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const open = async (address: string, form?: Values) => {
    const body = form && new URLSearchParams(form).toString();
    const headers = { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' };
    const request = new Request(address, { method: form ? 'POST' : 'GET', headers, ...(body ? { body } : {}) });
    const response = await bench.network.receive(bench.provider, request);
    return { response, root: parse(await response.text()) };
  };
  const cashier = (tn: string) => `https://gateway.95516.com/sim/cashier?${new URLSearchParams({ tn })}`;
  const pressed = { payer: 'wang-wei', outcome: 'paid', password: '' };

  it('show payee, amount, purpose and the bank apps, and say whose pages they are (sheet 13)', async () => {
    const { response, root } = await open(cashier(await openedPage(bench, orderOf(bench))));
    assert.equal(response.headers.get('x-sim-profile'), 'unionpay-sim-profile/0');
    assert.match(root.text, /unionpay-sim-profile\/0/);
    assert.equal(root.querySelector('[data-fact=payee]')?.text, '直连商户');
    assert.equal(root.querySelector('[data-fact=amount]')?.text, '¥128.50');
    const banks = root.querySelectorAll('select[name=from] option').map((option) => option.getAttribute('value'));
    assert.deepEqual(
      banks,
      BANKS.map(({ code }) => code),
    );
  });

  it('pay from the bank that the payer chose, and keep it in the books', async () => {
    const order = orderOf(bench);
    const tn = await openedPage(bench, order);
    const action = 'https://gateway.95516.com/sim/cashier';
    const { root } = await open(action, { ...pressed, tn, from: '03080000' });
    assert.equal(root.querySelector('[role=status]')?.text, 'Paid');
    assert.equal((await query(bench, order))['payCardIssueName'], '招商银行');
    const trade = bench.provider.book.byCredential(tn);
    assert.deepEqual([trade?.paidFrom, trade?.paidBy, trade?.confirmedBy], ['03080000', 'wang-wei', undefined]);
    const again = await open(action, { ...pressed, tn, from: '01020000' });
    assert.match(again.root.querySelector('[role=status]')?.text ?? '', /Paid already/);
    assert.equal((await query(bench, order))['payCardIssueName'], '招商银行');
  });

  it('take only what they offer, and let the payer fail and try again', async () => {
    const order = orderOf(bench);
    const tn = await openedPage(bench, order);
    const action = 'https://gateway.95516.com/sim/cashier';
    const others: Values[] = [{ payer: 'nobody' }, { outcome: 'other' }, { from: '99999999' }];
    for (const other of others) {
      assert.equal((await open(action, { ...pressed, tn, ...other })).response.status, 400);
    }
    for (const other of [{ outcome: 'insufficient-balance' }, { password: 'wrong' }, { outcome: 'declined' }]) {
      const { root } = await open(action, { ...pressed, tn, ...other });
      assert.match(root.querySelector('[role=status]')?.text ?? '', /^Not paid/);
      assert.ok(root.querySelector('main a[href^="/sim/cashier"]'));
    }
    assert.equal((await query(bench, order))['origRespCode'], '05');
    const { password } = bench.provider.secretsOf('wang-wei');
    await open(action, { ...pressed, tn, password });
    assert.equal(bench.provider.book.byCredential(tn)?.confirmedBy, 'password');
  });

  it('lead back with the signed form once it is paid, and plainly before (sheet 2, UP-10)', async () => {
    const tn = await openedPage(bench, orderOf(bench));
    const action = 'https://gateway.95516.com/sim/cashier';
    const before = await open(action, { ...pressed, tn, outcome: 'declined' });
    assert.ok(before.root.querySelector('main a[href="https://shop.example/back"]'));
    assert.equal((await open(`https://gateway.95516.com/sim/return?tn=${tn}`)).response.status, 404);
    const after = await open(action, { ...pressed, tn });
    const back = after.root.querySelector('main a[href^="/sim/return"]')?.getAttribute('href') ?? '';
    const { root } = await open(new URL(back, action).href);
    const form = root.querySelector('form');
    assert.deepEqual(
      [form?.getAttribute('method'), form?.getAttribute('action')],
      ['post', 'https://shop.example/back'],
    );
    const inputs = form?.querySelectorAll('input').map((input) => {
      return [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''] as const;
    });
    assert.ok(isSealed(bench, Object.fromEntries(inputs ?? [])));
  });

  it('open codes and numbers in the wallet, and tell of what is over or unknown', async () => {
    const order = orderOf(bench, { txnSubType: '07', bizType: '000000' });
    const { qrCode = '' } = await ask(bench, 'back', order);
    const led = await open(qrCode);
    assert.equal(led.response.status, 302);
    const wallet = new URL(led.response.headers.get('location') ?? '', qrCode).href;
    assert.equal(bench.provider.walletUrl(qrCode), wallet);
    assert.ok((await open(wallet)).root.querySelector('form[method=post]'));
    await bench.clock.advance(20 * MINUTE_MS);
    assert.match((await open(wallet)).root.querySelector('[role=status]')?.text ?? '', /closed/);
    assert.equal((await open(bench.provider.walletUrl('nobody'))).response.status, 404);
    assert.ok((await open('https://qr.95516.com/sim/wallet')).root.querySelector('input[name=code]'));
    const hostile = `${bench.provider.walletUrl(qrCode)}&back=javascript:alert(1)`;
    assert.equal((await open(hostile)).root.querySelector('a[href^=javascript]'), null);
  });

  it('show a payer’s code, his bill and his vouchers', async () => {
    const page = await open('https://qr.95516.com/sim/payment-code', { payer: 'li-na', behaviour: 'needs-password' });
    assert.match(page.root.querySelector('[data-fact=payer-code]')?.text ?? '', /^62\d{17}$/);
    assert.equal((await open('https://qr.95516.com/sim/payment-code', { payer: 'nobody' })).response.status, 400);
    const tn = await openedPage(bench, orderOf(bench));
    await bench.provider.pay(tn, 'li-na', 'paid');
    const bill = await open(bench.provider.billUrl('li-na'));
    assert.equal(bill.response.headers.get('x-sim-profile'), 'unionpay-sim-profile/0');
    assert.equal(bill.root.querySelectorAll('[data-voucher=payment]').length, 1);
  });
});
