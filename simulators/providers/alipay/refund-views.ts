import { yuanText } from '../../kernel/money';
import { beijingDateTime, DAY_MS } from '../../kernel/time';
import { type Refund, refundedFen, type Trade } from '../engine/trade';
import { setting } from '../profile';
import { fundOf } from './channels';
import type { Body } from './envelope';
import type { TradeDesk } from './trades';
import { buyer, fundBill } from './views';

const refundDetail = (trade: Trade, refund: Refund) => fundBill(trade, refund.amountFen, 'answer');

const isByCard = (trade: Trade): boolean => fundOf(trade.extra?.['instrument']).channel === 'BANKCARD';

/** Yes or no, as a setting spells it. */
function flag({ profile }: TradeDesk, is: boolean): string {
  const [yes, no] = setting(profile, 'depositBackFlag') === 'Y' ? ['Y', 'N'] : ['true', 'false'];
  return is ? yes : no;
}

/** Money goes back to a card through its bank, which takes days; to the wallet's balance it is back at once (sheet 4). */
function depositBack(desk: TradeDesk, trade: Trade, { amountFen, doneAt = 0 }: Refund): Body {
  if (!isByCard(trade)) return { has_deposit_back: flag(desk, false) };
  const arrivesAt = doneAt + Number.parseInt(setting(desk.profile, 'depositBackTakes'), 10) * DAY_MS;
  const isBack = desk.book.settings.clock.now() >= arrivesAt;
  return {
    has_deposit_back: flag(desk, true),
    dback_status: isBack ? 'S' : 'P',
    dback_amount: yuanText(amountFen),
    bank_ack_time: isBack ? beijingDateTime(arrivesAt) : undefined,
    est_bank_receipt_time: beijingDateTime(arrivesAt),
  };
}

/** The answer to a refund; `refund_fee` is the sum of all refunds of the trade (sheet 2.11, requirement A16). */
export function refundView(
  desk: TradeDesk,
  trade: Trade,
  refund: Refund,
  fundChange: string,
  options: readonly string[],
): Body {
  const detailed = options.includes('refund_detail_item_list');
  return {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    ...buyer(desk, trade),
    fund_change: fundChange,
    refund_fee: yuanText(refundedFen(trade)),
    gmt_refund_pay: refund.doneAt === undefined ? undefined : beijingDateTime(refund.doneAt),
    refund_detail_item_list: detailed ? refundDetail(trade, refund) : undefined,
    send_back_fee: detailed ? yuanText(refund.amountFen) : undefined,
    has_deposit_back: options.includes('deposit_back_info') ? flag(desk, isByCard(trade)) : undefined,
  };
}

/** The answer to a refund query; for a number that the trade does not have it is a success without a status (A17). */
export function refundQueryView(
  desk: TradeDesk,
  trade: Trade,
  refund: Refund | undefined,
  options: readonly string[],
): Body {
  const base = { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo };
  if (refund?.status !== 'success') return base;
  const detailed = options.includes('refund_detail_item_list');
  const isAsked = options.some((option) => option === 'deposit_back_info' || option === 'deposit_back_info_list');
  const timed = options.includes('gmt_refund_pay') && refund.doneAt !== undefined;
  return {
    ...base,
    out_request_no: refund.outRefundNo,
    refund_amount: yuanText(refund.amountFen),
    total_amount: yuanText(trade.amountFen),
    refund_reason: refund.reason,
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: timed ? beijingDateTime(refund.doneAt) : undefined,
    refund_detail_item_list: detailed ? refundDetail(trade, refund) : undefined,
    send_back_fee: detailed ? yuanText(refund.amountFen) : undefined,
    deposit_back_info: isAsked ? depositBack(desk, trade, refund) : undefined,
  };
}
