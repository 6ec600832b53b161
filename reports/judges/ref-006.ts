import type { HistoryEvent } from '../../simulators/kernel/history';
import { beijingDay, DAY_MS } from '../../simulators/kernel/time';
import { type ClearingOrder, orderIn } from './clearing-room';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView, OrderCase } from './view';

/** The end of the next Beijing day. */
const endOfNextDay = (at: number): number => Date.parse(`${beijingDay(at)}T00:00:00+08:00`) + 2 * DAY_MS;

/** Money that came in and was owed back: when it came, and when its return was begun. */
interface Owed {
  readonly at: number;
  readonly seq: number;
  readonly returnedAt?: number;
}

function judged({ at, seq, returnedAt }: Owed, now: number, about: Record<string, string>): Finding[] | undefined {
  const deadline = endOfNextDay(at);
  if (returnedAt !== undefined && returnedAt < deadline) return [];
  if (returnedAt === undefined && now < deadline) return undefined;
  const seen = returnedAt === undefined ? 'never' : `after ${(returnedAt - at) / 1000} s`;
  return [{ reason: 'unsold-money-kept', expected: `within ${(deadline - at) / 1000} s`, seen, at: seq, about }];
}

interface State {
  readonly pulls: ReadonlyMap<string, ClearingOrder>;
  readonly returns: readonly ClearingOrder[];
  readonly debits: readonly HistoryEvent[];
  /** How often the books called each trade paid. */
  readonly sold: ReadonlyMap<string, number>;
  readonly now: number;
}

/** REF-006: a debit at a bank that became no payment in the wallet's books goes back, begun by the end of the next day. */
const unsoldGoesBack = judge<State>({
  check: 'REF-006/unsold-debit-goes-back',
  init: () => ({ pulls: new Map(), returns: [], debits: [], sold: new Map(), now: 0 }),
  step(before, event) {
    const state = { ...before, now: event.at };
    const order = orderIn(event);
    if (order?.kind === 'clearing.pull') return { ...state, pulls: new Map(state.pulls).set(order.traceId, order) };
    if (order?.kind === 'clearing.return') return { ...state, returns: [...state.returns, order] };
    const { type, kind, trade = '' } = event;
    if (type === 'ledger' && kind === 'payment')
      return { ...state, sold: new Map(state.sold).set(trade, (state.sold.get(trade) ?? 0) + 1) };
    const debited = type === 'clearing' && kind === 'account.debited';
    return debited ? { ...state, debits: [...state.debits, event] } : state;
  },
  finish({ pulls, returns, debits, sold, now }) {
    const left = new Map(sold);
    const findings: Finding[] = [];
    let observed = 0;
    for (const { at, seq, facts } of debits) {
      const pull = pulls.get(String(facts['traceId']));
      const [trade = ''] = pull?.trades ?? [];
      const payments = left.get(trade) ?? 0;
      if (payments > 0) {
        left.set(trade, payments - 1);
        continue;
      }
      const back = returns.find(
        ({ original, amountFen }) => original === facts['traceId'] && amountFen === facts['amountFen'],
      );
      const found = judged({ at, seq, returnedAt: back?.at }, now, { party: pull?.asker ?? '' });
      if (found === undefined) continue;
      observed += 1;
      findings.push(...found);
    }
    return { observed, findings };
  },
});

interface Surplus {
  /** When each trade was paid in the books, and when the platform first asked for the money back. */
  readonly paid: ReadonlyMap<string, HistoryEvent>;
  readonly asked: ReadonlyMap<string, number>;
  readonly now: number;
}

/** Payments that came in for an order, and that it does not keep. */
function surplusOf(view: CaseView, { order, state }: OrderCase): string[] {
  const paid = view.tradesOf(order).filter(({ paidFen }) => paidFen > 0);
  const kept = state?.status === 'paid' ? (state.keptPayment ?? paid[0]?.trade) : undefined;
  return paid.flatMap(({ trade }) => (trade === kept ? [] : [trade]));
}

/** REF-006: a payment that an order has no use for goes back unasked, begun by the end of the next day. */
const surplusGoesBack = judge<Surplus>({
  check: 'REF-006/surplus-goes-back-unasked',
  init: () => ({ paid: new Map(), asked: new Map(), now: 0 }),
  step(before, event) {
    const state = { ...before, now: event.at };
    const { type, kind, by, trade = '' } = event;
    if (type === 'ledger' && kind === 'payment') return { ...state, paid: new Map(state.paid).set(trade, event) };
    const asks = type === 'message' && by === 'platform' && kind === 'refund.create' && !state.asked.has(trade);
    return asks ? { ...state, asked: new Map(state.asked).set(trade, event.at) } : state;
  },
  finish({ paid, asked, now }, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const order of view.orders.values()) {
      for (const trade of order.state ? surplusOf(view, order) : []) {
        const payment = paid.get(trade);
        if (!payment) continue;
        const owed = { at: payment.at, seq: payment.seq, returnedAt: asked.get(trade) };
        const found = judged(owed, now, { party: 'platform' });
        if (found === undefined) continue;
        observed += 1;
        findings.push(...found);
      }
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [unsoldGoesBack, surplusGoesBack];
