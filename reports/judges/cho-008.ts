import { comparison } from './comparison';
import { eventJudge, type Judge } from './judge';
import { usableInOrder } from './oracle';
import { inCommon, isCashier, words } from './page';

/** CHO-008: a page whose order is personal has the switch that ends that; a page without one lists no payer's own order. */
const switchIsThere = eventJudge('CHO-008/switch-is-there', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || order?.payer === undefined) return undefined;
  const shown = words(event.facts['methods']);
  const plain = inCommon(usableInOrder(view, order, String(event.facts['device']), event.at), shown);
  const personal = inCommon(shown, plain).join() !== plain.join();
  const seen = event.facts['personal'] ?? null;
  if (!personal || seen === 'on') return [];
  return [{ reason: 'no-switch', expected: 'on', seen, at: event.seq, about: { order: order.order } }];
});

/** CHO-008: once the payer has switched it off, every page lists the merchant's own order. */
const offMeansPlain = eventJudge('CHO-008/off-means-plain', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || order?.payer === undefined || !view.plainOrder.has(order.payer)) return undefined;
  const shown = words(event.facts['methods']);
  const expected = inCommon(usableInOrder(view, order, String(event.facts['device']), event.at), shown);
  const seen = inCommon(shown, expected);
  if (seen.join() === expected.join()) return [];
  return [{ reason: 'still-personal', expected, seen, at: event.seq, about: { order: order.order } }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  switchIsThere,
  offMeansPlain,
  comparison('CHO-008/rivals-data-ranks-nobody', { kind: 'cashier.histories', reason: 'ranked-by-another-history' }),
];
