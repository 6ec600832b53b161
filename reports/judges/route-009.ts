import type { Facts, HistoryEvent } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';

const positionsIn = ({ facts }: HistoryEvent): ReadonlyArray<readonly [string, number]> =>
  Object.entries((facts['positions'] ?? {}) as Facts).map(([participant, net]) => [participant, Number(net)]);

/** ROUTE-009: what the participants of a session are owed and owe comes to nothing. */
const sumToZero = eventJudge('ROUTE-009/positions-sum-to-zero', (event) => {
  if (event.type !== 'clearing' || event.kind !== 'session.closed') return undefined;
  const sum = positionsIn(event).reduce((total, [, net]) => total + net, 0);
  if (sum === 0) return [];
  const about = { party: event.by };
  return [{ reason: 'positions-do-not-cancel', expected: 0, seen: sum, at: event.seq, about }];
});

interface State {
  readonly closed: readonly HistoryEvent[];
  /** The traces that an institution booked in a session. */
  readonly sessions: ReadonlyMap<string, readonly string[]>;
  /** What each participant has on its own record for a trace: received above zero, paid below. */
  readonly own: ReadonlyMap<string, number>;
}

/** What a movement in a participant's own record is for its position. */
const SIGNS: Readonly<Record<string, number>> = {
  'account.debited': -1,
  'account.credited': 1,
  'funds.in': 1,
  'funds.arrived': -1,
};

/** ROUTE-009: a participant's position is what its own record of the session's transfers comes to. */
const equalOwnRecords = judge<State>({
  check: 'ROUTE-009/positions-equal-own-records',
  init: () => ({ closed: [], sessions: new Map(), own: new Map() }),
  step(state, event) {
    const { type, kind, by, facts } = event;
    if (type !== 'clearing') return state;
    const trace = String(facts['traceId']);
    if (kind === 'session.closed') return { ...state, closed: [...state.closed, event] };
    if (kind === 'transfer.booked') {
      const key = `${by} ${String(facts['session'])}`;
      const traces = [...(state.sessions.get(key) ?? []), trace];
      return { ...state, sessions: new Map(state.sessions).set(key, traces) };
    }
    const sign = SIGNS[kind];
    if (sign === undefined) return state;
    const key = `${by} ${trace}`;
    const own = new Map(state.own).set(key, (state.own.get(key) ?? 0) + sign * Number(facts['amountFen']));
    return { ...state, own };
  },
  finish({ closed, sessions, own }) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const event of closed) {
      const traces = new Set(sessions.get(`${event.by} ${String(event.facts['session'])}`) ?? []);
      for (const [participant, net] of positionsIn(event)) {
        observed += 1;
        const expected = [...traces].reduce((sum, trace) => sum + (own.get(`${participant} ${trace}`) ?? 0), 0);
        if (expected === net) continue;
        const about = { party: participant };
        findings.push({ reason: 'position-differs', expected, seen: net, at: event.seq, about });
      }
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [sumToZero, equalOwnRecords];
