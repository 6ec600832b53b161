import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { type CodeBehaviour, NoPayerCodes } from '../../engine/payer-codes';
import { type Bench, ORDER, openBench, stateOf } from './bench';

const { orderType: _, ...CHARGE } = ORDER;

const read = (bench: Bench, token: string, more: Readonly<Record<string, string>> = {}) =>
  bench.call('fkmPay', { ...CHARGE, device: 'T1', token, ...more });
const show = (bench: Bench, behaviour: CodeBehaviour) => bench.provider.showCode('li-na', behaviour).code;

describe('payers’ codes', () => {
  it('have 18 digits that begin with 18, and pay at once', async () => {
    const bench = await openBench();
    const token = show(bench, 'pays');
    assert.match(token, /^18\d{16}$/);
    const { code, elements } = await read(bench, token, { note: '备注' });
    assert.deepEqual(
      [code, elements['status'], elements['amount'], elements['note']],
      ['000000', '2', '12850', '备注'],
    );
    assert.deepEqual(elements['payList'], {
      pay: { payType: '2', amount: '12850', currency: 'CNY', tradeTime: '20261124090000' },
    });
    await bench.clock.settle();
    assert.equal(bench.told().elements['status'], '2');
  });

  it('serve one order: the same again is answered the same, another is refused', async () => {
    const bench = await openBench();
    const token = show(bench, 'pays');
    await read(bench, token);
    assert.equal((await read(bench, token)).elements['status'], '2');
    assert.equal((await read(bench, token, { tradeNum: 'HARNESS0002' })).code, 'JPGT100006');
    assert.equal((await read(bench, show(bench, 'pays'))).code, 'JMPT200071');
    assert.equal(bench.provider.ledger.postings().length, 1);
  });

  it('that nobody showed, or too long ago, or of another scheme, are refused', async () => {
    const bench = await openBench();
    const old = show(bench, 'pays');
    await bench.clock.advance(MINUTE_MS + 1);
    for (const token of [old, `18${'0'.repeat(16)}`, '621234567890123456', '18123', 'x']) {
      const { code, desc } = await read(bench, token);
      assert.deepEqual([code, desc], ['JPGT100006', '传入必须的参数错误:token'], token);
    }
    assert.equal((await bench.call('query', { tradeNum: 'HARNESS0001', tradeType: '0' })).code, 'RFND000003');
    const none = await openBench({ settings: { payerCodes: 'none' } });
    assert.throws(() => show(none, 'pays'), NoPayerCodes);
    assert.equal((await read(none, `18${'1'.repeat(16)}`)).code, 'JPGT100006');
  });

  it('of a slow payer answer state 1, and a notice follows', async () => {
    const bench = await openBench();
    assert.equal((await read(bench, show(bench, 'needs-password'))).elements['status'], '1');
    assert.equal(await stateOf(bench), '1');
    const [trade] = bench.provider.book.trades();
    const page = await (await bench.get(bench.provider.walletUrl(trade?.credential ?? ''))).text();
    assert.match(page, /<option value="li-na">/);
    assert.doesNotMatch(page, /<option value="wang-wei">/);
    assert.equal(await bench.provider.pay(trade?.credential ?? '', 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid'), undefined);
    await bench.clock.settle();
    assert.equal(bench.told().elements['status'], '2');
  });

  it('of a payer without money, or who declines, or never answers, have failed', async () => {
    const poor = await openBench();
    const token = show(poor, 'insufficient-balance');
    for (let i = 0; i < 2; i += 1) assert.equal((await read(poor, token)).code, 'JMPT200011');
    assert.equal(await stateOf(poor), '3');
    const slow = await openBench();
    await read(slow, show(slow, 'never-confirms'));
    await slow.clock.advance(2 * MINUTE_MS);
    assert.equal(await stateOf(slow), '3');
    const unwilling = await openBench();
    await read(unwilling, show(unwilling, 'needs-password'));
    const [trade] = unwilling.provider.book.trades();
    await unwilling.provider.pay(trade?.credential ?? '', 'li-na', 'declined');
    assert.equal(await stateOf(unwilling), '3');
  });

  it('ask for a password from a sum on', async () => {
    const bench = await openBench();
    assert.equal((await read(bench, show(bench, 'pays'), { amount: '99999' })).elements['status'], '2');
    assert.equal((await read(bench, show(bench, 'pays'), { amount: '100000', tradeNum: 'X' })).elements['status'], '1');
  });

  it('stand on a page of the wallet', async () => {
    const bench = await openBench();
    const address = 'https://h5pay.jd.com/sim/payment-code';
    assert.equal((await bench.get(`${address}?payer=li-na`)).status, 200);
    const body = new URLSearchParams({ payer: 'li-na', behaviour: 'pays' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const shown = await bench.network.receive(bench.provider, new Request(address, { method: 'POST', headers, body }));
    assert.equal(shown.headers.get('x-sim-profile'), 'jdpay-sim-profile/0');
    const [, token = ''] = /data-fact="payer-code">(\d+)</.exec(await shown.text()) ?? [];
    assert.equal((await read(bench, token)).elements['status'], '2');
  });
});
