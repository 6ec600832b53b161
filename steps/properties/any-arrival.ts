import fc from 'fast-check';
import type { Fact } from '../../simulators/kernel/history';
import { fen } from '../../simulators/kernel/money';
import { CoreMarket, type CoreMarketOptions, type Fate } from '../../simulators/simulation/core-market';
import { anyMarket, DEFAULTS, MERCHANT, type SmallMarket, tell } from './any-market';
import type { Story } from './property';

const NEWCOMER = 'newcomer';

/** One payer who wants to pay by the provider of a place, and what the network does to the messages meanwhile. */
interface Try {
  readonly place: number;
  readonly fates: readonly Fate[];
}

/** A market and payers who each pay by one of its incumbents. */
export interface Day {
  readonly market: SmallMarket;
  readonly tries: readonly Try[];
}

const fate = fc.constantFrom<Fate>('arrives', 'arrives', 'is lost', 'arrives and its answer is lost', 'arrives twice');

/** Any market that everybody has joined, and a day of payments by its incumbents. */
export const anyDay: fc.Arbitrary<Day> = anyMarket.chain((market) =>
  fc.record({
    market: fc.constant({ ...market, enabled: market.providers.map((_, i) => i), amountFen: 100 }),
    tries: fc.array(
      fc.record({ place: fc.nat({ max: market.providers.length - 1 }), fates: fc.array(fate, { maxLength: 4 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  }),
);

/** What came of a day: how often each incumbent was tried and how often it succeeded, and the terms that were shown. */
function live(core: CoreMarket, { market, tries }: Day): { success: Fact; terms: Fact } {
  const counts = new Map<string, { tried: number; paid: number }>();
  const terms: Fact[] = [];
  for (const { place, fates } of tries) {
    const provider = market.providers[place]?.provider ?? '';
    const order = core.place(MERCHANT, fen(market.amountFen));
    const { methods } = core.showCashier(order, market.device);
    const others = methods.filter((method) => method.provider !== NEWCOMER);
    terms.push(others.map(({ provider: each, payableFen }) => ({ provider: each, payableFen })));
    const count = counts.get(provider) ?? { tried: 0, paid: 0 };
    counts.set(provider, count);
    count.tried += 1;
    if (core.choose(order, provider, market.device)) pay(core, order, fates);
    if (core.order(order).status === 'paid') count.paid += 1;
  }
  const success = [...counts].map(([provider, { tried, paid }]) => ({ provider, tried, paid }));
  return { success, terms };
}

function pay(core: CoreMarket, order: string, fates: readonly Fate[]): void {
  const attempt = core.order(order).attempts.at(-1);
  if (!attempt) return;
  core.payLater(order, attempt.attemptNo, 'payer');
  for (const each of fates) core.happen(0, each);
  core.drain();
}

/** The same day, with the same faults, before a newcomer arrives and after it: for the incumbents it must be the same day. */
export const sameDayWithNewcomer =
  (options: CoreMarketOptions) =>
  (day: Day): Story => {
    const { market } = day;
    const open = () => {
      const core = new CoreMarket(options);
      for (const facts of market.providers) core.addProvider(facts);
      for (const place of market.enabled) core.enable(MERCHANT, market.providers[place]?.provider ?? '');
      return core;
    };
    const before = live(open(), day);
    const core = open();
    const { limits: _, ...relation } = DEFAULTS;
    const products = { desktop: 'native', phone: 'h5' };
    core.addProvider({ ...relation, products, provider: NEWCOMER, minFen: 1, maxFen: 10_000_000 });
    core.enable(MERCHANT, NEWCOMER);
    const after = live(core, day);
    const probe = (kind: string, expected: Fact, seen: Fact) =>
      core.history.append({ type: 'probe', by: 'harness', kind, facts: { expected, seen } });
    probe('arrival.success', before.success, after.success);
    probe('arrival.terms', before.terms, after.terms);
    const told = day.tries.map(
      ({ place, fates }) => `a payment at place ${place}: ${fates.join(', ') || 'nothing goes wrong'}`,
    );
    return { told: [...tell(market), ...told, 'a newcomer arrives'], events: core.history.events() };
  };
