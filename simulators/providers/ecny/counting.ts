import { beijingDay, type Millis } from '../../kernel/time';
import type { LimitRow } from './limits';

/** A payment that counts towards the limits of the account that paid it. */
export interface Counted {
  readonly account: string;
  readonly amountFen: number;
  readonly at: Millis;
}

/** What an account has paid on a day and in its year, in fen. */
export interface Spent {
  readonly dayFen: number;
  readonly yearFen: number;
}

/** Adds up what an account has paid on the Beijing day and in the year of an instant, by whichever entrance. */
export function spentBy(account: string, at: Millis, payments: Iterable<Counted>): Spent {
  const day = beijingDay(at);
  const year = day.slice(0, 4);
  let [dayFen, yearFen] = [0, 0];
  for (const payment of payments) {
    if (payment.account !== account) continue;
    const paidOn = beijingDay(payment.at);
    if (paidOn === day) dayFen += payment.amountFen;
    if (paidOn.slice(0, 4) === year) yearFen += payment.amountFen;
  }
  return { dayFen, yearFen };
}

/** Why a wallet may not pay an amount; what is exactly at a limit passes. */
export function limitPassed(
  limits: Pick<LimitRow, 'singleFen' | 'dayFen' | 'yearFen'>,
  amountFen: number,
  { dayFen, yearFen }: Spent,
): 'limit-single' | 'limit-day' | 'limit-year' | undefined {
  const over = (limit: number | undefined, sum: number) => limit !== undefined && sum > limit;
  if (over(limits.singleFen, amountFen)) return 'limit-single';
  if (over(limits.dayFen, dayFen + amountFen)) return 'limit-day';
  return over(limits.yearFen, yearFen + amountFen) ? 'limit-year' : undefined;
}
