import { payerSchemeMember } from '../../codes/outside-payer';
import { rfc3339 } from '../../kernel/time';
import type { Refund, Trade } from '../engine/trade';
import type { Payers } from '../payers';

/** Product names of the API and the trade_type that query and notice report (H5 reports MWEB, sheet 1.4). */
export const TRADE_TYPES: Readonly<Record<string, string>> = {
  native: 'NATIVE',
  h5: 'MWEB',
  jsapi: 'JSAPI',
  app: 'APP',
  codepay: 'MICROPAY',
};

export const STATE_TEXTS: Readonly<Record<string, string>> = {
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
  USERPAYING: '用户支付中，需要输入密码',
  PAYERROR: '支付失败，请撤销订单后重新支付',
};

/** trade_state: any accepted refund, also a partial one, shows as REFUND; the last three are for payers' codes (sheet 4.1). */
export function tradeState(trade: Trade): string {
  if (trade.status === 'closed') return 'CLOSED';
  if (trade.status === 'reversed') return 'REVOKED';
  if (trade.status === 'failed') return 'PAYERROR';
  if (trade.status !== 'paid') return trade.chargedTo === undefined ? 'NOTPAY' : 'USERPAYING';
  return trade.refunds.length > 0 ? 'REFUND' : 'SUCCESS';
}

/** Who asked, as members of the answer: a direct merchant or a service provider for a sub-merchant. */
export function callerMembers(trade: Trade): Record<string, string> {
  const extra = trade.extra ?? {};
  if (extra['sp_mchid']) {
    return {
      sp_appid: extra['sp_appid'] ?? '',
      sp_mchid: extra['sp_mchid'],
      ...(extra['sub_appid'] ? { sub_appid: extra['sub_appid'] } : {}),
      sub_mchid: trade.payee,
    };
  }
  return { appid: extra['appid'] ?? '', mchid: trade.payee };
}

function payerMember(trade: Trade, payers: Payers): Record<string, string> {
  const { sp_appid, sub_appid, appid } = trade.extra ?? {};
  const person = trade.paidBy ?? '';
  if (sp_appid === undefined) return { openid: payers.identifier(person, appid ?? '') };
  return {
    sp_openid: payers.identifier(person, sp_appid),
    ...(sub_appid ? { sub_openid: payers.identifier(person, sub_appid) } : {}),
  };
}

/** What only a paid order has; never a guess before payment (sheet 1.4). */
function paidMembers(trade: Trade, paidAt: number, payers: Payers): Record<string, unknown> {
  return {
    transaction_id: trade.tradeNo,
    trade_type: TRADE_TYPES[trade.product],
    bank_type: 'OTHERS',
    success_time: rfc3339(paidAt),
    payer: payerMember(trade, payers),
    ...payerSchemeMember(trade.paidBy),
    amount: { total: trade.amountFen, payer_total: trade.amountFen, currency: 'CNY', payer_currency: 'CNY' },
  };
}

/** The answer to a query, which is also the plaintext of a payment notice (sheet 1.4). */
export function tradeView(trade: Trade, payers: Payers): Record<string, unknown> {
  const state = tradeState(trade);
  return {
    ...callerMembers(trade),
    out_trade_no: trade.outTradeNo,
    ...(trade.paidAt === undefined
      ? { amount: { total: trade.amountFen, payer_currency: 'CNY' } }
      : paidMembers(trade, trade.paidAt, payers)),
    ...(trade.attach === undefined ? {} : { attach: trade.attach }),
    scene_info: { device_id: trade.extra?.['device_id'] ?? '' },
    promotion_detail: [],
    trade_state: state,
    trade_state_desc: STATE_TEXTS[state],
  };
}

const REFUND_STATES = { processing: 'PROCESSING', success: 'SUCCESS', closed: 'CLOSED', abnormal: 'ABNORMAL' } as const;

/** The status word of a refund. */
export const refundState = (refund: Refund): string => REFUND_STATES[refund.status];

function refundAmounts(trade: Trade, refund: Refund) {
  return {
    total: trade.amountFen,
    refund: refund.amountFen,
    payer_total: trade.amountFen,
    payer_refund: refund.amountFen,
  };
}

/** Where the money goes: back to the account that paid, or to the one that the merchant named (sheet 1.5). */
export const refundChannel = ({ sentTo }: Refund): string => (sentTo ? 'OTHER_BANKCARD' : 'ORIGINAL');
export const receivedIn = ({ sentTo }: Refund): string => sentTo?.shown ?? '支付用户零钱';

/** When the money was back; nothing before. */
const successTime = ({ status, doneAt }: Refund) =>
  status === 'success' && doneAt !== undefined ? { success_time: rfc3339(doneAt) } : {};

/** The answer to a refund and to its query, identical by design of the API (sheet 1.5). */
export function refundView(trade: Trade, refund: Refund): Record<string, unknown> {
  return {
    refund_id: refund.refundNo,
    out_refund_no: refund.outRefundNo,
    transaction_id: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    channel: refundChannel(refund),
    user_received_account: receivedIn(refund),
    ...successTime(refund),
    create_time: rfc3339(refund.createdAt),
    status: refundState(refund),
    funds_account: 'AVAILABLE',
    amount: {
      ...refundAmounts(trade, refund),
      from: [],
      settlement_refund: refund.amountFen,
      settlement_total: trade.amountFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
    },
    promotion_detail: [],
  };
}

/** The plaintext of a refund notice; its status member is `refund_status` (sheet 3). */
export function refundNoticeView(trade: Trade, refund: Refund): Record<string, unknown> {
  const caller = trade.extra?.['sp_mchid']
    ? { sp_mchid: trade.extra['sp_mchid'], sub_mchid: trade.payee }
    : { mchid: trade.payee };
  return {
    ...caller,
    out_trade_no: trade.outTradeNo,
    transaction_id: trade.tradeNo,
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundNo,
    refund_status: refundState(refund),
    ...successTime(refund),
    user_received_account: receivedIn(refund),
    amount: refundAmounts(trade, refund),
  };
}
