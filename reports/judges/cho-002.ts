import { comparison } from './comparison';
import { eventJudge, type Judge } from './judge';
import { listedInOrder } from './oracle';
import { inCommon, isCashier, words } from './page';

/** CHO-002: the page lists the methods in the declared order, as the oracle computes it. */
const orderAsDeclared = eventJudge('CHO-002/order-as-declared', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const shown = words(event.facts['methods']);
  const expected = inCommon(listedInOrder(view, order, String(event.facts['device']), event.at), shown);
  const seen = inCommon(shown, expected);
  if (seen.join() === expected.join()) return [];
  return [{ reason: 'listed-otherwise', expected, seen, at: event.seq, about: { order: order.order } }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  orderAsDeclared,
  comparison('CHO-002/identities-decide-nothing', { kind: 'cashier.permuted', reason: 'identity-moved-a-method' }),
];
