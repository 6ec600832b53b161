import type { Trade } from '../engine/trade';

/** So many request numbers are remembered; the oldest are forgotten. */
const KEPT = 100_000;

/**
 * Which order each request number of a merchant was used for: the same number again is the same request, and belongs to
 * no other order (requirement HB-08).
 */
export class RequestIds {
  readonly #orders = new Map<string, string>();

  /** The order that a request number belongs to. */
  orderOf(merchantId: string, requestId: string): string | undefined {
    return this.#orders.get(`${merchantId} ${requestId}`);
  }

  used(merchantId: string, requestId: string, orderId: string): void {
    this.#orders.set(`${merchantId} ${requestId}`, orderId);
    if (this.#orders.size <= KEPT) return;
    for (const oldest of this.#orders.keys()) {
      this.#orders.delete(oldest);
      return;
    }
  }

  /** Takes up what the books have, after a start or a crash. */
  recall(trades: Iterable<Trade>): void {
    this.#orders.clear();
    for (const { payee, outTradeNo, extra, refunds } of trades) {
      const requestId = extra?.['requestId'];
      if (requestId !== undefined) this.used(payee, requestId, outTradeNo);
      for (const { outRefundNo } of refunds) this.used(payee, outRefundNo, outTradeNo);
    }
  }
}
