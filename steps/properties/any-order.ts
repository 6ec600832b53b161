import fc from 'fast-check';
import { checkoutParts } from '../../simulators/checkout/config';
import type { Order } from '../../simulators/checkout/core/order';
import type { OrderEvent } from '../../simulators/checkout/core/reduce';
import { ROUTING_FUNCTION, type RouteRecord } from '../../simulators/checkout/core/routing';
import { fen } from '../../simulators/kernel/money';
import { HOUR_MS } from '../../simulators/kernel/time';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Living } from './any-life';

const AMOUNT = fen(100);

/** What a provider's answer, or its silence, tells of a payment. */
const NEWS = [
  'started',
  'start-refused',
  'start-unanswered',
  'success',
  'query-unanswered',
  'close-done',
  'close-unanswered',
] as const;
type NewsOfPayment = (typeof NEWS)[number];

/** An event of an order, about its first or second payment or refund, wherever there is one. */
export type OrderAsk =
  | { readonly type: 'choose'; readonly provider: string }
  | { readonly type: 'ask-refund'; readonly amountFen: number }
  | { readonly type: 'payer-returned' | 'expire' }
  | {
      readonly type: 'refund-state';
      readonly state: 'accepted' | 'done' | 'failed' | 'abnormal';
      readonly which: number;
    }
  | { readonly type: 'refund-unanswered'; readonly which: number }
  | { readonly type: 'not-paid'; readonly state: 'open' | 'absent' | 'closed'; readonly which: number }
  | { [K in NewsOfPayment]: { readonly type: K; readonly which: number } }[NewsOfPayment];

const which = fc.nat({ max: 2 });

export const orderAsk: fc.Arbitrary<OrderAsk> = fc.oneof(
  fc.record({ type: fc.constant('choose' as const), provider: fc.constantFrom('first', 'second') }),
  fc.record({ type: fc.constant('ask-refund' as const), amountFen: fc.constantFrom(1, 60, 100) }),
  fc.record({ type: fc.constantFrom('payer-returned' as const, 'expire' as const) }),
  fc.record({
    type: fc.constant('refund-state' as const),
    state: fc.constantFrom('accepted' as const, 'done' as const, 'failed' as const, 'abnormal' as const),
    which,
  }),
  fc.record({ type: fc.constant('refund-unanswered' as const), which }),
  fc.record({
    type: fc.constant('not-paid' as const),
    state: fc.constantFrom('open' as const, 'absent' as const, 'closed' as const),
    which,
  }),
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom(...NEWS), which }) },
);

function routeTo(provider: string): RouteRecord {
  const inputs = { amountFen: AMOUNT, device: 'desktop' as const, merchantMethods: [], providers: [] };
  return {
    function: ROUTING_FUNCTION,
    inputs: { ...inputs, chosen: provider, payees: {} },
    provider,
    product: 'native',
    payee: 'shop',
    payableFen: AMOUNT,
    charges: [],
  };
}

/** The event that is meant; undefined when the order has no such payment or refund. */
function eventOf(ask: OrderAsk, order: Order, at: number): OrderEvent | undefined {
  switch (ask.type) {
    case 'choose':
      return { type: 'choose', route: routeTo(ask.provider), payerIp: '203.0.113.7', at };
    case 'ask-refund':
      return { type: 'ask-refund', refundNo: `R${order.refunds.length}`, amountFen: fen(ask.amountFen), at };
    case 'payer-returned':
    case 'expire':
      return { type: ask.type, at };
    case 'refund-state':
    case 'refund-unanswered': {
      const refundNo = order.refunds[ask.which]?.refundNo;
      return refundNo === undefined ? undefined : { ...ask, refundNo, at };
    }
    default: {
      const attemptNo = order.attempts[ask.which]?.attemptNo;
      if (attemptNo === undefined) return undefined;
      if (ask.type === 'started')
        return { type: 'started', attemptNo, handOff: { type: 'qr', content: 'code', until: at + HOUR_MS }, at };
      if (ask.type === 'success') return { type: 'success', attemptNo, tradeNo: `T-${attemptNo}`, paidAt: at, at };
      if (ask.type === 'start-refused') return { type: 'start-refused', attemptNo, code: 'no', at };
      return { ...ask, attemptNo, at };
    }
  }
}

/** An order in the platform's reducer. */
export function orderLife({ checkout }: CoreMarketOptions): Living<OrderAsk> {
  const { reduce } = { ...checkoutParts, ...checkout };
  let order: Order = {
    orderNo: 'O1',
    token: 'O1',
    merchantId: 'shop',
    merchantOrderNo: 'N1',
    amountFen: AMOUNT,
    description: 'goods',
    createdAt: 0,
    expiresAt: 3 * HOUR_MS,
    status: 'open',
    attempts: [],
    refunds: [],
  };
  return {
    party: 'platform',
    main: 'order',
    now: 0,
    ask(what) {
      const event = eventOf(what, order, this.now);
      if (!event) return false;
      const reduction = reduce(order, event, { queryAfterMs: () => [5_000, 30_000] });
      if (reduction.ok) order = reduction.order;
      return reduction.ok;
    },
    states: () =>
      new Map([
        ['order#1', order.status],
        ...order.attempts.map(({ attemptNo, status }) => [`payment#${attemptNo}`, status] as const),
        ...order.refunds.map(({ refundNo, status }) => [`refund#${refundNo}`, status] as const),
      ]),
  };
}
