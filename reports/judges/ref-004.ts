import type { HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { perOrder } from './per-order';
import type { CaseView, OrderState } from './view';

type Refunds = OrderState['refunds'];

/** True when the provider's books show that the money of a refund has gone back. */
const hasMoved = (view: CaseView, { refundNo, paymentNo }: Refunds[number]) =>
  (view.trades.get(paymentNo)?.refunds.get(refundNo) ?? 0) > 0;

/** Refunds that a page or the contract calls done. */
function calledDone(event: HistoryEvent, view: CaseView): Refunds | undefined {
  if (event.type === 'contract' && event.kind === 'order.state') {
    const refunds = event.facts['refunds'] as unknown as Refunds;
    return refunds.length === 0 ? undefined : refunds.filter(({ status }) => status === 'done');
  }
  const known = view.orders.get(event.order ?? '')?.state?.refunds ?? [];
  if (event.type !== 'page' || event.kind !== 'status.shown' || known.length === 0) return undefined;
  return event.facts['says'] === 'refunded' ? known.filter(({ status }) => status !== 'failed') : [];
}

/** REF-004: nobody reads "refunded" before the money has gone back. */
const acceptedIsNotRefunded = eventJudge('REF-004/accepted-is-not-refunded', (event, view) => {
  const done = calledDone(event, view);
  return done?.flatMap((refund): Finding[] => {
    if (hasMoved(view, refund)) return [];
    const about = { order: event.order ?? '', refund: refund.refundNo };
    const seen = 'refunded';
    return [{ reason: 'refunded-too-early', expected: 'not yet refunded', seen, at: event.seq, about }];
  });
});

/** How the platform must end, by how the provider said that the refund ended. */
const ENDS: Readonly<Record<string, string>> = { closed: 'failed', abnormal: 'abnormal' };

/** REF-004: what became of a refund the platform learns by notice or by asking, whether it succeeded or not. */
const endsWithTheTruth = judge<ReadonlyMap<string, string>>({
  check: 'REF-004/ends-with-the-truth',
  init: () => new Map(),
  step(said, { type, kind, facts }) {
    const { refund, refundState } = facts;
    // A provider's own act is known to the harness even where every message about it is lost.
    const spoken = kind.startsWith('notice.') || type === 'answer' || (type === 'act' && kind === 'refund.ended');
    if (!spoken || typeof refund !== 'string' || typeof refundState !== 'string') return said;
    return new Map(said).set(refund, refundState);
  },
  finish: (said, view) =>
    perOrder(view, ({ order, state }) => {
      const refunds = state?.refunds ?? [];
      if (refunds.length === 0) return undefined;
      return refunds.flatMap((refund): Finding[] => {
        const { refundNo, status } = refund;
        const expected = hasMoved(view, refund) ? 'done' : ENDS[said.get(refundNo) ?? ''];
        if (expected === undefined || expected === status) return [];
        const about = { order, refund: refundNo };
        return [{ reason: 'refund-result-missed', expected, seen: status, at: state?.seq ?? 0, about }];
      });
    }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [acceptedIsNotRefunded, endsWithTheTruth];
