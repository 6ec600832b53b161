import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../kernel/time';
import type { PaidFacts, PaymentRef } from '../protocols/protocol';
import {
  bearer,
  type CheckoutBench,
  MERCHANT_KEY,
  OPERATOR_KEY,
  OTHER_KEY,
  openCheckoutBench,
  START,
} from '../test-bench';
import type { BillRow } from './entries';

const DAY = '2026-11-24';
/** Nine o'clock of the next morning: a day after the bench begins. */
const DUE = START + DAY_MS;
const ORDER = {
  combinedOrderNo: 'C1',
  currency: 'CNY',
  description: '合并订单',
  payerId: 'li-na',
  parts: [
    { merchantId: 'shop', merchantOrderNo: 'S1', amountFen: 3_000, description: '茶' },
    { merchantId: 'other', merchantOrderNo: 'X1', amountFen: 2_050, description: '书' },
  ],
};

/** What the scripted provider says of a combined payment that is paid. */
const paid = ({ attemptNo, payee, parts = [] }: PaymentRef): PaidFacts => ({
  kind: 'paid',
  attemptNo,
  tradeNo: 'T',
  amountFen: 5_050,
  payee,
  application: 'app',
  paidAt: START,
  parts: parts.map(({ description: _, ...part }, index) => ({ ...part, tradeNo: `T${index + 1}` })),
});

interface DayView {
  readonly balanced: boolean;
  readonly unexplained: number;
  readonly providers: ReadonlyArray<{
    readonly provider: string;
    readonly matched: readonly string[];
    readonly paidFen: number;
    readonly refundedFen: number;
    readonly differences: ReadonlyArray<{
      readonly class: string;
      readonly key: string;
      readonly standing: string;
      readonly orderNo: string | null;
      readonly platformFen: number | null;
      readonly providerFen: number | null;
    }>;
  }>;
}

