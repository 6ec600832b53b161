import { endOfDay } from '../../simulators/checkout/books/business-day';
import type { HistoryEvent } from '../../simulators/kernel/history';
import { booksIn, cutOffOf, lastBooks, type SeenBooks } from './books';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

/** REC-002: the platform does not ask for a bill before the time at which its provider publishes it. */
const notBeforePublication = eventJudge('REC-002/not-before-publication', (event, view) => {
  const { type, kind, by, to = '', facts, at, seq } = event;
  if (type !== 'message' || kind !== 'bill.ask' || by !== 'platform') return undefined;
  const readyAfterMs = view.providers.get(to)?.billReadyAfterMs;
  if (readyAfterMs === undefined) return undefined;
  const published = endOfDay(String(facts['bill']), cutOffOf(view, to)) + readyAfterMs;
  if (at >= published) return [];
  const about = { provider: to, day: String(facts['bill']) };
  return [{ reason: 'asked-before-publication', expected: published, seen: at, at: seq, about }];
});

/** What is done to a file that makes it unusable. */
const SPOILS = new Set(['corrupt-answer', 'impostor']);

interface Fetched {
  /** Every file that was fetched, in order, by provider. */
  readonly files: ReadonlyMap<string, readonly number[]>;
  readonly books: ReadonlyArray<SeenBooks & { readonly lastFile: number | undefined }>;
}

function follow({ files, books }: Fetched, event: HistoryEvent): Fetched {
  const { type, kind, to = '', seq } = event;
  if (type === 'message' && kind === 'bill.fetch') {
    return { files: new Map(files).set(to, [...(files.get(to) ?? []), seq]), books };
  }
  const seen = booksIn(event).map((own) => ({ ...own, lastFile: files.get(own.provider)?.at(-1) }));
  return seen.length === 0 ? { files, books } : { files, books: [...books, ...seen] };
}

const isSpoilt = (view: CaseView, file: number | undefined) => SPOILS.has(view.faults.get(file ?? -1) ?? '');

/** REC-002: of a bill that cannot be what its provider published, nothing is used. */
const badBillNotUsed = judge<Fetched>({
  check: 'REC-002/bad-bill-not-used',
  init: () => ({ files: new Map(), books: [] }),
  step: follow,
  finish({ books }, view) {
    const bad = books.filter(({ lastFile }) => isSpoilt(view, lastFile));
    const findings = bad.flatMap(({ provider, day, bill, matched, differences, seq }): Finding[] => {
      const used = bill.state === 'used' || bill.rows > 0 || matched.length > 0 || differences.length > 0;
      const about = { provider, day };
      return used ? [{ reason: 'bad-bill-used', expected: 'not used', seen: bill.state, at: seq, about }] : [];
    });
    return { observed: bad.length, findings };
  },
});

/** REC-002: a bill that could not be used is fetched again, until it can. */
const fetchedAgain = judge<Fetched>({
  check: 'REC-002/fetched-again',
  init: () => ({ files: new Map(), books: [] }),
  step: follow,
  finish({ files, books }, view) {
    const bad = [...files].filter(([, own]) => own.some((file) => isSpoilt(view, file)));
    const last = lastBooks(books);
    const findings = bad.flatMap(([provider, own]): Finding[] => {
      const seen = last.find((each) => each.provider === provider)?.bill.state ?? 'unknown';
      if (!isSpoilt(view, own.at(-1)) && seen === 'used') return [];
      return [{ reason: 'not-fetched-again', expected: 'used', seen, at: own.at(-1) ?? 0, about: { provider } }];
    });
    return { observed: bad.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [notBeforePublication, badBillNotUsed, fetchedAgain];
