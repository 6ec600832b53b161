import { stableJson } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge, judge } from './judge';
import { isNotice } from './notices';

/** How far a thing has come; what is further never comes back, and what has ended stays as it is. */
const FORWARD = {
  order: [['open'], ['paid', 'closed']],
  payment: [['queued'], ['starting', 'unknown'], ['waiting'], ['closing'], ['closed', 'failed', 'dropped'], ['paid']],
  refund: [['asked'], ['unknown'], ['accepted', 'abnormal'], ['done', 'failed']],
} as const;
type Thing = keyof typeof FORWARD;

const rankOf = (thing: Thing, state: string) =>
  FORWARD[thing].findIndex((states: readonly string[]) => states.includes(state));

function isBackwards(thing: Thing, before: string, now: string): boolean {
  const [from, to] = [rankOf(thing, before), rankOf(thing, now)];
  const ended = from === FORWARD[thing].length - 1;
  return to < from || (ended && now !== before);
}

interface Said {
  readonly status: string;
  readonly deliveries: number;
  readonly payments: ReadonlyArray<{ readonly paymentNo: string; readonly status: string }>;
  readonly refunds: ReadonlyArray<{ readonly refundNo: string; readonly status: string }>;
}

interface Followed {
  readonly states: ReadonlyMap<string, string>;
  /** True when a notice has arrived since the last look. */
  readonly told: boolean;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** NOTI-006: whatever notices arrive between two looks, no order, payment or refund has moved backwards. */
const neverBackwards = judge<Followed>({
  check: 'NOTI-006/never-backwards',
  init: () => ({ states: new Map(), told: false, observed: 0, findings: [] }),
  step(state, event) {
    if (isNotice(event)) return { ...state, told: true };
    if (event.type !== 'contract' || event.kind !== 'order.state') return state;
    const order = event.order ?? '';
    const { status, payments, refunds } = event.facts as unknown as Said;
    const looks: ReadonlyArray<readonly [Thing, string, string]> = [
      ['order', order, status],
      ...payments.map((each) => ['payment', each.paymentNo, each.status] as const),
      ...refunds.map((each) => ['refund', each.refundNo, each.status] as const),
    ];
    const states = new Map(state.states);
    const findings = looks.flatMap(([thing, id, now]): Finding[] => {
      const key = `${thing} ${id}`;
      const before = states.get(key) ?? now;
      states.set(key, now);
      if (!isBackwards(thing, before, now)) return [];
      return [{ reason: 'moved-backwards', expected: before, seen: now, at: event.seq, about: { order, id } }];
    });
    const observed = state.observed + (state.told && state.states.size > 0 ? 1 : 0);
    return { states, told: false, observed, findings: [...state.findings, ...findings] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** NOTI-006: the same notices in another order lead to the same end; the harness compares. */
const sameEndInAnyOrder = eventJudge('NOTI-006/same-end-in-any-order', (event) => {
  if (event.type !== 'probe' || event.kind !== 'notices.permuted') return undefined;
  const { expected, seen } = event.facts;
  if (stableJson(expected) === stableJson(seen)) return [];
  return [{ reason: 'order-of-notices-decided', expected, seen, at: event.seq }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [neverBackwards, sameEndInAnyOrder];
