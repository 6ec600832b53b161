import fc from 'fast-check';
import type { AuthorityRecord } from '../../simulators/checkout/core/authority';
import type { OpeningStep } from '../../simulators/checkout/core/opening';
import type { Device } from '../../simulators/checkout/core/routing';
import type { MerchantPlace, Standing } from '../../simulators/checkout/core/standing';
import { fen } from '../../simulators/kernel/money';
import { type Conditions, STATES } from '../../simulators/market/relations';
import { CoreMarket, type CoreMarketOptions } from '../../simulators/simulation/core-market';
import { DEFAULTS } from './any-market';
import type { Story } from './property';

/** Days around the one on which everything happens, so that first and last days are met often. */
const TODAY = '2026-11-24';
const DAYS = ['2026-11-22', '2026-11-23', TODAY, '2026-11-25', '2026-11-26'];
const day = fc.constantFrom(...DAYS);

const AMOUNT = fen(100);
const PROVIDERS = ['amber', 'birch', 'cedar'];
const PLACES: readonly MerchantPlace[] = [
  { merchant: 'm1', city: 'hangzhou', province: 'zhejiang', capital: true, codeKind: 'merchant' },
  { merchant: 'm2', city: 'suzhou', province: 'jiangsu', capital: false, codeKind: 'personal' },
  { merchant: 'm3', city: 'shenzhen', province: 'guangdong', capital: false, codeKind: 'merchant' },
  { merchant: 'm4', capital: false, codeKind: 'personal' },
];

const authority: fc.Arbitrary<AuthorityRecord> = fc.record({
  kind: fc.constantFrom('payment-licence', 'bank', 'e-cny-operator', 'clearing-licence'),
  business: fc
    .subarray(['online-payment', 'code-payment', 'prepaid-cards'] as const, { minLength: 1 })
    .map((all) => [...all]),
  regions: fc.oneof(fc.constant('nationwide' as const), fc.subarray(['zhejiang', 'jiangsu', 'guangdong'])),
  from: day,
  to: fc.option(day),
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const conditions: fc.Arbitrary<Conditions> = fc.record({
  merchantShare: maybe(fc.constantFrom(0, 1, 25, 50, 75, 99, 100)),
  cities: maybe(fc.oneof(fc.constant('provincial-capitals' as const), fc.subarray(['hangzhou', 'suzhou', 'shenzhen']))),
  entrances: maybe(fc.subarray(['desktop', 'phone'])),
  codeKinds: maybe(fc.subarray(['personal', 'merchant'] as const).map((all) => [...all])),
});

const opening: fc.Arbitrary<OpeningStep[]> = fc
  .array(fc.record({ from: day, state: fc.constantFrom(...STATES), conditions: maybe(conditions) }), { maxLength: 4 })
  .map((steps) => steps.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)));

/** A market of three providers, each with a standing of its own, and who opens the cashier where. */
export interface StandingCase {
  readonly standings: readonly Standing[];
  readonly place: MerchantPlace;
  readonly device: Device;
}

const caseOf = (standing: fc.Arbitrary<Standing>): fc.Arbitrary<StandingCase> =>
  fc.record({
    standings: fc.array(standing, { minLength: PROVIDERS.length, maxLength: PROVIDERS.length }),
    place: fc.constantFrom(...PLACES),
    device: fc.constantFrom<Device>('desktop', 'phone'),
  });

/** Providers with any authorities, from none to several. */
export const anyAuthorities = caseOf(fc.record({ authorities: fc.array(authority, { maxLength: 3 }) }));

/** Providers with any declared openings. */
export const anyOpenings = caseOf(fc.record({ opening }));

/** A payer of the merchant opens the cashier on the day. */
export const openOn =
  (options: CoreMarketOptions) =>
  ({ standings, place, device }: StandingCase): Story => {
    const core = new CoreMarket({ ...options, start: Date.parse(`${TODAY}T00:00:00+08:00`) });
    core.addMerchant(place);
    for (const [i, provider] of PROVIDERS.entries()) {
      const { limits, ...rest } = DEFAULTS;
      core.addProvider({
        ...rest,
        provider,
        minFen: limits[0],
        maxFen: limits[1],
        products: { desktop: 'page', phone: 'wap' },
      });
      core.stand(provider, standings[i] ?? {});
      core.enable(place.merchant, provider);
    }
    core.showCashier(core.place(place.merchant, AMOUNT), device);
    const told = PROVIDERS.map((provider, i) => `${provider}: ${JSON.stringify(standings[i])}`);
    const where = place.city ?? 'nowhere known';
    return {
      told: [...told, `${place.merchant} in ${where}, on a ${device}, on ${TODAY}`],
      events: core.history.events(),
    };
  };
