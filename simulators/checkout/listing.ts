import type { Shown } from './core/confirming';
import type { Order } from './core/order';
import type { Device, Offer, OfferedMethod } from './core/routing';
import type { CheckoutService } from './service';

/** An order's offer as its payer sees it listed. */
export interface Listing {
  /** Methods in the order in which they are listed. */
  readonly offer: Offer;
  /** Whether that order is personal; undefined for a payer who is not known. */
  readonly personal: boolean | undefined;
  /** The payer's own last choice, where the payer wants it to count. */
  readonly earlierChoice: string | undefined;
}

/** Lists the methods for an order's payer and puts what decided their order on record (rules CHO-002, CHO-008). */
export function listingOf(service: CheckoutService, order: Order, device: Device): Listing {
  const offer = service.offer(order, device);
  const { terms } = service.store;
  const { payerId } = order;
  const personal = payerId === undefined ? undefined : terms.personalOrder(payerId);
  const lastChoice = payerId === undefined ? undefined : terms.lastChoice(payerId);
  const inputs = { methods: offer.methods.map(({ provider }) => provider), lastChoice, personal: personal === true };
  const ranked = service.parts.arrange(inputs);
  service.context.decided?.('order', order.orderNo, { inputs, methods: ranked });
  const methods = ranked.flatMap((each) => offer.methods.find(({ provider }) => provider === each) ?? []);
  return { offer: { ...offer, methods }, personal, earlierChoice: personal ? lastChoice : undefined };
}

/** What the payer sees of a method before confirming it (rule CHO-007). */
export function shownOf(service: CheckoutService, order: Order, method: OfferedMethod): Shown {
  const { provider, payableFen, charges } = method;
  const { token, amountFen, description } = order;
  const payee = service.payee(order);
  const providerName = service.provider(provider)?.name ?? { en: provider, zh: provider };
  return { token, provider, providerName, payee, amountFen, description, payableFen, charges };
}
