import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { classLimits } from './lim-006';
import { levelByRule, limitJudge } from './limits-oracle';

interface Levels {
  readonly factors: readonly string[] | undefined;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** LIM-001: the level of each payment follows from the factors with which its payer was set to confirm. */
const levelFollowsFactors = judge<Levels>({
  check: 'LIM-001/level-follows-factors',
  init: () => ({ factors: undefined, observed: 0, findings: [] }),
  step(state, { type, kind, by, facts, seq }) {
    if (type === 'act' && kind === 'wallet.set-up') return { ...state, factors: facts['factors'] as string[] };
    if (type !== 'decision' || kind !== 'wallet.level' || state.factors === undefined) return state;
    const expected = levelByRule(state.factors);
    const seen = facts['level'] ?? null;
    const about = { provider: by, factors: state.factors.join(', ') };
    const findings: Finding[] = seen === expected ? [] : [{ reason: 'level-differs', expected, seen, at: seq, about }];
    return { ...state, observed: state.observed + 1, findings: [...state.findings, ...findings] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** LIM-004: a payment at the lowest level that its payer disowns is made good by the institution, in full and at once. */
const lossIsBorne = judge<{ readonly disowned: readonly HistoryEvent[]; readonly borne: ReadonlyMap<string, number> }>({
  check: 'LIM-004/institution-bears-the-loss',
  init: () => ({ disowned: [], borne: new Map() }),
  step(state, event) {
    const { type, kind, trade = '', facts } = event;
    if (type === 'act' && kind === 'payment.disowned') return { ...state, disowned: [...state.disowned, event] };
    if (type !== 'ledger' || kind !== 'loss') return state;
    const sum = (state.borne.get(trade) ?? 0) + Number(facts['amountFen']);
    return { ...state, borne: new Map(state.borne).set(trade, sum) };
  },
  finish({ disowned, borne }) {
    const findings = disowned.flatMap(({ trade = '', facts, seq }): Finding[] => {
      const expected = Number(facts['amountFen']);
      const seen = borne.get(trade) ?? 0;
      const about = { provider: String(facts['provider']) };
      return seen === expected ? [] : [{ reason: 'loss-not-borne', expected, seen, at: seq, about }];
    });
    return { observed: disowned.length, findings };
  },
});

/** LIM-009: a confirmation carries out what it was given for, and nothing else. */
const confirmationBinds = judge<{ readonly observed: number; readonly findings: readonly Finding[] }>({
  check: 'LIM-009/confirmation-binds',
  init: () => ({ observed: 0, findings: [] }),
  step(state, { type, kind, facts, seq }) {
    if (type !== 'act' || kind !== 'confirmation.used') return state;
    const [fits, paid] = [facts['fits'] === true, facts['paid'] === true];
    const observed = state.observed + 1;
    if (fits === paid) return { ...state, observed };
    const reason = paid ? 'void-confirmation-taken' : 'confirmation-refused';
    const about = { provider: String(facts['provider']) };
    const finding = { reason, expected: fits ? 'paid' : 'refused', seen: paid ? 'paid' : 'refused', at: seq, about };
    return { observed, findings: [...state.findings, finding] };
  },
  finish: (state) => state,
});

/** The judges of the theme "limits". */
export const judges: readonly Judge[] = [
  levelFollowsFactors,
  limitJudge('LIM-002/dynamic-codes-within-the-day', ({ way }) => way === 'dynamic-code'),
  limitJudge('LIM-003/static-codes-within-the-day', ({ way }) => way === 'static-code'),
  limitJudge('LIM-004/balance-within-the-day', ({ way, funding }) => way === 'online' && funding === 'balance'),
  lossIsBorne,
  limitJudge('LIM-005/tiers-hold', ({ funding }) => funding === 'balance'),
  classLimits,
  limitJudge('LIM-007/exact-at-the-edge', () => true),
  limitJudge('LIM-007/refused-uses-nothing', () => true),
  limitJudge('LIM-008/one-count-for-all-entrances', () => true),
  limitJudge('LIM-008/kinds-are-not-pooled', () => true),
  confirmationBinds,
];
