import type { CaseView, ChargeCase, OrderCase } from './view';

/**
 * The fees and discounts that hold for an order by one provider at an instant: the latest of each kind and party, fees
 * first. A discount that would leave nothing to pay does not hold.
 */
export function chargesOn(view: CaseView, order: OrderCase, provider: string, at: number): ChargeCase[] {
  const latest = new Map<string, ChargeCase>();
  // An order that several merchants share has the price of its parts.
  if (order.parts) return [];
  for (const charge of view.charges) {
    const here = charge.provider === provider && (charge.merchant ?? order.merchant) === order.merchant;
    if (here && charge.from <= at) latest.set(`${charge.kind === 'fee' ? 0 : 1} ${charge.party}`, charge);
  }
  const inOrder = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, charge]) => charge);
  let left = order.amountFen;
  return inOrder.filter((charge) => {
    const next = left + signed(charge);
    if (charge.amountFen <= 0 || next < 1) return false;
    left = next;
    return true;
  });
}

const signed = ({ kind, amountFen }: { kind: string; amountFen: number }) => (kind === 'fee' ? amountFen : -amountFen);

/** What an order costs by one provider: the goods, fees added, discounts taken off. */
export const payableBy = (view: CaseView, order: OrderCase, provider: string, at: number): number =>
  chargesOn(view, order, provider, at).reduce((sum, charge) => sum + signed(charge), order.amountFen);

/** The price of the goods that a told price comes to: fees taken off, discounts added. */
export const goodsPrice = (payableFen: number, items: ReadonlyArray<{ kind: string; amountFen: number }>): number =>
  items.reduce((sum, item) => sum - signed(item), payableFen);

/** The merchants who sell an order. */
export const sellersOf = ({ merchant, parts }: OrderCase): string[] =>
  (parts ?? [{ merchant }]).map((part) => part.merchant);

/** True when a provider has an authority for an order, of whichever of its merchants. */
export const isAuthorised = (view: CaseView, order: OrderCase, provider: string, at: number): boolean =>
  sellersOf(order).every((merchant) => view.standing.hasAuthority(provider, merchant, at));

/** True when a provider is open for an order on a device, of whichever of its merchants. */
export const isOpenFor = (view: CaseView, order: OrderCase, provider: string, device: string, at: number): boolean =>
  sellersOf(order).every((merchant) => view.standing.isOpen(provider, merchant, device, at));

/** The providers that the merchant accepts; where several share the order, those that every one of them accepts. */
export function acceptedBySellers(view: CaseView, order: OrderCase): string[] {
  const [first = [], ...others] = sellersOf(order).map((merchant) => view.methods.get(merchant) ?? []);
  return first.filter((provider) => others.every((methods) => methods.includes(provider)));
}

/**
 * Which providers are usable for an order at an instant, from the declared facts alone and, where the platform declares
 * a rule of health, from who answered it. It is written apart from the platform's
 * router and shares nothing with it, so that a mistake in one does not hide in the other.
 */
export function usableProviders(view: CaseView, order: OrderCase, device: string, at: number): string[] {
  return usableInOrder(view, order, device, at).sort();
}

/** The same, in the merchant's own order. */
export function usableInOrder(view: CaseView, order: OrderCase, device: string, at: number): string[] {
  const unwell = view.answers.out(view.health, at);
  const usable = new Set<string>();
  for (const provider of acceptedBySellers(view, order)) {
    const facts = view.providers.get(provider);
    if (!facts) continue;
    const bothOptedIn = facts.platformOptedIn && facts.providerOptedIn;
    const payable = payableBy(view, order, provider, at);
    const withinLimits = facts.minFen <= payable && payable <= facts.maxFen;
    const devices = order.parts ? facts.combinedDevices : facts.devices;
    const mayBeThere = isAuthorised(view, order, provider, at) && isOpenFor(view, order, provider, device, at);
    if (!mayBeThere) continue;
    if (bothOptedIn && facts.inService && !unwell.includes(provider) && withinLimits && devices.includes(device))
      usable.add(provider);
  }
  return [...usable];
}

/** Providers that the merchant accepts and that would be usable but for an outage: the payer is told about them. */
export function outOfService(view: CaseView, order: OrderCase, at: number): string[] {
  const unwell = view.answers.out(view.health, at);
  return acceptedBySellers(view, order)
    .filter((provider) => {
      const facts = view.providers.get(provider);
      const out = !facts?.inService || unwell.includes(provider);
      return facts?.platformOptedIn === true && facts.providerOptedIn && out;
    })
    .sort();
}

/** The declared order of the cashier: the merchant's own, with the payer's own last choice first unless switched off. */
export function listedInOrder(view: CaseView, order: OrderCase, device: string, at: number): string[] {
  const plain = usableInOrder(view, order, device, at);
  const { payer } = order;
  const last = payer === undefined || view.plainOrder.has(payer) ? undefined : view.lastChoices.get(payer);
  return last !== undefined && plain.includes(last) ? [last, ...plain.filter((provider) => provider !== last)] : plain;
}
