import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { type ClearingRoom, declared, institutionAt, NO_ROOM, orderIn } from './clearing-room';
import { type Finding, type Judge, judge } from './judge';

interface Edges {
  readonly room: ClearingRoom;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** ROUTE-001: banks and payment institutions never deal with one another but through a clearing institution. */
const noDirectEdge = judge<Edges>({
  check: 'ROUTE-001/no-direct-edge',
  init: () => ({ room: NO_ROOM, observed: 0, findings: [] }),
  step(state, event) {
    const room = declared(state.room, event);
    if (event.type !== 'message') return { ...state, room };
    const [from, to] = [institutionAt(room, event.by), institutionAt(room, event.to ?? '')];
    const [isMember, isOther] = [room.members.has(from), room.members.has(to)];
    const cleared = (isMember && room.institutions.has(to)) || (room.institutions.has(from) && isOther);
    const direct = isMember && isOther && from !== to;
    if (!cleared && !direct) return { ...state, room };
    const observed = state.observed + 1;
    if (!direct) return { ...state, room, observed };
    const about = { party: from, message: event.kind };
    const expected = [...room.institutions.keys()];
    const finding: Finding = { reason: 'direct-edge', expected, seen: to, at: event.seq, about };
    return { room, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Entries {
  readonly room: ClearingRoom;
  /** Movements at banks, and money that arrived in wallets. */
  readonly entries: readonly HistoryEvent[];
  /** What clearing institutions have booked, by trace. */
  readonly booked: ReadonlyMap<string, number>;
  readonly open: ReadonlySet<string>;
  /** Traces by the number of the trade that they pay. */
  readonly pulls: ReadonlyMap<string, string>;
  /** Payments in the books of wallets. */
  readonly payments: readonly HistoryEvent[];
  /** Wallets whose payers pay from what the wallet holds for them. */
  readonly fromBalance: ReadonlySet<string>;
}

const OPEN: ReadonlySet<Fact> = new Set(['asked', 'presumed-success', 'presumed-failure']);
const ENTRIES: ReadonlySet<string> = new Set(['account.debited', 'account.credited', 'funds.in']);

function gather(state: Entries, event: HistoryEvent): Entries {
  const room = declared(state.room, event);
  const { type, kind, by, facts } = event;
  const trace = String(facts['traceId'] ?? '');
  if (type === 'clearing' && kind === 'transfer.booked' && room.institutions.has(by))
    return { ...state, room, booked: new Map(state.booked).set(trace, Number(facts['amountFen'])) };
  if (type === 'clearing' && kind === 'transfer.state') {
    const open = new Set(state.open);
    if (OPEN.has(facts['state'])) open.add(trace);
    else open.delete(trace);
    return { ...state, room, open };
  }
  if (type === 'clearing' && ENTRIES.has(kind)) return { ...state, room, entries: [...state.entries, event] };
  if (type === 'ledger' && kind === 'payment') return { ...state, room, payments: [...state.payments, event] };
  if (kind === 'wallet.set-up' && facts['funding'] === 'balance')
    return { ...state, room, fromBalance: new Set(state.fromBalance).add(String(facts['provider'])) };
  const order = orderIn(event);
  if (order?.kind !== 'clearing.pull') return { ...state, room };
  const pulls = new Map(state.pulls);
  for (const trade of order.trades) pulls.set(trade, order.traceId);
  return { ...state, room, pulls };
}

/** What of one movement is not cleared; a transfer that is still open has time. */
function unclearedEntry({ booked, open }: Entries, { by, seq, facts }: HistoryEvent): Finding[] {
  const trace = String(facts['traceId'] ?? '');
  const amount = booked.get(trace);
  if (amount === facts['amountFen'] || (amount === undefined && open.has(trace))) return [];
  const about = { party: by };
  return [{ reason: 'not-cleared', expected: facts['amountFen'], seen: amount ?? 'none', at: seq, about }];
}

function unclearedPayment({ room, booked, pulls, fromBalance }: Entries, event: HistoryEvent): Finding[] | undefined {
  const { by, seq, trade = '' } = event;
  if (!room.members.has(by) || fromBalance.has(by)) return undefined;
  if (booked.has(pulls.get(trade) ?? '')) return [];
  const { amountFen }: Facts = event.facts;
  return [{ reason: 'not-cleared', expected: amountFen, seen: 'none', at: seq, about: { party: by } }];
}

/** ROUTE-001: whatever moved at a bank or into a wallet stands in the record of a clearing institution. */
const everythingIsCleared = judge<Entries>({
  check: 'ROUTE-001/everything-is-cleared',
  init: () => ({
    room: NO_ROOM,
    entries: [],
    booked: new Map(),
    open: new Set(),
    pulls: new Map(),
    payments: [],
    fromBalance: new Set(),
  }),
  step: gather,
  finish(state) {
    const paid = state.payments.flatMap((event) => unclearedPayment(state, event) ?? []);
    const findings = [...state.entries.flatMap((event) => unclearedEntry(state, event)), ...paid];
    return { observed: state.entries.length + state.payments.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [noDirectEdge, everythingIsCleared];
