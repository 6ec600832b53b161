import type { HistoryEvent } from '../../simulators/kernel/history';
import { type ClearingRoom, declared, NO_ROOM } from './clearing-room';
import { type Finding, type Judge, judge } from './judge';
import { perOrder } from './per-order';

interface Presumed {
  /** How a clearing institution last said that a transfer stands. */
  readonly states: ReadonlyMap<string, string>;
  /** Traces of which the other side has said what it did since they were presumed. */
  readonly answered: ReadonlySet<string>;
  readonly messages: ReadonlyMap<number, string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const isPresumed = (state: string | undefined) => state === 'presumed-success' || state === 'presumed-failure';
const isFinal = (state: string) => state === 'succeeded' || state === 'failed';

/** What a wallet calls the end of a transfer. */
const ENDS: ReadonlySet<string> = new Set(['funds.in', 'funds.refused', 'funds.arrived', 'funds.back']);

function flagged(state: Presumed, { by, seq }: HistoryEvent, seen: string): Presumed {
  const about = { party: by };
  const finding: Finding = { reason: 'presumed-taken-for-final', expected: 'open', seen, at: seq, about };
  return { ...state, findings: [...state.findings, finding] };
}

/** A clearing institution says how a transfer stands: presumed is on record; final needs the other side's word. */
function stated(state: Presumed, event: HistoryEvent): Presumed {
  const [trace, said] = [String(event.facts['traceId']), String(event.facts['state'])];
  const before = state.states.get(trace);
  const next = { ...state, states: new Map(state.states).set(trace, said) };
  if (isPresumed(said)) {
    const answered = new Set(state.answered);
    answered.delete(trace);
    return { ...next, answered, observed: state.observed + 1 };
  }
  return isFinal(said) && isPresumed(before) && !state.answered.has(trace) ? flagged(next, event, said) : next;
}

/** LIFE-008: while a network only presumes, nobody calls the transfer made or failed, the network itself included. */
const presumedIsOpen = judge<Presumed>({
  check: 'LIFE-008/presumed-counts-as-open',
  init: () => ({ states: new Map(), answered: new Set(), messages: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    const { type, kind, facts, seq, message = -1 } = event;
    if (type === 'message' && kind.startsWith('entry.'))
      return { ...state, messages: new Map(state.messages).set(seq, String(facts['traceId'])) };
    if (type === 'fault' && kind.startsWith('entry.')) {
      // What is lost on its way is no word of anybody.
      const messages = new Map(state.messages);
      messages.delete(message);
      return { ...state, messages };
    }
    const told = state.messages.get(message);
    if (type === 'answer' && told !== undefined) return { ...state, answered: new Set(state.answered).add(told) };
    if (type !== 'clearing') return state;
    if (kind === 'transfer.state') return stated(state, event);
    const presumed = isPresumed(state.states.get(String(facts['traceId'])));
    return presumed && ENDS.has(kind) ? flagged(state, event, kind) : state;
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Bounded {
  readonly room: ClearingRoom;
  /** What was begun and has not ended, by who began it and the trace. */
  readonly open: ReadonlyMap<string, HistoryEvent>;
  readonly ended: number;
  readonly now: number;
  /** When a fault last met a message. */
  readonly faultAt: number;
}

const BEGINS: ReadonlySet<string> = new Set(['funds.asked', 'funds.out']);

function followed(state: Bounded, event: HistoryEvent): Bounded {
  const next = { ...state, room: declared(state.room, event), now: event.at };
  const { type, kind, by, facts } = event;
  if (type === 'fault') return { ...next, faultAt: event.at };
  const trace = String(facts['traceId']);
  if (type === 'clearing' && BEGINS.has(kind))
    return { ...next, open: new Map(state.open).set(`${by} ${trace}`, event) };
  const ends = ENDS.has(kind) || (kind === 'transfer.state' && isFinal(String(facts['state'])));
  if (type !== 'clearing' || (!ends && kind !== 'transfer.state')) return next;
  const open = new Map(state.open);
  if (!ends) return { ...next, open: open.set(`${by} ${trace}`, event) };
  open.delete(`${by} ${trace}`);
  return { ...next, open, ended: state.ended + 1 };
}

/** LIFE-008: once it can be asked about again, everything that was begun is final within the bound. */
const finalWithinBound = judge<Bounded>({
  check: 'LIFE-008/final-within-the-bound',
  init: () => ({ room: NO_ROOM, open: new Map(), ended: 0, now: 0, faultAt: 0 }),
  step: followed,
  finish({ room, open, ended, now, faultAt }, view) {
    const over = (since: number) => now > Math.max(since, faultAt) + room.finalWithinMs;
    const expected = `within ${room.finalWithinMs / 1000} s`;
    const late = [...open.values()].filter(({ at }) => over(at));
    const findings = late.map(({ by, seq, kind }): Finding => {
      return { reason: 'still-open', expected, seen: kind, at: seq, about: { party: by } };
    });
    const orders = perOrder(view, ({ placedAt, state }) => {
      if (!state || !over(placedAt)) return undefined;
      if (state.status !== 'open') return [];
      return [{ reason: 'still-open', expected, seen: 'open', at: state.seq, about: { party: 'platform' } }];
    });
    return { observed: late.length + ended + orders.observed, findings: [...findings, ...orders.findings] };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [presumedIsOpen, finalWithinBound];
