import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { MINUTE_MS } from '../../kernel/time';
import { NoPayerCodes } from '../engine/payer-codes';
import type { SimProvider } from '../sim-profile/provider';
import { openSimBench, type SimBench } from '../sim-profile/tests/bench';
import { banks } from '.';
import { BANKS, BankSide } from './side';

let on: SimBench<SimProvider>;
const CASHIER = 'https://cashier.bank-sim.example/sim/cashier';
const [first, second] = BANKS;

async function open(address: string, language = 'en'): Promise<string> {
  const headers = { 'accept-language': language };
  return (await on.provider.fetch(new Request(new URL(address, CASHIER), { headers }))).text();
}

async function press(body: Record<string, string>): Promise<{ status: number; text: string }> {
  const headers = { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers, body: new URLSearchParams(body).toString() };
  const response = await on.provider.fetch(new Request(CASHIER, init));
  return { status: response.status, text: await response.text() };
}

const bankSide = (): BankSide => {
  assert.ok(on.provider.side instanceof BankSide);
  return on.provider.side;
};
const hrefs = (text: string) =>
  [...text.matchAll(/<a class="onward" href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
const codeOf = () => on.trade('B1')?.credential ?? '';

describe('the bank cashier', () => {
  beforeEach(async () => {
    on = await openSimBench(banks);
    await on.client.order('B1', { present: 'CASHIER_PAGE', returnUrl: 'https://shop.example/back' });
  });

  it('shows every bank alike, with payee and amount, and decides for nobody', async () => {
    const page = await open(`${CASHIER}?code=${codeOf()}`);
    assert.match(page, /tea-house/);
    assert.match(page, /¥128\.50/);
    assert.equal(hrefs(page).length, BANKS.length);
    for (const { name } of BANKS) assert.ok(page.includes(name.en), name.en);
    assert.doesNotMatch(page, /<form/);
    const chinese = await open(`${CASHIER}?code=${codeOf()}`, 'zh');
    assert.match(chinese, /请选择付款银行/);
    for (const { name } of BANKS) assert.ok(chinese.includes(name.zh), name.zh);
  });

  it('leads to the chosen bank, where the payer pays from that bank’s account', async () => {
    const [, href = ''] = hrefs(await open(`${CASHIER}?code=${codeOf()}`));
    const page = await open(href);
    assert.ok(page.includes(second?.name.en ?? ''));
    assert.match(page, new RegExp(`name="institution" value="${second?.id}"`));
    const seal = /name="seal" value="([0-9a-f]+)"/.exec(page)?.[1] ?? '';
    const { password } = on.provider.side.secrets('li-na', second?.id);
    const wish = { code: codeOf(), institution: second?.id ?? '', payer: 'li-na', outcome: 'paid', seal };
    const elsewhere = on.provider.side.secrets('li-na', first?.id).password;
    assert.match((await press({ ...wish, password: elsewhere })).text, /Not paid/);
    assert.match((await press({ ...wish, seal: 'f'.repeat(32), password })).text, /Not paid/);
    const done = await press({ ...wish, password });
    assert.match(done.text, /class="done">Paid/);
    assert.match(done.text, /https:\/\/shop\.example\/back/);
    assert.equal(on.trade('B1')?.paidFrom, second?.id);
    const told = (await on.client.query('B1')).body;
    assert.deepEqual([told['payerBank'], told['state']], [second?.id, 'SUCCESS']);
    assert.match(String(told['payerAccount']), /^\d{4}\*{11}\d{4}$/);
    assert.match((await press({ ...wish, password })).text, /Paid already/);
  });

  it('takes nothing that it did not offer', async () => {
    const wish = { code: codeOf(), institution: second?.id ?? '', payer: 'li-na', outcome: 'paid' };
    for (const wrong of [{ institution: 'nowhere' }, { payer: 'nobody' }, { outcome: 'stolen' }]) {
      assert.equal((await press({ ...wish, ...wrong })).status, 400, JSON.stringify(wrong));
    }
    assert.match((await press({ ...wish, code: 'nothing' })).text, /there is no such payment/);
    assert.match(await open(`${CASHIER}?code=${codeOf()}&institution=nowhere`), /Pay from an account at/);
    assert.equal(on.trade('B1')?.status, 'open');
  });

  it('lets a payer who gave up at one bank pay at another', async () => {
    const wish = { code: codeOf(), payer: 'li-na' };
    await press({ ...wish, institution: first?.id ?? '', outcome: 'declined' });
    bankSide().change('li-na', first?.id ?? '', 'frozen');
    const frozen = await press({ ...wish, institution: first?.id ?? '', outcome: 'paid' });
    assert.match(frozen.text, /frozen; choose another way to pay/);
    assert.match((await press({ ...wish, institution: second?.id ?? '', outcome: 'paid' })).text, /Paid/);
  });

  it('finds each payment in the payer’s bill, whichever bank paid it', async () => {
    await press({ code: codeOf(), institution: second?.id ?? '', payer: 'li-na', outcome: 'paid' });
    await on.client.order('B2', { present: 'CASHIER_PAGE' });
    await on.pay('B2');
    const bill = await open(on.provider.billUrl('li-na'));
    assert.equal([...bill.matchAll(/data-voucher="payment"/g)].length, 2);
    assert.equal(on.trade('B2')?.paidFrom, first?.id);
  });

  it('cannot give back to an account that was closed; another of the payer changes nothing', async () => {
    await press({ code: codeOf(), institution: second?.id ?? '', payer: 'li-na', outcome: 'paid' });
    bankSide().change('li-na', first?.id ?? '', 'closed');
    await on.client.refund('B1', 'R1', 100);
    await on.clock.advance(MINUTE_MS);
    assert.equal((await on.client.queryRefund('R1')).body['state'], 'SUCCESS');
    bankSide().change('li-na', second?.id ?? '', 'closed');
    await on.client.refund('B1', 'R2', 100);
    await on.clock.advance(MINUTE_MS);
    assert.equal((await on.client.queryRefund('R2')).body['state'], 'FAILED');
  });

  it('shows no codes, and its profile says why', () => {
    assert.throws(() => on.provider.showCode('li-na', 'pays'), NoPayerCodes);
    assert.match(on.provider.profile.settings['payerCodes']?.source ?? '', /UnionPay network/);
  });
});
