import { type Fen, fen } from '../../kernel/money';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Millis } from '../../kernel/time';
import type { Command, Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { setting } from '../profile';
import { type Admitted, at, type Desk, newPayNo, type Said } from './desk';
import { errors, type HebaoError } from './errors';

/** The ways to pay: a page on a computer, a page on a phone, the payer's own code, which a merchant reads. */
export type Product = 'direct' | 'wap' | 'code';

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  direct: { en: 'web page on a computer', zh: '电脑网站支付' },
  wap: { en: 'web page on a phone', zh: '手机网站支付' },
  code: { en: 'payment code of the payer', zh: '付款码支付' },
} satisfies Record<Product, unknown>;

/** `periodUnit`: minutes, hours, days, months (sheet B3); a month is taken for thirty days. */
const UNIT_MS: Readonly<Record<string, number>> = {
  '00': MINUTE_MS,
  '01': HOUR_MS,
  '02': DAY_MS,
  '03': 30 * DAY_MS,
};

/** Until when the order may be paid. */
const payBy = (admitted: Admitted, now: Millis): Millis =>
  now + Number(at(admitted, 'period')) * (UNIT_MS[at(admitted, 'periodUnit')] ?? 0);

/** The fields that answers and notices give back, or that a later request names the order by. */
const KEPT = ['requestId', 'orderDate', 'characterSet', 'reserved1', 'reserved2', 'productDesc', 'oprId'];

function contentOf(admitted: Admitted, product: Product): OrderContent {
  const { merchant, proof } = admitted;
  const kept = KEPT.map((name) => [name, at(admitted, name)] as const).filter(([, text]) => text !== '');
  return {
    outTradeNo: at(admitted, 'orderId'),
    payee: merchant.merchantId,
    caller: merchant.merchantId,
    product,
    amountFen: fen(Number(at(admitted, 'amount'))),
    description: at(admitted, 'productName'),
    notifyUrl: at(admitted, 'notifyUrl'),
    returnUrl: at(admitted, 'callbackUrl') || undefined,
    extra: Object.fromEntries(kept),
    proof,
  };
}

const ORDER_ERRORS: Partial<Record<(Outcome & { ok: false })['refusal'], () => HebaoError>> = {
  'content-changed': errors.contentChanged,
  'already-paid': errors.paidAlready,
  'already-closed': errors.closedAlready,
  'payment-failed': errors.closedAlready,
  expired: errors.closedAlready,
  'wrong-payer': errors.otherPayer,
  'over-limit': errors.overLimit,
};

/** The trade that an outcome leaves. @throws HebaoError where the engine refused. */
export function ordered(outcome: Outcome): Trade {
  if (outcome.ok) return outcome.trade;
  throw ORDER_ERRORS[outcome.refusal]?.() ?? errors.systemError();
}

/** An order that may be asked of the engine, and the trade that already has its number. */
export interface Plan {
  readonly known: Trade | undefined;
  readonly command: Command & { readonly type: 'order' };
}

/**
 * Checks an order and draws its numbers; nothing is kept yet.
 * @param credential What the payer gets to pay with; without it, the name of a session at the cashier.
 */
export function planned(desk: Desk, admitted: Admitted, product: Product, credential?: string): Plan {
  const { merchantId } = admitted.merchant;
  const [orderId, requestId] = [at(admitted, 'orderId'), at(admitted, 'requestId')];
  if ((desk.requestIds.orderOf(merchantId, requestId) ?? orderId) !== orderId) throw errors.requestIdUsed();
  const now = desk.now();
  const end = payBy(admitted, now);
  const seed = `${merchantId}/${orderId}/${now}`;
  const payNo = newPayNo(desk, seed, now);
  const command = {
    type: 'order',
    content: contentOf(admitted, product),
    tradeNo: payNo,
    // As in the public example: the time, and digits more.
    credential: credential ?? `${payNo}${desk.random.stream(`session/${seed}`).digits(8)}`,
    credentialUntil: end,
    payBy: end,
    at: now,
  } as const;
  return { known: desk.book.byOutTradeNo(merchantId, orderId), command };
}

/** Where the payer's browser goes, packed as the wire has it (sheet B3). */
function payUrl(desk: Desk, product: Product, sessionId: string): string {
  const path = product === 'wap' ? WAP_PATH : CASHIER_PATH;
  const method = setting(desk.profile, 'payUrlMethod');
  const parts = { url: `${desk.pageOrigin()}${path}`, method, sessionId };
  return Object.entries(parts)
    .map(([name, value]) => `${name}<hi:=>${value}`)
    .join('<hi:$$>');
}

/** The cashier's addresses: the one for phones is in a public example, the other is ours. */
export const WAP_PATH = '/wap/index.xhtml';
export const CASHIER_PATH = '/sim/cashier';

/** DirectPayConfirm and WAPDirectPayConfirm: the order exists and waits; the payer goes to `payUrl` (sheet B3). */
export function order(desk: Desk, admitted: Admitted, product: 'direct' | 'wap'): Said {
  const { known, command } = planned(desk, admitted, product);
  const trade = ordered(desk.book.apply(known, command));
  desk.requestIds.used(trade.payee, at(admitted, 'requestId'), trade.outTradeNo);
  return { payUrl: payUrl(desk, product, trade.credential) };
}

/** The sum of a trade's amount in parts, as notices and queries write it: all of it out of the payer's balance (HB-07). */
export const amtItem = (amountFen: Fen): string => `CNY_AMT=${amountFen}#CMY_AMT=0#RED_AMT=0#VCH_AMT=0#POT_CHG_AMT=0`;
