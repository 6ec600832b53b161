import type { HistoryEvent } from '../../simulators/kernel/history';
import { caseJudge, type Finding, type Judge, judge } from './judge';

/** REF-003: one refund number moved money at most once. */
const oneNumberOneRefund = caseJudge('REF-003/one-number-one-refund', (view) => {
  const findings: Finding[] = [];
  let observed = 0;
  for (const { trade, provider, refunds } of view.trades.values()) {
    for (const [refund, times] of refunds) {
      observed += 1;
      if (times <= 1) continue;
      const about = { refund, provider, order: view.orderOf(trade)?.order ?? trade };
      findings.push({ reason: 'refunded-twice', expected: 1, seen: times, at: 0, about });
    }
  }
  return { observed, findings };
});

interface State {
  /** Refund requests without an answer, by trade. */
  readonly silent: ReadonlyMap<string, HistoryEvent>;
  readonly messages: ReadonlyMap<number, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** REF-003: after a refund request without an answer, the next request for it has the same number and amount. */
const retryKeepsNumber = judge<State>({
  check: 'REF-003/retry-keeps-number',
  init: () => ({ silent: new Map(), messages: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    if (event.kind !== 'refund.create') return state;
    const trade = event.trade ?? '';
    if (event.type === 'fault') {
      const message = state.messages.get(event.message ?? -1);
      return message ? { ...state, silent: new Map(state.silent).set(trade, message) } : state;
    }
    if (event.type !== 'message' || event.by !== 'platform') return state;
    const messages = new Map(state.messages).set(event.seq, event);
    const earlier = state.silent.get(trade);
    if (!earlier) return { ...state, messages };
    const silent = new Map(state.silent);
    silent.delete(trade);
    const expected = { refund: earlier.facts['refund'], amountFen: earlier.facts['amountFen'] };
    const seen = { refund: event.facts['refund'], amountFen: event.facts['amountFen'] };
    const observed = state.observed + 1;
    if (expected.refund === seen.refund && expected.amountFen === seen.amountFen)
      return { ...state, messages, silent, observed };
    const about = { provider: event.to ?? '', order: trade };
    const finding: Finding = { reason: 'retry-changed-number', expected, seen, at: event.seq, about };
    return { ...state, messages, silent, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneNumberOneRefund, retryKeepsNumber];
