import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time';
import { bearer, type CheckoutBench, FORM, MERCHANT_KEY, openCheckoutBench, QUERY_AFTER_MS, START } from './test-bench';
import { confirmationOf } from './web/confirmation';

describe('what the checkout does by itself', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    assert.deepEqual(bench.troubles, []);
    bench.close();
  });

  const choose = async (page: string, method = 'first') => {
    const reply = await bench.choose(page, method);
    assert.equal(reply.status, 303);
  };
  const questions = () =>
    bench.providers.first.calls.filter(({ call }) => call === 'query').map(({ at }) => at - START);
  const state = async (orderNo: string) =>
    (await bench.call('GET', `/api/orders/${orderNo}`, undefined, bearer(MERCHANT_KEY))).json() as Promise<{
      status: string;
      deliveries: number;
      refunds: Array<{ status: string }>;
    }>;
  const paidBy = (attemptNo: string) => ({
    kind: 'paid' as const,
    attemptNo,
    tradeNo: 'T1',
    amountFen: 12_850,
    payee: 'shop-at-first',
    application: 'app',
    paidAt: START,
  });

  it('asks for a result exactly when the provider’s schedule says, and no more after it', async () => {
    const { page } = await bench.place('N1');
    await choose(page);
    await bench.clock.advance(HOUR_MS - SECOND_MS);
    assert.deepEqual(questions(), QUERY_AFTER_MS);
  });

  it('names the payer’s own address to the provider, never that of this machine', async () => {
    // WeChat Pay's sheet 9, no. 14: an H5 page for 127.0.0.1 opens for nobody.
    const named = async (number: string, forwarded: Record<string, string>) => {
      const { page } = await bench.place(number);
      const confirmation = confirmationOf(await (await bench.call('GET', page)).text(), 'first');
      await bench.call('POST', `${page}/choose`, confirmation, { ...FORM, ...forwarded });
      return bench.providers.first.started.at(-1)?.payerIp;
    };
    for (const [hops, ip] of [
      ['198.51.100.4, 10.0.0.1', '198.51.100.4'],
      ['2001:db8::7', '2001:db8::7'],
      ['127.0.0.1', '203.0.113.7'],
      ['127.8.9.1', '203.0.113.7'],
      ['::1', '203.0.113.7'],
      ['::ffff:127.0.0.1', '203.0.113.7'],
      ['unknown', '203.0.113.7'],
      ['', '203.0.113.7'],
    ] as const) {
      assert.equal(await named(`IP ${hops}`.replaceAll(/[^\w]/g, '-'), { 'x-forwarded-for': hops }), ip, hops);
    }
    assert.equal(await named('IP-NONE', {}), '203.0.113.7');
  });

  it('stops asking as soon as it knows', async () => {
    const { page, orderNo } = await bench.place('N1');
    await choose(page);
    await bench.clock.advance(6 * SECOND_MS);
    bench.providers.first.onQuery = ({ attemptNo }) => paidBy(attemptNo);
    await bench.clock.advance(2 * HOUR_MS);
    assert.deepEqual(questions(), QUERY_AFTER_MS.slice(0, 2));
    const { status, deliveries } = await state(orderNo);
    assert.deepEqual({ status, deliveries }, { status: 'paid', deliveries: 1 });
  });

  it('asks once at a restart and keeps to the schedule, however often it restarts', async () => {
    const { page } = await bench.place('N1');
    await choose(page);
    await bench.clock.advance(MINUTE_MS);
    for (let restart = 0; restart < 5; restart += 1) await bench.checkout.crash();
    await bench.clock.settle();
    assert.deepEqual(questions(), [5_000, 30_000, 60_000]);
    await bench.clock.advance(HOUR_MS - MINUTE_MS - SECOND_MS);
    assert.deepEqual(questions(), [5_000, 30_000, 60_000, 180_000]);
  });

  it('asks one question where a restart has made two of it', async () => {
    const { page, orderNo } = await bench.place('N1');
    await choose(page);
    const { store } = bench.checkout.service;
    const attemptNo = store.order(orderNo)?.attempts[0]?.attemptNo ?? '';
    for (let i = 0; i < 2; i += 1) store.enqueue(orderNo, { type: 'query', attemptNo, look: 0, at: START + 5_000 });
    await bench.clock.advance(HOUR_MS - SECOND_MS);
    assert.deepEqual(questions(), QUERY_AFTER_MS);
  });

  it('learns at a restart what happened while it was not there', async () => {
    const { page, orderNo } = await bench.place('N1');
    await choose(page);
    bench.providers.first.onQuery = ({ attemptNo }) => paidBy(attemptNo);
    await bench.checkout.crash();
    await bench.clock.settle();
    assert.equal((await state(orderNo)).status, 'paid');
  });

  it('performs after a restart what it had not finished, under the same number', async () => {
    const { page, orderNo } = await bench.place('N1');
    bench.providers.first.onQuery = ({ attemptNo }) => paidBy(attemptNo);
    await choose(page);
    await bench.clock.advance(MINUTE_MS);
    bench.providers.first.onRefund = () => {
      void bench.checkout.crash();
      return { kind: 'done' };
    };
    const body = { refundNo: 'R1', amountFen: 100 };
    await bench.call('POST', `/api/orders/${orderNo}/refunds`, body, bearer(MERCHANT_KEY)).catch(() => undefined);
    bench.providers.first.onRefund = () => ({ kind: 'done' });
    await bench.clock.settle();
    const refunds = bench.providers.first.calls.filter(({ call }) => call === 'refund').map(({ number }) => number);
    assert.deepEqual(refunds, [`${orderNo}RR1`, `${orderNo}RR1`]);
    assert.deepEqual(
      (await state(orderNo)).refunds.map(({ status }) => status),
      ['done'],
    );
  });

  it('puts an effect off that meets an error of its own, and neither loses it nor runs in a circle', async () => {
    const { page } = await bench.place('N1');
    const { onStart } = bench.providers.first;
    bench.providers.first.onStart = () => {
      throw new Error('nobody foresaw this');
    };
    await choose(page);
    await bench.clock.advance(30 * SECOND_MS);
    assert.equal(bench.troubles.splice(0).length, 1);
    bench.providers.first.onStart = onStart;
    await bench.clock.advance(MINUTE_MS);
    const { status, headers } = await bench.call('GET', `${page}/go`);
    assert.deepEqual([status, headers.get('location')], [200, null]);
  });
});
