import fc from 'fast-check';
import type { Device, OfferInputs, ProviderFacts } from '../../simulators/checkout/core/routing';
import { route } from '../../simulators/checkout/core/routing';
import type { Fact } from '../../simulators/kernel/history';
import { fen } from '../../simulators/kernel/money';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import { CoreMarket } from '../../simulators/simulation/core-market';
import type { Story } from './property';

/** Identities that a market may have; who they are must not matter. */
const IDENTITIES = ['alipay', 'bestpay', 'ecny', 'hebao', 'jdpay', 'unionpay', 'wechatpay', 'wopay'];
/** The one merchant of small markets. */
export const MERCHANT = 'm1';

/** A small market: providers with their conditions, one merchant's choices, one order. */
export interface SmallMarket {
  readonly providers: readonly ProviderFacts[];
  /** The merchant's choices in its own order, by place in the list of providers. */
  readonly enabled: readonly number[];
  readonly amountFen: number;
  readonly device: Device;
}

/** Limits and amounts from a few values, so that edges are met often. */
const EDGES = [1, 2, 99, 100, 101, 5_000_000, 5_000_001];
/** Most conditions hold, so that in most markets several providers are usable at once. */
const mostly = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const limits = fc.tuple(fc.constantFrom(1, 1, 100), fc.constantFrom(100, 5_000_000, 5_000_000));
const products = fc.constantFrom<ProviderFacts['products']>(
  { desktop: 'native', phone: 'h5' },
  { desktop: 'page', phone: 'wap' },
  { desktop: 'page' },
  { phone: 'wap' },
);

const conditions = fc.record({
  platformOptedIn: mostly,
  providerOptedIn: mostly,
  inService: mostly,
  limits,
  products,
});

/** Any market of two to six providers. */
export const anyMarket: fc.Arbitrary<SmallMarket> = fc
  .tuple(fc.shuffledSubarray(IDENTITIES, { minLength: 2, maxLength: 6 }), fc.infiniteStream(conditions))
  .chain(([identities, stream]) => {
    const providers = identities.map((provider): ProviderFacts => {
      const {
        limits: [minFen, maxFen],
        ...rest
      } = stream.next().value ?? DEFAULTS;
      return { provider, minFen, maxFen, ...rest };
    });
    return fc.record({
      providers: fc.constant(providers),
      enabled: fc.shuffledSubarray(providers.map((_, i) => i)),
      amountFen: fc.constantFrom(...EDGES),
      device: fc.constantFrom<Device>('desktop', 'phone'),
    });
  });

/** The conditions of a provider that anybody can use. */
export const DEFAULTS = {
  platformOptedIn: true,
  providerOptedIn: true,
  inService: true,
  limits: [1, 100] as [number, number],
  products: { desktop: 'native' } as ProviderFacts['products'],
};

const named = ({ providers, enabled }: SmallMarket) => enabled.flatMap((i) => providers[i]?.provider ?? []);

/** A market in words. */
export function tell(market: SmallMarket): string[] {
  const facts = market.providers.map(
    ({ provider, platformOptedIn, providerOptedIn, inService, minFen, maxFen, products: served }) =>
      `${provider}: platform ${platformOptedIn ? 'in' : 'out'}, provider ${providerOptedIn ? 'in' : 'out'}, ` +
      `${inService ? 'in service' : 'out of service'}, ${minFen}–${maxFen} fen, ${Object.keys(served).join('+')}`,
  );
  return [
    ...facts,
    `the merchant enabled ${named(market).join(', ') || 'nothing'}`,
    `an order of ${market.amountFen} fen on a ${market.device}`,
  ];
}

function open(market: SmallMarket, options: CoreMarketOptions): { core: CoreMarket; order: string } {
  const core = new CoreMarket(options);
  for (const facts of market.providers) core.addProvider(facts);
  for (const provider of named(market)) core.enable(MERCHANT, provider);
  return { core, order: core.place(MERCHANT, fen(market.amountFen)) };
}

/** Opens the cashier of a market. */
export const showOnce =
  (options: CoreMarketOptions) =>
  (market: SmallMarket): Story => {
    const { core, order } = open(market, options);
    core.showCashier(order, market.device);
    return { told: tell(market), events: core.history.events() };
  };

