import { cutOffOf } from '../checkout/books/business-day';
import type { BookTerms, MerchantConfig, ProviderConfig } from '../checkout/config';
import type { OpeningStep } from '../checkout/core/opening';
import type { RefundLimits } from '../checkout/core/refund-limits';
import type { Standing } from '../checkout/core/standing';
import { cityNamed } from '../market/cities';
import { guestsOf } from '../market/guests';
import { type Market, relationsOf } from '../market/market';
import { authoritiesOf } from '../market/participants';
import { conditionsOf } from '../market/relations';
import type { Applicant, Enrolment, Provider } from '../providers/contract';
import { type BillTerms, billTerms, type Profile } from '../providers/profile';

/** The platform's own goods, as a merchant of the platform. */
export const OWN_GOODS = 'own-goods';

/** The platform of a market and everybody for whom it collects, as they sign up with a provider. */
export function applicants(
  market: Market,
  hosts: readonly string[] = [new URL(market.origin).hostname],
): { platform: Applicant; shops: readonly Applicant[] } {
  const platform = { owner: 'platform', name: market.name.zh, domains: hosts };
  const shops = market.merchants.map(({ id, name }) => ({ owner: `merchant:${id}`, name: name.zh, domains: [] }));
  // A platform may also sell its own goods: that account is its own, and no other merchant's money belongs on it.
  return { platform, shops: [...shops, { ...platform, name: `${platform.name}自营` }] };
}

/** What a profile says of the refunds of one payment. */
export const refundLimitsOf = ({ numbers }: Profile): RefundLimits => ({
  windowMs: numbers.refundWindow.value,
  most: numbers.mostRefunds?.value,
  gapMs: numbers.refundGap?.value,
});

/** Turns what a platform got when it signed up into the checkout's settings; `baseUrl` is where it reaches the provider. */
export function integration(market: Market, provider: Provider, enrolment: Enrolment, baseUrl: string): ProviderConfig {
  const entry = market.providers.find(({ id }) => id === provider.name);
  if (!entry) throw new Error(`the market has no provider "${provider.name}"`);
  const terms = billTerms(provider.profile);
  const { connection, payees } = enrolment;
  const { origin: _, ...settings } = connection;
  return {
    id: provider.name,
    protocol: provider.profile.protocol,
    name: provider.profile.name,
    connection: { ...settings, baseUrl },
    payees: {
      ...Object.fromEntries(market.merchants.map(({ id }) => [id, payees[`merchant:${id}`] ?? ''])),
      [OWN_GOODS]: payees['platform'] ?? '',
    },
    products: entry.products,
    ...(entry.combined ? { combinedProducts: entry.combined } : {}),
    standing: standingOf(market, provider.name),
    ...guestsIn(market, provider.name),
    minFen: entry.minFen,
    maxFen: entry.maxFen,
    queryAfterMs: provider.profile.numbers.queryAfter.value,
    refundLimits: refundLimitsOf(provider.profile),
    ...(terms ? { books: booksOf(terms) } : {}),
  };
}

/** By what authority a provider works, and how it stands with the platform, from the dated data. */
export function standingOf(market: Market, provider: string): Standing {
  const relation = relationsOf(market).find((each) => each.provider === provider);
  const opening = relation?.steps.map((step): OpeningStep => {
    const conditions = conditionsOf(step);
    return { from: step.from, state: step.state, ...(conditions ? { conditions } : {}) };
  });
  const authorities = authoritiesOf(provider).map(({ kind, business, regions, from, to }) => {
    return { kind, business, regions, from, to };
  });
  return { authorities, ...(opening ? { opening } : {}) };
}

/** Whoever payers find inside a provider's cashier. */
function guestsIn(market: Market, host: string): Pick<ProviderConfig, 'guests'> {
  const guests = guestsOf(market).filter((guest) => guest.host === host);
  if (guests.length === 0) return {};
  return { guests: guests.map(({ id, name }) => ({ id, name, standing: standingOf(market, id) })) };
}

/** A merchant as openings and licences see it; none where the data do not say where it is. */
export function placeOf({ city: id, codeKind = 'merchant' }: Market['merchants'][number]): MerchantConfig['place'] {
  const city = cityNamed(id);
  if (!city) return { capital: false, codeKind };
  return { city: city.id, province: city.province, capital: city.capital, codeKind };
}

const booksOf = ({ dayEnds, readyAfterMs, feePerMillion }: BillTerms): BookTerms => ({
  cutOff: cutOffOf(dayEnds),
  readyAfterMs,
  feePerMillion,
});
