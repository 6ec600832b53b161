import { endOfDay, shiftedDay } from '../../simulators/checkout/books/business-day';
import { type BooksCase, cutOffOf, gatherBooks, lastBooks, noBooks, type SeenBooks } from './books';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

/** Standings that need no further word: it is over, or people decide. */
const EXPLAINED = new Set(['settled', 'incident']);

/** The differences that nobody explains, once the day after is over; until its books are decided one may wait for it. */
function unexplained(own: SeenBooks, all: readonly SeenBooks[]): string[] {
  const next = all.find(({ provider, day }) => provider === own.provider && day === shiftedDay(own.day, 1));
  const mayWait = next?.bill.state !== 'used';
  return own.differences
    .filter(({ standing }) => !EXPLAINED.has(standing) && !(mayWait && standing === 'waiting'))
    .map(({ class: found }) => found);
}

const isOver = (view: CaseView, { provider, day, at }: SeenBooks) =>
  at >= endOfDay(shiftedDay(day, 1), cutOffOf(view, provider));

/** REC-004: after the next day every bill is used and every difference of the day is explained. */
const nothingUnexplained = judge<BooksCase>({
  check: 'REC-004/nothing-unexplained',
  init: noBooks,
  step: gatherBooks,
  finish({ books }, view) {
    const last = lastBooks(books);
    const over = last.filter((own) => isOver(view, own));
    const findings = over.flatMap((own): Finding[] => {
      const { provider, day, seq: at } = own;
      const left = own.bill.state === 'used' ? unexplained(own, last) : [own.bill.state];
      const about = { provider, day };
      return left.length === 0 ? [] : [{ reason: 'left-unexplained', expected: [], seen: left, at, about }];
    });
    return { observed: over.length, findings };
  },
});

/** REC-004: the sums of the books are the sums of the provider's own ledger, to the fen. */
const sumsAgree = judge<BooksCase>({
  check: 'REC-004/sums-agree',
  init: noBooks,
  step: gatherBooks,
  finish({ books, moved }) {
    const used = lastBooks(books).filter(({ bill }) => bill.state === 'used');
    const findings = used.flatMap(({ provider, day, seq: at, paidFen }): Finding[] => {
      const own = moved.filter((each) => each.provider === provider && each.day === day && each.isPayment);
      const expected = own.reduce((sum, { amountFen }) => sum + amountFen, 0);
      if (paidFen === expected) return [];
      return [{ reason: 'sums-differ-from-ledger', expected, seen: paidFen, at, about: { provider, day } }];
    });
    return { observed: used.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [nothingUnexplained, sumsAgree];
