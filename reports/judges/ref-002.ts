import type { HistoryEvent } from '../../simulators/kernel/history';
import { caseJudge, type Finding, type Judge, judge } from './judge';

/** REF-002: in no provider's books do the refunds of a payment pass what was paid. */
const neverMoreThanPaid = caseJudge('REF-002/never-more-than-paid', (view) => {
  const findings: Finding[] = [];
  const refunded = [...view.trades.values()].filter(({ refunds }) => refunds.size > 0);
  for (const { trade, provider, paidFen, refundedFen } of refunded) {
    if (refundedFen <= paidFen) continue;
    const about = { order: view.orderOf(trade)?.order ?? trade, provider };
    findings.push({ reason: 'returned-more-than-paid', expected: paidFen, seen: refundedFen, at: 0, about });
  }
  return { observed: refunded.length, findings };
});

interface Asked {
  readonly refund: string;
  readonly amountFen: number;
  readonly answer?: HistoryEvent;
}

/** Refund requests by whom they were sent to and about what; a number counts once, however often it was sent. */
type Requests = ReadonlyMap<string, ReadonlyMap<number, Asked>>;

const asksRefund = (event: HistoryEvent) => event.kind === 'order.refund' || event.kind === 'refund.create';
const subjectOf = (event: HistoryEvent) => (event.kind === 'order.refund' ? event.order : event.trade) ?? '';

function total(requests: readonly Asked[]): number {
  const byNumber = new Map(requests.map(({ refund, amountFen }) => [refund, amountFen]));
  return [...byNumber.values()].reduce((sum, amountFen) => sum + amountFen, 0);
}

/** REF-002: whoever is asked for more than is left refuses, the platform and the provider alike. */
const excessRefused = judge<Requests>({
  check: 'REF-002/excess-refused',
  init: () => new Map(),
  step(requests, event) {
    if (!asksRefund(event)) return requests;
    const key = `${event.kind} ${subjectOf(event)}`;
    const known = requests.get(key) ?? new Map<number, Asked>();
    if (event.type === 'message') {
      const asked: Asked = { refund: String(event.facts['refund']), amountFen: Number(event.facts['amountFen']) };
      return new Map(requests).set(key, new Map(known).set(event.seq, asked));
    }
    const asked = known.get(event.message ?? -1);
    if (event.type !== 'answer' || !asked) return requests;
    return new Map(requests).set(key, new Map(known).set(event.message ?? -1, { ...asked, answer: event }));
  },
  finish(requests, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const [key, entries] of requests) {
      const [kind, subject = ''] = key.split(' ');
      const whole = kind === 'order.refund' ? view.orders.get(subject)?.amountFen : view.trades.get(subject)?.paidFen;
      const all = [...entries.values()];
      if (whole === undefined || total(all) <= whole) continue;
      observed += 1;
      const accepted = all.filter(({ answer }) => answer && answer.facts['error'] === undefined);
      if (total(accepted) <= whole) continue;
      const last = accepted.at(-1)?.answer;
      const about = { party: last?.by ?? '', order: subject };
      const seen = total(accepted);
      findings.push({ reason: 'excess-accepted', expected: `at most ${whole} fen`, seen, at: last?.seq ?? 0, about });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [neverMoreThanPaid, excessRefused];
