import type { Context, Hono } from 'hono';
import { answer, incoming } from '../../network/message';
import { onToWallet } from '../cashier-pages';
import { htmlAnswer, type Language, languageOf, refusalPage } from '../pages';
import { type CodeDesk, commonRefund, placeOrder, queryOrder, reverse } from './calls';
import { BestPayError, BUSY, errors } from './errors';
import {
  commonRefundFields,
  placeOrderFields,
  queryOrderFields,
  reverseFields,
  wapDirectFields,
  wapFields,
  webFields,
} from './fields';
import { readForm } from './form';
import { type Admitted, admit, callDoor, cashierDoor, type Door } from './gate';
import { placeAtCashier } from './orders';
import type { Product } from './trades';
import type { Result } from './views';

/** The wallet's own name. */
export const WALLET = { en: 'BestPay', zh: '翼支付' };

/** A call between servers: how it is checked, and what it does. */
export interface Call {
  readonly door: Door;
  /** What it is in neutral words. */
  readonly kind: string;
  readonly perform: (desk: CodeDesk, admitted: Admitted) => Result | Promise<Result>;
}

/** The calls of generation 1 by their path (sheet A1.1). */
export const CALLS: Readonly<Record<string, Call>> = {
  '/barcode/placeOrder': {
    door: callDoor.plain('placeOrder', placeOrderFields, errors.merchantUnregistered),
    kind: 'payment.create',
    perform: placeOrder,
  },
  '/query/queryOrder': {
    door: callDoor.plain('queryOrder', queryOrderFields, errors.merchantUnknown),
    kind: 'payment.query',
    perform: queryOrder,
  },
  '/refund/commonRefund': { door: callDoor.refund(commonRefundFields), kind: 'refund.create', perform: commonRefund },
  '/reverse/reverse': { door: callDoor.reverse(reverseFields), kind: 'payment.close', perform: reverse },
};

/** A cashier: how the order is checked that a browser brings, and by which product it is paid. */
export interface Cashier {
  readonly door: Door;
  readonly product: Product;
}

/** The cashiers by their path (sheet A1.1). */
export const CASHIERS: Readonly<Record<string, Cashier>> = {
  '/payWeb.do': { door: cashierDoor(webFields), product: 'web' },
  '/payWap.do': { door: cashierDoor(wapFields), product: 'wap' },
  '/payWapDirect.do': { door: cashierDoor(wapDirectFields), product: 'wap' },
};

const JSON_TYPE = { 'Content-Type': 'application/json;charset=UTF-8' };

/** An answer of a call; all of them have the same four members. */
export function jsonAnswer(result: Result | undefined, error?: { code: string; text: string }, headers = {}): Response {
  const success = result !== undefined;
  const body = { success, result: result ?? null, errorCode: error?.code ?? null, errorMsg: error?.text ?? null };
  return answer(200, { ...JSON_TYPE, ...headers }, JSON.stringify(body));
}

/** What whoever is refused is told. */
export function refusalOf(error: unknown, report: (error: unknown) => void): { code: string; text: string } {
  if (error instanceof BestPayError) return { code: error.code, text: error.message };
  report(error);
  return BUSY;
}

/** What a payer is told whose order was refused. */
export const refusedAtCashier = (language: Language, { code, text }: { code: string; text: string }): Response =>
  htmlAnswer(refusalPage(language, WALLET[language], `${code} ${text}`));

/** Every address of generation 1. Clients send forms, by POST or in the address. */
export function mountGateway(app: Hono, desk: CodeDesk, report: (error: unknown) => void): void {
  for (const [path, { door, perform }] of Object.entries(CALLS)) {
    app.on(['GET', 'POST'], path, async (context: Context) => {
      const form = readForm(await incoming(context.req.raw));
      try {
        return jsonAnswer(await perform(desk, admit(door, form, desk.gate)));
      } catch (error) {
        return jsonAnswer(undefined, refusalOf(error, report));
      }
    });
  }
  for (const [path, { door, product }] of Object.entries(CASHIERS)) {
    app.on(['GET', 'POST'], path, async (context: Context) => {
      const message = await incoming(context.req.raw);
      try {
        return onToWallet(placeAtCashier(desk, product, admit(door, readForm(message), desk.gate)).credential);
      } catch (error) {
        return refusedAtCashier(languageOf(message.headers), refusalOf(error, report));
      }
    });
  }
}
