import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice } from './notices';
import { perOrder } from './per-order';

interface State {
  readonly pending: ReadonlyMap<number, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}
const initial = (): State => ({ pending: new Map(), observed: 0, findings: [] });
const result = ({ observed, findings }: State) => ({ observed, findings });

/** SEC-002: whoever receives a message that names an unknown key refuses it, whatever its signature. */
const unknownKeyRefused = judge<State>({
  check: 'SEC-002/unknown-key-refused',
  init: initial,
  step(state, event) {
    if (event.type === 'message' && event.facts['signature'] === 'unknown-key') {
      return { ...state, pending: new Map(state.pending).set(event.seq, event) };
    }
    const message = event.type === 'answer' ? state.pending.get(event.message ?? -1) : undefined;
    if (!message) return state;
    const observed = state.observed + 1;
    const accepted = isNotice(message) ? event.facts['acknowledged'] === true : event.facts['error'] === undefined;
    if (!accepted) return { ...state, observed };
    const about = { party: event.by, message: event.kind };
    const finding: Finding = {
      reason: 'unknown-key-accepted',
      expected: 'a refusal',
      seen: 'accepted',
      at: event.seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: result,
});

interface Rotation extends State {
  readonly rotated: boolean;
  readonly notices: ReadonlyMap<number, HistoryEvent>;
}

const lost = (seen: string, at: number, about: Record<string, string>): Finding => ({
  reason: 'lost-in-rotation',
  expected: 'understood',
  seen,
  at,
  about,
});

/** SEC-002: after a provider has changed its key, its notices are still understood and its payments still found. */
const rotationLosesNothing = judge<Rotation>({
  check: 'SEC-002/rotation-loses-nothing',
  init: () => ({ ...initial(), rotated: false, notices: new Map() }),
  step(state, event) {
    if (event.type === 'act' && event.kind === 'key.rotated') return { ...state, rotated: true };
    if (!state.rotated) return state;
    if (isNotice(event) && event.facts['signature'] === 'valid') {
      return { ...state, notices: new Map(state.notices).set(event.seq, event) };
    }
    const notice = event.type === 'answer' ? state.notices.get(event.message ?? -1) : undefined;
    if (!notice) return state;
    const heard = event.facts['acknowledged'] === true;
    const findings = heard ? [] : [lost('notice not acknowledged', event.seq, { provider: notice.by })];
    return { ...state, observed: state.observed + 1, findings: [...state.findings, ...findings] };
  },
  finish(state, view) {
    if (!state.rotated) return result(state);
    const unfound = perOrder(view, ({ order, state: said }) => {
      const [paid] = view.tradesOf(order).filter((trade) => trade.paidFen > 0);
      if (!paid) return undefined;
      return said?.status === 'paid'
        ? []
        : [lost('payment not found', said?.seq ?? 0, { order, provider: paid.provider })];
    });
    return { observed: state.observed + unfound.observed, findings: [...state.findings, ...unfound.findings] };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [unknownKeyRefused, rotationLosesNothing];
