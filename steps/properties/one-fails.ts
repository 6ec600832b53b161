import fc from 'fast-check';
import { fen } from '../../simulators/kernel/money';
import { CoreMarket, type CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const PROVIDERS = ['first', 'second', 'third'];
const MERCHANT = 'm1';
const MOST_STEPS = 200;

/** Which provider each order is paid with, and which of them fails. */
export interface Day {
  readonly orders: readonly string[];
  readonly failing: string;
}

/** A few purchases with several providers. */
export const anyDay: fc.Arbitrary<Day> = fc.record({
  orders: fc.array(fc.constantFrom(...PROVIDERS), { minLength: 2, maxLength: 6 }),
  failing: fc.constantFrom(...PROVIDERS),
});

/** A market in which every provider can be chosen. */
export function openMarket(options: CoreMarketOptions, providers: readonly string[] = PROVIDERS): CoreMarket {
  const core = new CoreMarket(options);
  for (const provider of providers) {
    const served = { platformOptedIn: true, providerOptedIn: true, inService: true, minFen: 1, maxFen: 5_000_000 };
    core.addProvider({ provider, ...served, products: { desktop: 'native' } });
    core.enable(MERCHANT, provider);
  }
  return core;
}

export const placeIn = (core: CoreMarket): string => core.place(MERCHANT, fen(12_850));

/** What came of each order with a provider that did not fail: its end, and in how many steps of its own. */
function live(core: CoreMarket, orders: readonly string[], lost: (provider: string) => boolean) {
  const placed = orders.map((provider) => {
    const order = placeIn(core);
    core.choose(order, provider, 'desktop');
    const attemptNo = core.order(order).attempts[0]?.attemptNo;
    if (attemptNo !== undefined) core.payLater(order, attemptNo, 'payer');
    return order;
  });
  const steps = new Map<string, number>();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [next] = core.pending();
    if (!next) break;
    if (core.order(next.order).status === 'open') steps.set(next.order, (steps.get(next.order) ?? 0) + 1);
    core.happen(0, lost(next.provider) ? 'is lost' : 'arrives');
  }
  return placed.map((order, i) => ({
    provider: orders[i] ?? '',
    status: core.order(order).status,
    steps: steps.get(order) ?? 0,
  }));
}

/** The same day twice, once without any failure; the others must not notice. */
export const compareDays =
  (options: CoreMarketOptions) =>
  ({ orders, failing }: Day): Story => {
    const core = openMarket(options);
    const others = <T extends { provider: string }>(ends: readonly T[]) =>
      ends.filter(({ provider }) => provider !== failing);
    const calm = others(live(openMarket(options), orders, () => false));
    const stormy = others(live(core, orders, (provider) => provider === failing));
    const compare = (kind: string, of: (end: (typeof calm)[number]) => string | number) =>
      core.history.append({
        type: 'probe',
        by: 'harness',
        kind,
        facts: { expected: calm.map(of), seen: stormy.map(of) },
      });
    compare('isolation.success', ({ status }) => status);
    compare('isolation.time', ({ steps }) => steps);
    const told = [...orders.map((provider) => `an order with ${provider}`), `${failing} fails`];
    return { told, events: core.history.events() };
  };

/** How many messages with the first provider pass before the link breaks, and whether what is lost is the answer. */
export interface Cut {
  readonly after: number;
  readonly fate: 'is lost' | 'arrives and its answer is lost';
}

const MOST_MESSAGES = 8;

export const everyCut: readonly Cut[] = Array.from({ length: MOST_MESSAGES }, (_, after) => after).flatMap((after) => [
  { after, fate: 'is lost' },
  { after, fate: 'arrives and its answer is lost' },
]);

/** The payer pays with the first provider; the link to it breaks; he pays with the second; the link is mended. */
export const fallBack =
  (options: CoreMarketOptions) =>
  ({ after, fate }: Cut): Story => {
    const core = openMarket(options, ['first', 'second']);
    const order = placeIn(core);
    let passed = 0;
    const goOn = (steps: number) => {
      for (let step = 0; step < steps && core.pending().length > 0; step += 1) {
        const [next] = core.pending();
        const cut = next?.losable === true && next.provider === 'first' && passed++ >= after;
        core.happen(0, cut ? fate : 'arrives');
      }
    };
    const pay = (provider: string) => {
      core.choose(order, provider, 'desktop');
      const attempt = core.order(order).attempts.find(({ route }) => route.provider === provider);
      if (attempt) core.payLater(order, attempt.attemptNo, 'payer');
    };
    pay('first');
    goOn(6);
    pay('second');
    goOn(12);
    core.drain();
    const told = [`the link to the first breaks after ${after} messages; then each ${fate}`];
    return { told, events: core.history.events() };
  };
