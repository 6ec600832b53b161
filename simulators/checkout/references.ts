import { createHash } from 'node:crypto';
import type { Attempt, Order, RefundEntry } from './core/order';
import { partNumber } from './core/parts';
import { payeeOfRefund } from './notice-fits';
import type { PaymentRef, RefundRef } from './protocols/protocol';

/** The payment as its provider knows it. */
export function paymentRef({ parts, expiresAt: payBy }: Order, attempt: Attempt): PaymentRef {
  const { attemptNo, route, createdAt: numberedAt, tradeNo } = attempt;
  const { payee } = route;
  const named = { attemptNo, payee, numberedAt, payBy, tradeNo };
  if (!route.parts) return named;
  const descriptionOf = (partNo: string) => parts?.find((part) => part.partNo === partNo)?.description ?? '';
  return {
    ...named,
    parts: route.parts.map(({ partNo, amountFen, payee: account }) => ({
      number: partNumber(attemptNo, partNo),
      payee: account,
      amountFen,
      description: descriptionOf(partNo),
    })),
  };
}

/** A refund as its provider knows it: of the payment, or of one merchant's part of it, which is an order there. */
export function refundRef(order: Order, attempt: Attempt, refund: RefundEntry, publicOrigin: string): RefundRef {
  const { attemptNo, route, createdAt: numberedAt, tradeNo, partTradeNos } = attempt;
  const { refundNo, amountFen, partNo, createdAt: refundNumberedAt } = refund;
  const part = order.parts?.find((candidate) => candidate.partNo === partNo);
  return {
    attemptNo: part ? partNumber(attemptNo, part.partNo) : attemptNo,
    payee: payeeOfRefund(refund, attempt),
    numberedAt,
    payBy: order.expiresAt,
    tradeNo: part ? partTradeNos?.[part.partNo] : tradeNo,
    totalFen: part?.amountFen ?? route.payableFen,
    refundNo,
    refundNumberedAt,
    amountFen,
    notifyUrl: `${publicOrigin}/notify/${route.provider}`,
  };
}

/** Merchants' numbers that can stand as they are: letters and digits, and few of them. */
const PLAIN = /^[0-9A-Za-z]{1,7}$/;

/** Six letters and digits that stand for a longer number. */
function shortened(number: string): string {
  const digest = createHash('sha256').update(number).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 6);
}

/**
 * The number of a merchant's refund at the provider, unique over all merchants of the platform. Some providers take
 * nothing but letters and digits, and 30 of them.
 */
export function refundNumber(orderNo: string, merchantsNo: string, partNo = ''): string {
  return `${orderNo}${partNo}R${PLAIN.test(merchantsNo) ? merchantsNo : `x${shortened(merchantsNo)}`}`;
}
