import { fen } from '../../kernel/money';
import { compactDateTime } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import { fullyRefunded, type Trade } from '../engine/trade';
import { setting } from '../profile';
import { type Admitted, at, type Desk, newJournal, type Said, tradeOf } from './desk';
import { errors, type WopayError } from './errors';

/** `orderState`: only 1 for paid is public, the others are the profile's (sheet C4). */
export function orderState(trade: Trade): string {
  if (trade.status === 'paid') return fullyRefunded(trade) ? '3' : '1';
  return trade.status === 'open' || trade.status === 'prepared' ? '0' : '2';
}

/** What names the payment in an answer, beyond the lines that are public. */
function namesOf({ profile }: Desk, { payee, outTradeNo, extra, paidAt }: Trade): Said {
  if (setting(profile, 'queryAnswer') === 'public-lines') return {};
  const payTime = paidAt === undefined ? '' : compactDateTime(paidAt);
  return { merNo: payee, orderDate: extra?.['orderDate'] ?? '', orderNo: outTradeNo, payTime };
}

/** What a query says of a trade: how it stands, how much was paid, and WoPay's number of the payment (sheet C3). */
export function stateLines(desk: Desk, trade: Trade): Said {
  const paid = trade.paidAt !== undefined;
  return {
    queryResult: 'SUCCESS',
    orderState: orderState(trade),
    payAmount: paid ? String(trade.amountFen) : '',
    payJournl: paid ? trade.tradeNo : '',
    ...namesOf(desk, trade),
  };
}

/** The query of one order. */
export const query = (desk: Desk, admitted: Admitted): Said => stateLines(desk, tradeOf(desk, admitted));

const REFUND_ERRORS: Partial<Record<RefusalCode, () => WopayError>> = {
  'not-paid': errors.notPaid,
  'refund-exceeds': errors.refundExceeds,
  'refund-changed': errors.refundChanged,
  'refund-window-over': errors.refundWindowOver,
};

/**
 * A refund: it names the payment by its own number as well, and one number of a refund moves money once (requirement
 * WO-07). Which lines the answer has is not public; these are the profile's.
 */
export function refund(desk: Desk, admitted: Admitted): Said {
  const trade = tradeOf(desk, admitted);
  const { merNo } = admitted.merchant;
  const outRefundNo = at(admitted, 'refundReqJournl');
  if (trade.paidAt !== undefined && trade.tradeNo !== at(admitted, 'payJournl')) throw errors.otherPayment();
  const other = desk.book.byOutRefundNo(merNo, outRefundNo);
  if (other && other.tradeNo !== trade.tradeNo) throw errors.refundNumberUsed();
  const now = desk.now();
  const outcome = desk.book.apply(trade, {
    type: 'refund',
    outRefundNo,
    refundNo: newJournal(desk, `refund/${trade.tradeNo}/${outRefundNo}`, now),
    amountFen: fen(Number(at(admitted, 'amount'))),
    reason: at(admitted, 'reason') || undefined,
    at: now,
  });
  if (!outcome.ok) throw REFUND_ERRORS[outcome.refusal]?.() ?? errors.systemError();
  return {
    refundResult: 'SUCCESS',
    refundReqJournl: outRefundNo,
    merNo,
    orderNo: trade.outTradeNo,
    orderDate: at(admitted, 'orderDate'),
    payJournl: trade.tradeNo,
    amount: at(admitted, 'amount'),
  };
}
