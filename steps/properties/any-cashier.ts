import fc from 'fast-check';
import type { Charge } from '../../simulators/checkout/core/charges';
import { CHARGE_PARTIES } from '../../simulators/checkout/core/charges';
import type { Offer, ProviderFacts } from '../../simulators/checkout/core/routing';
import type { Fact } from '../../simulators/kernel/history';
import { type Fen, fen } from '../../simulators/kernel/money';
import { IDENTITIES, type Identity } from '../../simulators/market/identities';
import { CoreMarket, type CoreMarketOptions } from '../../simulators/simulation/core-market';
import { readCashier } from '../drivers/pages';
import { anyMarket, MERCHANT, type SmallMarket, tell } from './any-market';
import type { Story } from './property';

const PAYER = 'payer';

const charge: fc.Arbitrary<Charge> = fc.record({
  kind: fc.constantFrom('fee' as const, 'discount' as const),
  party: fc.constantFrom(...CHARGE_PARTIES),
  amountFen: fc.constantFrom(1, 50, 100).map((value): Fen => fen(value)),
});
/** At most one fee and one discount of each party, as a checkout can hold them. */
const charges = fc
  .uniqueArray(charge, { maxLength: 2, selector: ({ kind, party }) => (kind === 'fee' ? kind : party) })
  .map((list) => list.map((each) => (each.kind === 'fee' ? { ...each, party: 'provider' as const } : each)))
  .map((list) =>
    list.toSorted((a, b) => (a.kind === b.kind ? a.party.localeCompare(b.party) : a.kind === 'fee' ? -1 : 1)),
  );

/** Any market in which some ways to pay have fees or discounts of their own. */
export const anyPricedMarket: fc.Arbitrary<SmallMarket> = anyMarket.chain((market) =>
  fc
    .array(fc.oneof(fc.constant([]), charges), {
      minLength: market.providers.length,
      maxLength: market.providers.length,
    })
    .map((each) => ({
      ...market,
      providers: market.providers.map((facts, i) => ({ ...facts, charges: each[i] ?? [] })),
    })),
);

/** A market, which of its usable places the payer chose last, if any, and identities for its places. */
export interface Assignment {
  readonly market: SmallMarket;
  readonly identities: readonly Identity[];
  /** The order in which the platform registers its providers: their position. */
  readonly registered: readonly number[];
  readonly last: number;
  readonly personal: boolean;
}

export const anyAssignment: fc.Arbitrary<Assignment> = anyMarket.chain((market) => {
  const count = market.providers.length;
  return fc.record({
    market: fc.constant(market),
    identities: fc.shuffledSubarray([...IDENTITIES], { minLength: count, maxLength: count }),
    registered: fc.shuffledSubarray(
      market.providers.map((_, i) => i),
      { minLength: count },
    ),
    last: fc.nat({ max: 6 }),
    personal: fc.boolean(),
  });
});

/** The places usable for the order, in the merchant's order: computed here from the conditions, not by the router. */
function usablePlaces({ providers, enabled, amountFen, device }: SmallMarket): number[] {
  return enabled.filter((place) => {
    const facts = providers[place];
    if (!facts?.platformOptedIn || !facts.providerOptedIn || !facts.inService) return false;
    return facts.minFen <= amountFen && amountFen <= facts.maxFen && facts.products[device] !== undefined;
  });
}

/** Opens a market whose places have these identities; the merchant accepts places, whoever holds them. */
function openWith(
  options: CoreMarketOptions,
  market: SmallMarket,
  ids: readonly string[],
  registered: readonly number[],
) {
  const core = new CoreMarket(options);
  for (const place of registered) {
    const facts = market.providers[place];
    if (facts) core.addProvider({ ...facts, provider: ids[place] ?? facts.provider });
  }
  for (const place of market.enabled) core.enable(MERCHANT, ids[place] ?? '');
  return core;
}

/** What a payer has done before: the place that was chosen last, and whether the personal order is on. */
interface Past {
  readonly last: number | undefined;
  readonly personal: boolean;
}

