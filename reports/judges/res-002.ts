import { caseJudge, type Judge, judge } from './judge';
import { perOrder } from './per-order';

/** RES-002: whoever may have fallen back to another provider is out of pocket for the order once at most, when everything has settled. */
const noSecondDebit = caseJudge('RES-002/no-second-debit', (view) =>
  perOrder(view, ({ order, amountFen, state }) => {
    const trades = view.tradesOf(order);
    if (trades.length === 0) return undefined;
    const keptFen = trades.reduce((sum, { paidFen, refundedFen }) => sum + paidFen - refundedFen, 0);
    if (keptFen <= amountFen) return [];
    const at = state?.seq ?? 0;
    const expected = `at most ${amountFen} fen`;
    return [{ reason: 'second-debit-stayed', expected, seen: keptFen, at, about: { order } }];
  }),
);

/** RES-002: a provider debits once for each confirmation of the payer, and never without one. */
const debitsWereConfirmed = judge<ReadonlyMap<string, number>>({
  check: 'RES-002/debits-were-confirmed',
  init: () => new Map(),
  step(confirmed, event) {
    if (event.type !== 'act' || event.kind !== 'wallet.confirmed' || event.facts['outcome'] !== 'paid')
      return confirmed;
    const provider = String(event.facts['provider']);
    return new Map(confirmed).set(provider, (confirmed.get(provider) ?? 0) + 1);
  },
  finish(confirmed, view) {
    const debits = new Map<string, number>();
    for (const { provider, payments } of view.trades.values())
      debits.set(provider, (debits.get(provider) ?? 0) + payments);
    const findings = [...debits].flatMap(([provider, seen]) => {
      const expected = confirmed.get(provider) ?? 0;
      return seen > expected ? [{ reason: 'debited-unasked', expected, seen, at: 0, about: { provider } }] : [];
    });
    return { observed: debits.size, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [noSecondDebit, debitsWereConfirmed];
