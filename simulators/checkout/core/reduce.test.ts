import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { IllegalMove } from '../../kernel/machine';
import { fen } from '../../kernel/money';
import type { Order } from './order';
import { questionsAfterRestart } from './recovery';
import { type Effect, type OrderEvent, type Reduction, reduceOrder } from './reduce';
import type { RouteRecord } from './routing';

const EXPIRES = 1_800_000;
const SCHEDULES = { queryAfterMs: () => [5_000, 30_000] };

const fresh: Order = {
  orderNo: 'O1',
  token: 'token',
  merchantId: 'm1',
  merchantOrderNo: 'N1',
  amountFen: fen(12_850),
  description: 'tea',
  createdAt: 0,
  expiresAt: EXPIRES,
  status: 'open',
  attempts: [],
  refunds: [],
};

function routeTo(provider: string, product = 'native'): RouteRecord {
  const inputs = { amountFen: fresh.amountFen, device: 'desktop' as const, merchantMethods: [provider], providers: [] };
  const price = { payableFen: fresh.amountFen, charges: [] };
  return {
    function: 'test/1',
    inputs: { ...inputs, chosen: provider, payees: {} },
    provider,
    product,
    ...price,
    payee: 'm1',
  };
}

const choose = (provider: string, at: number, product?: string): OrderEvent => ({
  type: 'choose',
  route: routeTo(provider, product),
  payerIp: '203.0.113.7',
  at,
});
const started = (attemptNo: string, at: number): OrderEvent => ({
  type: 'started',
  attemptNo,
  handOff: { type: 'qr', content: 'code', until: at + 600_000 },
  at,
});

function after(...events: readonly OrderEvent[]): { order: Order; effects: Effect[] } {
  let order = fresh;
  const effects: Effect[] = [];
  for (const event of events) {
    const reduction: Reduction = reduceOrder(order, event, SCHEDULES);
    assert.ok(reduction.ok, `${event.type} was refused`);
    order = reduction.order;
    effects.push(...reduction.effects);
  }
  return { order, effects };
}

const states = (order: Order) => order.attempts.map(({ status }) => status);

describe('choosing', () => {
  it('starts one attempt, however often the payer presses', () => {
    const { order, effects } = after(choose('a', 0), choose('a', 1), started('O1A1', 2), choose('a', 3));
    assert.deepEqual(states(order), ['waiting']);
    assert.equal(effects.filter(({ type }) => type === 'start').length, 1);
  });

  it('makes another attempt for another product of the same provider', () => {
    const { order } = after(choose('a', 0), started('O1A1', 1), choose('a', 2, 'h5'));
    assert.deepEqual(states(order), ['closing', 'queued']);
  });

  it('waits for every earlier attempt, but not for one whose provider is silent', () => {
    const before = [choose('a', 0), started('O1A1', 1), choose('b', 2)];
    const silent: OrderEvent = { type: 'close-unanswered', attemptNo: 'O1A1', at: 3 };
    const both = after(...before, silent, started('O1A2', 4), choose('c', 5)).order;
    assert.deepEqual(states(both), ['closing', 'closing', 'queued']);
    const one = reduceOrder(both, { type: 'close-done', attemptNo: 'O1A1', at: 6 }, SCHEDULES);
    assert.deepEqual(one.ok && states(one.order), ['closed', 'closing', 'queued']);
    const other = reduceOrder(both, { type: 'close-done', attemptNo: 'O1A2', at: 6 }, SCHEDULES);
    assert.deepEqual(other.ok && states(other.order), ['closing', 'closed', 'starting']);
  });

  it('is refused when the time is over, even before anybody has closed the order', () => {
    assert.deepEqual(reduceOrder(fresh, choose('a', EXPIRES), SCHEDULES), { ok: false, refusal: 'order-not-open' });
  });

  it('starts nothing on an order whose time ran out while the earlier attempt was being closed', () => {
    const before = after(choose('a', 0), started('O1A1', 1), choose('b', 2)).order;
    const silent = reduceOrder(before, { type: 'close-unanswered', attemptNo: 'O1A1', at: EXPIRES }, SCHEDULES);
    assert.deepEqual(silent.ok && states(silent.order), ['closing', 'queued']);
    assert.ok(silent.ok);
    const done = reduceOrder(silent.order, { type: 'close-done', attemptNo: 'O1A1', at: EXPIRES + 1 }, SCHEDULES);
    assert.ok(done.ok);
    assert.deepEqual([done.order.status, ...states(done.order)], ['closed', 'closed', 'dropped']);
  });
});

