import type { Random } from '../../kernel/random';
import { compactDateTime, type Millis, readBeijingDateTime } from '../../kernel/time';
import type { Command, Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { setting } from '../profile';
import { namedBuyer } from './buyers';
import { instrumentFor } from './channels';
import type { Body } from './envelope';
import { type AlipayError, errors } from './errors';
import { type Content, checkFields, member, parseContent, priceAt, readPrice, textAt } from './fields';
import type { Admitted } from './gateway';
import type { App } from './register';
import { checkSettlement, settlePeriod } from './settlement';
import { ORDER_NUMBER, ORDER_NUMBER_WITH_HYPHEN, orderFields } from './tables';
import { deadline, exists, numbered, type TradeDesk, unused } from './trades';

/** The products of which the caller may order (sheet 2.2 to 2.7). `code` is the payer's own code, which a merchant reads. */
export type Product = 'page' | 'wap' | 'precreate' | 'app' | 'code' | 'create';

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  page: { en: 'web page on a computer', zh: '电脑网站支付' },
  wap: { en: 'web page on a phone', zh: '手机网站支付' },
  precreate: { en: 'code of the merchant, scanned', zh: '扫码支付' },
  app: { en: 'app of the merchant', zh: 'App 支付' },
  code: { en: 'payment code of the payer', zh: '付款码支付' },
  create: { en: 'page inside the wallet', zh: '钱包内页面支付' },
} satisfies Record<Product, unknown>;

/** Products with a code that somebody scans: payments by barcode. */
export const SCANNED: readonly string[] = ['precreate', 'code'];

/** Products that usually wait for their payer for a much shorter time (sheet 2.1). */
function isFaceToFace(product: Product, content: Content): boolean {
  if (product === 'create') return textAt(content, 'product_code') !== 'JSAPI_PAY';
  return product === 'precreate' || product === 'code';
}

/** Who receives the money: the sub-merchant that a platform names, or the caller's own account. */
function payeeOf({ register }: TradeDesk, app: App, content: Content): string {
  const sub = textAt(content, 'sub_merchant.merchant_id');
  if (app.role === 'platform') {
    if (sub === undefined) throw errors.subMerchantMissing();
    if (!app.subMerchants.includes(sub)) throw errors.subMerchantUnknown();
    return sub;
  }
  if (sub !== undefined) throw errors.subMerchantUnknown();
  const seller = textAt(content, 'seller_id') ?? app.pid;
  if (!register.seller(seller)) throw errors.sellerUnknown();
  if (seller !== app.pid) throw errors.forbidden();
  return seller;
}

function checkAmounts(content: Content, amountFen: number): void {
  const parts = ['discountable_amount', 'undiscountable_amount'].map((name) => textAt(content, name));
  if (parts.some((part) => part === undefined)) return;
  const sum = parts.reduce<number>((total, part) => total + (readPrice(part) ?? 0), 0);
  if (sum !== amountFen) throw errors.parameter('可打折金额与不可打折金额之和须等于订单总金额');
}

function checkSubject(desk: TradeDesk, subject: string): void {
  const rule = setting(desk.profile, 'reservedInSubject');
  if (rule === 'accepted' || !/[/=&]/.test(subject)) return;
  throw rule === 'isv.suspected-attack' ? errors.suspectedAttack() : errors.parameter('subject含有特殊字符');
}

/** Page products send some objects as JSON text; the checks see what is in it. */
function expanded(content: Content): Content {
  const texts = ['extend_params', 'business_params'].flatMap((name) => {
    const text = member(content, name);
    const parsed = typeof text === 'string' ? parseContent(text) : undefined;
    return parsed ? [[name, parsed]] : [];
  });
  return { ...content, ...Object.fromEntries(texts) };
}

function checkPayerAddress(desk: TradeDesk, content: Content): void {
  if (setting(desk.profile, 'payerAddress') !== 'required') return;
  if (textAt(content, 'business_params.mc_create_trade_ip') === undefined) throw errors.payerAddressMissing();
}

