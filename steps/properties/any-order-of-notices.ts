import { checkoutParts } from '../../simulators/checkout/config';
import type { Order } from '../../simulators/checkout/core/order';
import type { OrderEvent } from '../../simulators/checkout/core/reduce';
import { ROUTING_FUNCTION, type RouteRecord } from '../../simulators/checkout/core/routing';
import { type Fact, History } from '../../simulators/kernel/history';
import { fen } from '../../simulators/kernel/money';
import { HOUR_MS } from '../../simulators/kernel/time';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const AMOUNT = fen(100);
const handOff = { type: 'qr' as const, content: 'code', until: HOUR_MS };
const at = 0;

const choose = (provider: string): OrderEvent => {
  const inputs = { amountFen: AMOUNT, device: 'desktop' as const, merchantMethods: [], providers: [] };
  const route: RouteRecord = {
    function: ROUTING_FUNCTION,
    inputs: { ...inputs, chosen: provider, payees: {} },
    provider,
    product: 'native',
    payee: 'shop',
    payableFen: AMOUNT,
    charges: [],
  };
  return { type: 'choose', route, payerIp: '203.0.113.7', at };
};
const success = (attemptNo: string): OrderEvent => ({
  type: 'success',
  attemptNo,
  tradeNo: `T-${attemptNo}`,
  paidAt: at,
  at,
});
const closed = (attemptNo: string): OrderEvent => ({ type: 'not-paid', attemptNo, state: 'closed', at });
const started = (attemptNo: string): OrderEvent => ({ type: 'started', attemptNo, handOff, at });
const ask = (refundNo: string, amountFen: number): OrderEvent => ({
  type: 'ask-refund',
  refundNo,
  amountFen: fen(amountFen),
  at,
});
const refund = (refundNo: string, state: 'done' | 'failed' | 'abnormal'): OrderEvent => ({
  type: 'refund-state',
  refundNo,
  state,
  at,
});

/** A short history: what happened before, and the notices that are then told in every order. */
interface ShortHistory {
  readonly before: readonly OrderEvent[];
  readonly notices: readonly OrderEvent[];
}

/** Found paid by asking and given back in two parts; every notice of it is late. */
const GIVEN_BACK: ShortHistory = {
  before: [choose('first'), started('O1A1'), success('O1A1'), ask('R1', 40), ask('R2', 60)],
  notices: [success('O1A1'), closed('O1A1'), refund('R1', 'abnormal'), refund('R1', 'done'), refund('R2', 'done')],
};

/** Two attempts beside each other, because the first provider did not answer to the request to close. */
const TWICE: ShortHistory = {
  before: [
    choose('first'),
    started('O1A1'),
    choose('second'),
    { type: 'close-unanswered', attemptNo: 'O1A1', at },
    started('O1A2'),
  ],
  notices: [closed('O1A1'), success('O1A2'), refund('R9', 'done'), closed('O1A1')],
};

/** One order of the notices of a short history. */
export interface Telling {
  readonly history: ShortHistory;
  readonly notices: readonly OrderEvent[];
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** Every order of every short history; each ends with its first notice once more. */
export const everyTelling: readonly Telling[] = [GIVEN_BACK, TWICE].flatMap((history) =>
  permutations(history.notices).map((notices) => ({ history, notices: [...notices, ...notices.slice(0, 1)] })),
);

const FRESH: Order = {
  orderNo: 'O1',
  token: 'O1',
  merchantId: 'shop',
  merchantOrderNo: 'N1',
  amountFen: AMOUNT,
  description: 'goods',
  createdAt: 0,
  expiresAt: HOUR_MS,
  status: 'open',
  attempts: [],
  refunds: [],
};

const inWords = (event: OrderEvent) =>
  [
    'attemptNo' in event ? event.attemptNo : '',
    'refundNo' in event ? event.refundNo : '',
    event.type,
    'state' in event ? event.state : '',
  ]
    .filter(Boolean)
    .join(' ');

const stateOf = ({ status, attempts, refunds }: Order) => ({
  status,
  payments: attempts.map((each) => ({ paymentNo: each.attemptNo, status: each.status })),
  refunds: refunds.map((each) => ({ refundNo: each.refundNo, status: each.status })),
});

/** Tells the notices in the given order, and compares the end with that of the natural order. */
export const tell =
  ({ checkout }: CoreMarketOptions) =>
  ({ history: { before, notices: natural }, notices }: Telling): Story => {
    const { reduce } = { ...checkoutParts, ...checkout };
    const history = new History(() => at);
    const apply = (order: Order, event: OrderEvent): Order => {
      const reduction = reduce(order, event, { queryAfterMs: () => [] });
      return reduction.ok ? reduction.order : order;
    };
    const observe = (order: Order) =>
      history.append({ type: 'contract', by: 'platform', kind: 'order.state', order: 'O1', facts: stateOf(order) });
    const base = before.reduce(apply, FRESH);
    observe(base);
    const end = notices.reduce((order, notice) => {
      history.append({ type: 'message', by: 'first', to: 'platform', kind: 'notice.payment', facts: {} });
      const told = apply(order, notice);
      observe(told);
      return told;
    }, base);
    const expected: Fact = stateOf(natural.reduce(apply, base));
    history.append({ type: 'probe', by: 'harness', kind: 'notices.permuted', facts: { expected, seen: stateOf(end) } });
    return { told: notices.map(inWords), events: history.events() };
  };
