import type { Authority, Business } from '../../market/participants';

/** What a platform has on record of a provider's licence or other lawful authority (rule ACC-005). */
export type AuthorityRecord = Pick<Authority, 'kind' | 'business' | 'regions' | 'from' | 'to'>;

/** What an authority must cover for one order. */
export interface AuthorityQuestion {
  /** The business day in Beijing. */
  readonly day: string;
  readonly business: Business;
  /** The province in which the merchant is; undefined where nobody said. */
  readonly region?: string;
}

/** Why a provider may not be offered for want of authority. */
export type AuthorityProblem = 'no-authority' | 'other-business' | 'other-region';

/** Whether one of a provider's authorities covers an order; undefined when one does. */
export type AuthorityRule = (
  records: readonly AuthorityRecord[],
  question: AuthorityQuestion,
) => AuthorityProblem | undefined;

const covers = ({ regions }: AuthorityRecord, region: string | undefined) =>
  regions === 'nationwide' || (region !== undefined && regions.includes(region));

/** The rule that works: one authority must be in force on the day and cover business and region alike, whatever its kind. */
export const authorityRule: AuthorityRule = (records, { day, business, region }) => {
  const inForce = records.filter(({ from, to }) => from <= day && (to === null || day <= to));
  if (inForce.length === 0) return 'no-authority';
  const forBusiness = inForce.filter((record) => record.business.includes(business));
  if (forBusiness.length === 0) return 'other-business';
  return forBusiness.some((record) => covers(record, region)) ? undefined : 'other-region';
};