function checkContent(desk: TradeDesk, product: Product, content: Content): void {
  checkFields(orderFields(product), content, desk.profile);
  const hyphen = setting(desk.profile, 'hyphenInOrderNumber') === 'accepted';
  const pattern = hyphen ? ORDER_NUMBER_WITH_HYPHEN : ORDER_NUMBER;
  if (!pattern.test(textAt(content, 'out_trade_no') ?? '')) throw errors.parameter('out_trade_no格式错误');
  checkSubject(desk, textAt(content, 'subject') ?? '');
  const jsapi = product === 'create' && textAt(content, 'product_code') === 'JSAPI_PAY';
  if (jsapi && setting(desk.profile, 'jsapiPay') === 'refused') throw errors.parameter('product_code取值错误');
  const goods = member(content, 'goods_detail');
  if (Array.isArray(goods) && goods.length > 150) throw errors.tooManyGoods();
  checkPayerAddress(desk, content);
}

/** What each product answers where an order allows nothing that the wallet holds; not known for the others. */
const NO_INSTRUMENT: Partial<Record<Product, () => AlipayError>> = {
  code: errors.noInstrument,
  create: errors.instrumentUnsupported,
};

function contentOf(desk: TradeDesk, product: Product, admitted: Admitted): OrderContent {
  const { app, parameters } = admitted;
  const content = expanded(admitted.content);
  checkContent(desk, product, content);
  const amountFen = priceAt(content, 'total_amount');
  checkAmounts(content, amountFen);
  checkSettlement(desk, app, content, amountFen);
  const nothing = NO_INSTRUMENT[product] ?? (() => errors.parameter('没有可用的支付渠道'));
  const instrument = instrumentFor(content, desk.profile, nothing);
  const extra = {
    app_id: app.appId,
    charset: parameters.charset ?? 'utf-8',
    sign_type: parameters.text('sign_type'),
    app_cert_sn: parameters.text('app_cert_sn'),
    body: textAt(content, 'body'),
    quit_url: textAt(content, 'quit_url'),
    store_id: textAt(content, 'store_id'),
    operator_id: textAt(content, 'operator_id'),
    terminal_id: textAt(content, 'terminal_id'),
    settle_period: settlePeriod(content),
    instrument: instrument === 'balance' ? undefined : instrument,
  };
  return {
    outTradeNo: textAt(content, 'out_trade_no') ?? '',
    payee: payeeOf(desk, app, content),
    caller: `${app.pid} ${app.appId}`,
    product,
    amountFen,
    description: textAt(content, 'subject') ?? '',
    attach: textAt(content, 'passback_params'),
    notifyUrl: parameters.text('notify_url'),
    returnUrl: parameters.text('return_url'),
    payer: product === 'create' ? namedBuyer(desk, admitted) : undefined,
    extra: Object.fromEntries(Object.entries(extra).filter((entry): entry is [string, string] => !!entry[1])),
    proof: admitted.proof,
  };
}

/** Until when it may be paid: time_expire wins over timeout_express, which wins over the product's usual time (A14). */
function payBy(desk: TradeDesk, product: Product, content: Content, now: Millis): Millis {
  const absolute = textAt(content, 'time_expire');
  if (absolute !== undefined) {
    const at = readBeijingDateTime(absolute);
    if (at === undefined) throw errors.parameter('time_expire格式错误');
    if (at <= now) throw errors.deadlineOver();
    return at;
  }
  const usual = setting(desk.profile, 'payWithinFaceToFace');
  const relative = textAt(content, 'timeout_express') ?? (isFaceToFace(product, content) ? usual : undefined);
  return relative === undefined ? now + desk.profile.numbers.payWithin.value : deadline(relative, now);
}

/** How long what the payer gets works: an order code never longer than two hours (sheet 2.1). */
function credentialUntil(desk: TradeDesk, product: Product, content: Content, now: Millis, end: Millis): Millis {
  // A trade number works as long as its trade; of a payer's codes the one that was read last stands for the trade.
  if (product === 'create') return end;
  if (product === 'code') return now - 1;
  const life = now + (desk.profile.numbers.credentialLife.value[product] ?? 0);
  const asked = textAt(content, 'qr_code_timeout_express');
  return Math.min(end, life, asked === undefined ? life : deadline(asked, now));
}

