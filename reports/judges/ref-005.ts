import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import type { CaseView } from './view';

/** What a provider has published of its refunds, as the harness declared it. */
interface Limits {
  readonly windowMs: number;
  readonly most?: number;
  readonly gapMs?: number;
}

interface Asked {
  readonly message: HistoryEvent;
  readonly answer?: HistoryEvent;
}

interface State {
  readonly limits: ReadonlyMap<string, Limits>;
  /** When each trade was paid. */
  readonly paidAt: ReadonlyMap<string, number>;
  readonly asked: ReadonlyMap<number, Asked>;
}

const LIMIT_NAMES = { window: 'refund window', count: 'number of refunds', gap: 'gap between refunds' };
type Limit = keyof typeof LIMIT_NAMES;

/** The code by which the platform's contract names each limit. */
const CODES: Readonly<Record<Limit, string>> = {
  window: 'refund-window-over',
  count: 'too-many-refunds',
  gap: 'refund-too-soon',
};

const fresh = (): State => ({ limits: new Map(), paidAt: new Map(), asked: new Map() });

function gathered(state: State, event: HistoryEvent): State {
  const { type, kind, facts } = event;
  if (type === 'declared' && kind === 'refund.limits') {
    return { ...state, limits: new Map(state.limits).set(String(facts['provider']), facts as unknown as Limits) };
  }
  if (type === 'ledger' && kind === 'payment') {
    return { ...state, paidAt: new Map(state.paidAt).set(event.trade ?? '', event.at) };
  }
  if (kind !== 'order.refund' && kind !== 'refund.create') return state;
  if (type === 'message') return { ...state, asked: new Map(state.asked).set(event.seq, { message: event }) };
  const known = state.asked.get(event.message ?? -1);
  if (type !== 'answer' || !known) return state;
  return { ...state, asked: new Map(state.asked).set(known.message.seq, { ...known, answer: event }) };
}

/** The payment that a refund is about: its provider and number. */
function paymentOf(view: CaseView, { kind, order, trade = '', to = '' }: HistoryEvent) {
  if (kind === 'refund.create') return { provider: to, trade };
  const [paid] = view.tradesOf(order ?? '');
  return paid && { provider: paid.provider, trade: paid.trade };
}

/** What one party was asked about one payment, in order. */
interface Line {
  readonly limits: Limits;
  readonly paidAt: number;
  readonly wholeFen: number;
  readonly asked: Asked[];
}

function lines(state: State, view: CaseView): Line[] {
  const found = new Map<string, Line>();
  for (const asked of state.asked.values()) {
    const { message } = asked;
    const payment = paymentOf(view, message);
    const limits = payment && state.limits.get(payment.provider);
    const paidAt = payment && state.paidAt.get(payment.trade);
    if (!payment || !limits || paidAt === undefined || !asked.answer) continue;
    const key = `${message.kind} ${payment.trade}`;
    const wholeFen = view.trades.get(payment.trade)?.paidFen ?? 0;
    const line = found.get(key) ?? { limits, paidAt, wholeFen, asked: [] };
    line.asked.push(asked);
    found.set(key, line);
  }
  return [...found.values()];
}

/** Which limit a request passed. What a provider does about the gap is a setting, so only the platform is held to it. */
function passed({ limits, paidAt }: Line, { kind, at }: HistoryEvent, taken: readonly Asked[]): Limit | undefined {
  if (at > paidAt + limits.windowMs) return 'window';
  if (taken.length >= (limits.most ?? Number.POSITIVE_INFINITY)) return 'count';
  const last = taken.at(-1)?.message.at;
  return kind === 'order.refund' && last !== undefined && at < last + (limits.gapMs ?? 0) ? 'gap' : undefined;
}

interface Verdict extends Asked {
  readonly limit?: Limit;
}

const amountOf = ({ message }: Asked) => Number(message.facts['amountFen']);
const numberOf = ({ message }: Asked) => message.facts['refund'];

/** Each request that was neither a repetition nor above what was left, with the limit that it passed. */
function judged(line: Line): Verdict[] {
  const taken: Asked[] = [];
  const verdicts: Verdict[] = [];
  for (const asked of line.asked) {
    const left = line.wholeFen - taken.reduce((sum, each) => sum + amountOf(each), 0);
    if (amountOf(asked) > left || taken.some((each) => numberOf(each) === numberOf(asked))) continue;
    verdicts.push({ ...asked, limit: passed(line, asked.message, taken) });
    if (asked.answer?.facts['error'] === undefined) taken.push(asked);
  }
  return verdicts;
}

const aboutOf = ({ message, answer, limit }: Verdict, view: CaseView) => ({
  party: answer?.by ?? '',
  order: message.order ?? view.orderOf(message.trade)?.order ?? message.trade ?? '',
  ...(limit ? { what: LIMIT_NAMES[limit] } : {}),
});

/** REF-005: what is within the published limits is taken, to the edge, and what is outside is refused. */
const limitsKeptToTheEdge = judge<State>({
  check: 'REF-005/limits-kept-to-the-edge',
  init: fresh,
  step: gathered,
  finish(state, view) {
    const verdicts = lines(state, view).flatMap(judged);
    const findings = verdicts.flatMap((verdict): Finding[] => {
      const error = verdict.answer?.facts['error'];
      const at = verdict.answer?.seq ?? 0;
      const about = aboutOf(verdict, view);
      if (verdict.limit && error === undefined) {
        return [{ reason: 'outside-limits-accepted', expected: 'a refusal', seen: 'accepted', at, about }];
      }
      if (verdict.limit || error === undefined) return [];
      return [{ reason: 'inside-limits-refused', expected: 'accepted', seen: error, at, about }];
    });
    // A limit that nobody came to shows nothing.
    return { observed: verdicts.some(({ limit }) => limit !== undefined) ? verdicts.length : 0, findings };
  },
});

/** REF-005: a refusal of the platform names the limit, and what can be done instead. */
const reasonAndAdvice = judge<State>({
  check: 'REF-005/reason-and-advice',
  init: fresh,
  step: gathered,
  finish(state, view) {
    const refused = lines(state, view)
      .flatMap(judged)
      .filter(({ message, answer, limit }) => limit && message.kind === 'order.refund' && answer?.facts['error']);
    const findings = refused.flatMap((verdict): Finding[] => {
      const { error, advised } = verdict.answer?.facts ?? {};
      const at = verdict.answer?.seq ?? 0;
      const about = aboutOf(verdict, view);
      const code = verdict.limit && CODES[verdict.limit];
      if (error !== code) return [{ reason: 'refused-without-reason', expected: code, seen: error, at, about }];
      if (advised === true) return [];
      return [{ reason: 'refused-without-advice', expected: 'advice', seen: 'none', at, about }];
    });
    return { observed: refused.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [limitsKeptToTheEdge, reasonAndAdvice];
