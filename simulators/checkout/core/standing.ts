import type { Business } from '../../market/participants';
import type { CodeKind } from '../../market/relations';
import type { AuthorityProblem, AuthorityRecord, AuthorityRule } from './authority';
import type { OpeningProblem, OpeningRule, OpeningStep } from './opening';

/** By what authority a provider works, and since when it is open; what is missing is not on record and decides nothing. */
export interface Standing {
  readonly authorities?: readonly AuthorityRecord[];
  readonly opening?: readonly OpeningStep[];
}

/** A merchant as openings and licences see it. */
export interface MerchantPlace {
  readonly merchant: string;
  readonly city?: string;
  readonly province?: string;
  readonly capital: boolean;
  readonly codeKind: CodeKind;
}

/** What stands against offering a provider for an order; empty when nothing does. */
export interface StandingProblems {
  readonly lacks?: AuthorityProblem;
  readonly notOpen?: OpeningProblem;
}

/** What a payment at a cashier is, for an authority. */
const CASHIER_BUSINESS: Business = 'online-payment';

/** The two rules that decide a standing. */
export interface StandingRules {
  readonly authority: AuthorityRule;
  readonly opening: OpeningRule;
}

/**
 * What stands against offering a provider for an order of these merchants; where several share it, for any of them.
 * @param day The business day in Beijing.
 */
export function standingProblems(
  rules: StandingRules,
  { authorities, opening }: Standing,
  { day, provider, entrance }: { readonly day: string; readonly provider: string; readonly entrance: string },
  places: readonly MerchantPlace[],
): StandingProblems {
  const lacking = places.map(
    ({ province }) =>
      authorities && rules.authority(authorities, { day, business: CASHIER_BUSINESS, region: province }),
  );
  const closed = places.map((place) => opening && rules.opening(opening, { day, provider, entrance, ...place }));
  const lacks = lacking.find((problem) => problem !== undefined);
  const notOpen = closed.find((problem) => problem !== undefined);
  return { ...(lacks ? { lacks } : {}), ...(notOpen ? { notOpen } : {}) };
}
