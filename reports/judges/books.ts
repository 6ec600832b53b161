import { type BusinessDay, businessDay, MIDNIGHT } from '../../simulators/checkout/books/business-day';
import type { HistoryEvent } from '../../simulators/kernel/history';
import type { CaseView } from './view';

/** A difference, as the platform tells its operators. */
export interface SeenDifference {
  readonly class: string;
  readonly key: string;
  readonly copy: number;
  readonly standing: string;
}

/** What the platform tells its operators of one provider's day. */
interface ToldBooks {
  readonly provider: string;
  readonly bill: { readonly state: string; readonly rows: number };
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly feesFen: number;
  readonly owedFen: number;
  readonly matched: readonly string[];
  readonly differences: readonly SeenDifference[];
}

/** The books of one provider and one day, and where the history has them. */
export interface SeenBooks extends ToldBooks {
  readonly seq: number;
  readonly at: number;
  readonly day: BusinessDay;
}

/** What a provider's own ledger says of a payment or a refund. */
export interface Moved {
  readonly provider: string;
  readonly key: string;
  readonly isPayment: boolean;
  readonly amountFen: number;
  readonly at: number;
  /** The business day in which it lies by the provider's declared cut-off. */
  readonly day: BusinessDay;
}

/** The books that one observation tells of, one for each provider. */
export function booksIn({ type, kind, seq, at, facts }: HistoryEvent): SeenBooks[] {
  if (type !== 'contract' || kind !== 'books.day') return [];
  const { day, providers } = facts as unknown as { day: string; providers: readonly ToldBooks[] };
  return providers.map((books) => ({ ...books, day, seq, at }));
}

/** The last word on each provider's books of each day. */
export function lastBooks(seen: readonly SeenBooks[]): SeenBooks[] {
  return [...new Map(seen.map((books) => [`${books.provider} ${books.day}`, books])).values()];
}

/** When a provider's business day ends, as it was declared. */
export const cutOffOf = (view: CaseView, provider: string): number =>
  view.providers.get(provider)?.cutOffMs ?? MIDNIGHT;

/** A movement in a provider's ledger under the number that the platform gave it; nothing for any other event. */
export function movedIn({ type, by, kind, trade, facts, at }: HistoryEvent, view: CaseView): Moved[] {
  if (type !== 'ledger' || (kind !== 'payment' && kind !== 'refund')) return [];
  const key = kind === 'payment' ? `payment ${trade}` : `refund ${String(facts['refund'])}`;
  const day = businessDay(at, cutOffOf(view, by));
  return [{ provider: by, key, isPayment: kind === 'payment', amountFen: Number(facts['amountFen']), at, day }];
}

/** What judges of books gather: every observation of books, and every movement of money. */
export interface BooksCase {
  readonly books: readonly SeenBooks[];
  readonly moved: readonly Moved[];
}

export const noBooks = (): BooksCase => ({ books: [], moved: [] });

export function gatherBooks({ books, moved }: BooksCase, event: HistoryEvent, view: CaseView): BooksCase {
  const [more, moves] = [booksIn(event), movedIn(event, view)];
  if (more.length === 0 && moves.length === 0) return { books, moved };
  return { books: [...books, ...more], moved: [...moved, ...moves] };
}
