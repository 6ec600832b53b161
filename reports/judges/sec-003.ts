import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice } from './notices';
import { perOrder } from './per-order';

interface State {
  /** Messages whose answer is awaited. */
  readonly pending: ReadonlyMap<number, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}
const initial = (): State => ({ pending: new Map(), observed: 0, findings: [] });
const result = ({ observed, findings }: State) => ({ observed, findings });

const accepted = (message: HistoryEvent, answer: HistoryEvent): boolean =>
  isNotice(message) ? answer.facts['acknowledged'] === true : answer.facts['error'] === undefined;

const awaiting = <S extends State>(state: S, event: HistoryEvent): S => ({
  ...state,
  pending: new Map(state.pending).set(event.seq, event),
});

/** The message that an event answers, if its answer is awaited. */
const askedBy = (state: State, event: HistoryEvent): HistoryEvent | undefined =>
  event.type === 'answer' ? state.pending.get(event.message ?? -1) : undefined;

function refused<S extends State>(state: S, message: HistoryEvent, answer: HistoryEvent, reason: string): S {
  const observed = state.observed + 1;
  if (!accepted(message, answer)) return { ...state, observed };
  const about = { party: answer.by, message: message.kind };
  const finding: Finding = { reason, expected: 'a refusal', seen: 'accepted', at: answer.seq, about };
  return { ...state, observed, findings: [...state.findings, finding] };
}

/** SEC-003: where a protocol has a time window, a message dated outside of it is refused, whatever its signature. */
const windowKept = judge<State>({
  check: 'SEC-003/window-kept',
  init: initial,
  step(state, event) {
    if (event.type === 'message' && event.facts['signature'] === 'stale') return awaiting(state, event);
    const message = askedBy(state, event);
    return message ? refused(state, message, event, 'out-of-window-accepted') : state;
  },
  finish: result,
});

interface Moving extends State {
  /** Who sends the next message, which carries the signature of another. */
  readonly next?: string;
  /** Messages that were brought to another party than their own. */
  readonly misdirected: number;
}

/** SEC-003: a signature made for another order is refused, and a message made for another party does nothing. */
const elsewhereRefused = judge<Moving>({
  check: 'SEC-003/elsewhere-refused',
  init: () => ({ ...initial(), misdirected: 0 }),
  step(state, event) {
    if (event.type === 'act' && event.kind === 'replayed.to-another-party')
      return { ...state, misdirected: state.misdirected + 1 };
    if (event.type === 'act' && event.kind === 'replayed.for-another-order') return { ...state, next: event.by };
    if (event.type === 'message' && event.by === state.next) return { ...awaiting(state, event), next: undefined };
    const message = askedBy(state, event);
    return message ? refused(state, message, event, 'replay-elsewhere-accepted') : state;
  },
  finish(state, view) {
    const believed = perOrder(view, ({ order, state: said }) => {
      const paid = view.tradesOf(order).some(({ paidFen }) => paidFen > 0);
      if (state.misdirected === 0 || paid) return undefined;
      const at = said?.seq ?? 0;
      const finding: Finding = {
        reason: 'misdirected-believed',
        expected: 'not paid',
        seen: 'paid',
        at,
        about: { order },
      };
      return said?.status === 'paid' ? [finding] : [];
    });
    return { observed: state.observed + believed.observed, findings: [...state.findings, ...believed.findings] };
  },
});

/** SEC-003: a message that arrives again, byte for byte, has no second effect: no goods, no charge, no refund. */
const replayHasNoEffect = judge<{ readonly replays: number; readonly at: number }>({
  check: 'SEC-003/replay-has-no-effect',
  init: () => ({ replays: 0, at: 0 }),
  step(state, event) {
    const again = event.type === 'act' && event.kind === 'replayed.again';
    const twice = event.type === 'fault' && event.facts['fault'] === 'duplicate';
    return again || twice ? { replays: state.replays + 1, at: event.seq } : state;
  },
  finish({ replays, at }, view) {
    if (replays === 0) return { observed: 0, findings: [] };
    const judged = perOrder(view, ({ order, state }) => {
      const effect = (reason: string, seen: number): Finding[] =>
        seen > 1 ? [{ reason, expected: 1, seen, at, about: { order } }] : [];
      const trades = view.tradesOf(order).flatMap(({ payments, refunds }) => [payments, ...refunds.values()]);
      return [
        ...effect('replay-delivered-again', state?.deliveries ?? 0),
        ...effect('replay-moved-money-again', Math.max(0, ...trades)),
      ];
    });
    return { observed: judged.observed === 0 ? 0 : replays, findings: judged.findings };
  },
});

interface Retries extends State {
  /** How often each notice, payment or refund was spoken of in a fresh message with a good signature. */
  readonly spoken: ReadonlyMap<string, number>;
}

/** What a message repeats when it comes again, freshly signed: its notice number, or the number of what it asks for. */
function key({ by, to, kind, trade, facts }: HistoryEvent): string | undefined {
  const named = facts['notice'] ?? facts['refund'];
  if (named === undefined && kind !== 'payment.query') return undefined;
  return `${by} ${to} ${kind} ${trade} ${String(named)}`;
}

/** SEC-003: a retry that is freshly signed, or has its stable number, is the same request and no replay. */
const retryIsUnderstood = judge<Retries>({
  check: 'SEC-003/retry-is-understood',
  init: () => ({ ...initial(), spoken: new Map() }),
  step(state, event) {
    const asked = event.type === 'message' && event.facts['signature'] === 'valid' ? key(event) : undefined;
    if (asked !== undefined) {
      const times = state.spoken.get(asked) ?? 0;
      const spoken = new Map(state.spoken).set(asked, times + 1);
      return { ...(times > 0 ? awaiting(state, event) : state), spoken };
    }
    const message = askedBy(state, event);
    if (!message) return state;
    const observed = state.observed + 1;
    // Some protocols answer a retry by naming it one: the first request is known, and nobody takes the second for a copy.
    if (accepted(message, event) || event.facts['repeated'] === true) return { ...state, observed };
    const about = { party: event.by, message: message.kind };
    const finding: Finding = {
      reason: 'retry-taken-for-a-replay',
      expected: 'understood',
      seen: event.facts['error'] ?? 'not acknowledged',
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: result,
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [windowKept, elsewhereRefused, replayHasNoEffect, retryIsUnderstood];
