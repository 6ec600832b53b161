import { MIDNIGHT } from '../../simulators/checkout/books/business-day';
import { type BooksCase, cutOffOf, gatherBooks, lastBooks, noBooks, type SeenBooks } from './books';
import { type Finding, type Judge, judge } from './judge';

const CUT_OFF = 'cut-off-difference';

const daysOf = (books: readonly SeenBooks[], key: string) =>
  books.filter(
    ({ matched, differences }) =>
      matched.includes(key) || differences.some((each) => each.key === key && each.class !== CUT_OFF),
  );

/** REC-005: each payment stands in the books of one day only: that of its provider's declared cut-off. */
const oneDayEach = judge<BooksCase>({
  check: 'REC-005/one-day-each',
  init: noBooks,
  step: gatherBooks,
  finish({ books, moved }) {
    const used = lastBooks(books).filter(({ bill }) => bill.state === 'used');
    const findings: Finding[] = [];
    let observed = 0;
    for (const { provider, key, isPayment, day } of moved) {
      const own = used.filter((each) => each.provider === provider);
      if (!isPayment || !own.some((each) => each.day === day)) continue;
      observed += 1;
      const seen = daysOf(own, key).map((each) => each.day);
      const about = { provider, key };
      const reason = seen.length > 1 ? 'in-two-days' : 'in-another-day';
      const at = own[0]?.seq ?? 0;
      if (seen.length !== 1 || seen[0] !== day) findings.push({ reason, expected: [day], seen, at, about });
    }
    return { observed, findings };
  },
});

/** REC-005: a payment that two parties put into different days lies between their declared cut-offs. */
const cutOffsAreDeclared = judge<BooksCase>({
  check: 'REC-005/cut-offs-are-declared',
  init: noBooks,
  step: gatherBooks,
  finish({ books, moved }, view) {
    const last = lastBooks(books);
    const payments = moved.filter(({ isPayment }) => isPayment);
    const findings = payments.flatMap(({ provider, key }): Finding[] => {
      const differ = last.filter(
        (own) =>
          own.provider === provider && own.differences.some((each) => each.key === key && each.class === CUT_OFF),
      );
      if (differ.length === 0 || cutOffOf(view, provider) !== MIDNIGHT) return [];
      const at = differ[0]?.seq ?? 0;
      const seen = differ.map(({ day }) => day);
      return [{ reason: 'cut-off-not-declared', expected: [], seen, at, about: { provider, key } }];
    });
    return { observed: last.length === 0 ? 0 : payments.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneDayEach, cutOffsAreDeclared];
