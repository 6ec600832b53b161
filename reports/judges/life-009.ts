import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { fenFromYuan, MoneyError } from '../../simulators/kernel/money';
import { eventJudge, type Finding, type Judge, judge } from './judge';

const whole = (value: Fact) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** LIFE-009: every amount that a party accepted, or booked, is whole fen above zero. */
const wholeFenOnly = eventJudge('LIFE-009/whole-fen-only', (event) => {
  const amount = event.facts['amountFen'];
  const booked = event.type === 'ledger';
  const spoken =
    event.type === 'contract' ||
    (event.type === 'message' && event.kind.startsWith('payment.') && event.by === 'platform');
  if (amount === undefined || amount === null || !(booked || spoken)) return undefined;
  if (whole(amount)) return [];
  const about = { party: event.by, order: event.order ?? event.trade ?? '' };
  return [{ reason: 'not-whole-fen', expected: 'whole fen, at least 1', seen: amount, at: event.seq, about }];
});

interface Bad {
  readonly pending: ReadonlyMap<number, HistoryEvent>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** LIFE-009: an amount that is not whole fen of CNY above zero is refused by whoever is asked. */
const badAmountRefused = judge<Bad>({
  check: 'LIFE-009/bad-amount-refused',
  init: () => ({ pending: new Map(), observed: 0, findings: [] }),
  step(state, event) {
    const asks = event.kind === 'order.place' || event.kind === 'payment.create' || event.kind === 'refund.create';
    if (event.type === 'message' && asks) {
      const { amountFen, currency, amountText } = event.facts;
      const good =
        whole(amountFen) && (currency ?? 'CNY') === 'CNY' && (amountText === undefined || readable(amountText));
      return good ? state : { ...state, pending: new Map(state.pending).set(event.seq, event) };
    }
    const asked = state.pending.get(event.message ?? -1);
    if (event.type !== 'answer' || !asked) return state;
    const observed = state.observed + 1;
    if (event.facts['error'] !== undefined) return { ...state, observed };
    const seen: Fact = {
      amount: asked.facts['amountText'] ?? asked.facts['amountFen'] ?? null,
      status: event.facts['status'],
    };
    const about = { party: event.by };
    const finding: Finding = { reason: 'bad-amount-accepted', expected: 'a refusal', seen, at: event.seq, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

function readable(text: Fact): boolean {
  try {
    fenFromYuan(String(text));
    return true;
  } catch (error) {
    if (error instanceof MoneyError) return false;
    throw error;
  }
}

interface Wire {
  readonly seq: number;
  readonly trade?: string;
  readonly amount: Fact;
  readonly party: string;
}

/** LIFE-009: the amount on every wire is the order's amount, to the fen, whatever unit the wire writes. */
const sameAmountEverywhere = judge<Wire[]>({
  check: 'LIFE-009/same-amount-everywhere',
  init: () => [],
  step(seen, event) {
    const about = event.kind === 'payment.create' || event.kind === 'notice.payment';
    const honest = event.facts['signature'] === 'valid';
    if (event.type !== 'message' || !about || !honest) return seen;
    return [...seen, { seq: event.seq, trade: event.trade, amount: event.facts['amountFen'], party: event.by }];
  },
  finish(wires, view) {
    const findings: Finding[] = [];
    let observed = 0;
    for (const { seq, trade, amount, party } of wires) {
      const order = view.orderOf(trade);
      if (!order) continue;
      observed += 1;
      if (amount === order.amountFen) continue;
      findings.push({
        reason: 'amount-differs',
        expected: order.amountFen,
        seen: amount,
        at: seq,
        about: { order: order.order, party },
      });
    }
    return { observed, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [wholeFenOnly, badAmountRefused, sameAmountEverywhere];
