import type { Attempt, Order, RefundEntry } from './core/order';
import { partNumber } from './core/parts';
import { payeeOfRefund } from './notice-fits';
import type { PaymentRef, RefundRef } from './protocols/protocol';

/** The payment as its provider knows it. */
export function paymentRef({ parts }: Order, { attemptNo, route, createdAt: startedAt }: Attempt): PaymentRef {
  const { payee } = route;
  if (!route.parts) return { attemptNo, payee, startedAt };
  const descriptionOf = (partNo: string) => parts?.find((part) => part.partNo === partNo)?.description ?? '';
  return {
    attemptNo,
    payee,
    startedAt,
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
  const { attemptNo, route } = attempt;
  const { refundNo, amountFen, partNo, createdAt: askedAt } = refund;
  const part = order.parts?.find((candidate) => candidate.partNo === partNo);
  return {
    attemptNo: part ? partNumber(attemptNo, part.partNo) : attemptNo,
    payee: payeeOfRefund(refund, attempt),
    totalFen: part?.amountFen ?? route.payableFen,
    refundNo,
    amountFen,
    startedAt: attempt.createdAt,
    askedAt,
    notifyUrl: `${publicOrigin}/notify/${route.provider}`,
  };
}
