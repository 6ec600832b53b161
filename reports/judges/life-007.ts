import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

interface Outcome {
  /** Payments and orders that were once seen paid, with what was said of them then. */
  readonly paid: ReadonlySet<string>;
  readonly kept: ReadonlyMap<string, string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

interface Said {
  readonly status: string;
  readonly keptPayment?: string | null;
  readonly payments: ReadonlyArray<{ readonly paymentNo: string; readonly status: string }>;
}

const changed = (seen: Fact, event: HistoryEvent, about: Record<string, string>): Finding => ({
  reason: 'outcome-changed',
  expected: 'paid',
  seen,
  at: event.seq,
  about,
});

const isGenerated = ({ type, facts }: HistoryEvent, party: string) => type === 'probe' && facts['party'] === party;

/** What a generated case moved away from "paid", step by step. */
function movedAway({ kind, facts }: HistoryEvent): boolean {
  const later = facts['to'] === 'refunded' || facts['to'] === 'reversed';
  return kind === 'state.moved' && facts['from'] === 'paid' && !later;
}

/** LIFE-007: what the platform once called paid stays paid, by the same payment. */
const paidStaysPaid = judge<Outcome>({
  check: 'LIFE-007/paid-stays-paid',
  init: () => ({ paid: new Set(), kept: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    if (isGenerated(event, 'platform')) {
      if (event.kind === 'state.asked')
        return event.facts['state'] === 'paid' ? { ...state, observed: state.observed + 1 } : state;
      if (!movedAway(event)) return state;
      const finding = changed(event.facts['to'], event, { party: 'platform', what: String(event.facts['id']) });
      return { ...state, findings: [...state.findings, finding] };
    }
    if (event.type !== 'contract' || event.kind !== 'order.state') return state;
    const order = event.order ?? '';
    const { status, keptPayment, payments } = event.facts as unknown as Said;
    const states = new Map([[order, status], ...payments.map((each) => [each.paymentNo, each.status] as const)]);
    const about = (what: string) => ({ party: 'platform', what });
    const findings = [...state.paid].flatMap((what) => {
      const now = states.get(what);
      return now === undefined || now === 'paid' ? [] : [changed(now, event, about(what))];
    });
    const before = state.kept.get(order);
    const other = before !== undefined && typeof keptPayment === 'string' && before !== keptPayment;
    if (other) findings.push(changed('another payment', event, about(order)));
    const paid = new Set([...state.paid, ...[...states].flatMap(([what, now]) => (now === 'paid' ? [what] : []))]);
    const kept = typeof keptPayment === 'string' ? new Map(state.kept).set(order, keptPayment) : state.kept;
    const observed = state.observed + (state.paid.has(order) ? 1 : 0);
    return { paid, kept, observed, findings: [...state.findings, ...findings] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Standing {
  /** Payments of which a refund was asked for: a provider may show them as refunded from then on. */
  readonly refunding: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** What a provider may say of a payment that its books show. */
function mayBeSaid(state: string, trade: string, view: CaseView, refunding: ReadonlySet<string>): boolean {
  const books = view.trades.get(trade);
  const allBack = books !== undefined && books.refundedFen >= books.paidFen;
  return state === 'paid' || state === 'reversed' || (state === 'closed' ? allBack : refunding.has(trade));
}

/** LIFE-007: what the provider's books show as paid it calls paid, or refunded once a refund was asked for. */
const providerStandsByIt = judge<Standing>({
  check: 'LIFE-007/provider-stands-by-it',
  init: () => ({ refunding: new Set(), observed: 0, findings: [] }),
  step(state, event, view) {
    const trade = event.trade ?? '';
    if (event.type === 'message' && event.kind === 'refund.create')
      return { ...state, refunding: new Set([...state.refunding, trade]) };
    if (isGenerated(event, 'provider')) {
      if (event.kind === 'state.asked')
        return event.facts['state'] === 'paid' ? { ...state, observed: state.observed + 1 } : state;
      if (!movedAway(event)) return state;
      const finding = changed(event.facts['to'], event, { party: 'provider', what: String(event.facts['id']) });
      return { ...state, findings: [...state.findings, finding] };
    }
    const said = event.facts['state'];
    const paid = (view.trades.get(trade)?.paidFen ?? 0) > 0;
    if (event.type !== 'answer' || event.kind !== 'payment.query' || typeof said !== 'string' || !paid) return state;
    const observed = state.observed + 1;
    if (mayBeSaid(said, trade, view, state.refunding)) return { ...state, observed };
    return {
      ...state,
      observed,
      findings: [...state.findings, changed(said, event, { party: event.by, what: trade })],
    };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** LIFE-007: money goes back only as a refund with a number, of a payment that the books have. */
const correctionsNameTheOriginal = eventJudge('LIFE-007/corrections-name-the-original', (event, view) => {
  if (event.type !== 'ledger' || event.kind === 'payment') return undefined;
  const paid = (view.trades.get(event.trade ?? '')?.paidFen ?? 0) > 0;
  const number = event.facts['refund'];
  const named = event.kind === 'reversal' || (typeof number === 'string' && number !== '');
  if (paid && named) return [];
  const about = { provider: event.by };
  const seen = paid ? 'no number' : 'no payment';
  return [{ reason: 'correction-names-nothing', expected: 'a refund of a payment', seen, at: event.seq, about }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [paidStaysPaid, providerStandsByIt, correctionsNameTheOriginal];
