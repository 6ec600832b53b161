import type { Fen } from '../../kernel/money';
import type { Attempt, Order, RefundEntry } from './order';

/** One merchant's share of an order that several merchants share: it is paid with the others, and refunded by itself. */
export interface OrderPart {
  /** Names the part within its order: `P1`, `P2` … */
  readonly partNo: string;
  /** The selling merchant; no two parts of an order have the same one (rule ROUTE-007). */
  readonly merchantId: string;
  /** The merchant's own number for it. */
  readonly merchantOrderNo: string;
  readonly amountFen: Fen;
  readonly description: string;
}

/** What a part is called at the provider, where it is an order of its own within the combined one. */
export const partNumber = (attemptNo: string, partNo: string): string => `${attemptNo}${partNo}`;

/** The part of an order that belongs to a merchant. */
export const partOf = (order: Order, merchantId: string): OrderPart | undefined =>
  order.parts?.find((part) => part.merchantId === merchantId);

/** True for a merchant that sells the order, or a part of it. */
export const sells = (order: Order, merchantId: string): boolean =>
  order.parts ? partOf(order, merchantId) !== undefined : order.merchantId === merchantId;

/** The merchant that sells what a payment at a provider is for: the whole order, or its part of a shared one. */
export type SellerOf = (order: Order, paymentNo: string) => string | undefined;

export const sellerOf: SellerOf = (order, paymentNo) => {
  if (!order.parts) return order.merchantId;
  const partNo = order.attempts.flatMap(sharesOf).find(({ number }) => number === paymentNo)?.partNo;
  return order.parts.find((part) => part.partNo === partNo)?.merchantId;
};

/** The attempt that a provider means by a number: of a whole payment, or of one merchant's part of it. */
export function attemptNamed(order: Order, number: string): Attempt | undefined {
  return order.attempts.find(
    ({ attemptNo, route }) =>
      attemptNo === number || route.parts?.some(({ partNo }) => partNumber(attemptNo, partNo) === number),
  );
}

/** A payment as its provider accounts for it: the whole of it, or each merchant's part of a combined one. */
export interface Share {
  readonly partNo?: string;
  /** The number that the provider knows it by. */
  readonly number: string;
  readonly payee: string;
  readonly amountFen: Fen;
  /** The provider's own number, once it is paid. */
  readonly tradeNo?: string;
}

/** What the bills of a provider list of an attempt. */
export function sharesOf({ attemptNo, route, tradeNo, partTradeNos }: Attempt): Share[] {
  if (!route.parts) return [{ number: attemptNo, payee: route.payee, amountFen: route.payableFen, tradeNo }];
  return route.parts.map(({ partNo, payee, amountFen }) => {
    const number = partNumber(attemptNo, partNo);
    return { partNo, number, payee, amountFen, tradeNo: partTradeNos?.[partNo] };
  });
}

/** Everything of a payment that may be refunded by itself: each merchant's part, or what was asked of the payer. */
export function refundable(
  order: Order,
  attemptNo: string,
): ReadonlyArray<{ readonly partNo?: string; readonly amountFen: Fen }> {
  const asked = order.attempts.find((attempt) => attempt.attemptNo === attemptNo)?.route.payableFen;
  return order.parts ?? [{ amountFen: asked ?? order.amountFen }];
}

/** True when a refund belongs to a part; to the order as a whole, where that has none. */
export const isOf = (refund: RefundEntry, partNo: string | undefined): boolean => refund.partNo === partNo;
