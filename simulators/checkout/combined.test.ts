import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fen } from '../kernel/money';
import type { PaidFacts, PaymentRef } from './protocols/protocol';
import {
  bearer,
  type CheckoutBench,
  MERCHANT_KEY,
  OPERATOR_KEY,
  OTHER_KEY,
  openCheckoutBench,
  START,
} from './test-bench';

const PARTS = [
  { merchantId: 'shop', merchantOrderNo: 'S1', amountFen: 3_000, description: '茶' },
  { merchantId: 'other', merchantOrderNo: 'X1', amountFen: 2_050, description: '书' },
];
const ORDER = { combinedOrderNo: 'C1', currency: 'CNY', description: '合并订单', parts: PARTS };

/** What the scripted provider says of a combined payment that is paid. */
const paid = ({ attemptNo, payee, parts = [] }: PaymentRef): PaidFacts => ({
  kind: 'paid',
  attemptNo,
  tradeNo: 'T1',
  amountFen: 5_050,
  payee,
  application: 'app',
  paidAt: START,
  parts: parts.map(({ description: _, ...part }, index) => ({ ...part, tradeNo: `T${index + 1}` })),
});

interface View {
  orderNo: string;
  cashierUrl: string;
  status: string;
  merchantOrderNo: string;
  amountFen: number;
  error?: { code: string };
  payments: Array<{ paymentNo: string; payee: string; status: string }>;
  refunds: Array<{ paymentNo: string; amountFen: number; status: string; reason: string }>;
}

