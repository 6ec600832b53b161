import type { Millis } from '../../../kernel/time';
import { refundedFen, type Trade } from '../../engine/trade';
import type { BillPeriod } from './period';

/** What went back to the payer. */
export interface MoneyBack {
  /** The provider's number. */
  readonly number: string;
  /** The merchant's number; empty where the merchant gave none, as when a payment is undone. */
  readonly requestNo: string;
  readonly reason: string;
}

/** What a bill says of a payment or of money that went back. */
export interface BillRow {
  readonly trade: Trade;
  readonly back?: MoneyBack;
  /** When it was completed. */
  readonly at: Millis;
  /** What it brought to the merchant: negative for money that went back. */
  readonly amountFen: number;
  /** What it cost the merchant in service fees: negative where some is given back. */
  readonly feeFen: number;
}

/** How service fees are counted. */
export interface FeeRule {
  /** Parts of a million: 6000 is 0.60 %. */
  readonly perMillion: number;
  /** True when a refund gives its part of the fee back. */
  readonly returned: boolean;
}

/** A rate in per cent with up to four decimals, such as `0.60%`, in parts of a million. */
export function readRate(text: string): number {
  const [whole = '', decimals = ''] = text.slice(0, -1).split('.');
  return Number(`${whole}${decimals.padEnd(4, '0')}`);
}

/** The fee of an amount in whole fen, half a fen upwards; exact, because it is counted in whole numbers. */
export function feeOf(amountFen: number, perMillion: number): number {
  return Number((BigInt(amountFen) * BigInt(perMillion) + 500_000n) / 1_000_000n);
}

function wentBack(trade: Trade, at: Millis, amountFen: number, back: MoneyBack, fee: FeeRule): BillRow {
  const feeFen = fee.returned ? -feeOf(amountFen, fee.perMillion) : 0;
  return { trade, back, at, amountFen: -amountFen, feeFen };
}

function refunds(trade: Trade, fee: FeeRule): BillRow[] {
  return trade.refunds.flatMap(({ status, doneAt, amountFen, refundNo, outRefundNo, reason = '' }) => {
    if (status !== 'success' || doneAt === undefined) return [];
    return [wentBack(trade, doneAt, amountFen, { number: refundNo, requestNo: outRefundNo, reason }, fee)];
  });
}

/** What was left of a payment that was undone as a whole went back, too. */
function reversal(trade: Trade, fee: FeeRule): BillRow[] {
  const left = trade.amountFen - refundedFen(trade);
  if (trade.reversedAt === undefined || left === 0) return [];
  return [wentBack(trade, trade.reversedAt, left, { number: `${trade.tradeNo}0`, requestNo: '', reason: '' }, fee)];
}

/** Everything that moved money for some accounts, in the order of time. */
export function movements(trades: readonly Trade[], payees: readonly string[], fee: FeeRule): BillRow[] {
  const own = new Set(payees);
  const rows = trades.flatMap((trade): BillRow[] => {
    const { paidAt, amountFen, payee } = trade;
    if (paidAt === undefined || !own.has(payee)) return [];
    const paid = { trade, at: paidAt, amountFen, feeFen: feeOf(amountFen, fee.perMillion) };
    return [paid, ...refunds(trade, fee), ...reversal(trade, fee)];
  });
  return rows.sort((a, b) => a.at - b.at);
}

/** The rows that were completed in a period. */
export const within = (rows: readonly BillRow[], { from, to }: BillPeriod): BillRow[] =>
  rows.filter(({ at }) => at >= from && at < to);

/** The sum of one number over rows; bills stay far below what a number holds exactly. */
export const sum = (rows: readonly BillRow[], number: (row: BillRow) => number): number =>
  rows.reduce((total, row) => total + number(row), 0);
