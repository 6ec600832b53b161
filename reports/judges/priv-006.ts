import type { Facts, HistoryEvent } from '../../simulators/kernel/history';
import { type ClearingRoom, declared, institutionAt, NO_ROOM } from './clearing-room';
import { type CheckId, type Finding, type Judge, judge } from './judge';

interface State {
  readonly room: ClearingRoom;
  readonly domestic: string;
  /** Where each party's machines stand, by party and what they do there. */
  readonly tags: ReadonlyMap<string, string>;
  /** Parties that did it, with the event that shows it first. */
  readonly did: ReadonlyMap<string, number>;
}

function withRegions(state: State, { facts }: HistoryEvent): State {
  const nodes = (Array.isArray(facts['nodes']) ? facts['nodes'] : []) as readonly Facts[];
  const tags = new Map(state.tags);
  for (const { party, ...deeds } of nodes) {
    for (const [does, region] of Object.entries(deeds)) tags.set(`${String(party)} ${does}`, String(region));
  }
  return { ...state, tags, domestic: String(facts['domestic']) };
}

/** Each party that does something with domestic payments does it on a machine whose region is known and domestic. */
function atHome(check: CheckId, does: string, doer: (event: HistoryEvent) => string | undefined): Judge {
  return judge<State>({
    check,
    init: () => ({ room: NO_ROOM, domestic: '', tags: new Map(), did: new Map() }),
    step(before, event) {
      const state = { ...before, room: declared(before.room, event) };
      if (event.type === 'declared' && event.kind === 'regions') return withRegions(state, event);
      const named = doer(event);
      const party = named === undefined ? undefined : institutionAt(state.room, named);
      if (party === undefined || state.did.has(party)) return state;
      return { ...state, did: new Map(state.did).set(party, event.seq) };
    },
    finish({ domestic, tags, did }) {
      const findings = [...did].flatMap(([party, at]): Finding[] => {
        const region = tags.get(`${party} ${does}`);
        if (region === domestic) return [];
        return [{ reason: 'abroad', expected: domestic, seen: region ?? 'unknown', at, about: { party, what: does } }];
      });
      return { observed: did.size, findings };
    },
  });
}

const PAYMENT = /^(payment|refund|notice|clearing|entry)\./;

/** The judges of this rule: whoever is told of a payment, whoever settles, whoever writes it down. */
export const judges: readonly Judge[] = [
  atHome('PRIV-006/processed-at-home', 'processes', ({ type, kind, to }) =>
    type === 'message' && PAYMENT.test(kind) ? to : undefined,
  ),
  atHome('PRIV-006/settled-at-home', 'settles', ({ type, kind, by }) =>
    type === 'clearing' && (kind === 'transfer.booked' || kind === 'session.closed') ? by : undefined,
  ),
  atHome('PRIV-006/stored-at-home', 'stores', ({ type, by }) =>
    type === 'ledger' || type === 'clearing' || type === 'decision' ? by : undefined,
  ),
];
