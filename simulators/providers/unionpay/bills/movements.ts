import type { Millis } from '../../../kernel/time';
import { type Refund, refundedFen, type Trade } from '../../engine/trade';
import { type BillTerms, billTerms, type Profile, setting } from '../../profile';
import { clearingDay, isUndo } from '../trades';

/** One movement of a merchant's money on a clearing day. */
export interface Movement {
  readonly trade: Trade;
  /** Present for money that went back. */
  readonly refund?: Refund;
  /** A payment that was undone as a whole without a number of its own. */
  readonly reversal?: true;
  readonly at: Millis;
  /** What it brings to the merchant, below zero for money that goes back. */
  readonly amountFen: number;
  /** What the merchant pays for it, below zero where some comes back. */
  readonly feeFen: number;
}

/** Half a fen is rounded up; exact, because it is counted in whole numbers. */
const feeOf = (amountFen: number, { feePerMillion }: BillTerms): number =>
  Number((BigInt(amountFen) * BigInt(feePerMillion) + 500_000n) / 1_000_000n);

function movementsOf(trade: Trade, terms: BillTerms, returned: boolean): Movement[] {
  const { paidAt, amountFen } = trade;
  if (paidAt === undefined) return [];
  const back = (part: number) => (returned ? -feeOf(part, terms) : 0);
  const payment: Movement = { trade, at: paidAt, amountFen, feeFen: feeOf(amountFen, terms) };
  const refunds = trade.refunds.flatMap((refund): Movement[] => {
    const { status, doneAt, amountFen: part } = refund;
    if (status !== 'success' || doneAt === undefined) return [];
    return [{ trade, refund, at: doneAt, amountFen: -part, feeFen: back(part) }];
  });
  const left = amountFen - refundedFen(trade);
  const reversed: Movement[] =
    trade.reversedAt === undefined || left === 0
      ? []
      : [{ trade, reversal: true, at: trade.reversedAt, amountFen: -left, feeFen: back(left) }];
  return [payment, ...refunds, ...reversed];
}

/** Everything that moved a merchant's money on a clearing day, in the order in which it happened. */
export function movementsOn(trades: readonly Trade[], merId: string, day: string, profile: Profile): Movement[] {
  const terms = billTerms(profile);
  if (!terms) throw new Error(`profile of ${profile.provider} has no bills`);
  const returned = setting(profile, 'feeOfRefunds') === 'returned';
  return trades
    .filter(({ payee }) => payee === merId)
    .flatMap((trade) => movementsOf(trade, terms, returned))
    .filter(({ at }) => clearingDay(at) === day)
    .sort((a, b) => a.at - b.at);
}

/** The transaction code of a movement's line: what it is, in three characters (from memory). */
export function transactionCode({ refund, reversal }: Movement): string {
  if (reversal) return 'S56';
  if (!refund) return 'S22';
  return isUndo(refund) ? 'S30' : 'S36';
}
