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
  /** Whose part is whose, where several merchants share the order. */
  readonly parts: ReadonlyArray<{ readonly merchant: string; readonly amountFen: number }>;
  readonly amountFen: number;
  readonly placedAt: number;
  readonly path: readonly Hop[];
  readonly movements: readonly Movement[];
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const count = (value: Fact): number => (typeof value === 'number' ? value : 0);

const TOLD = /^(payment|refund|notice)\./;

type Entry = Readonly<Record<string, Fact>>;

const entries = (value: Fact): readonly Entry[] => (Array.isArray(value) ? (value as readonly Entry[]) : []);

/** A payment in the platform's own words: its order, and the numbers under which its provider has it. */
interface Owned {
  readonly order: string;
  readonly provider: string;
  readonly numbers: ReadonlySet<string>;
}

/** Which order each payment belongs to; a combined one has a number for each merchant's part, beside its own. */
function owners(events: readonly HistoryEvent[]): Map<string, Owned> {
  const found = new Map<string, Owned>();
  for (const { type, kind, order = '', facts } of events) {
    if (type !== 'contract' || kind !== 'order.state') continue;
    for (const { paymentNo, provider, route } of entries(facts['payments'])) {
      const trade = text(paymentNo);
      const parts = entries((route as Entry | undefined)?.['parts']);
      const numbers = new Set([trade, ...parts.map(({ partNo }) => `${trade}${text(partNo)}`)]);
      found.set(trade, { order, provider: text(provider), numbers });
    }
  }
  return found;
}

/** The payments of a history, each with its way, its parties, its movements of money and its hours. */
export function paymentStories(events: readonly HistoryEvent[]): PaymentStory[] {
  const placed = new Map(
    events.flatMap((event) => (event.kind === 'order.placed' ? [[event.order, event] as const] : [])),
  );
  return [...owners(events)].flatMap(([trade, { order, provider, numbers }]) => {
    const act = placed.get(order);
    if (!act) return [];
    const own = events.filter((event) => event.trade !== undefined && numbers.has(event.trade));
    const path = own.flatMap(({ type, seq, at, by, to, kind }) =>
      type === 'message' && to !== undefined && TOLD.test(kind) ? [{ seq, at, by, to, kind }] : [],
    );
    const movements = own.flatMap(({ type, seq, at, kind, facts }) =>
      type === 'ledger'
        ? [{ seq, at, kind, from: text(facts['from']), to: text(facts['to']), amountFen: count(facts['amountFen']) }]
        : [],
    );
    const [merchant, amountFen] = [text(act.facts['merchant']), count(act.facts['amountFen'])];
    const parts = entries(act.facts['parts']).map((part) => ({
      merchant: text(part['merchant']),
      amountFen: count(part['amountFen']),
    }));
    return [{ trade, provider, order, merchant, parts, amountFen, placedAt: act.at, path, movements }];
  });
}

/** What was taken for carrying out a payment, in fen: whatever the books call a fee. */
export const feeFen = ({ movements }: PaymentStory): number =>
  movements.filter(({ kind }) => kind === 'fee').reduce((sum, { amountFen }) => sum + amountFen, 0);
