import type { Millis } from '../../../kernel/time';
import type { Refund, Trade } from '../../engine/trade';
import type { BillPeriod } from './period';

/** What a bill says of a payment or a refund. */
export interface BillRow {
  readonly trade: Trade;
  /** The refund, where the row is of one. */
  readonly refund?: Refund;
  /** When it was completed. */
  readonly at: Millis;
  /** What it brought to the merchant: negative for refunds. */
  readonly amountFen: number;
  /** What it cost the merchant in service fees: negative where a refund gives some back. */
  readonly feeFen: number;
}

/** How service fees are counted. */
export interface FeeRule {
  /** Parts of ten thousand: 60 is 0.60 %. */
  readonly perTenThousand: number;
  /** True when a refund gives its part of the fee back. */
  readonly returned: boolean;
}

/** The fee of an amount in whole fen, half a fen upwards; exact, because it is counted in whole numbers. */
export function feeOf(amountFen: number, perTenThousand: number): number {
  return Number((BigInt(amountFen) * BigInt(perTenThousand) + 5_000n) / 10_000n);
}

function refundRows(trade: Trade, { perTenThousand, returned }: FeeRule): BillRow[] {
  return trade.refunds.flatMap((refund) => {
    const { status, doneAt, amountFen } = refund;
    if (status !== 'success' || doneAt === undefined) return [];
    const feeFen = returned ? -feeOf(amountFen, perTenThousand) : 0;
    return [{ trade, refund, at: doneAt, amountFen: -amountFen, feeFen }];
  });
}

/** Everything that moved money for some accounts, in the order of time. */
export function movements(trades: readonly Trade[], payees: readonly string[], fee: FeeRule): BillRow[] {
  const own = new Set(payees);
  const rows = trades.flatMap((trade): BillRow[] => {
    const { paidAt, amountFen, payee } = trade;
    if (paidAt === undefined || !own.has(payee)) return [];
    const paid = { trade, at: paidAt, amountFen, feeFen: feeOf(amountFen, fee.perTenThousand) };
    return [paid, ...refundRows(trade, fee)];
  });
  return rows.sort((a, b) => a.at - b.at);
}

/** The rows that were completed in a period. */
export const within = (rows: readonly BillRow[], { from, to }: BillPeriod): BillRow[] =>
  rows.filter(({ at }) => at >= from && at < to);

/** The sum of one number over rows; bills stay far below what a number holds exactly. */
export const sum = (rows: readonly BillRow[], number: (row: BillRow) => number): number =>
  rows.reduce((total, row) => total + number(row), 0);
