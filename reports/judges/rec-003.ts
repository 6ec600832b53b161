import type { HistoryEvent } from '../../simulators/kernel/history';
import { caseJudge, type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

/** REC-003: whatever was paid at a provider ends as paid at the platform, and kept or given back in full. */
const oneSidedEnds = caseJudge('REC-003/one-sided-ends', (view) => {
  const findings: Finding[] = [];
  const paid = [...view.trades.values()].filter(({ paidFen }) => paidFen > 0);
  let observed = 0;
  for (const { trade, provider, paidFen, refundedFen } of paid) {
    const order = view.orderOf(trade);
    const payment = order?.state?.payments.find(({ paymentNo }) => paymentNo === trade);
    if (!order?.state || !payment) continue;
    observed += 1;
    const kept = payment.status === 'paid' && order.state.status === 'paid';
    const about = { order: order.order, provider };
    const at = order.state.seq;
    if (!kept && refundedFen < paidFen)
      findings.push({ reason: 'left-one-sided', expected: 'paid', seen: payment.status, at, about });
  }
  return { observed, findings };
});

interface Incidents {
  readonly lost: readonly string[];
  readonly subjects: readonly string[];
}

const subjectsIn = ({ type, kind, facts }: HistoryEvent): string[] => {
  if (type !== 'contract' || kind !== 'incidents') return [];
  return (facts as unknown as { incidents: Array<{ subject: string }> }).incidents.map(({ subject }) => subject);
};

/** Orders that the platform calls paid with a provider whose books do not know the payment. */
function unknownAt(provider: string, view: CaseView) {
  return [...view.orders.values()].flatMap((order) =>
    (order.state?.payments ?? [])
      .filter((payment) => payment.provider === provider && payment.status === 'paid')
      .map(({ paymentNo }) => ({ order, paymentNo })),
  );
}

/** REC-003: what the provider does not know is not delivered, and people learn of it. */
const unknownStopsDelivery = judge<Incidents>({
  check: 'REC-003/unknown-stops-delivery',
  init: () => ({ lost: [], subjects: [] }),
  step({ lost, subjects }, event) {
    const more = event.type === 'act' && event.kind === 'books.lost' ? [String(event.facts['provider'])] : [];
    return { lost: [...lost, ...more], subjects: [...subjects, ...subjectsIn(event)] };
  },
  finish({ lost, subjects }, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const provider of lost) {
      for (const { order, paymentNo } of unknownAt(provider, view)) {
        observed += 1;
        const about = { order: order.order, provider };
        const at = order.state?.seq ?? 0;
        const stopped = order.state?.deliveryStopped ?? null;
        if (stopped === null)
          findings.push({ reason: 'delivery-not-stopped', expected: 'delivery stopped', seen: null, at, about });
        const known = subjects.some((subject) => subject.includes(paymentNo));
        if (!known) findings.push({ reason: 'no-incident', expected: 'an incident', seen: subjects, at, about });
      }
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneSidedEnds, unknownStopsDelivery];
