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

interface State {
  readonly asked: ReadonlyMap<number, HistoryEvent>;
  /** Accepted refund numbers and amounts, by order or trade. */
  readonly accepted: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const asksRefund = (event: HistoryEvent) => event.kind === 'order.refund' || event.kind === 'refund.create';

/** REF-002: whoever is asked for more than is left refuses, the platform and the provider alike. */
const excessRefused = judge<State>({
  check: 'REF-002/excess-refused',
  init: () => ({ asked: new Map(), accepted: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    if (!asksRefund(event)) return state;
    if (event.type === 'message') return { ...state, asked: new Map(state.asked).set(event.seq, event) };
    const message = state.asked.get(event.message ?? -1);
    if (event.type !== 'answer' || !message) return state;
    const whole =
      event.kind === 'order.refund'
        ? view.orders.get(event.order ?? '')?.amountFen
        : view.trades.get(event.trade ?? '')?.paidFen;
    const amount = Number(message.facts['amountFen']);
    const number = String(message.facts['refund']);
    const key = `${event.kind} ${event.order ?? event.trade}`;
    const known = state.accepted.get(key) ?? new Map<string, number>();
    const before = [...known].filter(([other]) => other !== number).reduce((sum, [, fen]) => sum + fen, 0);
    const refused = event.facts['error'] !== undefined;
    const accepted = refused ? state.accepted : new Map(state.accepted).set(key, new Map(known).set(number, amount));
    if (whole === undefined || before + amount <= whole) return { ...state, accepted };
    const observed = state.observed + 1;
    if (refused) return { ...state, observed };
    const about = { party: event.by, order: event.order ?? event.trade ?? '' };
    const finding: Finding = {
      reason: 'excess-accepted',
      expected: `at most ${whole - before} fen`,
      seen: amount,
      at: event.seq,
      about,
    };
    return { ...state, accepted, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [neverMoreThanPaid, excessRefused];
