import { z } from 'zod';
import { compactDateTime, SECOND_MS } from '../../../kernel/time';
import type { StartRequest } from '../protocol';

/** A code that the payer scans, and the two cashiers to which a form leads (sheet 1). */
export const product = z.enum(['qr', 'page', 'h5']);
export type Product = z.infer<typeof product>;

const ORDER_OF_SERVICES = '11';

/** An order in the words of the sheet; it ends when the platform's does (sheet 3.1). */
export function orderMembers(request: StartRequest, named: Product): Record<string, string> {
  const { attemptNo, description, amountFen, payBy, now, notifyUrl, returnUrl, payerIp } = request;
  return {
    tradeNum: attemptNo,
    tradeName: [...description].slice(0, 128).join(''),
    tradeTime: compactDateTime(now),
    amount: String(amountFen),
    orderType: ORDER_OF_SERVICES,
    currency: 'CNY',
    expireTime: String(Math.max(1, Math.floor((payBy - now) / SECOND_MS))),
    ip: payerIp,
    notifyUrl,
    ...(named === 'qr' ? { tradeType: 'QR' } : { callbackUrl: returnUrl }),
  };
}

/** The number under which the platform revokes a payment: one for each, so that it is revoked once. */
export const revocationNumber = (attemptNo: string): string => `${attemptNo}V`;
