import type { Standing } from '../store/books-store';
import type { Difference, Resolution } from './differences';
import type { PlatformEntry } from './entries';

/**
 * How a new difference stands.
 * @param again The day before had the same difference, so nothing is left to wait for.
 */
export function firstStanding(difference: Difference, resolution: Resolution, again: boolean): Standing {
  if (again) return 'incident';
  // Both sides are known, and agree on everything but the day.
  if (difference.class === 'cut-off-difference' && difference.row) return 'settled';
  return resolution === 'query' ? 'open' : resolution === 'wait' ? 'waiting' : 'incident';
}

/** True when what was asked has brought the two sides together. */
export function isSettledBy({ class: found, row }: Difference, entry: PlatformEntry | undefined): boolean {
  if (!entry) return false;
  if (found === 'paid-at-provider-open-at-platform') return entry.state === 'done';
  if (found === 'state-differs') return row !== undefined && (entry.state === 'failed') === (row.state === 'failed');
  // A refund that failed after all need not be in any bill.
  return found === 'refund-missing-at-provider' && entry.state === 'failed';
}

/** What the next day's books must know of a difference: the side that it had. Undefined where the day is enough. */
export function carriedFrom(
  { class: found, row, otherDay }: Difference,
  nextDay: string,
): 'platform' | 'provider' | undefined {
  if (found === 'cut-off-difference') {
    if (row) return otherDay === nextDay ? 'provider' : undefined;
    return 'platform';
  }
  return found === 'missing-at-provider' || found === 'refund-missing-at-provider' ? 'platform' : undefined;
}
