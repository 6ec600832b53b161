import type { CaseView, OrderCase } from './view';

/**
 * Which providers are usable for an order at an instant, from the declared facts alone and, where the platform declares
 * a rule of health, from who answered it. It is written apart from the platform's
 * router and shares nothing with it, so that a mistake in one does not hide in the other.
 */
export function usableProviders(view: CaseView, order: OrderCase, device: string, at: number): string[] {
  const unwell = view.answers.out(view.health, at);
  const usable = new Set<string>();
  for (const provider of view.methods.get(order.merchant) ?? []) {
    const facts = view.providers.get(provider);
    if (!facts) continue;
    const bothOptedIn = facts.platformOptedIn && facts.providerOptedIn;
    const withinLimits = facts.minFen <= order.amountFen && order.amountFen <= facts.maxFen;
    const serves = facts.inService && !unwell.includes(provider);
    if (bothOptedIn && serves && withinLimits && facts.devices.includes(device)) usable.add(provider);
  }
  return [...usable].sort();
}

/** Providers that the merchant accepts and that would be usable but for an outage: the payer is told about them. */
export function outOfService(view: CaseView, order: OrderCase, at: number): string[] {
  const unwell = view.answers.out(view.health, at);
  return (view.methods.get(order.merchant) ?? [])
    .filter((provider) => {
      const facts = view.providers.get(provider);
      const out = !facts?.inService || unwell.includes(provider);
      return facts?.platformOptedIn === true && facts.providerOptedIn && out;
    })
    .sort();
}
