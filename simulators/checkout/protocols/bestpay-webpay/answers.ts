import { z } from 'zod';
import type { Millis } from '../../../kernel/time';
import type { QueryResult, RefundResult, Unanswered } from '../protocol';
import { type Result, signedMembers } from './client';
import { timeOn } from './numbers';
import { isSealed } from './seal';

export const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

/** The code for "no such order"; errors of this protocol are not signed. */
export const ABSENT = 'BE110062';

/** The refusals of a refund that are for good; whatever else is said is asked again (sheet A1.6). */
const FINAL = new Set([
  '-304',
  '-309',
  '1001',
  '1002',
  'BE110028',
  ABSENT,
  'BE110078',
  'BE199999',
  'BE300000',
  'BE300006',
  'BE300007',
  'BE300012',
  'BE300018',
  'BE301001',
  'BE301007',
  'BE301008',
  'BE301009',
  'BE301011',
]);

/** The refusals of a payment with a payer's code that are for good. */
const FINAL_CHARGE = new Set([
  ...['-302', '-304', '1001', '1002', '1003', '849', '5146', '4008', 'BE199999'],
  ...['-3061', '-3062', '-3063', '-3064', '-3065', 'BARCODE_VALIDATE_ERROR', 'BARCODE_STORE_CODE_IS_EMPTY'],
]);

export const chargeRefusedForGood = (code: string): boolean => FINAL_CHARGE.has(code);

export const refusedForGood = (code: string): boolean => FINAL.has(code);

const ORDER_NAMES = [
  ...['merchantId', 'orderNo', 'orderReqNo', 'orderDate', 'ourTransNo', 'transAmt', 'transStatus', 'encodeType'],
];
const REFUND_NAMES = ['oldOrderNo', 'refundReqNo', 'transAmt'];

const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,9})$/, 'expected whole fen')
  .transform(Number);

const standing = z.object({
  merchantId: z.string(),
  orderNo: z.string(),
  orderReqNo: z.string(),
  ourTransNo: z.string().nullable(),
  transAmt: amount,
  transStatus: z.string(),
  encodeType: z.literal('1'),
  refundFlag: z.string().nullable().optional(),
});

/** How a payment or a refund stands, once the answer was found to be BestPay's and about what was asked. */
export type Standing = z.infer<typeof standing>;

/** What an answer must be about. */
export interface Asked {
  readonly merchantId: string;
  readonly orderNo: string;
  readonly orderReqNo: string;
}

/** Reads the answer to a query. @throws Error where its `sign` does not fit, or it is about something else. */
export function readStanding(result: Result, asked: Asked, key: string): Standing {
  if (!isSealed(signedMembers(result, ORDER_NAMES), key, result['sign'])) throw new Error('the sign does not fit');
  const read = standing.parse(result);
  const same = (['merchantId', 'orderNo', 'orderReqNo'] as const).every((name) => read[name] === asked[name]);
  if (!same) throw new Error('the answer is about another payment');
  return read;
}

const taken = z.object({ oldOrderNo: z.string(), refundReqNo: z.string(), transAmt: amount });

/** Reads the answer to a refund or a reversal. @throws Error as {@link readStanding} */
export function readTaken(
  result: Result,
  asked: { readonly oldOrderNo: string; readonly refundReqNo: string; readonly amountFen: number },
  key: string,
): void {
  if (!isSealed(signedMembers(result, REFUND_NAMES), key, result['sign'])) throw new Error('the sign does not fit');
  const { oldOrderNo, refundReqNo, transAmt } = taken.parse(result);
  const same = oldOrderNo === asked.oldOrderNo && refundReqNo === asked.refundReqNo && transAmt === asked.amountFen;
  if (!same) throw new Error('the answer is about another refund');
}

/** True for a payment that was made and undone as a whole on its own day. */
export const isUndone = ({ transStatus, refundFlag }: Standing): boolean => transStatus === 'B' && refundFlag === '3';

/**
 * A is under way, B paid, C failed, G void. What was paid and undone as a whole is over like what was never paid: nothing
 * may be delivered for it. That a call succeeded says nothing of all this (requirement BP-02).
 */
export function queryResult(read: Standing, application: string, now: Millis): QueryResult {
  const { transStatus, ourTransNo, orderNo, transAmt, merchantId } = read;
  if (transStatus === 'A') return { kind: 'open' };
  if (transStatus === 'C' || transStatus === 'G') return { kind: 'closed' };
  if (transStatus !== 'B') return unanswered(`transStatus ${transStatus}`);
  if (isUndone(read)) return { kind: 'closed' };
  if (!ourTransNo) return unanswered('a paid order without a number');
  return {
    kind: 'paid',
    attemptNo: orderNo,
    tradeNo: ourTransNo,
    amountFen: transAmt,
    payee: merchantId,
    application,
    // The number begins with the day of the payment; the answer has no other word on it.
    paidAt: timeOn(ourTransNo.slice(0, 8), now),
  };
}

/** How a refund stands; C says that it has failed for good. */
export function refundResult({ transStatus, transAmt }: Standing, amountFen: number): RefundResult {
  if (transAmt !== amountFen) return unanswered('the answer is about another amount');
  switch (transStatus) {
    case 'A':
      return { kind: 'accepted' };
    case 'B':
      return { kind: 'done' };
    case 'C':
      return { kind: 'refused', code: 'C' };
    default:
      return unanswered(`transStatus ${transStatus}`);
  }
}
