import { z } from 'zod';
import { compactDateTime, SECOND_MS } from '../../../kernel/time';
import type { ChargeRequest, StartRequest } from '../protocol';

/** A code that the payer scans, and the two cashiers to which a form leads (sheet 1). */
export const product = z.enum(['qr', 'page', 'h5']);
export type Product = z.infer<typeof product>;

const ORDER_OF_SERVICES = '11';

type Wish = Omit<StartRequest, 'returnUrl'>;

/** What every order says (sheet 3.1). */
function wishMembers({ attemptNo, description, amountFen, now, notifyUrl }: Wish): Record<string, string> {
  return {
    tradeNum: attemptNo,
    tradeName: [...description].slice(0, 128).join(''),
    tradeTime: compactDateTime(now),
    amount: String(amountFen),
    orderType: ORDER_OF_SERVICES,
    currency: 'CNY',
    notifyUrl,
  };
}

/** An order of a payer who is still to come; it ends when the platform's does. */
const waitingMembers = (request: Wish): Record<string, string> => ({
  ...wishMembers(request),
  expireTime: String(Math.max(1, Math.floor((request.payBy - request.now) / SECOND_MS))),
  ip: request.payerIp,
});

/** The form of a cashier. */
export const formMembers = (request: StartRequest): Record<string, string> => ({
  ...waitingMembers(request),
  callbackUrl: request.returnUrl,
});

/** The unified order: for a code that the payer scans, or for an app (sheet 3.2). */
export const uniorderMembers = (request: StartRequest, tradeType: 'QR' | 'GEN'): Record<string, string> => ({
  ...waitingMembers(request),
  tradeType,
});

/** A payment with a code that the payer shows (sheet 3.3). */
export const chargeMembers = (request: ChargeRequest): Record<string, string> => ({
  ...wishMembers(request),
  token: request.payerCode,
});

/** The number under which the platform revokes a payment: one for each, so that it is revoked once. */
export const revocationNumber = (attemptNo: string): string => `${attemptNo}V`;
