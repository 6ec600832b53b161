import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice, mismatch } from './notices';

const genuine = (event: HistoryEvent) =>
  isNotice(event) &&
  event.kind === 'notice.payment' &&
  event.facts['signature'] === 'valid' &&
  event.facts['state'] === 'paid';

/** NOTI-002: a properly signed notice that fits no order of ours pays none. */
const mismatchIgnored = judge<HistoryEvent[]>({
  check: 'NOTI-002/mismatch-ignored',
  init: () => [],
  step: (seen, event) => (genuine(event) || event.type === 'contract' ? [...seen, event] : seen),
  finish(seen, view) {
    const findings: Finding[] = [];
    let observed = 0;
    let wrong: { what: string; notice: HistoryEvent } | undefined;
    for (const event of seen) {
      if (event.type === 'message') {
        const what = mismatch(event, view);
        if (what) wrong = { what, notice: event };
        continue;
      }
      if (!wrong) continue;
      observed += 1;
      const order = event.order ?? '';
      const paid = view.tradesOf(order).some((trade) => trade.paidFen > 0);
      if (paid || event.facts['status'] !== 'paid') continue;
      const about = { order, what: wrong.what, provider: wrong.notice.by };
      findings.push({
        reason: `acted-on-wrong-${wrong.what}`,
        expected: 'not paid',
        seen: 'paid',
        at: event.seq,
        about,
      });
    }
    return { observed, findings };
  },
});

/** NOTI-002: such a notice is recorded, with what did not fit. */
const mismatchRecorded = judge<HistoryEvent[]>({
  check: 'NOTI-002/mismatch-recorded',
  init: () => [],
  step: (seen, event) => (genuine(event) ? [...seen, event] : seen),
  finish(seen, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const notice of seen) {
      const what = mismatch(notice, view);
      // A notice for an unknown order has no order under which the platform could show it.
      if (what === undefined || what === 'order') continue;
      observed += 1;
      const order = view.orderOf(notice.trade);
      const outcomes = order?.state?.notices.map(({ outcome }) => outcome) ?? [];
      if (outcomes.includes(`wrong-${what}`)) continue;
      const about = { order: order?.order ?? '', what, provider: notice.by };
      findings.push({
        reason: 'mismatch-not-recorded',
        expected: `wrong-${what}`,
        seen: outcomes,
        at: notice.seq,
        about,
      });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [mismatchIgnored, mismatchRecorded];
