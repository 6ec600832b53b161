import type { CaseView, OrderCase } from './view';

/** The providers that the merchant accepts; where several share the order, those that every one of them accepts. */
function acceptedBySellers(view: CaseView, { merchant, parts }: OrderCase): string[] {
  const [first = [], ...others] = (parts ?? [{ merchant }]).map((seller) => view.methods.get(seller.merchant) ?? []);
  return first.filter((provider) => others.every((methods) => methods.includes(provider)));
}

/**
 * Which providers are usable for an order, from the declared facts alone. It is written apart from the platform's
 * router and shares nothing with it, so that a mistake in one does not hide in the other.
 */
export function usableProviders(view: CaseView, order: OrderCase, device: string): string[] {
  const usable = new Set<string>();
  for (const provider of acceptedBySellers(view, order)) {
    const facts = view.providers.get(provider);
    if (!facts) continue;
    const bothOptedIn = facts.platformOptedIn && facts.providerOptedIn;
    const withinLimits = facts.minFen <= order.amountFen && order.amountFen <= facts.maxFen;
    const devices = order.parts ? facts.combinedDevices : facts.devices;
    if (bothOptedIn && facts.inService && withinLimits && devices.includes(device)) usable.add(provider);
  }
  return [...usable].sort();
}

/** Providers that the merchant accepts and that would be usable but for an outage: the payer is told about them. */
export function outOfService(view: CaseView, order: OrderCase): string[] {
  return acceptedBySellers(view, order)
    .filter((provider) => {
      const facts = view.providers.get(provider);
      return facts?.platformOptedIn === true && facts.providerOptedIn && !facts.inService;
    })
    .sort();
}
