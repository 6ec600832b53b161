import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, rfc3339 } from '../kernel/time';
import {
  bearer,
  type CheckoutBench,
  FORM,
  MERCHANT_KEY,
  OPERATOR_KEY,
  OTHER_KEY,
  openCheckoutBench,
  START,
} from './test-bench';

type Json = Record<string, unknown>;

describe('the terms of a checkout', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    assert.deepEqual(bench.troubles, []);
    bench.close();
  });

  const say = async (method: string, path: string, key: string, body?: unknown): Promise<[number, Json]> => {
    const reply = await bench.call(method, path, body, bearer(key));
    return [reply.status, (await reply.json()) as Json];
  };
  const announce = (more: Record<string, unknown>, key = OPERATOR_KEY) =>
    say('POST', '/api/announcements', key, { text: { en: 'A change.', zh: '变更。' }, ...more });
  const cashier = async (page: string) => (await bench.call('GET', `${page}?lang=en`)).text();
  const codeOf = ([status, { error }]: [number, Json]) => [status, (error as Json | undefined)?.['code']];

  it('takes a discount of the merchant to the payment, its refund and its limit', async () => {
    await say('PUT', '/api/methods/first/discount', MERCHANT_KEY, { amountFen: 350 });
    const { page, orderNo } = await bench.place('N1');
    const shown = await cashier(page);
    assert.match(shown, /You pay ¥125\.00: discount ¥3\.50, funded by the merchant/);
    assert.match(shown, /id="price-second">You pay ¥128\.50</);
    bench.providers.first.onQuery = ({ attemptNo }) => ({
      kind: 'paid',
      attemptNo,
      tradeNo: 'T1',
      amountFen: 12_500,
      payee: 'shop-at-first',
      application: 'app',
      paidAt: START,
    });
    assert.equal((await bench.choose(page, 'first')).status, 303);
    await bench.clock.advance(6_000);
    const refund = (refundNo: string, amountFen: number) =>
      say('POST', `/api/orders/${orderNo}/refunds`, MERCHANT_KEY, { refundNo, amountFen });
    assert.deepEqual(codeOf(await refund('R1', 12_501)), [409, 'refund-exceeds']);
    assert.equal((await refund('R2', 12_500))[0], 202);
  });

  it('does not apply a discount that would leave nothing to pay', async () => {
    await say('PUT', '/api/methods/first/discount', MERCHANT_KEY, { amountFen: 12_850 });
    const { page } = await bench.place('N1');
    assert.doesNotMatch(await cashier(page), /discount/);
    const [, other] = await say('PUT', '/api/providers/second/discount', OPERATOR_KEY, {
      party: 'platform',
      amountFen: 1,
    });
    assert.equal(other['party'], 'platform');
    assert.match(await cashier(page), /You pay ¥128\.49: discount ¥0\.01, funded by the platform/);
  });

  it('refuses a confirmation that the page did not ask for, and changes nothing', async () => {
    const { page, orderNo } = await bench.place('N1');
    for (const body of ['method=first', 'method=first&shown-first=', 'method=first&shown-second=x', 'method=nobody']) {
      const reply = await bench.call('POST', `${page}/choose`, body, FORM);
      assert.equal(reply.status, 200, body);
      assert.match(await reply.text(), /role="alert"/, body);
    }
    const [, { payments }] = await say('GET', `/api/orders/${orderNo}`, MERCHANT_KEY);
    assert.deepEqual(payments, []);
  });

  it('changes a price only before anybody pays, and still knows the order by what it was placed with', async () => {
    const { page, orderNo } = await bench.place('N1');
    const reprice = (amountFen: unknown, key = MERCHANT_KEY) =>
      say('PUT', `/api/orders/${orderNo}/price`, key, { amountFen });
    assert.deepEqual(codeOf(await reprice(100, OTHER_KEY)), [404, 'no-such-order']);
    assert.deepEqual(codeOf(await reprice(0)), [400, 'invalid']);
    assert.equal((await reprice(10_000))[1]['amountFen'], 10_000);
    assert.equal((await bench.place('N1')).orderNo, orderNo);
    await bench.choose(page, 'first');
    assert.deepEqual(codeOf(await reprice(9_000)), [409, 'payment-under-way']);
    await bench.clock.advance(2 * HOUR_MS);
    assert.deepEqual(codeOf(await reprice(9_000)), [409, 'order-not-open']);
  });

  it('takes announcements of operators only, and only whole ones', async () => {
    const effectiveAt = rfc3339(START + 30 * DAY_MS);
    const fee = { change: 'fee', provider: 'first', amountFen: 100, effectiveAt };
    assert.deepEqual(codeOf(await announce(fee, MERCHANT_KEY)), [401, 'unknown-key']);
    assert.deepEqual(codeOf(await announce({ ...fee, provider: 'nobody' })), [404, 'no-such-provider']);
    const wrong = [
      { ...fee, amountFen: undefined },
      { ...fee, amountFen: 1.5 },
      { ...fee, effectiveAt: 'soon' },
      { ...fee, change: 'mood' },
      { ...fee, change: 'platform-rule' },
      { ...fee, until: effectiveAt },
      { ...fee, text: { en: 'English alone' } },
    ];
    for (const body of wrong) assert.deepEqual(codeOf(await announce(body)), [400, 'invalid'], JSON.stringify(body));
    assert.equal((await announce(fee))[0], 201);
  });

  it('lets a fee begin and end on its announced days', async () => {
    const fee = (days: number, amountFen: number) =>
      announce({ change: 'fee', provider: 'first', amountFen, effectiveAt: rfc3339(START + days * DAY_MS) });
    assert.equal((await fee(30, 100))[0], 201);
    assert.equal((await fee(40, 0))[0], 201);
    const seen: boolean[] = [];
    for (const [i, days] of [30 - 1 / 24, 30, 39, 40].entries()) {
      await bench.clock.advanceTo(START + days * DAY_MS);
      const { page } = await bench.place(`N${i}`);
      seen.push((await cashier(page)).includes('fee ¥1.00, charged by the payment provider'));
    }
    assert.deepEqual(seen, [false, true, true, false]);
  });

  it('takes a method out for the announced stop, and back when it is over', async () => {
    const [begin, end] = [START + 10 * DAY_MS, START + 11 * DAY_MS];
    const stop = { change: 'planned-stop', provider: 'first', effectiveAt: rfc3339(begin), until: rfc3339(end) };
    assert.equal((await announce(stop))[0], 201);
    const offered: boolean[] = [];
    for (const [i, at] of [begin - 1, begin, end - 1, end].entries()) {
      await bench.clock.advanceTo(at);
      const { page } = await bench.place(`N${i}`);
      offered.push((await cashier(page)).includes('value="first"'));
    }
    assert.deepEqual(offered, [true, false, false, true]);
  });

  it('says when a calendar ends, and does not guess', async () => {
    await bench.clock.advanceTo(Date.parse('2027-01-25T09:00:00+08:00'));
    const effectiveAt = '2027-03-01T00:00:00+08:00';
    const stop = { change: 'planned-stop', provider: 'first', effectiveAt };
    assert.deepEqual(codeOf(await announce(stop)), [409, 'calendar-ends']);
  });

  it('keeps every choice of a merchant, and shows each merchant its own', async () => {
    await bench.clock.advance(HOUR_MS);
    await say('PUT', '/api/methods/first', MERCHANT_KEY, { enabled: false });
    const [, { methods }] = await say('GET', '/api/methods', MERCHANT_KEY);
    assert.deepEqual(methods, [
      { provider: 'first', enabled: false, chosenAt: rfc3339(START + HOUR_MS) },
      { provider: 'second', enabled: true, chosenAt: rfc3339(START) },
    ]);
    const [, others] = await say('GET', '/api/methods', OTHER_KEY);
    assert.deepEqual((others['methods'] as Json[])[0]?.['enabled'], true);
    assert.deepEqual(codeOf(await say('GET', '/api/methods', 'nobody')), [401, 'unknown-key']);
  });

  it('switches the personal list of known payers alone, and survives what is no switch', async () => {
    const known = await bench.place('N1', { payerId: 'li-na' });
    await bench.choose(known.page, 'second');
    const later = await bench.place('N2', { payerId: 'li-na' });
    const order = async (page: string) =>
      [...(await cashier(page)).matchAll(/value="(first|second)"/g)].map(([, id]) => id);
    assert.deepEqual(await order(later.page), ['second', 'first']);
    for (const body of ['', 'personal=perhaps', 'personal=%00']) {
      assert.equal((await bench.call('POST', `${later.page}/list`, body, FORM)).status, 303);
    }
    assert.deepEqual(await order(later.page), ['second', 'first']);
    await bench.call('POST', `${later.page}/list`, 'personal=off', FORM);
    assert.deepEqual(await order(later.page), ['first', 'second']);
    assert.match(await cashier(later.page), /data-personal="off"/);
    const unknown = await bench.place('N3');
    assert.doesNotMatch(await cashier(unknown.page), /data-personal/);
  });
});
