import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';

interface State {
  /** Orders that a provider acknowledged, by provider and number. */
  readonly acknowledged: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const nameOf = ({ by, trade }: HistoryEvent) => `${by} ${trade}`;

interface Flaw {
  readonly reason: string;
  readonly expected: string;
  readonly seen: string;
}

/** What is wrong with an acknowledged order as the books have it; undefined where there is nothing to judge. */
type Look = (books: HistoryEvent) => Flaw | null | undefined;

/** Compares every order that was acknowledged with what the provider's books say when they are read afterwards. */
function inTheBooks(check: CheckId, look: Look): Judge {
  return judge<State>({
    check,
    init: () => ({ acknowledged: new Set(), observed: 0, findings: [] }),
    step(state, event) {
      if (event.type === 'answer' && event.kind === 'payment.create' && event.facts['error'] === undefined)
        return { ...state, acknowledged: new Set(state.acknowledged).add(nameOf(event)) };
      if (event.type !== 'probe' || event.kind !== 'books.read') return state;
      const found = state.acknowledged.has(nameOf(event)) ? look(event) : undefined;
      if (found === undefined) return state;
      const about = { provider: event.by, key: event.trade ?? '' };
      const findings = found === null ? [] : [{ ...found, at: event.seq, about }];
      return { ...state, observed: state.observed + 1, findings: [...state.findings, ...findings] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

/** SEC-004: an order that was acknowledged is in the books, whenever the provider crashed. */
const acknowledgedIsStored = inTheBooks('SEC-004/acknowledged-is-stored', ({ facts }) =>
  facts['stored'] === true ? null : { reason: 'acknowledged-not-stored', expected: 'in the books', seen: 'not there' },
);

/** SEC-004: what is in the books proves who asked: the signature of the request, over what it said. */
const storedWithItsSignature = inTheBooks('SEC-004/stored-with-its-signature', ({ facts }) => {
  if (facts['stored'] !== true) return undefined;
  return facts['proven'] === true ? null : { reason: 'stored-without-proof', expected: 'valid', seen: 'missing' };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [acknowledgedIsStored, storedWithItsSignature];
