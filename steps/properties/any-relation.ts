import fc from 'fast-check';
import type { ProviderFacts } from '../../simulators/checkout/core/routing';
import type { Fact } from '../../simulators/kernel/history';
import { fen } from '../../simulators/kernel/money';
import { CoreMarket, type CoreMarketOptions } from '../../simulators/simulation/core-market';
import { anyMarket, MERCHANT, type SmallMarket, tell } from './any-market';
import type { Story } from './property';

/** A market, and what one of its providers and the platform agree anew. */
export interface RelationChange {
  readonly market: SmallMarket;
  readonly changed: number;
  readonly relation: Pick<ProviderFacts, 'platformOptedIn' | 'providerOptedIn' | 'notOpen'>;
}

/** Any market in which one relation changes. */
export const anyRelationChange: fc.Arbitrary<RelationChange> = anyMarket.chain((market) =>
  fc.record({
    market: fc.constant(market),
    changed: fc.nat({ max: market.providers.length - 1 }),
    relation: fc.record({
      platformOptedIn: fc.boolean(),
      providerOptedIn: fc.boolean(),
      notOpen: fc.constantFrom(undefined, 'not-open-yet' as const, 'no-longer-open' as const),
    }),
  }),
);

/** One relation changes between two looks at the cashier. */
export const changeRelation =
  (options: CoreMarketOptions) =>
  ({ market, changed, relation }: RelationChange): Story => {
    const core = new CoreMarket(options);
    for (const facts of market.providers) core.addProvider(facts);
    for (const i of market.enabled) core.enable(MERCHANT, market.providers[i]?.provider ?? '');
    const order = core.place(MERCHANT, fen(market.amountFen));
    const facts = market.providers[changed];
    if (!facts) throw new Error('the market has no such provider');
    const { provider } = facts;
    const others = (): Fact =>
      core
        .showCashier(order, market.device)
        .methods.filter((method) => method.provider !== provider)
        .map((method) => ({ provider: method.provider, payableFen: method.payableFen }));
    const before = others();
    core.addProvider({ ...facts, ...relation });
    const after = others();
    core.history.append({ type: 'probe', by: 'harness', kind: 'relation.changed', facts: { provider, before, after } });
    return { told: [...tell(market), `the relation of ${provider} changes`], events: core.history.events() };
  };
