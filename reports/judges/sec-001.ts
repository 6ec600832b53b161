import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

const API_KINDS = /^(payment|refund|keys)\./;
const toProvider = (event: HistoryEvent) => API_KINDS.test(event.kind) && event.to !== 'platform';

interface State {
  readonly pending: ReadonlyMap<number, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}
const initial = (): State => ({ pending: new Map(), observed: 0, findings: [] });
const result = ({ observed, findings }: State) => ({ observed, findings });

/** SEC-001: a provider refuses a request whose signature is missing or does not fit. */
const requestsChecked = judge<State>({
  check: 'SEC-001/requests-checked',
  init: initial,
  step(state, event) {
    if (event.type === 'message') {
      const bad = toProvider(event) && ['missing', 'invalid', 'stale'].includes(String(event.facts['signature']));
      return bad ? { ...state, pending: new Map(state.pending).set(event.seq, event) } : state;
    }
    const asked = event.type === 'answer' ? state.pending.get(event.message ?? -1) : undefined;
    if (!asked) return state;
    const observed = state.observed + 1;
    if (event.facts['error'] !== undefined) return { ...state, observed };
    const about = { provider: event.by, signature: String(asked.facts['signature']) };
    const finding: Finding = {
      reason: 'unsigned-request-accepted',
      expected: 'a refusal',
      seen: event.facts['status'],
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: result,
});

interface Lies extends State {
  /** Trades that an answer without a fitting signature called paid. */
  readonly lies: ReadonlyMap<string, number>;
}

/** SEC-001: the platform believes no success whose signature is missing or does not fit. */
const answersChecked = judge<Lies>({
  check: 'SEC-001/answers-checked',
  init: () => ({ ...initial(), lies: new Map() }),
  step(state, event, view) {
    const lie =
      event.type === 'answer' &&
      event.to === 'platform' &&
      event.facts['state'] === 'paid' &&
      event.facts['signature'] !== 'valid';
    if (lie) return { ...state, lies: new Map(state.lies).set(event.trade ?? '', event.seq) };
    const order = event.type === 'contract' ? view.orders.get(event.order ?? '') : undefined;
    const touched = order?.state?.payments.filter(({ paymentNo }) => state.lies.has(paymentNo)) ?? [];
    const [first] = touched;
    if (!order || !first) return state;
    const paid = view.tradesOf(order.order).some((trade) => trade.paidFen > 0);
    const observed = state.observed + 1;
    if (paid || order.state?.status !== 'paid') return { ...state, observed };
    const about = { order: order.order, provider: first.provider };
    const finding: Finding = {
      reason: 'unsigned-answer-believed',
      expected: 'not paid',
      seen: 'paid',
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: result,
});

/** SEC-001: what an honest platform and an honest provider send is signed, requests, successes and notices alike. */
const everythingSigned = judge<State>({
  check: 'SEC-001/everything-signed',
  init: initial,
  step(state, event, view) {
    const spoken =
      event.type === 'message' &&
      (event.by === 'platform' || event.by === event.facts['provider'] || view.providers.has(event.by));
    const request = spoken && (toProvider(event) || event.kind.startsWith('notice.'));
    const success =
      event.type === 'answer' &&
      API_KINDS.test(event.kind) &&
      event.to === 'platform' &&
      event.facts['error'] === undefined;
    const touched = view.faults.has(event.message ?? event.seq);
    if (!(request || success) || touched) return state;
    const observed = state.observed + 1;
    if (event.facts['signature'] === 'valid') return { ...state, observed };
    const about = { party: event.by, message: event.kind };
    const finding: Finding = {
      reason: 'sent-without-signature',
      expected: 'valid',
      seen: event.facts['signature'],
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: result,
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [requestsChecked, answersChecked, everythingSigned];