describe('an order that several merchants share', () => {
  let bench: CheckoutBench;
  beforeEach(async () => {
    bench = await openCheckoutBench();
  });
  afterEach(() => {
    assert.deepEqual(bench.troubles, []);
    bench.close();
  });

  const place = async (body: unknown = ORDER, key = OPERATOR_KEY) => {
    const reply = await bench.call('POST', '/api/combined-orders', body, bearer(key));
    return { status: reply.status, view: (await reply.json()) as View };
  };
  const page = ({ cashierUrl }: View) => new URL(cashierUrl).pathname;
  const choose = (view: View, method = 'first') => bench.choose(page(view), method);
  const read = async (path: string, key: string) => {
    const reply = await bench.call('GET', path, undefined, bearer(key));
    return { status: reply.status, view: (await reply.json()) as View };
  };
  const pay = async () => {
    const { view } = await place();
    await choose(view);
    bench.providers.first.onQuery = paid;
    await bench.call('GET', `${page(view)}/return`);
    await bench.clock.settle();
    return view;
  };

  it('is asked of the provider with one part for each merchant, to its own account', async () => {
    await choose((await place()).view);
    const [started] = bench.providers.first.started;
    assert.equal(started?.amountFen, 5_050);
    assert.deepEqual(
      started?.parts?.map(({ payee, amountFen }) => [payee, amountFen]),
      [
        ['shop-at-first', 3_000],
        ['other-at-first', 2_050],
      ],
    );
  });

  it('is paid as a whole; each merchant sees its own part and nothing of the others', async () => {
    const { orderNo } = await pay();
    assert.equal((await read(`/api/combined-orders/${orderNo}`, OPERATOR_KEY)).view.status, 'paid');
    const { view } = await read(`/api/orders/${orderNo}`, OTHER_KEY);
    assert.deepEqual([view.status, view.merchantOrderNo, view.amountFen], ['paid', 'X1', 2_050]);
    assert.deepEqual(
      view.payments.map(({ payee }) => payee),
      ['other-at-first'],
    );
    assert.doesNotMatch(JSON.stringify(view), /shop|S1|3000/);
  });

  it('is not believed to be paid when a part went to another account or has another amount', async () => {
    for (const [number, change] of Object.entries({ N1: { payee: 'shop-at-first' }, N2: { amountFen: fen(2_051) } })) {
      const parts = PARTS.map((part) => ({ ...part, merchantOrderNo: `${number}-${part.merchantOrderNo}` }));
      const { view } = await place({ ...ORDER, combinedOrderNo: number, parts });
      await choose(view);
      bench.providers.first.onQuery = (payment) => {
        const facts = paid(payment);
        return { ...facts, parts: facts.parts?.map((part, index) => (index === 1 ? { ...part, ...change } : part)) };
      };
      await bench.call('GET', `${page(view)}/return`);
      await bench.clock.settle();
      assert.equal((await read(`/api/combined-orders/${view.orderNo}`, OPERATOR_KEY)).view.status, 'open');
    }
  });

  it('gives back from the part of the merchant who refunds, and never more than that part', async () => {
    const { orderNo } = await pay();
    const refund = (key: string, refundNo: string, amountFen: number) =>
      bench.call('POST', `/api/orders/${orderNo}/refunds`, { refundNo, amountFen }, bearer(key));
    assert.equal((await refund(OTHER_KEY, 'R1', 2_000)).status, 202);
    assert.equal((await refund(OTHER_KEY, 'R2', 51)).status, 409);
    assert.equal((await refund(MERCHANT_KEY, 'R1', 3_000)).status, 202);
    assert.deepEqual(
      bench.providers.first.refunds.map(({ attemptNo, payee, amountFen, totalFen }) => [
        attemptNo.slice(-2),
        payee,
        amountFen,
        totalFen,
      ]),
      [
        ['P2', 'other-at-first', 2_000, 2_050],
        ['P1', 'shop-at-first', 3_000, 3_000],
      ],
    );
  });

  it('gives every part back when it is paid a second time', async () => {
    const { view } = await place();
    await choose(view);
    const [first] = bench.providers.first.started;
    assert.ok(first);
    await bench.clock.advance(2 * 60 * 60 * 1000);
    bench.providers.first.onNotice = () => ({ ok: true, noticeId: 'N', content: paid(first) });
    await bench.call('POST', '/notify/first', 'late');
    await bench.clock.settle();
    const { refunds } = (await read(`/api/combined-orders/${view.orderNo}`, OPERATOR_KEY)).view;
    assert.deepEqual(
      refunds.map(({ amountFen, reason, status }) => [amountFen, reason, status]),
      [
        [3_000, 'order-was-closed', 'done'],
        [2_050, 'order-was-closed', 'done'],
      ],
    );
  });

  it('offers only providers that every merchant accepts and that can pay several at once, and says why not', async () => {
    const { view } = await place();
    const text = await (await bench.call('GET', `${page(view)}?lang=en`)).text();
    assert.match(text, /value="first"/);
    assert.doesNotMatch(text, /value="second"/);
    assert.match(text, /The second: cannot pay several merchants at once/);
    await bench.call('PUT', '/api/methods/first', { enabled: false }, bearer(OTHER_KEY));
    const without = await (await bench.call('GET', `${page(view)}?lang=en`)).text();
    assert.doesNotMatch(without, /value="first"/);
    assert.match(without, /The first: not accepted by every merchant of this order/);
  });

  it('shows the payer whom it pays, and how much to each', async () => {
    const text = await (await bench.call('GET', `${page((await place()).view)}?lang=en`)).text();
    assert.match(text, /<dd data-fact="amount">¥50.50/);
    assert.match(text, /Tea &lt;House&gt;<\/th><td>茶<\/td><td>¥30.00/);
    assert.match(text, /Other<\/th><td>书<\/td><td>¥20.50/);
  });

  it('is the same order when it is placed again, and no other under its numbers', async () => {
    const first = await place();
    const again = await place();
    assert.deepEqual([first.status, again.status, again.view.orderNo], [201, 200, first.view.orderNo]);
    const [one, two] = PARTS;
    for (const changed of [
      { ...ORDER, parts: [one, { ...two, amountFen: 1 }] },
      { ...ORDER, combinedOrderNo: 'C2' },
    ]) {
      const { status, view } = await place(changed);
      assert.deepEqual([status, view.error?.code], [409, 'content-changed']);
    }
    const single = { merchantOrderNo: 'S1', amountFen: 5_050, currency: 'CNY', description: '合并订单' };
    assert.equal((await bench.call('POST', '/api/orders', single, bearer(MERCHANT_KEY))).status, 409);
  });

  it('is refused where it is not of the form, and nothing is kept of it', async () => {
    const [one, two] = PARTS;
    const wrong: Array<[number, unknown]> = [
      [400, { ...ORDER, parts: [one] }],
      [400, { ...ORDER, parts: Array.from({ length: 11 }, () => one) }],
      [400, { ...ORDER, parts: [one, { ...two, amountFen: 0 }] }],
      [400, { ...ORDER, parts: [one, { ...two, amountFen: 2.5 }] }],
      [400, { ...ORDER, parts: [{ ...one, amountFen: Number.MAX_SAFE_INTEGER }, two] }],
      [400, { ...ORDER, parts: [one, null] }],
      [400, { ...ORDER, currency: 'USD' }],
      [400, '{"combinedOrderNo":'],
      [404, { ...ORDER, parts: [one, { ...two, merchantId: 'nobody' }] }],
      [409, { ...ORDER, parts: [one, { ...one, merchantOrderNo: 'S2' }] }],
    ];
    for (const [status, body] of wrong) assert.equal((await place(body)).status, status, JSON.stringify(body));
    assert.equal((await place(ORDER, MERCHANT_KEY)).status, 401);
    assert.equal(bench.checkout.service.store.orders().length, 0);
  });
});
