import type { HistoryEvent } from '../../simulators/kernel/history';
import { type ClearingOrder, type ClearingRoom, commonNetworks, declared, NO_ROOM, orderIn } from './clearing-room';
import { type Finding, type Judge, judge } from './judge';

interface State {
  readonly room: ClearingRoom;
  readonly orders: ReadonlyMap<number, ClearingOrder>;
  /** Trades for which no network was open when they were to be paid. */
  readonly stranded: ReadonlySet<string>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const fresh = (): State => ({ room: NO_ROOM, orders: new Map(), stranded: new Set(), observed: 0, findings: [] });
const outcome = ({ observed, findings }: State) => ({ observed, findings });

const noted = (state: State, ...findings: Finding[]): State => ({
  ...state,
  observed: state.observed + 1,
  findings: [...state.findings, ...findings],
});

/** Whom a wallet's choice of a network is about, and what was chosen. */
function choiceIn({ type, kind, by, at, facts, seq }: HistoryEvent) {
  if (type !== 'decision' || kind !== 'clearing.route') return undefined;
  return { asker: by, other: String(facts['to']), network: facts['network'], at, seq };
}

/** ROUTE-004: a transfer goes over a network that both sides are connected to and licensed for that day. */
const networkOfBothSides = judge<State>({
  check: 'ROUTE-004/network-of-both-sides',
  init: fresh,
  step(state, event) {
    const room = declared(state.room, event);
    const next = { ...state, room };
    const made = choiceIn(event) ?? orderIn(event);
    if (!made || event.by === 'harness') return next;
    const { asker, other, network, at, seq } = made;
    const open = commonNetworks(room, asker, other, at);
    const fits = network === null ? open.length === 0 : open.includes(String(network));
    // Where nobody is open to both, refusing is right, and asking is the other check's.
    if (fits || open.length === 0) return noted(next);
    const about = { party: asker };
    return noted(next, { reason: 'network-not-of-both', expected: open, seen: network ?? 'none', at: seq, about });
  },
  finish: outcome,
});

/** ROUTE-004: where no network is open to both sides the payment is refused, and nobody is debited. */
const refusedBeforeDebit = judge<State>({
  check: 'ROUTE-004/refused-before-any-debit',
  init: fresh,
  step(state, event) {
    const room = declared(state.room, event);
    const next = { ...state, room };
    const { type, kind, trade = '', by, seq } = event;
    const choice = choiceIn(event);
    const strandedBy = (asker: string, other: string, at: number) =>
      commonNetworks(room, asker, other, at).length === 0;
    if (choice && strandedBy(choice.asker, choice.other, choice.at)) {
      return noted({ ...next, stranded: new Set(state.stranded).add(trade) });
    }
    const order = by === 'harness' ? undefined : orderIn(event);
    const asked = order && strandedBy(order.asker, order.other, order.at);
    const debited = type === 'clearing' && kind === 'account.debited' && state.stranded.has(trade);
    const paid = type === 'ledger' && kind === 'payment' && state.stranded.has(trade);
    if (!asked && !debited && !paid) return next;
    const about = { party: by };
    return noted(next, { reason: 'asked-though-nobody-may', expected: 'a refusal', seen: kind, at: seq, about });
  },
  finish: outcome,
});

/** ROUTE-004: a clearing institution refuses what one of the two sides may not ask of it, or be asked. */
const strangersRefused = judge<State>({
  check: 'ROUTE-004/strangers-are-refused',
  init: fresh,
  step(state, event) {
    const room = declared(state.room, event);
    const next = { ...state, room };
    const order = orderIn(event);
    if (order) return { ...next, orders: new Map(state.orders).set(order.seq, order) };
    const asked = state.orders.get(event.message ?? -1);
    if (event.type !== 'answer' || !asked) return next;
    const asker = asked.asker === 'harness' ? inWhoseName(asked) : asked.asker;
    if (commonNetworks(room, asker, asked.other, asked.at).includes(asked.network)) return next;
    const { outcome: said } = event.facts;
    if (said === 'refused') return noted(next);
    const about = { party: event.by };
    return noted(next, { reason: 'stranger-cleared', expected: 'a refusal', seen: said, at: event.seq, about });
  },
  finish: outcome,
});

/** The harness asks in a wallet's name; a trace begins with whose it is. */
const inWhoseName = ({ traceId }: ClearingOrder): string => traceId.split('-')[0] ?? '';

/** The judges of this rule. */
export const judges: readonly Judge[] = [networkOfBothSides, refusedBeforeDebit, strangersRefused];
