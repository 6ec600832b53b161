import { z } from 'zod';
import { readBeijingDateTime } from '../../../kernel/time';
import type { QueryResult, Unanswered } from '../protocol';
import type { Values } from './messages';

/** How a call ended. Only SUCCESS is public; the codes that begin with SIM are published by wopay-sim-profile. */
export const SUCCESS = 'SUCCESS';
export const ORDER_UNKNOWN = 'SIM0010';
export const BILL_NOT_READY = 'SIM0030';
export const BILL_EMPTY = 'SIM0031';

/** A refund that will not be done: malformed, unknown, not paid, more than is left, changed, late, of another payment. */
export const REFUND_REFUSED = new Set([
  'SIM0002',
  ORDER_UNKNOWN,
  'SIM0020',
  'SIM0021',
  'SIM0022',
  'SIM0023',
  'SIM0024',
  'SIM0025',
]);

export const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

const amount = z.string().regex(/^[1-9]\d{0,12}$/);
const journal = z.string().regex(/^\d{1,32}$/);
const named = { merNo: z.string(), orderNo: z.string() };

/**
 * The lines of a query. That an answer names its order and the time of the payment is the profile's: without them an
 * answer about another order could be taken for this one's, so one without them is not believed.
 */
const queryAnswer = z.object({ ...named, orderState: z.string() });
const paidAnswer = z.object({ payAmount: amount, payJournl: journal, payTime: z.string() });
export const refundAnswer = z.object({ ...named, refundReqJournl: z.string(), amount });
export const billAnswer = z.object({
  merNo: z.string(),
  billDate: z.string(),
  fileUrl: z.url(),
  fileDigest: z.string().regex(/^[0-9a-f]{64}$/),
});
export const notice = z.object({
  ...named,
  amount,
  transRst: z.string(),
  payJnlno: journal,
  payTime: z.string(),
  payAcountDetail: z.string(),
  payProAmt: z.string(),
});

/** `yyyyMMddHHmmss` in Beijing; undefined for what is no time. */
export function momentOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return readBeijingDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
}

/** The sum of an amount's parts, such as `06:903700` or `06:1,07:2` (requirement WO-08); NaN for what are none. */
export const sumOf = (parts: string): number =>
  parts.split(',').reduce((sum, part) => sum + Number(/^[0-9A-Z]+:(\d{1,13})$/.exec(part)?.[1] ?? Number.NaN), 0);

/** What a verified answer to a query says. 3 is paid and given back as a whole; a state that is not known says nothing. */
export function queryResult(answer: Values, attemptNo: string, payee: string): QueryResult {
  const { merNo, orderNo, orderState } = queryAnswer.parse(answer);
  if (orderNo !== attemptNo || merNo !== payee) return unanswered('the answer is about another order');
  if (orderState === '0') return { kind: 'open' };
  if (orderState === '2') return { kind: 'closed' };
  if (orderState !== '1' && orderState !== '3') return unanswered(`orderState ${orderState}`);
  const { payAmount, payJournl: tradeNo, payTime } = paidAnswer.parse(answer);
  const paidAt = momentOf(payTime);
  if (paidAt === undefined) return unanswered('a payment without its time');
  return { kind: 'paid', attemptNo, tradeNo, amountFen: Number(payAmount), payee, application: '', paidAt };
}
