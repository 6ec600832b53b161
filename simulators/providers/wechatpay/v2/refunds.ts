import { type Desk } from '../desk';
import { refundErrors } from '../errors';
import { placeRefund, refundOf } from '../refunds';
import type { AdmittedV2 } from './gate';
import { RefusedV2 } from './gate';
import { checkMembers, MEMBERS } from './members';
import { orderOf, payeeV2 } from './payments';
import { refundMembers, refundsMembers } from './views';
import type { Members } from './xml';

/** A refund; its end is learnt with {@link refundquery}, for notices in the old form are not simulated. */
export function refund(desk: Desk, admitted: AdmittedV2): Members {
  const { members } = admitted;
  checkMembers(desk.gate, MEMBERS.refund, members);
  const trade = orderOf(desk, payeeV2(desk, admitted), members);
  if (trade?.paidAt === undefined) throw new RefusedV2('ORDERNOTEXIST', '订单号不存在');
  const { out_trade_no, out_refund_no = '', refund_desc } = members;
  if (out_trade_no && trade.outTradeNo !== out_trade_no) throw refundErrors.notTheOrder();
  const refunded = placeRefund(desk, trade, {
    number: out_refund_no,
    refundFen: Number(members['refund_fee']),
    totalFen: Number(members['total_fee']),
    reason: refund_desc || undefined,
  });
  return refundMembers(refunded, refundOf(refunded, out_refund_no));
}

/** One refund by either of its numbers, or all of an order. */
export function refundquery(desk: Desk, admitted: AdmittedV2): Members {
  const { members } = admitted;
  checkMembers(desk.gate, MEMBERS.refundquery, members);
  const payee = payeeV2(desk, admitted);
  const { book } = desk.orders;
  const { refund_id: id, out_refund_no: number } = members;
  const trade = id
    ? book.byRefundNo(id)
    : number
      ? book.byOutRefundNo(payee.mchid, number)
      : orderOf(desk, payee, members);
  const wanted = trade?.refunds.filter((each) =>
    id ? each.refundNo === id : number ? each.outRefundNo === number : true,
  );
  if (!trade || trade.payee !== payee.mchid || !wanted?.length)
    throw new RefusedV2('REFUNDNOTEXIST', '退款订单查询失败');
  return refundsMembers(trade, wanted);
}
