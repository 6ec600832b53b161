import { beijingDay, compactDateTime, type Millis } from '../../../kernel/time';
import type { Trade } from '../../engine/trade';
import { type BillNumbers, type Profile } from '../../profile';
import { isRevocation } from '../calls';
import { paymentState, REFUND_STATES, TRADE_TYPES } from '../views';

/** The columns of our own file of a day (sheet 7). Amounts and fees are whole fen above zero. */
export const COLUMNS = ['merchant', 'tradeNum', 'oTradeNum', 'tradeType', 'amount', 'fee', 'status', 'finishTime'];

/** The numbers of bills. @throws Error when the profile has none. */
export function billNumbers({ bills, provider }: Profile): BillNumbers {
  if (!bills) throw new Error(`profile of ${provider} has no bills`);
  return bills;
}

/** A rate in per cent such as `0.60%`, in parts of a million. */
function perMillion(text: string): number {
  const [whole = '', decimals = ''] = text.slice(0, -1).split('.');
  return Number(`${whole}${decimals.padEnd(4, '0')}`);
}

/** The fee of an amount in whole fen, half a fen upwards; exact, because it is counted in whole numbers. */
const feeOf = (amountFen: number, rate: number) => Number((BigInt(amountFen) * BigInt(rate) + 500_000n) / 1_000_000n);

interface Movement {
  readonly at: Millis;
  readonly cells: readonly string[];
}

function payment(trade: Trade, rate: number): Movement[] {
  const { payee, outTradeNo, amountFen, paidAt } = trade;
  if (paidAt === undefined) return [];
  const sums = [String(amountFen), String(feeOf(amountFen, rate)), paymentState(trade)];
  return [{ at: paidAt, cells: [payee, outTradeNo, '', TRADE_TYPES.payment, ...sums, compactDateTime(paidAt)] }];
}

function refunds({ payee, outTradeNo, refunds: all }: Trade): Movement[] {
  return all.flatMap((refund): Movement[] => {
    const { status, doneAt, outRefundNo, amountFen } = refund;
    if (status !== 'success' || doneAt === undefined) return [];
    const type = isRevocation(refund) ? TRADE_TYPES.revocation : TRADE_TYPES.refund;
    // What a payment cost is kept when it goes back.
    const sums = [String(amountFen), '0', REFUND_STATES.success];
    return [{ at: doneAt, cells: [payee, outRefundNo, outTradeNo, type, ...sums, compactDateTime(doneAt)] }];
  });
}

/** The rows of one merchant and one Beijing day, in the order of time. */
export function rowsOf(trades: readonly Trade[], merchant: string, day: string, profile: Profile): string[][] {
  const rate = perMillion(billNumbers(profile).feeRate.value);
  return trades
    .filter(({ payee }) => payee === merchant)
    .flatMap((trade) => [...payment(trade, rate), ...refunds(trade)])
    .filter(({ at }) => beijingDay(at) === day)
    .sort((a, b) => a.at - b.at)
    .map(({ cells }) => [...cells]);
}

/** The file: UTF-8, one line for the columns and one for each row, each with its end. */
export const fileOf = (rows: readonly string[][]): string =>
  [COLUMNS, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
