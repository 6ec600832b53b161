import { z } from 'zod';
import { fenFromYuan } from '../../../kernel/money';
import type { NoticeContent, NoticeReading } from '../protocol';
import { paidAt } from './answers';

const notice = z.object({
  notify_id: z.string(),
  notify_type: z.string(),
  app_id: z.string(),
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  seller_id: z.string().optional(),
  gmt_payment: z.string().optional(),
  refund_fee: z.string().optional(),
  gmt_refund: z.string().optional(),
});

type Values = Readonly<Record<string, string>>;

/** The parameters of a notice, decoded once and all kept, because all are signed; or why they cannot be (sheet 3.3). */
export function noticeParameters(body: string): { readonly values: Values } | { readonly reason: string } {
  const pairs = [...new URLSearchParams(body)];
  const values = Object.fromEntries(pairs);
  if (Object.keys(values).length !== pairs.length) return { reason: 'a parameter is repeated' };
  if (!values['sign']) return { reason: 'unsigned' };
  // Old algorithms are not taken for an application that never used them.
  return values['sign_type'] === 'RSA2' ? { values } : { reason: 'signature type' };
}

/**
 * A notice with refund members reports a refund, not a second payment (requirement B6). `seller_id` is the account that
 * gets the money: for a platform its sub-merchant's, from memory.
 */
function contentOf(view: z.infer<typeof notice>): NoticeContent {
  const { out_trade_no: attemptNo, trade_status: status } = view;
  const isPaid = status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED';
  const isRefund = view.refund_fee !== undefined || view.gmt_refund !== undefined;
  if (view.notify_type !== 'trade_status_sync' || !isPaid || isRefund) return { kind: 'nothing-new', attemptNo };
  return {
    kind: 'paid',
    attemptNo,
    tradeNo: view.trade_no,
    amountFen: fenFromYuan(view.total_amount),
    payee: view.seller_id ?? '',
    application: view.app_id,
    paidAt: paidAt(view.gmt_payment),
  };
}

/** What a notice says whose signature was found good; never throws. */
export function readVerified(values: Values): NoticeReading {
  try {
    const view = notice.parse(values);
    return { ok: true, noticeId: view.notify_id, content: contentOf(view) };
  } catch (error) {
    return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
  }
}
