import { compactDateTime } from '../../kernel/time';
import type { Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { type Admitted, at, type Desk, type Said, tradeOf } from './desk';
import { errors } from './errors';
import { amtItem } from './orders';

/** How a payment stands, for a merchant who asks. */
export type Standing = 'waiting' | 'paid' | 'closed';

export function standingOf({ status }: Trade): Standing {
  if (status === 'paid') return 'paid';
  return status === 'open' || status === 'prepared' ? 'waiting' : 'closed';
}

/** `status` of queries and notices; only the word for success is public (sheet B4). */
export const statusWord = (profile: Profile, standing: Standing): string => {
  if (standing === 'paid') return 'SUCCESS';
  return setting(profile, standing === 'waiting' ? 'waitingStatus' : 'closedStatus');
};

/** `ordSts` of OrderQueryByYPOS (sheet B4). */
const ORDER_STATES: Readonly<Record<Standing, string>> = { paid: '支付完成', waiting: '等待付款', closed: '订单关闭' };

/** What is said of a trade, whoever is told: a merchant who asks, or one who is notified. */
export function stateOf(desk: Desk, trade: Trade): Record<string, string> {
  const { amountFen, outTradeNo, tradeNo, paidAt, paidBy, extra = {} } = trade;
  const standing = standingOf(trade);
  return {
    payNo: tradeNo,
    amount: String(amountFen),
    amtItem: amtItem(amountFen),
    bankAbbr: '',
    mobile: standing === 'paid' ? desk.mobileOf(paidBy) : '',
    orderId: outTradeNo,
    payDate: standing === 'paid' ? compactDateTime(paidAt ?? 0) : '',
    reserved1: extra['reserved1'] ?? '',
    reserved2: extra['reserved2'] ?? '',
    status: statusWord(desk.profile, standing),
    orderDate: extra['orderDate'] ?? '',
    fee: '0',
  };
}

/** OrderQuery, and OrderQueryCPS, which says how it was paid besides. */
export function orderQuery(desk: Desk, admitted: Admitted): Said {
  const state = stateOf(desk, tradeOf(desk, admitted.merchant, at(admitted, 'orderId')));
  return { ...state, payType: setting(desk.profile, 'payType') };
}

/** OrderQueryByYPOS: the state of a payment at a till, in words. */
export function tillQuery(desk: Desk, admitted: Admitted): Said {
  const trade = tradeOf(desk, admitted.merchant, at(admitted, 'orderId'));
  if (trade.extra?.['orderDate'] !== at(admitted, 'orderDate')) throw errors.orderUnknown();
  const { orderId = '', mobile = '', payDate = '', amount = '' } = stateOf(desk, trade);
  return {
    orderId,
    merchantName: admitted.merchant.name,
    mblNo: mobile,
    ordSts: ORDER_STATES[standingOf(trade)],
    payDate,
    amount,
    cashAmount: amount,
    bonAmount: '0',
    splAmount: '0',
    vchAmount: '0',
    merOprNo: trade.extra?.['oprId'] ?? '',
    storeId: '',
    posId: '',
  };
}