/** Opens the cashier several times and chooses each method on offer in turn. */
export const showAndRouteAgain =
  (options: CoreMarketOptions) =>
  (market: SmallMarket): Story => {
    const { core, order } = open(market, options);
    const { methods } = core.showCashier(order, market.device);
    core.showCashier(order, market.device);
    for (const { provider } of methods) core.choose(order, provider, market.device);
    core.showCashier(order, market.device);
    return { told: [...tell(market), 'the cashier is opened three times'], events: core.history.events() };
  };

/** What an order is offered, and how each method would be routed. */
function outcome(core: CoreMarket, inputs: OfferInputs): Fact {
  const payees = Object.fromEntries(inputs.providers.map(({ provider }) => [provider, `account of ${MERCHANT}`]));
  const { methods, withheld } = core.parts.offer(inputs);
  const routes = methods.map(({ provider }) => {
    const record = route({ ...inputs, chosen: provider, payees }, core.parts.offer);
    return { provider, product: record?.product, payee: record?.payee, payableFen: record?.payableFen };
  });
  return { routes, withheld: withheld.map(({ provider, reason }) => ({ provider, reason })) };
}

/** The same fact with every identity replaced by its counterpart. */
function renamed(fact: Fact, names: ReadonlyMap<string, string>): Fact {
  const text = JSON.stringify(fact);
  return JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value));
}

/** A market and another assignment of identities to its providers, in another order of registration. */
export const marketWithOtherNames = anyMarket.chain((market) =>
  fc.record({
    market: fc.constant(market),
    names: fc.shuffledSubarray(IDENTITIES, { minLength: market.providers.length, maxLength: market.providers.length }),
    order: fc.shuffledSubarray(
      market.providers.map((_, i) => i),
      { minLength: market.providers.length },
    ),
  }),
);

/** Exchanges whole identities and the order of registration; the outcome must be the same but for the names. */
export const exchangeNames =
  (options: CoreMarketOptions) =>
  ({ market, names, order }: { market: SmallMarket; names: readonly string[]; order: readonly number[] }): Story => {
    const map = new Map(market.providers.map(({ provider }, i) => [provider, names[i] ?? provider]));
    const before = open(market, options);
    const inputs = before.core.offerInputs(before.order, market.device);
    const others: OfferInputs = {
      ...inputs,
      merchantMethods: inputs.merchantMethods.map((provider) => map.get(provider) ?? provider),
      providers: order.flatMap((i) => {
        const facts = inputs.providers[i];
        return facts ? [{ ...facts, provider: map.get(facts.provider) ?? facts.provider }] : [];
      }),
    };
    const expected = renamed(outcome(before.core, inputs), map);
    const seen = outcome(before.core, others);
    before.core.history.append({ type: 'probe', by: 'harness', kind: 'route.permuted', facts: { expected, seen } });
    const told = [...map].map(([from, to]) => `${from} becomes ${to}`);
    return { told: [...tell(market), ...told], events: before.core.history.events() };
  };

/** A newcomer that the merchant enables last: the others must be offered and routed as before. */
export const newcomer =
  (options: CoreMarketOptions) =>
  (market: SmallMarket): Story => {
    const { core, order } = open(market, options);
    const before = core.offerInputs(order, market.device);
    const facts: ProviderFacts = {
      ...DEFAULTS,
      provider: 'newcomer',
      minFen: 1,
      maxFen: 10_000_000,
      products: { desktop: 'native', phone: 'h5' },
    };
    const after: OfferInputs = {
      ...before,
      merchantMethods: [...before.merchantMethods, facts.provider],
      providers: [...before.providers, facts],
    };
    const without = ({
      routes,
      withheld,
    }: {
      routes: Array<{ provider: string }>;
      withheld: Array<{ provider: string }>;
    }): Fact =>
      JSON.parse(
        JSON.stringify({
          routes: routes.filter(({ provider }) => provider !== facts.provider),
          withheld: withheld.filter(({ provider }) => provider !== facts.provider),
        }),
      );
    const expected = outcome(core, before);
    const seen = without(outcome(core, after) as never);
    core.history.append({ type: 'probe', by: 'harness', kind: 'route.arrival', facts: { expected, seen } });
    return { told: [...tell(market), 'a newcomer is enabled last'], events: core.history.events() };
  };
