import { rfc3339 } from '../../kernel/time';
import type { Refund, RefundStatus, Trade } from '../engine/trade';
import { presentOf, type SimDesk } from './desk';

/** A member without a value is left out. */
type View = Readonly<Record<string, string | number | undefined>>;

/** How a trade stands, in the words of the wire. SUCCESS is final; refunds do not change it. */
export function orderState({ status, openedAt }: Trade): string {
  switch (status) {
    case 'paid':
      return 'SUCCESS';
    case 'failed':
      return 'FAILED';
    case 'closed':
    case 'reversed':
      return 'CLOSED';
    default:
      return openedAt === undefined ? 'CREATED' : 'PAYING';
  }
}

/** How a refund stands, in the words of the wire. */
export const REFUND_STATES: Readonly<Record<RefundStatus, string>> = {
  processing: 'PROCESSING',
  success: 'SUCCESS',
  closed: 'FAILED',
  abnormal: 'FAILED',
};

const succeededFen = ({ refunds }: Trade) =>
  refunds.reduce((sum, { status, amountFen }) => (status === 'success' ? sum + amountFen : sum), 0);

/** What a merchant is told of an order: of its payer a number with stars and the institution, nothing else. */
export function orderView(desk: SimDesk, trade: Trade): View {
  const { words } = desk.design;
  const { outTradeNo, tradeNo, payee, amountFen, attach, paidBy, paidAt } = trade;
  const shown = paidBy === undefined ? undefined : desk.side.shown(trade);
  const refunded = succeededFen(trade);
  return {
    outTradeNo,
    tradeNo,
    [words.payee]: payee,
    amount: amountFen,
    currency: 'CNY',
    present: presentOf(desk, trade).present,
    state: orderState(trade),
    [words.payer]: shown?.payer,
    [words.institution]: shown?.institution,
    finishedAt: paidAt === undefined ? undefined : rfc3339(paidAt),
    refundedAmount: refunded === 0 ? undefined : refunded,
    attach,
  };
}

/** What the merchant hands to its payer, while the order can be paid. */
export function handedOut(desk: SimDesk, trade: Trade): View {
  if (trade.status !== 'open') return {};
  const { hands } = presentOf(desk, trade);
  const expireAt = rfc3339(trade.payBy);
  if (hands === 'code') return { codeUrl: codeUrl(desk, trade.credential), expireAt };
  if (hands === 'page') return { payUrl: cashierUrl(desk, trade.credential), expireAt };
  return { expireAt };
}

/** The path behind which the content of a code leads into the wallet. */
export const CODE_PATH = '/q/';
export const CASHIER_PATH = '/sim/cashier';
export const WALLET_PATH = '/sim/wallet';

export const codeUrl = (desk: SimDesk, credential: string): string => `${desk.pageOrigin()}${CODE_PATH}${credential}`;
const cashierUrl = (desk: SimDesk, code: string) =>
  `${desk.pageOrigin()}${CASHIER_PATH}?${new URLSearchParams({ code })}`;

/** What a merchant is told of a refund. */
export function refundView(desk: SimDesk, trade: Trade, refund: Refund): View {
  const { outRefundNo, refundNo, amountFen, status, doneAt } = refund;
  const failed = REFUND_STATES[status] === 'FAILED';
  return {
    outTradeNo: trade.outTradeNo,
    tradeNo: trade.tradeNo,
    outRefundNo,
    refundNo,
    [desk.design.words.payee]: trade.payee,
    amount: amountFen,
    totalAmount: trade.amountFen,
    currency: 'CNY',
    state: REFUND_STATES[status],
    failure: failed ? 'WALLET_CLOSED' : undefined,
    finishedAt: doneAt === undefined ? undefined : rfc3339(doneAt),
  };
}
