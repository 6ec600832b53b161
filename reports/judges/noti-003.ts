import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice, mismatch } from './notices';
import { perOrder } from './per-order';

/** NOTI-003: however often an order is reported paid, its goods go once. */
const oneEffect = judge<Map<string, number>>({
  check: 'NOTI-003/one-effect',
  init: () => new Map(),
  step(counts, event) {
    if (!isNotice(event) || event.facts['signature'] !== 'valid') return counts;
    return new Map(counts).set(event.trade ?? '', (counts.get(event.trade ?? '') ?? 0) + 1);
  },
  finish: (counts, view) =>
    perOrder(view, ({ order, state }) => {
      const told = state?.payments.some(({ paymentNo }) => (counts.get(paymentNo) ?? 0) > 0);
      if (!told || state?.status !== 'paid') return undefined;
      const kept = state.payments.filter(({ status }) => status === 'paid').length;
      const findings: Finding[] = [];
      const base = { at: state.seq, about: { order } };
      if (state.deliveries !== 1)
        findings.push({ ...base, reason: 'not-delivered-once', expected: 1, seen: state.deliveries });
      if (kept > 1 && state.payments.length === 1)
        findings.push({ ...base, reason: 'booked-twice', expected: 1, seen: kept });
      return findings;
    }),
});

interface Pending {
  readonly notices: ReadonlyMap<number, HistoryEvent>;
  readonly answers: ReadonlyArray<readonly [HistoryEvent, HistoryEvent]>;
}

/** NOTI-003: every genuine notice that fits its order is acknowledged, the tenth like the first. */
const repeatsAcknowledged = judge<Pending>({
  check: 'NOTI-003/repeats-acknowledged',
  init: () => ({ notices: new Map(), answers: [] }),
  step(state, event) {
    if (isNotice(event)) {
      const fits = event.facts['signature'] === 'valid' && event.kind === 'notice.payment';
      return fits ? { ...state, notices: new Map(state.notices).set(event.seq, event) } : state;
    }
    const notice = event.type === 'answer' ? state.notices.get(event.message ?? -1) : undefined;
    return notice ? { ...state, answers: [...state.answers, [notice, event]] } : state;
  },
  finish({ answers }, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const [notice, answer] of answers) {
      if (mismatch(notice, view) !== undefined) continue;
      observed += 1;
      if (answer.facts['acknowledged'] === true) continue;
      const about = { order: view.orderOf(notice.trade)?.order ?? '', provider: notice.by };
      findings.push({
        reason: 'repeat-not-acknowledged',
        expected: 'acknowledged',
        seen: 'not acknowledged',
        at: answer.seq,
        about,
      });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneEffect, repeatsAcknowledged];
