import { z } from 'zod';
import { fenFromYuan } from '../../../kernel/money';
import { readBeijingDateTime } from '../../../kernel/time';
import type { QueryResult, Unanswered } from '../protocol';

/** The members that every answer has; the others stay as they are. */
export const resultSchema = z.looseObject({ code: z.string(), sub_code: z.string().optional() });
export type GatewayResult = z.infer<typeof resultSchema>;

export const precreateAnswer = z.object({ out_trade_no: z.string(), qr_code: z.string() });
export const queryAnswer = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
});
export const payAnswer = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  total_amount: z.string(),
  gmt_payment: z.string(),
});
export const refundAnswer = z.object({ out_trade_no: z.string(), fund_change: z.string().optional() });
export const refundQueryAnswer = z.object({
  out_trade_no: z.string().optional(),
  out_request_no: z.string().optional(),
  refund_amount: z.string().optional(),
  refund_status: z.string().optional(),
});

export const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

/** Codes of the gateway that say for good: this request will not be done (sheet 1.6). */
const FINAL_CODES = new Set(['40001', '40002', '40003', '40004', '40006']);

/** The code that says most: the business code where there is one. */
export const codeOf = ({ code, sub_code: sub }: GatewayResult) => sub ?? code;

/** A business error that is an answer; 20000, a limit on calls and ACQ.SYSTEM_ERROR say nothing (requirement B10). */
export function isFinal({ code, sub_code: sub }: GatewayResult): boolean {
  return FINAL_CODES.has(code) && !(sub ?? '').endsWith('SYSTEM_ERROR');
}

/** Codes that say of a close: the trade does not wait for its payer any more. */
const NOT_WAITING = new Set(['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID', 'ACQ.REASON_ILLEGAL_STATUS']);

export const saysNotWaiting = (result: GatewayResult): boolean => NOT_WAITING.has(codeOf(result));

/** When a trade was paid. @throws Error when an answer or notice of a paid trade does not say. */
export function paidAt(text: string | undefined): number {
  const at = readBeijingDateTime(text ?? '');
  if (at === undefined) throw new Error('a paid trade without its time');
  return at;
}

/**
 * Closed after a payment is a trade that was given back, so it was paid; closed without one never was (requirement B7).
 * The answer names neither payee nor application: it is verified, and it answers this application's own number.
 */
export function queryResult(view: z.infer<typeof queryAnswer>, payee: string, application: string): QueryResult {
  const { trade_status: status, send_pay_date: payDate } = view;
  if (status === 'WAIT_BUYER_PAY') return { kind: 'open' };
  if (status === 'TRADE_CLOSED' && payDate === undefined) return { kind: 'closed' };
  if (!['TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED'].includes(status)) return unanswered(`status ${status}`);
  return {
    kind: 'paid',
    attemptNo: view.out_trade_no,
    tradeNo: view.trade_no,
    amountFen: fenFromYuan(view.total_amount),
    payee,
    application,
    paidAt: paidAt(payDate),
  };
}
