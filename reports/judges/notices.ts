import type { HistoryEvent } from '../../simulators/kernel/history';
import type { CaseView } from './view';

/** A notice of a payment or refund on its way to a platform. */
export const isNotice = (event: HistoryEvent) => event.type === 'message' && event.kind.startsWith('notice.');

/**
 * What of a properly signed payment notice does not fit the order that it names; undefined when all of it fits.
 * The harness compares with what it knows itself: the order it placed and the payee and application it enrolled.
 */
export function mismatch(
  event: HistoryEvent,
  view: CaseView,
): 'order' | 'amount' | 'payee' | 'application' | undefined {
  const order = view.orderOf(event.trade);
  if (!order) return 'order';
  if (event.facts['amountFen'] !== order.amountFen) return 'amount';
  if (event.facts['payee'] !== `merchant:${order.merchant}`) return 'payee';
  const own = view.applications.get(event.by) ?? event.facts['application'];
  return event.facts['application'] === own ? undefined : 'application';
}
