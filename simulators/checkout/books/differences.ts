import type { BusinessDay } from './business-day';
import type { BillRow, PlatformEntry } from './entries';

/** The closed set of differences: each is in exactly one of these (rule REC-001). */
export const DIFFERENCE_CLASSES = [
  /** The provider's own bill has a row twice. */
  'duplicated-row',
  /** The bill names a payment that the platform never asked for. */
  'missing-at-platform',
  /** The bill names a refund that the platform never asked for. */
  'refund-missing-at-platform',
  /** The two put it into different business days; the other day's books have it. */
  'cut-off-difference',
  /** The platform calls it paid; the provider, asked again, says that it is not. */
  'paid-at-platform-unknown-at-provider',
  /** The platform calls it paid and so does the provider when asked; the bill lacks it. */
  'missing-at-provider',
  'refund-missing-at-provider',
  /** The bill has it; the platform does not know that it was paid. */
  'paid-at-provider-open-at-platform',
  'payee-differs',
  'amount-differs',
  'refund-amount-differs',
  /** One calls it done, the other failed. */
  'state-differs',
  /** The fee is not the agreed one. */
  'fee-differs',
  /** Both agree on the money; the merchant's delivery record does not. */
  'delivery-differs',
] as const;
export type DifferenceClass = (typeof DIFFERENCE_CLASSES)[number];

/**
 * What is done about a difference. `query`: the provider is asked, and the answer pays the order, or gives back what the
 * order does not need. `wait`: the next day's books must have it. `incident`: people decide.
 */
export type Resolution = 'query' | 'wait' | 'incident';

export const RESOLUTIONS: Readonly<Record<DifferenceClass, Resolution>> = {
  'duplicated-row': 'incident',
  'missing-at-platform': 'incident',
  'refund-missing-at-platform': 'incident',
  'cut-off-difference': 'wait',
  'paid-at-platform-unknown-at-provider': 'incident',
  'missing-at-provider': 'wait',
  'refund-missing-at-provider': 'query',
  'paid-at-provider-open-at-platform': 'query',
  'payee-differs': 'incident',
  'amount-differs': 'incident',
  'refund-amount-differs': 'incident',
  'state-differs': 'query',
  'fee-differs': 'incident',
  'delivery-differs': 'incident',
};

/** One difference with both sides as they were found. */
export interface Difference {
  readonly class: DifferenceClass;
  readonly key: string;
  /** Counts the rows of one key: 0 unless the bill repeats it. */
  readonly copy: number;
  readonly entry?: PlatformEntry;
  readonly row?: BillRow;
  /** For a difference of days: the day in whose books the other side stands. */
  readonly otherDay?: BusinessDay;
}
