import { yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import { type Refund, refundedFen, type Trade } from '../engine/trade';
import { setting } from '../profile';
import { accountOf } from './buyers';
import type { Body } from './envelope';
import { AlipayError } from './errors';
import { type Content, textAt } from './fields';
import { type TradeDesk, tradeStatus } from './trades';

/** A login name as answers show it: the beginning, stars, the domain. */
const maskedLogin = (person: string) => `${person.slice(0, 3)}***@example.com`;

/** Who pays, as far as it is known. */
const buyerOf = ({ paidBy, openedBy, payer }: Trade) => paidBy ?? openedBy ?? payer;

/**
 * The payer as one application knows him, or by his account number; answers and notices name the latter differently
 * (sheet 2.8, 3.2).
 */
export function buyer(
  desk: TradeDesk,
  trade: Trade,
  accountMember: 'buyer_user_id' | 'buyer_id' = 'buyer_user_id',
): Record<string, string> {
  const person = buyerOf(trade);
  if (person === undefined) return {};
  const byAccount = setting(desk.profile, 'buyerIdentifier') === 'account-number';
  const identifier: Record<string, string> = byAccount
    ? { [accountMember]: accountOf(desk, person) }
    : { buyer_open_id: desk.payers.identifier(person, trade.extra?.['app_id'] ?? '') };
  return { ...identifier, buyer_logon_id: maskedLogin(person) };
}

/** The whole amount, from every side: no discounts are simulated. */
export function amounts(trade: Trade): Record<string, string> {
  const total = yuanText(trade.amountFen);
  return {
    total_amount: total,
    receipt_amount: total,
    buyer_pay_amount: total,
    invoice_amount: total,
    point_amount: '0.00',
  };
}

/** What an answer or notice says of a paid trade's funds; the spelling of the member differs (sheet 2.14). */
export const fundBill = (amountFen: number, channelMember: 'fund_channel' | 'fundChannel') => [
  { amount: yuanText(amountFen), [channelMember]: 'ALIPAYACCOUNT' },
];

/** Answers about money that has not moved still carry amounts (sheet 2.6). */
export const NO_AMOUNTS = {
  buyer_pay_amount: '0.00',
  invoice_amount: '0.00',
  point_amount: '0.00',
  receipt_amount: '0.00',
} as const;

/** Does what was asked; where it is refused, the refusal carries the amounts and the merchant's number, too (sheet 2.6). */
export function withNoAmounts(content: Content, work: () => Body): Body {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AlipayError)) throw error;
    const outTradeNo = textAt(content, 'out_trade_no');
    throw error.with({ ...NO_AMOUNTS, ...(outTradeNo === undefined ? {} : { out_trade_no: outTradeNo }) });
  }
}

/** The answer to a query (sheet 2.8). */
export function queryView(desk: TradeDesk, trade: Trade, options: readonly string[]): Body {
  const { book, profile } = desk;
  const now = book.settings.clock.now();
  const paid = trade.paidAt !== undefined;
  const total = { total_amount: yuanText(trade.amountFen), ...NO_AMOUNTS };
  return {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    trade_status: tradeStatus(trade, now, profile.numbers.refundWindow.value),
    ...(paid ? amounts(trade) : total),
    ...buyer(desk, trade),
    buyer_user_type: buyerOf(trade) === undefined ? undefined : 'PRIVATE',
    store_id: trade.extra?.['store_id'],
    terminal_id: trade.extra?.['terminal_id'],
    send_pay_date: trade.paidAt === undefined ? undefined : beijingDateTime(trade.paidAt),
    fund_bill_list: paid && options.includes('fund_bill_list') ? fundBill(trade.amountFen, 'fund_channel') : undefined,
  };
}

const refundDetail = (refund: Refund) => fundBill(refund.amountFen, 'fund_channel');

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
    refund_detail_item_list: detailed ? refundDetail(refund) : undefined,
    send_back_fee: detailed ? yuanText(refund.amountFen) : undefined,
  };
}

/** The answer to a refund query; for a number that the trade does not have it is a success without a status (A17). */
export function refundQueryView(trade: Trade, refund: Refund | undefined, options: readonly string[]): Body {
  const base = { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo };
  if (refund?.status !== 'success') return base;
  const detailed = options.includes('refund_detail_item_list');
  const timed = options.includes('gmt_refund_pay') && refund.doneAt !== undefined;
  return {
    ...base,
    out_request_no: refund.outRefundNo,
    refund_amount: yuanText(refund.amountFen),
    total_amount: yuanText(trade.amountFen),
    refund_reason: refund.reason,
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: timed ? beijingDateTime(refund.doneAt) : undefined,
    refund_detail_item_list: detailed ? refundDetail(refund) : undefined,
    send_back_fee: detailed ? yuanText(refund.amountFen) : undefined,
  };
}
