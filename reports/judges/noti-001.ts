import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice, mismatch } from './notices';

interface State {
  readonly bad: ReadonlyMap<number, string>;
  /** Trades of which a bad notice claimed something, and nothing genuine has. */
  readonly claimed: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const initial = (): State => ({ bad: new Map(), claimed: new Set(), observed: 0, findings: [] });

/** NOTI-001: after notices whose signature does not fit, and nothing else, the order is as it was. */
const changesNothing = judge<State>({
  check: 'NOTI-001/bad-notice-changes-nothing',
  init: initial,
  step(state, event, view) {
    if (isNotice(event) && event.facts['signature'] !== 'valid') {
      return { ...state, claimed: new Set([...state.claimed, event.trade ?? '']) };
    }
    const order = event.type === 'contract' ? view.orders.get(event.order ?? '') : undefined;
    const touched = order?.state?.payments.filter(({ paymentNo }) => state.claimed.has(paymentNo)) ?? [];
    if (!order || touched.length === 0) return state;
    const paid = view.tradesOf(order.order).some((trade) => trade.paidFen > 0);
    const observed = state.observed + 1;
    if (paid || order.state?.status !== 'paid') return { ...state, observed };
    const about = { order: order.order, provider: touched[0]?.provider ?? '' };
    const finding: Finding = {
      reason: 'acted-on-bad-notice',
      expected: 'not paid',
      seen: 'paid',
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** NOTI-001: a notice whose signature does not fit is not acknowledged, so that a genuine one still comes. */
const notHeard = judge<State>({
  check: 'NOTI-001/bad-notice-not-acknowledged',
  init: initial,
  step(state, event) {
    if (isNotice(event) && event.facts['signature'] !== 'valid') {
      return { ...state, bad: new Map(state.bad).set(event.seq, String(event.facts['signature'])) };
    }
    const signature = event.type === 'answer' ? state.bad.get(event.message ?? -1) : undefined;
    if (signature === undefined) return state;
    const observed = state.observed + 1;
    if (event.facts['acknowledged'] !== true) return { ...state, observed };
    const about = { provider: event.to ?? '', signature };
    const finding: Finding = {
      reason: 'bad-notice-acknowledged',
      expected: 'not acknowledged',
      seen: 'acknowledged',
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** NOTI-001: a check that refuses everything would pass the others; a genuine notice that fits pays its order. */
const genuineCounts = judge<readonly HistoryEvent[]>({
  check: 'NOTI-001/genuine-notice-counts',
  init: () => [],
  step: (seen, event) =>
    isNotice(event) && event.kind === 'notice.payment' && event.facts['signature'] === 'valid'
      ? [...seen, event]
      : seen,
  finish(seen, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const notice of seen) {
      if (mismatch(notice, view) !== undefined || view.faults.has(notice.seq)) continue;
      observed += 1;
      const order = view.orderOf(notice.trade);
      if (order?.state?.status === 'paid') continue;
      const about = { order: order?.order ?? '', provider: notice.by };
      findings.push({
        reason: 'genuine-notice-lost',
        expected: 'paid',
        seen: order?.state?.status,
        at: notice.seq,
        about,
      });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [changesNothing, notHeard, genuineCounts];