describe('answers that come late', () => {
  it('change nothing about an attempt that has ended', () => {
    const failed = after(choose('a', 0), { type: 'start-refused', attemptNo: 'O1A1', code: 'X', at: 1 }).order;
    for (const state of ['open', 'absent', 'closed'] as const) {
      const late = reduceOrder(failed, { type: 'not-paid', attemptNo: 'O1A1', state, at: 2 }, SCHEDULES);
      assert.deepEqual(late, { ok: true, order: failed, effects: [] });
    }
  });

  it('let a refund that got stuck go on', () => {
    const paid = after(choose('a', 0), started('O1A1', 1), {
      type: 'success',
      attemptNo: 'O1A1',
      tradeNo: 'T1',
      paidAt: 2,
      at: 2,
    }).order;
    let order = paid;
    const events: OrderEvent[] = [
      { type: 'ask-refund', refundNo: 'R1', amountFen: fen(100), at: 3 },
      { type: 'refund-state', refundNo: 'R1', state: 'abnormal', at: 4 },
      { type: 'refund-state', refundNo: 'R1', state: 'accepted', at: 5 },
      { type: 'refund-state', refundNo: 'R1', state: 'done', at: 6 },
      { type: 'refund-state', refundNo: 'R1', state: 'failed', at: 7 },
    ];
    for (const event of events) {
      const reduction = reduceOrder(order, event, SCHEDULES);
      assert.ok(reduction.ok);
      order = reduction.order;
    }
    assert.equal(order.refunds[0]?.status, 'done');
  });
});

describe('the questions of a restart', () => {
  it('ask about every attempt that a payer could have paid', () => {
    const { order } = after(choose('a', 0), started('O1A1', 1), choose('b', 2));
    const asked = questionsAfterRestart(order, [], 9);
    assert.deepEqual(asked, [{ type: 'query', attemptNo: 'O1A1', look: 0, at: 9 }]);
    assert.deepEqual(questionsAfterRestart(order, asked, 9), []);
  });
});

/** Anything that providers, payers and merchants may bring about, in any order. */
const anyEvent: fc.Arbitrary<OrderEvent> = fc
  .record({ n: fc.integer({ min: 1, max: 3 }), provider: fc.constantFrom('a', 'b'), at: fc.nat({ max: EXPIRES }) })
  .chain(({ n, provider, at }) => {
    const attemptNo = `O1A${n}`;
    const refundNo = fc.constantFrom('R1', `${attemptNo}R1`);
    return fc.oneof(
      fc.constant(choose(provider, at)),
      fc.constant(started(attemptNo, at)),
      fc.constant<OrderEvent>({ type: 'start-refused', attemptNo, code: 'X', at }),
      fc.constant<OrderEvent>({ type: 'start-unanswered', attemptNo, at }),
      fc.constant<OrderEvent>({ type: 'success', attemptNo, tradeNo: `T${n}`, paidAt: at, at }),
      fc
        .constantFrom('open' as const, 'absent' as const, 'closed' as const)
        .map((state): OrderEvent => ({ type: 'not-paid', attemptNo, state, at })),
      fc.constant<OrderEvent>({ type: 'query-unanswered', attemptNo, at }),
      fc.constant<OrderEvent>({ type: 'close-done', attemptNo, at }),
      fc.constant<OrderEvent>({ type: 'close-unanswered', attemptNo, at }),
      fc.constant<OrderEvent>({ type: 'payer-returned', at }),
      fc.constant<OrderEvent>({ type: 'expire', at }),
      fc
        .tuple(refundNo, fc.constantFrom(1, 6_425, 12_850, 12_851))
        .map(([no, amount]): OrderEvent => ({ type: 'ask-refund', refundNo: no, amountFen: fen(amount), at })),
      fc
        .tuple(refundNo, fc.constantFrom('accepted' as const, 'done' as const, 'failed' as const, 'abnormal' as const))
        .map(([no, state]): OrderEvent => ({ type: 'refund-state', refundNo: no, state, at })),
      refundNo.map((no): OrderEvent => ({ type: 'refund-unanswered', refundNo: no, at })),
    );
  });

describe('any order of events', () => {
  it('is taken or refused, and never asks for more money than was paid or gives back more', () => {
    const property = fc.property(fc.array(anyEvent, { maxLength: 40, size: 'max' }), (events) => {
      let order = fresh;
      for (const event of events) {
        let reduction: Reduction;
        try {
          reduction = reduceOrder(order, event, SCHEDULES);
        } catch (error) {
          // Only money for an attempt that no provider was ever asked for is an impossible thing, and stops there.
          assert.ok(error instanceof IllegalMove && event.type === 'success', String(error));
          continue;
        }
        if (reduction.ok) order = reduction.order;
      }
      const paid = order.attempts.filter(({ status }) => status === 'paid');
      for (const { attemptNo } of paid) {
        const back = order.refunds.filter((refund) => refund.attemptNo === attemptNo && refund.status !== 'failed');
        const total = back.reduce((sum, { amountFen }) => sum + amountFen, 0);
        assert.ok(total <= order.amountFen, `gave back ${total} of ${order.amountFen}`);
        if (attemptNo !== order.keptAttempt) assert.ok(order.refunds.some((refund) => refund.attemptNo === attemptNo));
      }
      assert.equal(order.status === 'paid', order.keptAttempt !== undefined);
    });
    fc.assert(property, { seed: 20_240_927, numRuns: 3_000 });
  });
});
