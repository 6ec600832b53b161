import type { HistoryEvent } from '../../simulators/kernel/history';
import { booksIn, lastBooks } from '../judges/books';

/** The money of one provider and one day, in fen. */
export interface DayMoney {
  readonly provider: string;
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly feesFen: number;
  readonly owedFen: number;
}

/** The books of one provider and one day, as the platform told its operators last. */
export interface BookedDay extends DayMoney {
  readonly rows: number;
  /** Whether the bill is used, waited for, or cannot be used. */
  readonly bill: string;
  readonly matched: readonly string[];
  /** What differs: the payment or refund, and how the difference stands. */
  readonly differences: ReadonlyArray<{ readonly key: string; readonly standing: string }>;
}

/** One business day as a history tells it, for a person to read: its books, and what each merchant was told of it. */
export interface DayStory {
  readonly day: string;
  readonly books: readonly BookedDay[];
  readonly settlements: ReadonlyArray<DayMoney & { readonly merchant: string }>;
}

interface ToldSettlement {
  readonly day: string;
  readonly merchantId: string;
  readonly providers: readonly DayMoney[];
}

const hasMoney = ({ paidFen, refundedFen }: DayMoney) => paidFen > 0 || refundedFen > 0;

/** The last word on what a merchant was told of a day at each provider. */
function settlementsIn(events: readonly HistoryEvent[]) {
  const told = new Map<string, DayMoney & { day: string; merchant: string }>();
  for (const { type, kind, facts } of events) {
    if (type !== 'contract' || kind !== 'settlement.day') continue;
    const { day, merchantId: merchant, providers } = facts as unknown as ToldSettlement;
    for (const each of providers) told.set(`${day} ${merchant} ${each.provider}`, { ...each, day, merchant });
  }
  return [...told.values()];
}

/** The business days of a history whose books somebody read; of a provider only where it has something to tell. */
export function dayStories(events: readonly HistoryEvent[]): DayStory[] {
  const seen = lastBooks(events.flatMap(booksIn));
  const settled = settlementsIn(events).filter(hasMoney);
  const days = [...new Set(seen.map(({ day }) => day))].sort();
  return days.map((day) => {
    const own = seen.filter((books) => books.day === day);
    const telling = own.filter((books) => books.bill.rows > 0 || books.differences.length > 0 || hasMoney(books));
    const books = telling.map(({ bill, ...rest }): BookedDay => ({ ...rest, bill: bill.state, rows: bill.rows }));
    const settlements = settled.filter((each) => each.day === day);
    return { day, books, settlements };
  });
}