const ORDER_ERRORS: Partial<Record<(Outcome & { ok: false })['refusal'], () => AlipayError>> = {
  'content-changed': errors.contentChanged,
  'already-paid': errors.paidAlready,
  'already-closed': errors.closedAlready,
  'payment-failed': errors.closedAlready,
  'over-limit': errors.overDayLimit,
};

/**
 * What a payer gets to pay with: the content of a code, or the name of a session at the cashier. Who knows the trade by
 * its number, or has shown a code, pays by that.
 */
function newCredential(desk: TradeDesk, product: Product, content: Content, tradeNo: string, seed: string): string {
  if (product === 'create') return tradeNo;
  if (product === 'code') return textAt(content, 'auth_code') ?? '';
  const start = product === 'precreate' ? 'https://qr.alipay.com/bax' : 'cashier';
  const draw = (random: Random) => `${start}${random.letters(21).toLowerCase()}`;
  return unused(desk.random.stream(`credential/${seed}`), draw, (text) => desk.book.byCredential(text) !== undefined);
}

/** Alipay's number of a trade: 28 digits, the day first (sheet 2.14). */
function newTradeNo({ random, book }: TradeDesk, seed: string, now: Millis): string {
  const draw = (stream: Random) => `${compactDateTime(now).slice(0, 8)}22001${stream.digits(15)}`;
  return unused(random.stream(`trade/${seed}`), draw, (text) => book.byTradeNo(text) !== undefined);
}

/** An order that may be asked of the engine, and the trade that already has its number. */
export interface Plan {
  readonly known: Trade | undefined;
  readonly command: Command & { readonly type: 'order' };
}

/** Checks an order and draws its numbers; nothing is kept yet. */
export function planned(desk: TradeDesk, product: Product, admitted: Admitted): Plan {
  const content = contentOf(desk, product, admitted);
  const { book } = desk;
  const now = book.settings.clock.now();
  const end = payBy(desk, product, admitted.content, now);
  const found = numbered(desk, admitted.app, content.outTradeNo);
  // A request whose time ran out before anybody came never became a trade, so its number is free again.
  const known = found?.status === 'closed' && !exists(found) ? undefined : found;
  const seed = `${content.payee}/${content.outTradeNo}/${now}`;
  const tradeNo = newTradeNo(desk, seed, now);
  const command = {
    type: 'order',
    content,
    tradeNo,
    credential: newCredential(desk, product, admitted.content, tradeNo, seed),
    credentialUntil: credentialUntil(desk, product, admitted.content, now, end),
    payBy: end,
    at: now,
  } as const;
  return { known, command };
}

/** The trade that an outcome leaves. @throws AlipayError where the engine refused. */
export function ordered(outcome: Outcome): Trade {
  if (outcome.ok) return outcome.trade;
  throw ORDER_ERRORS[outcome.refusal]?.() ?? errors.systemError();
}

/** Keeps an order. Where its product wants a payer first, the trade begins when he shows up (sheet 4). */
export function place(desk: TradeDesk, product: Product, admitted: Admitted): Trade {
  const { known, command } = planned(desk, product, admitted);
  return ordered(desk.book.apply(known, command));
}

/** An order code that the payer scans (sheet 2.5). */
export function precreate(desk: TradeDesk, admitted: Admitted): Body {
  const outTradeNo = textAt(admitted.content, 'out_trade_no') ?? '';
  const known = numbered(desk, admitted.app, outTradeNo);
  const trade = place(desk, 'precreate', admitted);
  const refused = setting(desk.profile, 'repeatedPrecreate') === 'ACQ.APPLY_PC_MERCHANT_CODE_ERROR';
  if (refused && known?.credential === trade.credential) throw errors.codeRepeated();
  return { out_trade_no: trade.outTradeNo, qr_code: trade.credential };
}

/** A trade for a buyer whom the merchant knows; his app pays it by its number (sheet 2.7). */
export function create(desk: TradeDesk, admitted: Admitted): Body {
  const { outTradeNo, tradeNo } = place(desk, 'create', admitted);
  return { out_trade_no: outTradeNo, trade_no: tradeNo };
}
