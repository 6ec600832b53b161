import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

/** One message by which a merchant charged a payer's code for an order. */
interface Use {
  readonly order: string;
  readonly at: number;
  readonly seq: number;
  /** True when the wallet took it: the payment is made, or its payer is asked. */
  readonly taken: boolean;
}

/** A code that a payer's wallet has shown. */
interface Shown {
  readonly provider: string;
  readonly at: number;
  readonly pays: boolean;
  readonly uses: readonly Use[];
}

interface State {
  /** How long a code of each wallet may be read, from its profile. */
  readonly lives: ReadonlyMap<string, number>;
  readonly codes: ReadonlyMap<string, Shown>;
  /** The code and place of each charge that waits for its answer, by message. */
  readonly waiting: ReadonlyMap<number, { readonly code: string; readonly use: number }>;
  /** How often each order moved money. */
  readonly payments: ReadonlyMap<string, number>;
  /** What the last answer to a query says of each order. */
  readonly states: ReadonlyMap<string, string>;
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const CHARGES: ReadonlySet<string> = new Set(['payment.create', 'scan.debit']);
const TAKEN: ReadonlySet<string> = new Set(['paid', 'open', 'paying', 'PAID', 'PAYING']);

const init = (): State => ({
  lives: new Map(),
  codes: new Map(),
  waiting: new Map(),
  payments: new Map(),
  states: new Map(),
});

const orderOf = ({ trade, facts }: HistoryEvent): string => trade ?? text(facts['switchTxn']);

function charged(state: State, event: HistoryEvent): State {
  const code = text(event.facts['code']);
  const shown = state.codes.get(code);
  if (!shown) return state;
  const use: Use = { order: orderOf(event), at: event.at, seq: event.seq, taken: false };
  const codes = new Map(state.codes).set(code, { ...shown, uses: [...shown.uses, use] });
  return { ...state, codes, waiting: new Map(state.waiting).set(event.seq, { code, use: shown.uses.length }) };
}

function answered(state: State, { message = -1, facts }: HistoryEvent): State {
  const asked = state.waiting.get(message);
  const shown = state.codes.get(asked?.code ?? '');
  // An answer without an error and without a state says that the charge was taken and is carried out.
  const taken = facts['error'] === undefined && (facts['state'] === undefined || TAKEN.has(text(facts['state'])));
  if (!asked || !shown || !taken) return state;
  const uses = shown.uses.map((use, i) => (i === asked.use ? { ...use, taken: true } : use));
  return { ...state, codes: new Map(state.codes).set(asked.code, { ...shown, uses }) };
}

function step(state: State, event: HistoryEvent): State {
  const { type, kind, facts, at, trade = '' } = event;
  if (type === 'declared' && kind === 'payer-code-life') {
    const lives = new Map(state.lives).set(text(facts['provider']), Number(facts['lifeMs']));
    return { ...state, lives };
  }
  if (type === 'act' && kind === 'code.shown') {
    const shown: Shown = { provider: text(facts['provider']), at, pays: facts['behaviour'] === 'pays', uses: [] };
    return { ...state, codes: new Map(state.codes).set(text(facts['code']), shown) };
  }
  if (type === 'message' && CHARGES.has(kind)) return charged(state, event);
  if (type === 'answer' && CHARGES.has(kind)) return answered(state, event);
  if (type === 'answer' && kind === 'payment.query') {
    return { ...state, states: new Map(state.states).set(trade, text(facts['state'])) };
  }
  if (type !== 'ledger' || kind !== 'payment') return state;
  return { ...state, payments: new Map(state.payments).set(trade, (state.payments.get(trade) ?? 0) + 1) };
}

const used = ({ codes }: State) => [...codes.values()].filter(({ uses }) => uses.length > 0);

/** QR-003: of all orders for which a code is read, the wallet takes it for the first alone, even if that came to nothing. */
const servesOneOrder = judge<State>({
  check: 'QR-003/serves-one-order',
  init,
  step,
  finish(state) {
    const several = used(state).filter(({ uses }) => new Set(uses.map(({ order }) => order)).size > 1);
    const findings = several.flatMap(({ provider, uses }): Finding[] => {
      const [first] = uses;
      const second = uses.find(({ order, taken }) => taken && order !== first?.order);
      if (!second) return [];
      const { order, seq: at } = second;
      return [
        { reason: 'code-served-two-orders', expected: 'a refusal', seen: 'accepted', at, about: { provider, order } },
      ];
    });
    return { observed: several.length, findings };
  },
});

/** QR-003: a code is read to the last instant of its life, and not after it. */
const expiresByProfile = judge<State>({
  check: 'QR-003/expires-by-profile',
  init,
  step,
  finish(state) {
    const timed = used(state).filter(({ provider, pays }) => pays && state.lives.has(provider));
    const findings = timed.flatMap(({ provider, at: from, uses }): Finding[] => {
      const [first] = uses;
      const alive = first !== undefined && first.at - from <= (state.lives.get(provider) ?? 0);
      if (!first || first.taken === alive) return [];
      const { order, seq: at } = first;
      const about = { provider, order };
      if (alive) return [{ reason: 'live-code-refused', expected: 'accepted', seen: 'a refusal', at, about }];
      return [{ reason: 'expired-code-accepted', expected: 'a refusal', seen: 'accepted', at, about }];
    });
    return { observed: timed.length, findings };
  },
});

/** QR-003: the same order with the same code again is the same charge: money moves once, and the order is found as paid. */
const sameOrderAgain = judge<State>({
  check: 'QR-003/same-order-again',
  init,
  step,
  finish(state) {
    const repeated = used(state).flatMap(({ provider, uses }) => {
      const orders = uses.map(({ order }) => order);
      const again = orders.find((order, i) => orders.indexOf(order) !== i);
      return again === undefined ? [] : [{ provider, order: again, at: uses.at(-1)?.seq ?? 0 }];
    });
    const findings = repeated.flatMap(({ provider, order, at }): Finding[] => {
      const times = state.payments.get(order) ?? 0;
      const about = { party: provider, provider, order, key: order };
      if (times > 1) return [{ reason: 'charged-twice', expected: 1, seen: times, at, about }];
      const found = state.states.get(order);
      if (times === 1 && found === 'paid') return [];
      return [{ reason: 'first-charge-not-found', expected: 'paid', seen: found ?? 'unknown', at, about }];
    });
    return { observed: repeated.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [servesOneOrder, expiresByProfile, sameOrderAgain];
