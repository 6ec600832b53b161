import { z } from 'zod';
import { beijingDateTime } from '../../../kernel/time';
import type { PaidFacts, QueryResult, RefundRef, RefundResult, Unanswered } from '../protocol';

/** Whole fen, as every amount here is written. */
const fenText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Reads `yyyyMMddHHmmss` in Beijing. @throws Error when there is no such time. */
export function timeIn(text: string): number {
  const spelled = text.replace(TIME, '$1-$2-$3 $4:$5:$6');
  const at = TIME.test(text) ? Date.parse(`${spelled.replace(' ', 'T')}+08:00`) : Number.NaN;
  if (Number.isNaN(at) || beijingDateTime(at) !== spelled) throw new Error(`found time "${text}"`);
  return at;
}

const paySchema = z.object({ amount: fenText, currency: z.literal('CNY'), tradeTime: z.string() });

/** One way of paying, or several (sheet 3.6). */
const payListSchema = z
  .object({ pay: z.union([paySchema, z.array(paySchema).min(1)]) })
  .transform(({ pay }) => [pay].flat());

/** How the services and notices speak of a payment (sheet 3.6). */
export const paymentSchema = z.object({
  version: z.string(),
  merchant: z.string(),
  tradeNum: z.string(),
  tradeType: z.literal('0'),
  amount: fenText,
  status: z.string(),
  payList: payListSchema.optional(),
});
export type PaymentView = z.infer<typeof paymentSchema>;

/** A payment, however it was asked about. */
type Standing = Omit<PaymentView, 'tradeType'>;

/** How they speak of a refund. */
export const refundSchema = z.object({
  version: z.string(),
  merchant: z.string(),
  tradeNum: z.string(),
  oTradeNum: z.string(),
  amount: fenText,
  status: z.string(),
});
export type RefundView = z.infer<typeof refundSchema>;

/** What an order is answered with: a code where one was asked for, and the number that an app hands on. */
export const orderSchema = z.object({
  merchant: z.string(),
  tradeNum: z.string(),
  amount: fenText,
  orderId: z.string(),
  qrCode: z.string().optional(),
});

/** What a payment with a payer's code is answered with; it names no type. */
export const chargeSchema = paymentSchema.omit({ tradeType: true });

export const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

/** Another trade than the one that was asked about: an answer has nothing else that ties it to its question. */
export const ANOTHER_TRADE = 'the answer is about another trade or refund';

/** Codes that say nothing of how it ended: a failure without a reason, trouble inside, work under way (sheet 6). */
const OPEN_ENDED = new Set(['JPGT999999', 'RFND000008', 'JMPT200062', 'JMPT200070']);

/** A family of codes of the sheet; a code of no family is not understood. */
const KNOWN = /^(JPGT|JMPT|RFND)\d{6}$/;

/** True for a code that says for good: this will not be done. */
export const isFinal = (code: string): boolean => KNOWN.test(code) && !OPEN_ENDED.has(code);

/** The document's words for numbers that it does not know. */
export const UNKNOWN_TRADE = 'RFND000003';
export const UNKNOWN_REFUND = 'RFND000004';

/**
 * A payment as it was told: only state 2 is paid (requirement JD-07), and only where the ways of paying add up to its
 * amount (JD-14). JD Pay's own number is in no message about a payment.
 */
export function paidFacts({ version, merchant, tradeNum, amount, payList = [] }: Standing): PaidFacts {
  const sum = payList.reduce((total, way) => total + way.amount, 0);
  if (sum !== amount) throw new Error(`the ways of paying make ${sum} fen of ${amount}`);
  return {
    kind: 'paid',
    attemptNo: tradeNum,
    tradeNo: '',
    amountFen: amount,
    payee: merchant,
    application: version,
    paidAt: Math.max(...payList.map(({ tradeTime }) => timeIn(tradeTime))),
  };
}

export function queryResult(view: Standing): QueryResult {
  switch (view.status) {
    case '0':
    case '1':
      return { kind: 'open' };
    case '2':
      return paidFacts(view);
    case '3':
    case '4':
      return { kind: 'closed' };
    default:
      return unanswered(`status ${view.status}`);
  }
}

/** A refund as it was told; state 3 is for whoever repeats the request (requirement JD-10). */
export function refundResult(view: RefundView, { attemptNo, refundNo, amountFen }: RefundRef): RefundResult {
  const fits = view.tradeNum === refundNo && view.oTradeNum === attemptNo && view.amount === amountFen;
  if (!fits) return unanswered(ANOTHER_TRADE);
  switch (view.status) {
    case '0':
      return { kind: 'accepted' };
    case '1':
      return { kind: 'done' };
    case '2':
      return { kind: 'refused', code: 'status 2' };
    case '3':
      return { kind: 'absent' };
    default:
      return unanswered(`status ${view.status}`);
  }
}
