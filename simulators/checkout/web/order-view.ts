import { type Order, payerView, type RefundEntry } from '../core/order';
import { type OrderPart, partNumber, partOf } from '../core/parts';
import type { CheckoutService } from '../service';

const refundsOf = (service: CheckoutService, order: Order, refunds: readonly RefundEntry[]) =>
  refunds.map(({ refundNo, attemptNo, partNo, amountFen: refundFen, reason, status: state, refusal }) => ({
    refundNo,
    paymentNo: partNo === undefined ? attemptNo : partNumber(attemptNo, partNo),
    amountFen: refundFen,
    reason,
    status: state,
    // What the provider said when it refused, and what is left to do.
    ...(state === 'failed'
      ? { refusal, advice: service.parts.refundAdvice('refused-by-provider', order, undefined) }
      : {}),
  }));

const paymentsOf = (order: Order) =>
  order.attempts.map((attempt) => ({
    paymentNo: attempt.attemptNo,
    provider: attempt.route.provider,
    product: attempt.route.product,
    payee: attempt.route.payee,
    status: attempt.status,
    route: attempt.route,
  }));

/** The whole order: for its merchant, or for the platform's operators where several merchants share it. */
export function orderView(service: CheckoutService, order: Order) {
  const { orderNo, merchantOrderNo, merchantId, amountFen, description, items, status, keptAttempt, parts } = order;
  return {
    orderNo,
    merchantId,
    merchantOrderNo,
    amountFen: service.parts.writeAmount(amountFen),
    currency: 'CNY',
    description,
    items,
    status,
    payerIsTold: payerView(order),
    cashierUrl: `${service.config.publicOrigin}/pay/${order.token}`,
    keptPayment: keptAttempt ?? null,
    deliveries: service.store.deliveries(orderNo),
    deliveryStopped: order.deliveryStopped ?? null,
    payments: paymentsOf(order),
    refunds: refundsOf(service, order, order.refunds),
    notices: service.store.notices(orderNo),
    ...(parts ? { parts } : {}),
  };
}

/** What one merchant sees of an order that it shares with others: its own part, and nothing of theirs (rule PRIV-001). */
function partView(service: CheckoutService, order: Order, part: OrderPart) {
  const { keptAttempt, refunds } = order;
  const { partNo, merchantId, merchantOrderNo, amountFen, description } = part;
  return {
    orderNo: order.orderNo,
    merchantId,
    merchantOrderNo,
    amountFen: service.parts.writeAmount(amountFen),
    currency: 'CNY',
    description,
    status: order.status,
    keptPayment: keptAttempt === undefined ? null : partNumber(keptAttempt, partNo),
    deliveries: service.store.deliveries(order.orderNo),
    deliveryStopped: order.deliveryStopped ?? null,
    payments: order.attempts.map(({ attemptNo, status, route }) => ({
      paymentNo: partNumber(attemptNo, partNo),
      provider: route.provider,
      product: route.product,
      payee: route.parts?.find((candidate) => candidate.partNo === partNo)?.payee,
      status,
    })),
    refunds: refundsOf(
      service,
      order,
      refunds.filter((refund) => refund.partNo === partNo),
    ),
  };
}

/** What a merchant may see of an order that it sells, wholly or in part. */
export function merchantView(service: CheckoutService, order: Order, merchantId: string) {
  const part = partOf(order, merchantId);
  return part ? partView(service, order, part) : orderView(service, order);
}
