import { rfc3339 } from '../../../kernel/time';
import type { ChargeRequest, RefundRef, StartRequest } from '../protocol';

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

const sharedBody = (request: ChargeRequest | StartRequest, payeeWord: string) => ({
  outTradeNo: request.attemptNo,
  [payeeWord]: request.payee,
  amount: request.amountFen,
  currency: 'CNY',
  summary: summaryOf(request.description),
  notifyUrl: request.notifyUrl,
});

/** The body of an order that is paid with the code that a payer shows. */
export const chargeBody = (request: ChargeRequest, payeeWord: string): Record<string, unknown> => ({
  ...sharedBody(request, payeeWord),
  present: 'PAYER_CODE',
  payerCode: request.payerCode,
});

/** The body of an order; the same attempt gives the same body, so that it may be sent again. */
export function orderBody(request: StartRequest, payeeWord: string): Record<string, unknown> {
  const { present, hands } = productNamed(request.product);
  return {
    ...sharedBody(request, payeeWord),
    present,
    expireAt: rfc3339(request.payBy),
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
