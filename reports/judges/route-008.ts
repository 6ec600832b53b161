import type { HistoryEvent } from '../../simulators/kernel/history';
import { type ClearingOrder, type ClearingRoom, declared, isTaken, NO_ROOM, orderIn } from './clearing-room';
import { type Finding, type Judge, type Judgement, judge } from './judge';
import { Quotas } from './quotas';

interface State {
  readonly room: ClearingRoom;
  /** What each account in a wallet holds, by wallet and account. */
  readonly accounts: ReadonlyMap<string, number>;
  /** What reserves have received and paid, as clearing institutions booked it. */
  readonly received: ReadonlyMap<string, number>;
  readonly paid: ReadonlyMap<string, number>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const fresh = (): State => ({
  room: NO_ROOM,
  accounts: new Map(),
  received: new Map(),
  paid: new Map(),
  observed: 0,
  findings: [],
});
const outcome = ({ observed, findings }: Judgement) => ({ observed, findings });

/** Accounts of users: what stands in them is theirs. */
const isUsers = (account: string) => account.startsWith('payer:') || account.startsWith('merchant:');

function moved(state: State, wallet: string, account: string, fen: number): State {
  const key = `${wallet} ${account}`;
  const opening = account.startsWith('payer:') ? state.room.openingBalanceFen : 0;
  const accounts = new Map(state.accounts).set(key, (state.accounts.get(key) ?? opening) + fen);
  return { ...state, accounts };
}

/** After a movement out of an account: nobody's account lends to somebody else's. */
function checked(state: State, wallet: string, account: string, seq: number): State {
  const left = state.accounts.get(`${wallet} ${account}`) ?? 0;
  const next = { ...state, observed: state.observed + 1 };
  if (!isUsers(account) || left >= 0) return next;
  const about = { party: wallet };
  const finding: Finding = { reason: 'reserve-differs', expected: 'at least 0 fen', seen: left, at: seq, about };
  return { ...next, findings: [...state.findings, finding] };
}

/** Money that arrives in a wallet: a pull's only after the reserve has it. */
function arrived(state: State, { by, seq, facts }: HistoryEvent): State {
  const fen = Number(facts['amountFen']);
  const next = moved(state, by, String(facts['account']), fen);
  const inReserve = state.received.get(String(facts['traceId']));
  const observed = state.observed + 1;
  if (facts['askedBy'] !== undefined || inReserve === fen) return { ...next, observed };
  const finding: Finding = {
    reason: 'reserve-differs',
    expected: fen,
    seen: inReserve ?? 'none',
    at: seq,
    about: { party: by },
  };
  return { ...next, observed, findings: [...state.findings, finding] };
}

/** ROUTE-008: at every tick users' balances and what is in flight are covered by the reserve, account by account. */
const balancesEqualReserve = judge<State>({
  check: 'ROUTE-008/balances-equal-reserve',
  init: fresh,
  step(before, event) {
    const state = { ...before, room: declared(before.room, event) };
    const { type, kind, by, seq, facts } = event;
    const fen = Number(facts['amountFen']);
    if (type === 'ledger' && state.room.members.has(by)) {
      const [from, to] = [String(facts['from']), String(facts['to'])];
      return checked(moved(moved(state, by, from, -fen), by, to, fen), by, from, seq);
    }
    if (type !== 'clearing') return state;
    const account = String(facts['account']);
    if (kind === 'transfer.booked')
      return { ...state, received: new Map(state.received).set(String(facts['traceId']), fen) };
    // What was refused must leave everything as it was; the next movement of the account shows it.
    if (kind === 'funds.refused') return { ...state, observed: state.observed + 1 };
    if (kind === 'funds.in') return arrived(state, event);
    if (kind === 'funds.back') return moved(state, by, account, fen);
    return kind === 'funds.out' ? checked(moved(state, by, account, -fen), by, account, seq) : state;
  },
  finish: outcome,
});

interface Orders {
  readonly room: ClearingRoom;
  /** What left users' accounts for elsewhere, by trace, and why. */
  readonly out: ReadonlyMap<string, { readonly fen: number; readonly ordered: boolean }>;
  /** What merchants have asked to be paid out, and what books gave back to payers; used up as it leaves. */
  readonly asked: ReadonlyMap<string, number>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** The user's order behind money that leaves: a refund in the books, a merchant's payout, a payer's payment. */
function orderBehind({ by, trade = '', facts }: HistoryEvent): string | undefined {
  if (facts['why'] === 'refund') return `${by} ${trade}`;
  return facts['why'] === 'payout' ? `${by} ${String(facts['account'])}` : undefined;
}

/** ROUTE-008: whatever leaves a reserve leaves it on the order of the user whose money it is. */
const onUsersOrder = judge<Orders>({
  check: 'ROUTE-008/reserve-moves-on-users-order',
  init: () => ({ room: NO_ROOM, out: new Map(), asked: new Map(), observed: 0, findings: [] }),
  step(before, event) {
    const state = { ...before, room: declared(before.room, event) };
    const { type, kind, by, trade = '', facts, seq } = event;
    const fen = Number(facts['amountFen']);
    const ask = (key: string) => ({
      ...state,
      asked: new Map(state.asked).set(key, (state.asked.get(key) ?? 0) + fen),
    });
    if (type === 'ledger' && kind !== 'payment') return ask(`${by} ${trade}`);
    if (kind === 'payout.ordered') return ask(`${String(facts['wallet'])} ${by}`);
    if (type !== 'clearing') return state;
    const traceId = String(facts['traceId']);
    if (kind === 'funds.out') {
      const key = orderBehind(event);
      const left = key === undefined ? fen : (state.asked.get(key) ?? 0);
      const out = new Map(state.out).set(traceId, { fen, ordered: left >= fen });
      return { ...state, out, asked: key === undefined ? state.asked : new Map(state.asked).set(key, left - fen) };
    }
    const payer = String(facts['payerInstitution']);
    if (kind !== 'transfer.booked' || state.room.members.get(payer)?.role !== 'wallet') return state;
    const left = state.out.get(traceId);
    const observed = state.observed + 1;
    if (left?.ordered === true && left.fen === fen) return { ...state, observed };
    const about = { party: payer };
    const finding: Finding = {
      reason: 'reserve-moved-without-order',
      expected: left?.fen ?? 'none',
      seen: fen,
      at: seq,
      about,
    };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: outcome,
});

interface Paying {
  readonly quotas: Quotas;
  readonly orders: ReadonlyMap<number, ClearingOrder>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** ROUTE-008: a clearing institution takes no payment beyond mapped + received − paid. */
const withinQuota = judge<Paying>({
  check: 'ROUTE-008/no-payout-beyond-quota',
  init: () => ({ quotas: new Quotas(), orders: new Map(), observed: 0, findings: [] }),
  step(before, event) {
    const state = { ...before, quotas: before.quotas.after(event) };
    const order = orderIn(event);
    if (order)
      return order.kind === 'clearing.pull' ? state : { ...state, orders: new Map(state.orders).set(order.seq, order) };
    const asked = state.orders.get(event.message ?? -1);
    if (event.type !== 'answer' || !asked) return state;
    const observed = state.observed + 1;
    if (!isTaken(event)) return { ...state, observed };
    const quotas = state.quotas.take(asked);
    const left = quotas.available(asked.network, asked.asker);
    if (left >= 0) return { ...state, quotas, observed };
    const about = { party: event.by };
    const finding: Finding = {
      reason: 'paid-beyond-quota',
      expected: 'at least 0 fen',
      seen: left,
      at: event.seq,
      about,
    };
    return { ...state, quotas, observed, findings: [...state.findings, finding] };
  },
  finish: outcome,
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [balancesEqualReserve, onUsersOrder, withinQuota];
