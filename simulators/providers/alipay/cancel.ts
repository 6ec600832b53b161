import { fen } from '../../kernel/money';
import { compactDateTime } from '../../kernel/time';
import { refundedFen, type Trade } from '../engine/trade';
import type { Body } from './envelope';
import { AlipayError, errors } from './errors';
import { checkFields, textAt } from './fields';
import type { Admitted } from './gateway';
import { cancelFields } from './tables';
import { type TradeDesk, tradeOf } from './trades';

/** What became of a trade that was cancelled: it was closed unpaid, or its money went back. */
type Action = 'close' | 'refund';

function giveBack(desk: TradeDesk, trade: Trade): Action {
  const left = trade.amountFen - refundedFen(trade);
  if (left === 0) return 'refund';
  const at = desk.book.settings.clock.now();
  const random = desk.random.stream(`cancel/${trade.tradeNo}`);
  const outcome = desk.book.apply(trade, {
    type: 'refund',
    outRefundNo: `${trade.tradeNo}CANCEL`,
    refundNo: `${compactDateTime(at).slice(0, 8)}${random.digits(20)}`,
    amountFen: fen(left),
    notifyUrl: trade.notifyUrl,
    at,
  });
  if (!outcome.ok) throw outcome.refusal === 'refund-window-over' ? errors.refundWindowOver() : errors.systemError();
  return 'refund';
}

function undo(desk: TradeDesk, trade: Trade): Action {
  if (trade.status === 'paid') return giveBack(desk, trade);
  if (trade.status === 'reversed' && trade.paidAt !== undefined) return 'refund';
  const outcome = desk.book.apply(trade, { type: 'close', at: desk.book.settings.clock.now() });
  if (!outcome.ok) throw errors.systemError();
  return 'close';
}

/** The trade, or undefined where none exists: cancelling nothing is no error (sheet 2.10). */
function existing(desk: TradeDesk, { app, content }: Admitted): Trade | undefined {
  try {
    return tradeOf(desk, app, content);
  } catch (error) {
    if (error instanceof AlipayError && error.subCode === 'ACQ.TRADE_NOT_EXIST') return undefined;
    throw error;
  }
}

/**
 * alipay.trade.cancel: for outcomes that are unknown. What was unpaid is closed, what was paid goes back whole, and where
 * no trade exists there is no `action`; asked again, it says the same (sheet 2.10).
 */
export function cancel(desk: TradeDesk, admitted: Admitted): Body {
  const { content } = admitted;
  checkFields(cancelFields, content, desk.profile);
  const trade = existing(desk, admitted);
  if (!trade) return { out_trade_no: textAt(content, 'out_trade_no') ?? '', retry_flag: 'N' };
  const action = undo(desk, trade);
  return { trade_no: trade.tradeNo, out_trade_no: trade.outTradeNo, retry_flag: 'N', action };
}
