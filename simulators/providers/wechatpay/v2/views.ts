import { beijingDateTime, compactDateTime } from '../../../kernel/time';
import type { Refund, Trade } from '../../engine/trade';
import type { Payers } from '../../payers';
import { receivedIn, refundChannel, refundState, STATE_TEXTS, TRADE_TYPES, tradeState } from '../views';
import type { Members } from './xml';

const fen = String;

function payerMembers(trade: Trade, payers: Payers): Members {
  const { sp_appid, sub_appid, appid } = trade.extra ?? {};
  const person = trade.paidBy ?? '';
  const openid = payers.identifier(person, sp_appid ?? appid ?? '');
  if (!sub_appid) return { openid, is_subscribe: 'N' };
  return { openid, is_subscribe: 'N', sub_openid: payers.identifier(person, sub_appid), sub_is_subscribe: 'N' };
}

/** What a payment has, in the words of v2; before it is paid only its numbers. */
export function paymentMembers(trade: Trade, payers: Payers): Members {
  const { outTradeNo, attach = '', paidAt, tradeNo, amountFen, product } = trade;
  if (paidAt === undefined) return { out_trade_no: outTradeNo, attach };
  return {
    ...payerMembers(trade, payers),
    trade_type: TRADE_TYPES[product] ?? '',
    bank_type: 'OTHERS',
    fee_type: 'CNY',
    total_fee: fen(amountFen),
    cash_fee_type: 'CNY',
    cash_fee: fen(amountFen),
    transaction_id: tradeNo,
    out_trade_no: outTradeNo,
    attach,
    time_end: compactDateTime(paidAt),
  };
}

/** The answer to an order query. */
export function queryMembers(trade: Trade, payers: Payers): Members {
  const state = tradeState(trade);
  return { ...paymentMembers(trade, payers), trade_state: state, trade_state_desc: STATE_TEXTS[state] ?? '' };
}

/** The answer to a refund. */
export const refundMembers = (trade: Trade, refund: Refund): Members => ({
  transaction_id: trade.tradeNo,
  out_trade_no: trade.outTradeNo,
  out_refund_no: refund.outRefundNo,
  refund_id: refund.refundNo,
  refund_fee: fen(refund.amountFen),
  total_fee: fen(trade.amountFen),
  cash_fee: fen(trade.amountFen),
  cash_refund_fee: fen(refund.amountFen),
});

/** v2's words for the states of a refund. */
const REFUND_WORDS: Readonly<Record<string, string>> = { CLOSED: 'REFUNDCLOSE', ABNORMAL: 'CHANGE' };

function listed(refund: Refund, place: number): Members {
  const state = refundState(refund);
  const members = {
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundNo,
    refund_channel: refundChannel(refund),
    refund_fee: fen(refund.amountFen),
    refund_status: REFUND_WORDS[state] ?? state,
    // The protocol itself leaves a letter out of this name.
    refund_recv_accout: receivedIn(refund),
    refund_success_time: refund.status === 'success' ? beijingDateTime(refund.doneAt ?? refund.createdAt) : '',
  };
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [`${name}_${place}`, value]));
}

/** The answer to a refund query: each refund with its place behind its members' names. */
export const refundsMembers = (trade: Trade, refunds: readonly Refund[]): Members => ({
  transaction_id: trade.tradeNo,
  out_trade_no: trade.outTradeNo,
  total_fee: fen(trade.amountFen),
  cash_fee: fen(trade.amountFen),
  refund_count: String(refunds.length),
  ...Object.assign({}, ...refunds.map(listed)),
});
