import type { Fact, HistoryEvent } from '../../simulators/kernel/history';

/** One movement of money in a provider's books. */
export interface Movement {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly amountFen: number;
}

/** One step on the way of a payment: who told whom what. */
export interface Hop {
  /** Its place in the history: much happens within one instant of business time. */
  readonly seq: number;
  readonly at: number;
  readonly by: string;
  readonly to: string;
  readonly kind: string;
}

/** One payment as its history tells it, for a person to read (rule EVD-004). */
export interface PaymentStory {
  readonly trade: string;
  readonly provider: string;
  readonly order: string;
  readonly merchant: string;
  readonly amountFen: number;
  readonly placedAt: number;
  readonly path: readonly Hop[];
  readonly movements: readonly Movement[];
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const count = (value: Fact): number => (typeof value === 'number' ? value : 0);

const TOLD = /^(payment|refund|notice)\./;

/** Which order each payment belongs to, in the platform's own words. */
function owners(events: readonly HistoryEvent[]): Map<string, { order: string; provider: string }> {
  const found = new Map<string, { order: string; provider: string }>();
  for (const { type, kind, order = '', facts } of events) {
    const { payments } = facts;
    if (type !== 'contract' || kind !== 'order.state' || !Array.isArray(payments)) continue;
    for (const { paymentNo, provider } of payments as ReadonlyArray<Readonly<Record<string, Fact>>>) {
      found.set(text(paymentNo), { order, provider: text(provider) });
    }
  }
  return found;
}

/** The payments of a history, each with its way, its parties, its movements of money and its hours. */
export function paymentStories(events: readonly HistoryEvent[]): PaymentStory[] {
  const placed = new Map(
    events.flatMap((event) => (event.kind === 'order.placed' ? [[event.order, event] as const] : [])),
  );
  return [...owners(events)].flatMap(([trade, { order, provider }]) => {
    const act = placed.get(order);
    if (!act) return [];
    const own = events.filter((event) => event.trade === trade);
    const path = own.flatMap(({ type, seq, at, by, to, kind }) =>
      type === 'message' && to !== undefined && TOLD.test(kind) ? [{ seq, at, by, to, kind }] : [],
    );
    const movements = own.flatMap(({ type, seq, at, kind, facts }) =>
      type === 'ledger'
        ? [{ seq, at, kind, from: text(facts['from']), to: text(facts['to']), amountFen: count(facts['amountFen']) }]
        : [],
    );
    const [merchant, amountFen] = [text(act.facts['merchant']), count(act.facts['amountFen'])];
    return [{ trade, provider, order, merchant, amountFen, placedAt: act.at, path, movements }];
  });
}

/** What was taken for carrying out a payment, in fen: whatever the books call a fee. */
export const feeFen = ({ movements }: PaymentStory): number =>
  movements.filter(({ kind }) => kind === 'fee').reduce((sum, { amountFen }) => sum + amountFen, 0);
