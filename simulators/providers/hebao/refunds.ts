import { fen } from '../../kernel/money';
import type { RefusalCode } from '../engine/engine';
import { type Admitted, at, type Desk, newPayNo, type Said, tradeOf } from './desk';
import { errors, type HebaoError } from './errors';

const REFUND_ERRORS: Partial<Record<RefusalCode, () => HebaoError>> = {
  'not-paid': errors.notPaid,
  'refund-exceeds': errors.refundExceeds,
  'refund-changed': errors.refundChanged,
  'refund-window-over': errors.refundWindowOver,
};

/**
 * OrderRefund and OrderRefundCPS. A refund has no number but that of its request: the same `requestId` replays the first
 * result and moves no money again (requirement HB-08).
 */
export function refund(desk: Desk, admitted: Admitted): Said {
  const { merchant } = admitted;
  const [orderId, requestId] = [at(admitted, 'orderId'), at(admitted, 'requestId')];
  const trade = tradeOf(desk, merchant, orderId);
  if ((desk.requestIds.orderOf(merchant.merchantId, requestId) ?? orderId) !== orderId) throw errors.requestIdUsed();
  // The number under which the order itself was placed is no number of a refund.
  if (trade.extra?.['requestId'] === requestId) throw errors.requestIdUsed();
  const now = desk.now();
  const amountFen = fen(Number(at(admitted, 'amount')));
  const refundNo = newPayNo(desk, `refund/${trade.tradeNo}/${requestId}`, now);
  const outcome = desk.book.apply(trade, { type: 'refund', outRefundNo: requestId, refundNo, amountFen, at: now });
  if (!outcome.ok) throw REFUND_ERRORS[outcome.refusal]?.() ?? errors.systemError();
  desk.requestIds.used(merchant.merchantId, requestId, orderId);
  return { payNo: trade.tradeNo, amount: String(amountFen), orderId, status: 'SUCCESS' };
}
