import { z } from 'zod';
import { compactDateTime, DAY_MS, type Millis, readBeijingDateTime } from '../../../kernel/time';
import type { PaidFacts, Unanswered } from '../protocol';
import type { Fields } from './message';

/** Paid, or success with a defect, which counts as success (sheet 8). */
export const isSuccess = (code: string | undefined): boolean => code === '00' || code === 'A6';

/** Nothing is known yet: ask again (sheet 8). */
export const isUnderWay = (code: string | undefined): boolean => code === '03' || code === '04' || code === '05';

/** No such transaction. */
export const ABSENT = '34';
export const DUPLICATE = '12';
/** There is no such file yet. */
export const NO_FILE = '98';

/**
 * A refund with one of these has not been and will not be carried out. What they mean in detail is not sure of every one;
 * that they refuse is. Whatever else comes is asked about again (sheet 8).
 */
const FINAL = new Set(['31', '33', '35', '36', '37', '38', '39', '61', '62', '63', '64']);
export const isRefusal = (code: string): boolean => FINAL.has(code);

export function unanswered(error: unknown): Unanswered {
  return { kind: 'unanswered', why: error instanceof Error ? error.message : String(error) };
}

/** `YYYYMMDDhhmmss` in Beijing. */
export const txnTime = (at: Millis): string => compactDateTime(at);

/** The instant of a time that the protocol writes with its year. @throws Error when it is none. */
export function readTime(text: string): Millis {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const [, year, month, day, hour, minute, second] = parts;
  const at = readBeijingDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
  if (at === undefined) throw new Error(`found time "${text}", expected YYYYMMDDhhmmss`);
  return at;
}

/** The instant of `MMDDhhmmss`, which names no year: the first one that is not long before the order. */
export function readTrace(text: string, ordered: Millis): Millis {
  const year = Number(txnTime(ordered).slice(0, 4));
  const inYear = readTime(`${year}${text}`);
  return inYear < ordered - DAY_MS ? readTime(`${year + 1}${text}`) : inYear;
}

/** Whole fen, as every amount is written. */
const amount = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);

/** What says of a payment that it is paid, in an answer to a query or in a notice. */
export const paidView = z.object({
  merId: z.string(),
  orderId: z.string(),
  txnTime: z.string(),
  queryId: z.string().min(1),
  accessType: z.string(),
  txnAmt: amount,
  currencyCode: z.literal('156'),
  traceTime: z.string(),
});

/** What says of money that goes back how it stands. */
export const backView = z.object({
  merId: z.string(),
  orderId: z.string(),
  queryId: z.string().min(1),
  origQryId: z.string(),
  txnAmt: amount,
});

/** The success that a message reports. @throws Error when the message does not say all of it. */
export function paidFacts(fields: Fields): PaidFacts {
  const view = paidView.parse(fields);
  return {
    kind: 'paid',
    attemptNo: view.orderId,
    tradeNo: view.queryId,
    amountFen: view.txnAmt,
    payee: view.merId,
    application: view.accessType,
    paidAt: readTrace(view.traceTime, readTime(view.txnTime)),
  };
}
