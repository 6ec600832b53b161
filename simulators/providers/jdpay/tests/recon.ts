import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { type Bench, ORDER, paidOrder, REFUND } from './bench';

const PATH = '/sim/recon';
const ask = (bench: Bench, billDate = '20261124', kit = bench.kit) => bench.call(PATH, { billDate }, { kit });

/** A day with a payment, a refund, and money that went back because its order was revoked. */
async function day(): Promise<Bench> {
  const bench = await paidOrder();
  await bench.call('refund', REFUND);
  await bench.call('uniorder', { ...ORDER, tradeNum: 'HARNESS0002', amount: '1000' });
  const trade = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, 'HARNESS0002');
  await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid');
  await bench.call('revoke', { tradeNum: 'V2', oTradeNum: 'HARNESS0002', amount: '1000', currency: 'CNY' });
  await bench.clock.advance(MINUTE_MS);
  return bench;
}

describe('bills of a day, a profile of our own', () => {
  it('have every movement of one merchant, with its fee, and say whose profile they are', async () => {
    const bench = await day();
    bench.provider.closeDay('2026-11-24');
    const { elements, response } = await ask(bench);
    assert.equal(response.headers.get('x-sim-profile'), 'jdpay-sim-recon/0');
    const file = await bench.get(String(elements['url']));
    assert.equal(file.headers.get('x-sim-profile'), 'jdpay-sim-recon/0');
    const text = await file.text();
    const { merchant } = bench.kit.account;
    assert.deepEqual(text.split('\n'), [
      'merchant,tradeNum,oTradeNum,tradeType,amount,fee,status,finishTime',
      `${merchant},HARNESS0001,,0,12850,77,2,20261124090000`,
      `${merchant},HARNESS0002,,0,1000,6,2,20261124090000`,
      `${merchant},HARNESS0001R1,HARNESS0001,1,2850,0,1,20261124090003`,
      `${merchant},V2,HARNESS0002,2,1000,0,1,20261124090003`,
      '',
    ]);
    assert.equal(elements['sha256'], createHash('sha256').update(text).digest('hex'));
    assert.deepEqual([elements['rows'], elements['size']], ['4', String(Buffer.byteLength(text))]);
    const { elements: other } = await ask(bench, '20261124', bench.other);
    assert.equal(other['rows'], '0');
  });

  it('are there from nine in the morning of the next day', async () => {
    const bench = await day();
    assert.equal((await ask(bench)).code, 'SIMR000002');
    await bench.clock.advanceTo(Date.parse('2026-11-25T00:00:00+08:00'));
    assert.equal((await ask(bench)).code, 'SIMR000001');
    await bench.clock.advance(9 * HOUR_MS);
    assert.equal((await ask(bench)).code, '000000');
    assert.equal((await ask(bench, '20261125')).code, 'SIMR000002');
    assert.equal((await ask(bench, '20260230')).code, 'SIMR000002');
    assert.equal((await ask(bench, '2026-1-1')).code, 'JPGT100006');
  });

  it('have addresses that nobody can guess and that die', async () => {
    const bench = await day();
    await bench.clock.advance(DAY_MS);
    const url = String((await ask(bench)).elements['url']);
    assert.equal((await bench.get(`${url}0`)).status, 403);
    assert.equal((await bench.get(url)).status, 200);
    await bench.clock.advance(MINUTE_MS);
    assert.equal((await bench.get(url)).status, 403);
  });
});
