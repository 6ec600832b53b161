import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/time';
import type { BillResult } from '../protocols/protocol';
import { bearer, type CheckoutBench, MERCHANT_KEY, OPERATOR_KEY, openCheckoutBench, START } from '../test-bench';
import type { BillRow } from './entries';

const DAY = '2026-11-24';
/** Nine o'clock of the next morning: a day after the bench begins. */
const DUE = START + DAY_MS;
const AMOUNT = 12_850;
/** 0.6 % of it, half a fen upwards. */
const FEE = 77;

interface DayView {
  readonly balanced: boolean;
  readonly unexplained: number;
  readonly providers: ReadonlyArray<{
    readonly provider: string;
    readonly bill: { readonly state: string; readonly why: string | null; readonly rows: number };
    readonly matched: readonly string[];
    readonly differences: ReadonlyArray<{ readonly class: string; readonly standing: string; readonly key: string }>;
    readonly balanced: boolean;
    readonly owedFen: number;
  }>;
}

describe('the books of the reference checkout', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const operator = async <T>(method: string, path: string, body?: unknown) =>
    (await (await bench.call(method, path, body, bearer(OPERATOR_KEY))).json()) as T;
  const books = async (day = DAY) => {
    const view = await operator<DayView>('GET', `/api/books/${day}`);
    const first = view.providers.find(({ provider }) => provider === 'first');
    assert.ok(first);
    return { view, first };
  };
  const incidents = async () =>
    (await operator<{ incidents: Array<{ kind: string; subject: string }> }>('GET', '/api/incidents')).incidents;
  const state = async (orderNo: string) =>
    (await (await bench.call('GET', `/api/orders/${orderNo}`, undefined, bearer(MERCHANT_KEY))).json()) as {
      status: string;
      deliveries: number;
      deliveryStopped: string | null;
      refunds: Array<{ status: string }>;
    };

  /** An order whose payment the provider reports when it is asked. */
  const paidOrder = async (number: string): Promise<{ orderNo: string; paymentNo: string }> => {
    const { page, orderNo } = await bench.place(number);
    await bench.choose(page, 'first');
    const paymentNo = `${orderNo}A1`;
    const before = bench.providers.first.onQuery;
    const paidAt = bench.clock.now() + SECOND_MS;
    bench.providers.first.onQuery = (payment) =>
      payment.attemptNo === paymentNo ? paid(paymentNo, paidAt) : before(payment);
    return { orderNo, paymentNo };
  };
  const paid = (attemptNo: string, paidAt: number) =>
    ({
      kind: 'paid',
      attemptNo,
      tradeNo: 'T',
      amountFen: AMOUNT,
      payee: 'shop-at-first',
      application: 'app',
      paidAt,
    }) as const;
  const row = (paymentNo: string, more: Partial<BillRow> = {}): BillRow => ({
    kind: 'payment',
    paymentNo,
    tradeNo: 'T',
    amountFen: AMOUNT,
    feeFen: FEE,
    payee: 'shop-at-first',
    at: START + MINUTE_MS,
    state: 'done',
    ...more,
  });
  const bill = (...rows: BillRow[]) => {
    bench.providers.first.onBill = (day) => (day === DAY ? { kind: 'ready', rows } : { kind: 'empty' });
  };
  const billCalls = () =>
    bench.providers.first.calls.filter(({ call, number }) => call === 'bill' && number === DAY).map(({ at }) => at);

  it('fetch the bill when it is due, not before, and balance', async () => {
    const { paymentNo } = await paidOrder('N1');
    bill(row(paymentNo));
    await bench.clock.advanceTo(DUE - 1);
    assert.deepEqual(billCalls(), []);
    const early = await bench.call('POST', `/api/books/${DAY}/close`, undefined, bearer(OPERATOR_KEY));
    assert.equal(early.status, 409);
    await bench.clock.advance(1);
    assert.deepEqual(billCalls(), [DUE]);
    const { view, first } = await books();
    assert.deepEqual([view.balanced, view.unexplained], [true, 0]);
    assert.deepEqual(first.matched, [`payment ${paymentNo}`]);
    const own = await bench.call('GET', `/api/settlement/${DAY}`, undefined, bearer(MERCHANT_KEY));
    const { providers } = (await own.json()) as { providers: Array<Record<string, unknown>> };
    assert.deepEqual(providers[0], {
      provider: 'first',
      payee: 'shop-at-first',
      final: true,
      paidFen: AMOUNT,
      refundedFen: 0,
      feesFen: FEE,
      owedFen: AMOUNT - FEE,
    });
  });

  it('use nothing of a bill that cannot be used, and fetch it again until it can', async () => {
    const { paymentNo } = await paidOrder('N1');
    const answers: BillResult[] = [
      { kind: 'unusable', why: 'hash-differs' },
      { kind: 'not-yet' },
      { kind: 'unanswered', why: 'lost' },
      { kind: 'refused', code: 'NO_AUTH' },
      { kind: 'ready', rows: [row(paymentNo)] },
    ];
    bench.providers.first.onBill = (day) => (day === DAY ? (answers.shift() ?? { kind: 'empty' }) : { kind: 'empty' });
    await bench.clock.advanceTo(DUE);
    const { first } = await books();
    assert.deepEqual([first.bill, first.matched], [{ state: 'unusable', why: 'hash-differs', rows: 0 }, []]);
    await bench.clock.advance(2 * HOUR_MS);
    assert.deepEqual(
      billCalls(),
      [0, 1, 2, 3, 4].map((i) => DUE + i * 30 * MINUTE_MS),
    );
    assert.ok((await books()).view.balanced);
  });

  it('tell people when a bill has not come for a day, and go on asking once a day', async () => {
    bench.providers.first.onBill = () => ({ kind: 'refused', code: 'NO_AUTH' });
    await bench.clock.advance(4 * DAY_MS);
    assert.ok((await incidents()).some(({ kind, subject }) => kind === 'bill-missing' && subject === `first ${DAY}`));
    const asked = billCalls();
    assert.ok(asked.length > 48 && asked.length < 55, `${asked.length} times`);
  });

  it('make an order paid that only the bill knows to be paid', async () => {
    const { page, orderNo } = await bench.place('N1');
    await bench.choose(page, 'first');
    bench.providers.first.onQuery = () => ({ kind: 'unanswered', why: 'lost' });
    bench.providers.first.onClose = () => ({ kind: 'unanswered', why: 'lost' });
    bill(row(`${orderNo}A1`));
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(
      (await books()).first.differences.map(({ class: found, standing }) => [found, standing]),
      [['paid-at-provider-open-at-platform', 'open']],
    );
    bench.providers.first.onQuery = ({ attemptNo }) => paid(attemptNo, START + MINUTE_MS);
    await bench.clock.advance(30 * MINUTE_MS);
    assert.equal((await state(orderNo)).status, 'paid');
    await bench.clock.advance(30 * MINUTE_MS);
    assert.ok((await books()).view.balanced);
  });

  it('give back what was paid for an order that is closed', async () => {
    const { page, orderNo } = await bench.place('N1');
    await bench.choose(page, 'first');
    await bench.clock.advance(2 * HOUR_MS);
    assert.equal((await state(orderNo)).status, 'closed');
    bill(row(`${orderNo}A1`));
    bench.providers.first.onQuery = ({ attemptNo }) => paid(attemptNo, START + MINUTE_MS);
    await bench.clock.advanceTo(DUE + HOUR_MS);
    assert.deepEqual(
      (await state(orderNo)).refunds.map(({ status }) => status),
      ['done'],
    );
    assert.ok((await books()).view.balanced);
  });

  it('stop the delivery of what the provider does not know, and record an incident', async () => {
    const { orderNo } = await paidOrder('N1');
    await bench.clock.advance(MINUTE_MS);
    assert.equal((await state(orderNo)).deliveries, 1);
    bench.providers.first.onQuery = () => ({ kind: 'absent' });
    await bench.clock.advanceTo(DUE);
    assert.equal((await state(orderNo)).deliveryStopped, 'unknown-at-provider');
    assert.deepEqual(
      (await incidents()).map(({ kind }) => kind),
      ['paid-at-platform-unknown-at-provider'],
    );
    const { view } = await books();
    assert.deepEqual([view.balanced, view.unexplained], [false, 0]);
  });

  it('report what a provider settled twice', async () => {
    const { paymentNo } = await paidOrder('N1');
    bill(row(paymentNo), row(paymentNo));
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(
      (await incidents()).map(({ kind }) => kind),
      ['duplicate-settlement'],
    );
  });

  it('report what a provider settles again on another day', async () => {
    const { paymentNo } = await paidOrder('N1');
    bench.providers.first.onBill = (day) => ({
      kind: 'ready',
      rows: day <= '2026-11-25' ? [row(paymentNo, { at: START + (day === DAY ? 0 : DAY_MS) })] : [],
    });
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(await incidents(), []);
    await bench.clock.advance(DAY_MS);
    assert.deepEqual(
      (await incidents()).map(({ kind }) => kind),
      ['duplicate-settlement'],
    );
    assert.ok((await books()).view.balanced, 'the first day stays as it was');
  });

  it('find in the next day what a bill lacked, and ask people when it is not there either', async () => {
    const { paymentNo } = await paidOrder('N1');
    bench.providers.first.onBill = () => ({ kind: 'empty' });
    await bench.clock.advanceTo(DUE);
    const standing = async () =>
      (await books()).first.differences.map(({ class: found, standing: now }) => [found, now]);
    assert.deepEqual(await standing(), [['missing-at-provider', 'waiting']]);
    bench.providers.first.onBill = () => ({ kind: 'ready', rows: [row(paymentNo, { at: START + DAY_MS })] });
    await bench.clock.advance(DAY_MS);
    assert.deepEqual(await standing(), [['missing-at-provider', 'settled']]);
  });

  it('are closed by an operator as soon as the bill is published', async () => {
    const { paymentNo } = await paidOrder('N1');
    bench.providers.first.onBill = (day) => (day === DAY ? { kind: 'not-yet' } : { kind: 'empty' });
    await bench.clock.advanceTo(DUE);
    bill(row(paymentNo));
    const closed = await operator<DayView>('POST', `/api/books/${DAY}/close`);
    assert.ok(closed.balanced);
    assert.deepEqual(billCalls(), [DUE, DUE]);
  });

  it('survive a crash between the bill and the books', async () => {
    const { paymentNo } = await paidOrder('N1');
    bench.providers.first.onBill = () => {
      bill(row(paymentNo));
      void bench.checkout.crash();
      return { kind: 'ready', rows: [] };
    };
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(billCalls(), [DUE, DUE]);
    assert.ok((await books()).view.balanced);
  });

  it('make up for days on which the checkout was not there', async () => {
    bench.checkout.stop();
    await bench.clock.advance(3 * DAY_MS);
    await bench.checkout.crash();
    await bench.clock.settle();
    const days = bench.providers.first.calls.filter(({ call }) => call === 'bill').map(({ number }) => number);
    assert.deepEqual(days, [DAY, '2026-11-25', '2026-11-26']);
  });

  it('record an outage the moment that it lasts longer than two hours', async () => {
    const service = (inService: boolean) => operator('PUT', '/api/providers/first', { inService });
    await service(false);
    await bench.clock.advance(2 * HOUR_MS);
    assert.deepEqual(await incidents(), []);
    await bench.clock.advance(1);
    assert.deepEqual(
      (await incidents()).map(({ kind }) => kind),
      ['interruptionSeconds'],
    );
    await service(true);
    await service(false);
    await bench.clock.advance(2 * HOUR_MS);
    assert.equal((await incidents()).length, 1);
  });

  it('take reports of operators, and nobody else’s', async () => {
    const leak = (customers: number) => ({ subject: `leak of ${customers}`, measured: { leakedCustomers: customers } });
    const send = (body: unknown, key = OPERATOR_KEY) => bench.call('POST', '/api/incidents', body, bearer(key));
    assert.equal((await send(leak(501), MERCHANT_KEY)).status, 401);
    assert.deepEqual([(await send(leak(500))).status, (await send(leak(501))).status], [200, 201]);
    assert.equal((await send({ subject: 'x', measured: { lostHours: 1 } })).status, 400);
    assert.equal((await incidents()).length, 1);
    assert.equal((await bench.call('GET', '/api/incidents')).status, 401);
    assert.equal((await bench.call('GET', `/api/books/${DAY}`)).status, 401);
    assert.equal((await bench.call('GET', '/api/books/today', undefined, bearer(OPERATOR_KEY))).status, 404);
  });
});
