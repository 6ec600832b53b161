import { z } from 'zod';
import { fen } from '../../../kernel/money';
import { readRfc3339, rfc3339 } from '../../../kernel/time';
import type { PaidFacts, PaymentPart, PaymentRef, QueryResult, StartRequest } from '../protocol';
import type { Connection } from './requests';

/** Orders that several merchants share (sheet 1.6). */
export const COMBINED = '/v3/combine-transactions';

const subOrder = z.object({
  mchid: z.string(),
  sub_mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  transaction_id: z.string().optional(),
  success_time: z.string().optional(),
  amount: z.object({ total_amount: z.number() }).optional(),
});
type SubOrder = z.infer<typeof subOrder>;

/** A combined order as a query or a notice shows it; members that are not named here are ignored (requirement M19). */
export const combinedView = z.object({
  combine_appid: z.string(),
  combine_mchid: z.string(),
  combine_out_trade_no: z.string(),
  sub_orders: z.array(subOrder).min(1),
});
export type CombinedView = z.infer<typeof combinedView>;

/** The body of a combined order: one sub-order for each merchant, settled to that merchant. */
export function combinedBody(
  { appid, mchid }: Connection,
  request: StartRequest,
  parts: readonly PaymentPart[],
): Record<string, unknown> {
  const scene = { payer_client_ip: request.payerIp };
  return {
    combine_appid: appid,
    combine_mchid: mchid,
    combine_out_trade_no: request.attemptNo,
    scene_info: request.product === 'h5' ? { ...scene, h5_info: { type: 'Wap' } } : scene,
    sub_orders: parts.map(({ number, payee, amountFen, description }) => ({
      mchid,
      sub_mchid: payee,
      out_trade_no: number,
      // The member is required; nothing of the payer's belongs in it.
      attach: number,
      description,
      amount: { total_amount: amountFen, currency: 'CNY' },
      settle_info: { profit_sharing: false },
    })),
    time_expire: rfc3339(request.payBy),
    notify_url: request.notifyUrl,
  };
}

/** The body of a close: it must list exactly the original sub-orders. */
export const combinedCloseBody = ({ appid, mchid }: Connection, parts: readonly PaymentPart[]) => ({
  combine_appid: appid,
  sub_orders: parts.map(({ number, payee }) => ({ mchid, sub_mchid: payee, out_trade_no: number })),
});

const isPaid = ({ trade_state: state }: SubOrder) => state === 'SUCCESS' || state === 'REFUND';
const isClosed = ({ trade_state: state }: SubOrder) => state === 'CLOSED' || state === 'REVOKED';

function paidPart(sub: SubOrder) {
  if (sub.transaction_id === undefined) throw new Error('a paid sub-order without its number');
  return {
    number: sub.out_trade_no,
    payee: sub.sub_mchid,
    amountFen: fen(sub.amount?.total_amount),
    tradeNo: sub.transaction_id,
  };
}

/** A combined order that is paid: the number and the time of its first part stand for the whole. */
export function combinedPaid(view: CombinedView): PaidFacts {
  const parts = view.sub_orders.map(paidPart);
  const paidAt = readRfc3339(view.sub_orders[0]?.success_time ?? '');
  if (paidAt === undefined) throw new Error('a paid order without a time');
  return {
    kind: 'paid',
    attemptNo: view.combine_out_trade_no,
    tradeNo: parts[0]?.tradeNo ?? '',
    amountFen: parts.reduce((sum, part) => sum + part.amountFen, 0),
    payee: parts.map(({ payee }) => payee).join('+'),
    application: view.combine_appid,
    paidAt,
    parts,
  };
}

/** What a query of a combined order says: paid when every part is, as the protocol promises all or nothing. */
export function combinedResult(data: unknown): QueryResult {
  const view = combinedView.parse(data);
  if (view.sub_orders.every(isPaid)) return combinedPaid(view);
  return { kind: view.sub_orders.every(isClosed) ? 'closed' : 'open' };
}

/** Where a payment is asked about, and where it is closed. */
export const addressOf = ({ attemptNo }: PaymentRef) => `${COMBINED}/out-trade-no/${attemptNo}`;
