import { AxiosError } from 'axios';
import { z } from 'zod';
import { fen } from '../../../kernel/money';
import { readRfc3339 } from '../../../kernel/time';
import type { NoticeContent, PaidFacts, QueryResult, RefundResult, Unanswered } from '../protocol';
import { type CombinedView, combinedPaid, combinedView } from './combined';

/** Members that are not named here are ignored, and words that are not known are not guessed (requirement M19). */
const payment = z.object({
  sp_appid: z.string(),
  sp_mchid: z.string(),
  sub_mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  transaction_id: z.string().optional(),
  success_time: z.string().optional(),
  amount: z.object({ total: z.number() }).optional(),
});
type Payment = z.infer<typeof payment>;

const refundAnswer = z.object({ status: z.string() });
const refundNotice = z.object({
  sp_mchid: z.string(),
  sub_mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_status: z.string(),
  amount: z.object({ refund: z.number() }),
});

/** Nothing usable came back; whoever gets it asks again. */
export const unanswered = (error: unknown): Unanswered => ({
  kind: 'unanswered',
  why: error instanceof Error ? error.message : String(error),
});

/** A code without the underscores that only some pages write (sheet 5.3). */
const bare = (code: string) => code.replaceAll('_', '');

/** True when a code is one of those, in either spelling. */
export const isOneOf = (code: string | undefined, ...codes: string[]): boolean =>
  code !== undefined && codes.some((each) => bare(each) === bare(code));

/** The code of a refusal. 5xx and 429 say nothing about the outcome, and neither does a broken answer (sheet 5.3). */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof AxiosError) || !error.response) return undefined;
  const { status, data } = error.response;
  if (status < 400 || status >= 500 || status === 429) return undefined;
  return String((data as { code?: unknown } | undefined)?.code ?? `HTTP_${status}`);
}

/** The key that a successful answer names although it could not be verified. */
export function unverifiedKey(error: unknown): string | undefined {
  if (!(error instanceof AxiosError) || !error.response || error.response.status >= 300) return undefined;
  const serial: unknown = error.response.headers['wechatpay-serial'];
  return typeof serial === 'string' ? serial : undefined;
}

function paidFacts(view: Payment): PaidFacts {
  const paidAt = readRfc3339(view.success_time ?? '');
  if (view.transaction_id === undefined || paidAt === undefined) throw new Error('a paid order without number or time');
  return {
    kind: 'paid',
    attemptNo: view.out_trade_no,
    tradeNo: view.transaction_id,
    amountFen: fen(view.amount?.total),
    payee: view.sub_mchid,
    application: view.sp_appid,
    paidAt,
  };
}

/** States of an order whose money has moved. */
const PAID_STATES: ReadonlySet<string> = new Set(['SUCCESS', 'REFUND']);

/** REFUND is a paid order with refunds, never an unpaid one; NOTPAY is open, not failed. */
export function paymentResult(data: unknown): QueryResult {
  const view = payment.parse(data);
  if (PAID_STATES.has(view.trade_state)) return paidFacts(view);
  if (view.trade_state === 'CLOSED' || view.trade_state === 'REVOKED') return { kind: 'closed' };
  return { kind: 'open' };
}

/** 200 to a refund means accepted; only SUCCESS says that the money is back. */
export function refundResult(data: unknown): RefundResult {
  const { status } = refundAnswer.parse(data);
  switch (status) {
    case 'SUCCESS':
      return { kind: 'done' };
    case 'ABNORMAL':
      return { kind: 'abnormal' };
    case 'CLOSED':
      return { kind: 'refused', code: status };
    default:
      return { kind: 'accepted' };
  }
}

const REFUND_NOTICES: Readonly<Record<string, 'done' | 'abnormal' | 'failed'>> = {
  SUCCESS: 'done',
  ABNORMAL: 'abnormal',
  CLOSED: 'failed',
};

function combinedNotice(event: string, view: CombinedView, mchid: string): NoticeContent {
  if (view.combine_mchid !== mchid) throw new Error(`for merchant ${view.combine_mchid}, expected ${mchid}`);
  return event === 'TRANSACTION.SUCCESS'
    ? combinedPaid(view)
    : { kind: 'nothing-new', attemptNo: view.combine_out_trade_no };
}

/**
 * What a notice says, once it was decrypted.
 * @throws Error when it speaks of another service provider's payment, or is not of the form.
 */
export function noticeContent(event: string, plaintext: unknown, mchid: string): NoticeContent {
  const combined = combinedView.safeParse(plaintext);
  if (combined.success) return combinedNotice(event, combined.data, mchid);
  const refunding = event.startsWith('REFUND.');
  const view = refunding ? refundNotice.parse(plaintext) : payment.parse(plaintext);
  if (view.sp_mchid !== mchid) throw new Error(`for service provider ${view.sp_mchid}, expected ${mchid}`);
  if ('trade_state' in view) {
    const paid = event === 'TRANSACTION.SUCCESS' && PAID_STATES.has(view.trade_state);
    return paid ? paidFacts(view) : { kind: 'nothing-new', attemptNo: view.out_trade_no };
  }
  const state = REFUND_NOTICES[view.refund_status];
  if (!state) return { kind: 'nothing-new', attemptNo: view.out_trade_no };
  return {
    kind: 'refund',
    refundNo: view.out_refund_no,
    attemptNo: view.out_trade_no,
    amountFen: view.amount.refund,
    payee: view.sub_mchid,
    state,
  };
}
