import type { Fact } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { words } from './page';

interface State {
  /** What each kind of code may hold, as it is declared. */
  readonly allowed: ReadonlyMap<string, readonly string[]>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');

/** QR-007: what is in the picture of a code is on the declared list of its kind. */
const onlyThisPayment = judge<State>({
  check: 'QR-007/only-this-payment',
  init: () => ({ allowed: new Map(), observed: 0, findings: [] }),
  step(state, { type, kind, facts, seq: at }) {
    const sort = text(facts['sort']);
    if (type === 'declared' && kind === 'code-contents') {
      return { ...state, allowed: new Map(state.allowed).set(sort, words(facts['fields'])) };
    }
    if (type !== 'probe' || kind !== 'code.decoded') return state;
    const list = state.allowed.get(sort) ?? [];
    const extra = words(facts['fields']).filter((field) => !list.includes(field));
    const observed = state.observed + 1;
    if (extra.length === 0) return { ...state, observed };
    const about = { provider: text(facts['provider']), what: sort };
    const finding: Finding = { reason: 'code-holds-more', expected: list, seen: extra, at, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** QR-007: nobody reads an account, a name of a person or another secret of a wallet out of a code. */
const nothingReadable = judge<State>({
  check: 'QR-007/nothing-readable',
  init: () => ({ allowed: new Map(), observed: 0, findings: [] }),
  step(state, { type, kind, facts, seq: at }) {
    if (type !== 'probe' || kind !== 'code.decoded' || facts['searched'] !== true) return state;
    const observed = state.observed + 1;
    const found = words(facts['found']);
    if (found.length === 0) return { ...state, observed };
    const about = { provider: text(facts['provider']), what: text(facts['sort']) };
    const finding: Finding = { reason: 'identity-in-code', expected: 'none', seen: found, at, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [onlyThisPayment, nothingReadable];
