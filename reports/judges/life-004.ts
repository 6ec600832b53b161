import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

const OPEN_STATES = new Set(['queued', 'starting', 'unknown', 'waiting', 'closing']);

/** Messages of the platform to a provider about a payment whose answer never came. */
function unansweredPayments(event: HistoryEvent): boolean {
  return event.type === 'fault' && event.facts['from'] === 'platform' && event.kind.startsWith('payment.');
}

interface Silence {
  readonly silent: ReadonlyMap<string, number>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** LIFE-004: while the result of a payment is unknown, the platform calls it neither failed nor paid. */
const noAnswerStaysOpen = judge<Silence>({
  check: 'LIFE-004/no-answer-stays-open',
  init: () => ({ silent: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    const trade = event.trade ?? '';
    if (unansweredPayments(event)) return { ...state, silent: new Map(state.silent).set(trade, event.seq) };
    const heard = event.type === 'answer' && event.kind.startsWith('payment.') && event.to === 'platform';
    if (heard && view.faults.get(event.message ?? -1) === undefined)
      return { ...state, silent: without(state.silent, trade) };
    if (event.type === 'message' && event.kind === 'notice.payment')
      return { ...state, silent: without(state.silent, trade) };
    const order = event.type === 'contract' ? view.orders.get(event.order ?? '') : undefined;
    const payments = order?.state?.payments.filter((payment) => state.silent.has(payment.paymentNo)) ?? [];
    if (payments.length === 0) return state;
    const wrong = payments.filter(({ status }) => !OPEN_STATES.has(status));
    const findings = wrong.map(
      ({ status, provider }): Finding => ({
        reason: status === 'paid' ? 'silence-taken-as-paid' : 'silence-taken-as-failed',
        expected: 'open until the provider has answered',
        seen: status,
        at: event.seq,
        about: { order: order?.order ?? '', provider },
      }),
    );
    return { ...state, observed: state.observed + 1, findings: [...state.findings, ...findings] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

function without(map: ReadonlyMap<string, number>, key: string): ReadonlyMap<string, number> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** LIFE-004: the platform asks until it knows, and ends with what the provider's books say. */
const resolvedByAsking = judge<{ silent: ReadonlySet<string>; questions: readonly HistoryEvent[] }>({
  check: 'LIFE-004/resolved-by-asking',
  init: () => ({ silent: new Set(), questions: [] }),
  step(state, event) {
    const trade = event.trade ?? '';
    if (unansweredPayments(event)) return { ...state, silent: new Set([...state.silent, trade]) };
    const asks = event.type === 'message' && event.by === 'platform' && event.kind.startsWith('payment.');
    return asks && state.silent.has(trade) ? { ...state, questions: [...state.questions, event] } : state;
  },
  finish({ silent, questions }, view) {
    const findings: Finding[] = [];
    // Clients repeat by themselves what met a closed door; only a question that arrives is one.
    const asked = new Set(questions.filter(({ seq }) => !view.faults.has(seq)).map(({ trade }) => trade));
    for (const trade of silent) {
      const order = view.orderOf(trade);
      const payment = order?.state?.payments.find(({ paymentNo }) => paymentNo === trade);
      const paid = (view.trades.get(trade)?.paidFen ?? 0) > 0;
      const base = {
        at: order?.state?.seq ?? 0,
        about: { order: order?.order ?? '', provider: payment?.provider ?? '' },
      };
      if (!asked.has(trade)) findings.push({ ...base, reason: 'never-asked', expected: 'a query', seen: 'none' });
      else if (paid !== (payment?.status === 'paid')) {
        findings.push({
          ...base,
          reason: 'ended-otherwise',
          expected: paid ? 'paid' : 'not paid',
          seen: payment?.status ?? 'unknown',
        });
      }
    }
    return { observed: silent.size, findings };
  },
});

/** LIFE-004: while the result is unknown, the page says so. */
const payerIsTold = judge<{ silent: Set<string>; observed: number; findings: Finding[] }>({
  check: 'LIFE-004/payer-is-told',
  init: () => ({ silent: new Set(), observed: 0, findings: [] }),
  step(state, event, view) {
    if (unansweredPayments(event)) return { ...state, silent: new Set([...state.silent, event.trade ?? '']) };
    if (event.type !== 'page' || event.kind !== 'status.shown') return state;
    const waiting = view.orders
      .get(event.order ?? '')
      ?.state?.payments.some(({ paymentNo }) => state.silent.has(paymentNo));
    if (!waiting) return state;
    const observed = state.observed + 1;
    const seen = event.facts['says'];
    if (seen === 'confirming') return { ...state, observed };
    const finding: Finding = {
      reason: 'not-told',
      expected: 'confirming',
      seen,
      at: event.seq,
      about: { order: event.order ?? '' },
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [noAnswerStaysOpen, resolvedByAsking, payerIsTold];
