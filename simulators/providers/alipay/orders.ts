import type { Random } from '../../kernel/random';
import { compactDateTime, type Millis, readBeijingDateTime } from '../../kernel/time';
import type { Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import { setting } from '../profile';
import type { Body } from './envelope';
import { type AlipayError, errors } from './errors';
import { type Content, checkFields, member, parseContent, priceAt, readPrice, textAt } from './fields';
import type { Admitted } from './gateway';
import type { App } from './register';
import { ORDER_NUMBER, ORDER_NUMBER_WITH_HYPHEN, orderFields } from './tables';
import { deadline, exists, numbered, type TradeDesk, unused } from './trades';

/** The products of which the caller may order (sheet 2.2, 2.3, 2.5). */
export type Product = 'page' | 'wap' | 'precreate';

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

/** A platform says how the whole amount is settled to its sub-merchant (sheet 2.1). */
function checkSettlement(app: App, content: Content, amountFen: number): void {
  const details = member(content, 'settle_info.settle_detail_infos');
  if (!Array.isArray(details)) {
    if (app.role === 'platform') throw errors.settlement();
    return;
  }
  const settled = details.map((detail) => readPrice(member(detail, 'amount')));
  if (details.length !== 1 || settled[0] !== amountFen) throw errors.settlement();
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

function checkPayerAddress(desk: TradeDesk, content: Content): void {
  if (setting(desk.profile, 'payerAddress') !== 'required') return;
  const given = member(content, 'business_params');
  const params = typeof given === 'string' ? parseContent(given) : given;
  if (textAt(params, 'mc_create_trade_ip') === undefined) throw errors.payerAddressMissing();
}

function checkContent(desk: TradeDesk, product: Product, content: Content): void {
  checkFields(orderFields(product), content, desk.profile);
  const hyphen = setting(desk.profile, 'hyphenInOrderNumber') === 'accepted';
  const pattern = hyphen ? ORDER_NUMBER_WITH_HYPHEN : ORDER_NUMBER;
  if (!pattern.test(textAt(content, 'out_trade_no') ?? '')) throw errors.parameter('out_trade_no格式错误');
  checkSubject(desk, textAt(content, 'subject') ?? '');
  if (textAt(content, 'enable_pay_channels') && textAt(content, 'disable_pay_channels')) {
    throw errors.parameter('enable_pay_channels与disable_pay_channels互斥');
  }
  const goods = member(content, 'goods_detail');
  if (Array.isArray(goods) && goods.length > 150) throw errors.tooManyGoods();
  checkPayerAddress(desk, content);
}

function contentOf(desk: TradeDesk, product: Product, admitted: Admitted): OrderContent {
  const { app, content, parameters } = admitted;
  checkContent(desk, product, content);
  const amountFen = priceAt(content, 'total_amount');
  checkAmounts(content, amountFen);
  checkSettlement(app, content, amountFen);
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
    extra: Object.fromEntries(Object.entries(extra).filter((entry): entry is [string, string] => !!entry[1])),
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
  const relative = textAt(content, 'timeout_express') ?? (product === 'precreate' ? usual : undefined);
  return relative === undefined ? now + desk.profile.numbers.payWithin.value : deadline(relative, now);
}

/** How long what the payer gets works: an order code never longer than two hours (sheet 2.1). */
function credentialUntil(desk: TradeDesk, product: Product, content: Content, now: Millis, end: Millis): Millis {
  const life = now + (desk.profile.numbers.credentialLife.value[product] ?? 0);
  const asked = textAt(content, 'qr_code_timeout_express');
  return Math.min(end, life, asked === undefined ? life : deadline(asked, now));
}

const ORDER_ERRORS: Partial<Record<(Outcome & { ok: false })['refusal'], () => AlipayError>> = {
  'content-changed': errors.contentChanged,
  'already-paid': errors.paidAlready,
  'already-closed': errors.closedAlready,
};

/** What a payer gets to pay with: the content of a code, or the name of a session at the cashier. */
function newCredential(desk: TradeDesk, product: Product, seed: string): string {
  const start = product === 'precreate' ? 'https://qr.alipay.com/bax' : 'cashier';
  const draw = (random: Random) => `${start}${random.letters(21).toLowerCase()}`;
  return unused(desk.random.stream(`credential/${seed}`), draw, (text) => desk.book.byCredential(text) !== undefined);
}

/** Alipay's number of a trade: 28 digits, the day first (sheet 2.14). */
function newTradeNo({ random, book }: TradeDesk, seed: string, now: Millis): string {
  const draw = (stream: Random) => `${compactDateTime(now).slice(0, 8)}22001${stream.digits(15)}`;
  return unused(random.stream(`trade/${seed}`), draw, (text) => book.byTradeNo(text) !== undefined);
}

/** Prepares an order; the trade begins when the payer shows up (sheet 4). */
export function place(desk: TradeDesk, product: Product, admitted: Admitted): Trade {
  const content = contentOf(desk, product, admitted);
  const { book } = desk;
  const now = book.settings.clock.now();
  const end = payBy(desk, product, admitted.content, now);
  const found = numbered(desk, admitted.app, content.outTradeNo);
  // A request whose time ran out before anybody came never became a trade, so its number is free again.
  const known = found?.status === 'closed' && !exists(found) ? undefined : found;
  const seed = `${content.payee}/${content.outTradeNo}/${now}`;
  const outcome = book.apply(known, {
    type: 'order',
    content,
    tradeNo: newTradeNo(desk, seed, now),
    credential: newCredential(desk, product, seed),
    credentialUntil: credentialUntil(desk, product, admitted.content, now, end),
    payBy: end,
    at: now,
  });
  if (outcome.ok) return outcome.trade;
  throw ORDER_ERRORS[outcome.refusal]?.() ?? errors.systemError();
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
