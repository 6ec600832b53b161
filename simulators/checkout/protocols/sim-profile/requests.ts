import { rfc3339 } from '../../../kernel/time';
import type { RefundRef, StartRequest } from '../protocol';

/** How a product of a market is presented to its payer, and what the provider hands out for it. */
const PRODUCTS: Readonly<Record<string, { readonly present: string; readonly hands: 'codeUrl' | 'payUrl' }>> = {
  qr: { present: 'MERCHANT_QR', hands: 'codeUrl' },
  app: { present: 'APP_JUMP', hands: 'payUrl' },
  page: { present: 'CASHIER_PAGE', hands: 'payUrl' },
};

/** @throws Error for a product that this protocol does not have. */
export function productNamed(name: string) {
  const product = PRODUCTS[name];
  if (product) return product;
  throw new Error(`found product "${name}", expected one of ${Object.keys(PRODUCTS).join(', ')}`);
}

const LONGEST_SUMMARY = 128;

/** What the payment is for, as one line of at most 128 characters. */
const summaryOf = (description: string) =>
  // What is no visible character ends up as a blank.
  [...description.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ')].slice(0, LONGEST_SUMMARY / 2).join('') || '-';

/** The body of an order; the same attempt gives the same body, so that it may be sent again. */
export function orderBody(request: StartRequest, payeeWord: string): Record<string, unknown> {
  const { present, hands } = productNamed(request.product);
  return {
    outTradeNo: request.attemptNo,
    [payeeWord]: request.payee,
    amount: request.amountFen,
    currency: 'CNY',
    present,
    summary: summaryOf(request.description),
    expireAt: rfc3339(request.payBy),
    notifyUrl: request.notifyUrl,
    // Whoever pays with a phone in hand stays on the page of the shop.
    ...(hands === 'payUrl' ? { returnUrl: request.returnUrl } : {}),
  };
}

export function refundBody(refund: RefundRef, payeeWord: string): Record<string, unknown> {
  return {
    outTradeNo: refund.attemptNo,
    outRefundNo: refund.refundNo,
    [payeeWord]: refund.payee,
    amount: refund.amountFen,
    currency: 'CNY',
    notifyUrl: refund.notifyUrl,
  };
}
