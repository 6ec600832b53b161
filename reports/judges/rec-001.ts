import type { HistoryEvent } from '../../simulators/kernel/history';
import { type BooksCase, booksIn, gatherBooks, lastBooks, noBooks, type SeenBooks } from './books';
import { type Finding, type Judge, judge } from './judge';

const placesIn = ({ matched, differences }: SeenBooks, key: string): number =>
  matched.filter((each) => each === key).length +
  differences.filter((each) => each.key === key && each.copy === 0).length;

/** REC-001: whatever moved at a provider on a day stands in that day's books in exactly one place. */
const oneToOne = judge<BooksCase>({
  check: 'REC-001/one-to-one',
  init: noBooks,
  step: gatherBooks,
  finish({ books, moved }) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const own of lastBooks(books).filter(({ bill }) => bill.state === 'used')) {
      for (const { key } of moved.filter(({ provider, day }) => provider === own.provider && day === own.day)) {
        observed += 1;
        const places = placesIn(own, key);
        const about = { provider: own.provider, key };
        const reason = places === 0 ? 'in-no-place' : 'in-two-places';
        if (places !== 1) findings.push({ reason, expected: 1, seen: places, at: own.seq, about });
      }
    }
    return { observed, findings };
  },
});

interface Put {
  readonly key: string;
  readonly copy: number;
  readonly class: string;
}

interface Injections {
  readonly put: readonly Put[];
  readonly books: readonly SeenBooks[];
}

const putIn = ({ type, kind, facts }: HistoryEvent): Put[] =>
  type === 'declared' && kind === 'difference'
    ? [{ key: String(facts['key']), copy: Number(facts['copy']), class: String(facts['class']) }]
    : [];

/** REC-001: each difference that was put in is found in its own class, and no other difference is found. */
const rightClass = judge<Injections>({
  check: 'REC-001/right-class',
  init: () => ({ put: [], books: [] }),
  step({ put, books }, event) {
    return { put: [...put, ...putIn(event)], books: [...books, ...booksIn(event)] };
  },
  finish({ put, books }) {
    const last = books.at(-1);
    if (!last || put.length === 0) return { observed: 0, findings: [] };
    const named = (each: { key: string; copy: number }) => `${each.key} ${each.copy}`;
    const found = new Map(last.differences.map((each) => [named(each), each.class]));
    const expected = new Map(put.map((each) => [named(each), each.class]));
    const about = { provider: last.provider };
    const wrong = [...expected].flatMap(([key, wanted]): Finding[] => {
      const seen = found.get(key) ?? null;
      const finding = { reason: 'in-another-class', expected: wanted, seen, at: last.seq, about: { ...about, key } };
      return seen === wanted ? [] : [finding];
    });
    const more = [...found].flatMap(([key, seen]): Finding[] => {
      const finding = { reason: 'difference-of-nothing', expected: null, seen, at: last.seq, about: { ...about, key } };
      return expected.has(key) ? [] : [finding];
    });
    return { observed: expected.size, findings: [...wrong, ...more] };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneToOne, rightClass];