/** The places that a cashier page lists, in its order, read from the page by the names on it. */
function listedPlaces(core: CoreMarket, market: SmallMarket, held: readonly Identity[], { last, personal }: Past) {
  const ids = held.map(({ id }) => id);
  if (last !== undefined) {
    const earlier = core.place(MERCHANT, fen(market.amountFen), PAYER);
    core.choose(earlier, ids[last] ?? '', market.device);
  }
  if (!personal) core.switchPersonalOrder(PAYER, false);
  const orderNo = core.place(MERCHANT, fen(market.amountFen), PAYER);
  const offer = core.showCashier(orderNo, market.device);
  const names = Object.fromEntries(held.map(({ id, name }) => [id, { en: name, zh: name }]));
  const merchant = { en: MERCHANT, zh: MERCHANT };
  const view = { language: 'en' as const, order: core.order(orderNo), merchant, offer, names, seals: {}, personal };
  const spoken = Object.fromEntries(held.map(({ id, name }) => [id, [name]]));
  return readCashier(core.parts.cashierPage(view), spoken).methods.map((provider) => ids.indexOf(provider));
}

/** Gives the places of a market other identities: the list must be the oracle's, place by place, whoever stands there. */
export const permuteIdentities =
  (options: CoreMarketOptions) =>
  ({ market, identities, registered, last, personal }: Assignment): Story => {
    const ids = identities.map(({ id }) => id);
    const core = openWith(options, market, ids, registered);
    const usable = usablePlaces(market);
    const chosen = usable.length === 0 ? undefined : usable[last % (usable.length + 1)];
    const seen = listedPlaces(core, market, identities, { last: chosen, personal });
    const first = personal && chosen !== undefined ? [chosen] : [];
    const expected = [...first, ...usable.filter((place) => !first.includes(place))];
    core.history.append({ type: 'probe', by: 'harness', kind: 'cashier.permuted', facts: { expected, seen } });
    const told = identities.map(({ name, host, owner }, place) => `place ${place}: ${name} of ${owner} at ${host}`);
    return { told: [...tell(market), ...told], events: core.history.events() };
  };

/** Two payers with different pasts: but for the own last choice, which comes first, both see one and the same list. */
export const compareHistories =
  (options: CoreMarketOptions) =>
  ({ market, identities, registered, last, personal }: Assignment): Story => {
    const ids = identities.map(({ id }) => id);
    const usable = usablePlaces(market);
    const chosen = usable[last % Math.max(1, usable.length)];
    const blank = listedPlaces(openWith(options, market, ids, registered), market, identities, {
      last: undefined,
      personal,
    });
    const core = openWith(options, market, ids, registered);
    const known = listedPlaces(core, market, identities, { last: chosen, personal });
    const others = (places: readonly number[]) => places.filter((place) => place !== chosen);
    const [expected, seen]: Fact[] = personal ? [others(blank), others(known)] : [blank, known];
    core.history.append({ type: 'probe', by: 'harness', kind: 'cashier.histories', facts: { expected, seen } });
    return { told: [...tell(market), `one payer has chosen place ${chosen} before`], events: core.history.events() };
  };

/** The terms of an offer: who is offered, in which place, for what price. */
const termsOf = (offer: Offer) => offer.methods.map(({ provider, payableFen }) => ({ provider, payableFen }));

const RIVAL = 'rival';
const rivalFacts: ProviderFacts = {
  provider: RIVAL,
  platformOptedIn: true,
  providerOptedIn: true,
  inService: true,
  minFen: 1,
  maxFen: 10_000_000,
  products: { desktop: 'native', phone: 'h5' },
};

/** A market without and with a rival that the merchant accepts at any place of its own list. */
export const anyRival = fc.record({ market: anyPricedMarket, place: fc.nat({ max: 6 }) });

/** Compares the terms of everybody else with a rival and without it. */
export const addRival =
  (options: CoreMarketOptions) =>
  ({ market, place }: { market: SmallMarket; place: number }): Story => {
    const ids = market.providers.map(({ provider }) => provider);
    const all = ids.map((_, i) => i);
    const show = (core: CoreMarket) => core.showCashier(core.place(MERCHANT, fen(market.amountFen)), market.device);
    const before = termsOf(show(openWith(options, market, ids, all)));
    const enabled = market.enabled.toSpliced(place % (market.enabled.length + 1), 0, ids.length);
    const larger = { ...market, providers: [...market.providers, rivalFacts], enabled };
    const core = openWith(options, larger, [...ids, RIVAL], [...all, ids.length]);
    const after = termsOf(show(core)).filter(({ provider }) => provider !== RIVAL);
    core.history.append({ type: 'probe', by: 'harness', kind: 'rival.compared', facts: { before, after } });
    return {
      told: [...tell(market), `a rival comes in at place ${place} of the merchant's list`],
      events: core.history.events(),
    };
  };
