import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, eventJudge, type Finding, type Judge, judge } from './judge';
import { following, isThing, leadsTo, MAY_BE_ASKED, type Thing } from './states';

interface Seen {
  readonly thing: Thing;
  readonly id: string;
  readonly state: string;
}

interface Followed {
  /** The last state of each thing, by what it is and its number. */
  readonly states: ReadonlyMap<string, string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** A move that a generated case made, step by step. */
const isMove = (event: HistoryEvent) => event.type === 'probe' && event.kind === 'state.moved';
const ofPlatform = ({ facts }: HistoryEvent) => facts['party'] === 'platform';

function found(reason: string, { thing, id, state }: Seen, from: string, event: HistoryEvent): Finding {
  const about = {
    party: event.type === 'answer' ? event.by : String(event.facts['party'] ?? event.by),
    thing,
    id,
    from,
  };
  return { reason, expected: following(thing, from), seen: state, at: event.seq, about };
}

/** Follows what an outsider sees of states now and then, and each single move of a generated case. */
function follows(
  check: CheckId,
  reason: string,
  mine: (move: HistoryEvent) => boolean,
  look: (event: HistoryEvent) => readonly Seen[],
): Judge {
  return judge<Followed>({
    check,
    init: () => ({ states: new Map(), observed: 0, findings: [] }),
    step(state, event) {
      const findings = [...state.findings];
      let { observed } = state;
      if (isMove(event) && mine(event)) {
        const { thing, id, from, to } = event.facts;
        const moved = { thing: isThing(thing) ? thing : 'order', id: String(id), state: String(to) } as const;
        if (!following(moved.thing, String(from)).includes(moved.state))
          findings.push(found(reason, moved, String(from), event));
        return { ...state, observed: observed + 1, findings };
      }
      const states = new Map(state.states);
      for (const seen of look(event)) {
        const key = `${seen.thing} ${seen.id}`;
        const before = states.get(key);
        states.set(key, seen.state);
        if (before === undefined) continue;
        observed += 1;
        if (!leadsTo(seen.thing, before, seen.state)) findings.push(found(reason, seen, before, event));
      }
      return { states, observed, findings };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

interface Said {
  readonly status: string;
  readonly payments: ReadonlyArray<{ readonly paymentNo: string; readonly status: string }>;
  readonly refunds: ReadonlyArray<{ readonly refundNo: string; readonly status: string }>;
}

/** LIFE-001: orders, payments and refunds of the platform move only as published. */
const platformKeepsToIt = follows('LIFE-001/platform-keeps-to-it', 'unpublished-move', ofPlatform, (event) => {
  if (event.type !== 'contract' || event.kind !== 'order.state') return [];
  const { status, payments, refunds } = event.facts as unknown as Said;
  return [
    { thing: 'order', id: event.order ?? '', state: status },
    ...payments.map(({ paymentNo, status: state }): Seen => ({ thing: 'payment', id: paymentNo, state })),
    ...refunds.map(({ refundNo, status: state }): Seen => ({ thing: 'refund', id: refundNo, state })),
  ];
});

/** LIFE-001: what a provider says of a trade moves only as published. */
const providerKeepsToIt = follows(
  'LIFE-001/provider-keeps-to-it',
  'provider-moved-otherwise',
  (move) => !ofPlatform(move),
  ({ type, facts: { state }, trade }) =>
    type === 'answer' && typeof state === 'string' && trade !== undefined ? [{ thing: 'trade', id: trade, state }] : [],
);

/** What a message of the wire asks of a trade. */
const ASKS: Readonly<Record<string, string>> = { 'payment.create': 'order', 'payment.close': 'close' };

const accepted = (event: HistoryEvent, about: Record<string, string>): Finding => ({
  reason: 'illegal-move-accepted',
  expected: 'a refusal',
  seen: 'accepted',
  at: event.seq,
  about,
});

/** LIFE-001: whatever may not be asked in a state is refused, and changes nothing. */
const otherMovesRefused = eventJudge('LIFE-001/other-moves-refused', (event, view) => {
  if (event.type === 'probe' && event.kind === 'state.asked') {
    const { party, thing, state, asked, refused, changed } = event.facts;
    const states = MAY_BE_ASKED[String(thing)]?.[String(asked)];
    if (!states || states.includes(String(state))) return undefined;
    const kept = refused === true && changed === false;
    return kept ? [] : [accepted(event, { party: String(party), thing: String(thing), asked: String(asked) })];
  }
  const asked = ASKS[event.kind];
  const { trade } = event;
  // The books tell which trades were paid; of another trade an outsider does not know the state.
  if (event.type !== 'answer' || asked === undefined || (view.trades.get(trade ?? '')?.paidFen ?? 0) === 0)
    return undefined;
  return event.facts['error'] === undefined ? [accepted(event, { party: event.by, thing: 'trade', asked })] : [];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [platformKeepsToIt, providerKeepsToIt, otherMovesRefused];