describe('the books of an order that several merchants share', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const read = async <T>(path: string, key: string) =>
    (await (await bench.call('GET', path, undefined, bearer(key))).json()) as T;
  const books = async (day = DAY) => {
    const view = await read<DayView>(`/api/books/${day}`, OPERATOR_KEY);
    const first = view.providers.find(({ provider }) => provider === 'first');
    assert.ok(first);
    return { view, first };
  };
  const differences = async (day = DAY) =>
    (await books(day)).first.differences.map(({ class: found, key, standing }) => [found, key, standing]);
  const settlement = async (key: string) => {
    const { providers } = await read<{ providers: Array<Record<string, unknown>> }>(`/api/settlement/${DAY}`, key);
    return providers.find(({ provider }) => provider === 'first');
  };

  const paidOrder = async () => {
    const reply = await bench.call('POST', '/api/combined-orders', ORDER, bearer(OPERATOR_KEY));
    const { orderNo, cashierUrl } = (await reply.json()) as { orderNo: string; cashierUrl: string };
    const page = new URL(cashierUrl).pathname;
    await bench.choose(page, 'first');
    bench.providers.first.onQuery = paid;
    await bench.call('GET', `${page}/return`);
    await bench.clock.settle();
    return { orderNo, page, one: `${orderNo}A1P1`, two: `${orderNo}A1P2` };
  };
  /** The second merchant gives back some of its own part. @returns The number under which the provider has it. */
  const refund = async (orderNo: string, amountFen = 500): Promise<string> => {
    await bench.call('POST', `/api/orders/${orderNo}/refunds`, { refundNo: 'R1', amountFen }, bearer(OTHER_KEY));
    await bench.clock.settle();
    return bench.providers.first.refunds.at(-1)?.refundNo ?? '';
  };
  const row = (paymentNo: string, payee: string, amountFen: number, more: Partial<BillRow> = {}): BillRow => ({
    kind: 'payment',
    paymentNo,
    tradeNo: `T${paymentNo.at(-1)}`,
    amountFen,
    feeFen: Math.round((amountFen * 6) / 1_000),
    payee,
    at: START + MINUTE_MS,
    state: 'done',
    ...more,
  });
  const rowsOf = ({ one, two }: { one: string; two: string }) =>
    [row(one, 'shop-at-first', 3_000), row(two, 'other-at-first', 2_050)] as const;
  const bill = (...rows: BillRow[]) => {
    bench.providers.first.onBill = (day) => (day === DAY ? { kind: 'ready', rows } : { kind: 'empty' });
  };
  const refundRow = (two: string, refundNo: string, amountFen = 500): BillRow =>
    row(two, 'other-at-first', amountFen, { kind: 'refund', refundNo, tradeRefundNo: 'TR', feeFen: 0 });

  it('match each merchant’s part with a row of its own', async () => {
    const order = await paidOrder();
    bill(...rowsOf(order));
    await bench.clock.advanceTo(DUE);
    const { view, first } = await books();
    assert.deepEqual([view.balanced, view.unexplained], [true, 0]);
    assert.deepEqual(first.matched, [`payment ${order.one}`, `payment ${order.two}`]);
    assert.equal(first.paidFen, 5_050);
  });

  it('match what one merchant gave back with its own row', async () => {
    const order = await paidOrder();
    const refundNo = await refund(order.orderNo);
    bill(...rowsOf(order), refundRow(order.two, refundNo));
    await bench.clock.advanceTo(DUE);
    const { view, first } = await books();
    assert.deepEqual([view.balanced, first.differences], [true, []]);
    assert.deepEqual(first.matched, [`payment ${order.one}`, `payment ${order.two}`, `refund ${refundNo}`]);
    assert.deepEqual([first.paidFen, first.refundedFen], [5_050, 500]);
  });

  it('see what one merchant gave back from the account of another', async () => {
    const order = await paidOrder();
    const refundNo = await refund(order.orderNo);
    bill(...rowsOf(order), { ...refundRow(order.one, refundNo), payee: 'shop-at-first' });
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(await differences(), [['payee-differs', `refund ${refundNo}`, 'incident']]);
  });

  it('find the part that a bill lacks, ask about it, and find it in the next day’s bill', async () => {
    const order = await paidOrder();
    const [one, two] = rowsOf(order);
    bill(one);
    const asked: Array<readonly string[] | undefined> = [];
    bench.providers.first.onQuery = (payment) => {
      asked.push(payment.parts?.map(({ number }) => number));
      return paid(payment);
    };
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(asked, [[order.one, order.two]], 'once, about the payment to which the part belongs');
    assert.deepEqual(await differences(), [['missing-at-provider', `payment ${order.two}`, 'waiting']]);
    const { orderNo, platformFen, providerFen } = (await books()).first.differences[0] ?? {};
    assert.deepEqual([orderNo, platformFen, providerFen], [order.orderNo, 2_050, null]);
    bench.providers.first.onBill = () => ({ kind: 'ready', rows: [{ ...two, at: START + DAY_MS }] });
    await bench.clock.advance(DAY_MS);
    assert.deepEqual(await differences(), [['missing-at-provider', `payment ${order.two}`, 'settled']]);
    assert.ok((await books()).view.balanced);
  });

  it('ask for the refund that a bill lacks under the number of its part', async () => {
    const order = await paidOrder();
    const refundNo = await refund(order.orderNo);
    bill(...rowsOf(order));
    await bench.clock.advanceTo(DUE);
    assert.deepEqual(await differences(), [['refund-missing-at-provider', `refund ${refundNo}`, 'open']]);
    const asked = bench.providers.first.calls.filter(({ call, at }) => call === 'queryRefund' && at >= DUE);
    assert.ok(asked.length > 0 && asked.every(({ number }) => number === refundNo));
    bench.providers.first.onBill = () => ({
      kind: 'ready',
      rows: [{ ...refundRow(order.two, refundNo), at: START + DAY_MS }],
    });
    await bench.clock.advance(DAY_MS);
    assert.deepEqual(await differences(), [['refund-missing-at-provider', `refund ${refundNo}`, 'settled']]);
  });

  it('stop the whole delivery once, when the provider knows nothing of the payment', async () => {
    const order = await paidOrder();
    bench.providers.first.onQuery = () => ({ kind: 'absent' });
    await bench.clock.advanceTo(DUE);
    const found = 'paid-at-platform-unknown-at-provider';
    assert.deepEqual(await differences(), [
      [found, `payment ${order.one}`, 'incident'],
      [found, `payment ${order.two}`, 'incident'],
    ]);
    const { deliveryStopped } = await read<Record<string, unknown>>(
      `/api/combined-orders/${order.orderNo}`,
      OPERATOR_KEY,
    );
    assert.equal(deliveryStopped, 'unknown-at-provider');
  });

  it('make an order paid of which only the bill knows, whichever part it has', async () => {
    const reply = await bench.call('POST', '/api/combined-orders', ORDER, bearer(OPERATOR_KEY));
    const { orderNo, cashierUrl } = (await reply.json()) as { orderNo: string; cashierUrl: string };
    await bench.choose(new URL(cashierUrl).pathname, 'first');
    bench.providers.first.onQuery = () => ({ kind: 'unanswered', why: 'lost' });
    bench.providers.first.onClose = () => ({ kind: 'unanswered', why: 'lost' });
    bill(...rowsOf({ one: `${orderNo}A1P1`, two: `${orderNo}A1P2` }));
    await bench.clock.advanceTo(DUE);
    const open = 'paid-at-provider-open-at-platform';
    assert.deepEqual(await differences(), [
      [open, `payment ${orderNo}A1P1`, 'open'],
      [open, `payment ${orderNo}A1P2`, 'open'],
    ]);
    bench.providers.first.onQuery = paid;
    await bench.clock.advance(60 * MINUTE_MS);
    assert.equal((await read<{ status: string }>(`/api/combined-orders/${orderNo}`, OPERATOR_KEY)).status, 'paid');
    assert.ok((await books()).view.balanced);
  });

  it('tell each merchant what is owed for its own part, and nothing of the others', async () => {
    const order = await paidOrder();
    const refundNo = await refund(order.orderNo);
    bill(...rowsOf(order), refundRow(order.two, refundNo));
    await bench.clock.advanceTo(DUE);
    const common = { provider: 'first', final: true };
    assert.deepEqual(await settlement(MERCHANT_KEY), {
      ...common,
      payee: 'shop-at-first',
      paidFen: 3_000,
      refundedFen: 0,
      feesFen: 18,
      owedFen: 2_982,
    });
    assert.deepEqual(await settlement(OTHER_KEY), {
      ...common,
      payee: 'other-at-first',
      paidFen: 2_050,
      refundedFen: 500,
      feesFen: 12,
      owedFen: 1_538,
    });
  });

  it('give each merchant the record of its own part, and the payer that of the whole', async () => {
    const { orderNo, page } = await paidOrder();
    const refundNo = await refund(orderNo);
    const records = async (key: string) =>
      (await read<{ records: Array<Record<string, unknown>> }>('/api/records?payer=li-na', key)).records;
    const [shop] = await records(MERCHANT_KEY);
    assert.deepEqual(
      [shop?.['merchantId'], shop?.['description'], shop?.['amountFen'], shop?.['payee'], shop?.['tradeNo']],
      ['shop', '茶', 3_000, 'shop-at-first', 'T1'],
    );
    assert.deepEqual(shop?.['refunds'], []);
    assert.doesNotMatch(JSON.stringify(shop), /other|书|2050|5050|合并/);
    const [other] = await records(OTHER_KEY);
    assert.deepEqual([other?.['amountFen'], other?.['payee'], other?.['tradeNo']], [2_050, 'other-at-first', 'T2']);
    const [back, ...more] = (other?.['refunds'] ?? []) as Array<Record<string, unknown>>;
    assert.deepEqual([back?.['refundNo'], back?.['merchantId'], back?.['amountFen']], [refundNo, 'other', 500]);
    assert.deepEqual(more, []);
    assert.doesNotMatch(JSON.stringify(other), /shop|茶|3000|5050|合并/);

    const text = await (await bench.call('GET', `${page}/record?lang=en`)).text();
    for (const word of [
      '¥50.50',
      'Tea &lt;House&gt;',
      '¥30.00',
      'Other',
      '¥20.50',
      `data-refund="${refundNo}">¥5.00 · Other`,
    ])
      assert.ok(text.includes(word), word);
  });
});
