import type { Hono } from 'hono';
import { compactDateTime, MINUTE_MS, readRfc3339 } from '../../kernel/time';
import type { Engine, Outcome } from '../engine/engine';
import type { Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { type Desk, longestPayBy } from './desk';
import { orderErrors, serviceErrors, WechatError } from './errors';
import type { Field } from './fields';
import { contentOf } from './order-content';
import { type Caller, orderFields, PRODUCTS, type Product } from './tables';

/**
 * time_expire is the last instant for paying; less than a minute ahead is raised to a minute, too far ahead is cut
 * (sheet 4.2).
 */
export function payBy(desk: Desk, product: Product, given: unknown, now: number): number {
  const at = readTime('time_expire', '交易结束时间', given);
  if (at === undefined) return now + desk.profile.numbers.payWithin.value;
  return Math.min(Math.max(at, now + MINUTE_MS), now + longestPayBy(desk, product));
}

/** An instant that a body names; undefined when it names none. */
export function readTime(name: string, zh: string, given: unknown): number | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const at = readRfc3339(String(given));
  if (at !== undefined) return at;
  const message = `输入源“/body/${name}”映射到字段“${zh}”格式校验失败，需要符合RFC3339格式`;
  throw new WechatError(400, 'PARAM_ERROR', message, { location: 'body', value: given });
}

export const ORDER_ERRORS: Partial<
  Record<(Outcome & { ok: false })['refusal'], (choose: (setting: string) => string) => WechatError>
> = {
  'content-changed': (choose) => orderErrors.contentChanged(choose('reorderWithOtherContent')),
  'already-paid': (choose) => orderErrors.orderPaid(choose('reorderOfPaidOrder')),
  'already-closed': (choose) => orderErrors.orderClosed(choose('reorderOfClosedOrder')),
};

const milliseconds = (at: number) => String(at % 1000).padStart(3, '0');

export function credential(desk: Desk, product: Product, seed: string, now: number): string {
  const random = desk.random.stream(seed);
  if (product === 'native') return `weixin://wxpay/bizpayurl?pr=${random.letters(9)}`;
  return `wx${compactDateTime(now)}${milliseconds(now)}${random.hex(15).toLowerCase()}00`;
}

/** The number that ends the address of the h5 page of a prepay id. */
export function packageNo(desk: Pick<Desk, 'random'>, prepayId: string): string {
  return desk.random.stream(`package/${prepayId}`).digits(10);
}

export const H5_PATH = '/cgi-bin/mmpayweb-bin/checkmweb';

/** What the answer hands out, by product (sheet 1.2). */
export function handOut(desk: Desk, trade: Trade): Record<string, string> {
  const { product, credential: code } = trade;
  if (product === 'native') return { code_url: code };
  if (product !== 'h5') return { prepay_id: code };
  return { h5_url: `${desk.cashierOrigin()}${H5_PATH}?prepay_id=${code}&package=${packageNo(desk, code)}` };
}

export function transactionNumber(desk: Desk, seed: string, now: number): string {
  const digits = (name: string, length: number) => desk.random.stream(`${name}/${seed}`).digits(length);
  return `42000${digits('trade', 5)}${compactDateTime(now).slice(0, 8)}${digits('number', 10)}`;
}

function place(desk: Desk, product: Product, caller: Caller, table: readonly Field[], admitted: Admitted): Trade {
  const { orders, profile, gate } = desk;
  const content = contentOf(desk, product, caller, table, admitted);
  const { payee, outTradeNo } = content;
  const now = orders.now();
  const deadline = payBy(desk, product, admitted.body['time_expire'], now);
  const serviceProvider = caller === 'partner' ? admitted.account.mchid : undefined;
  if (serviceProvider !== undefined && orders.isTaken(serviceProvider, payee, outTradeNo)) {
    throw orderErrors.numberOfAnother();
  }
  const known = orders.byNumber(payee, outTradeNo);
  const seed = `${payee}/${outTradeNo}`;
  const outcome = orders.book.apply(known, {
    type: 'order',
    content,
    tradeNo: transactionNumber(desk, seed, now),
    credential: credential(desk, product, `credential/${seed}/${now}/${known?.credential ?? ''}`, now),
    credentialUntil: now + (profile.numbers.credentialLife.value[product] ?? 0),
    payBy: deadline,
    at: now,
  });
  if (outcome.ok) {
    if (serviceProvider !== undefined) orders.take(serviceProvider, payee, outTradeNo);
    return outcome.trade;
  }
  throw ORDER_ERRORS[outcome.refusal]?.(gate.choose) ?? serviceErrors.systemError();
}

/** An engine that gives a repeated order another code where the product is known for it (setting `nativeReorder`). */
export function renewingCodes(engine: Engine, renews: (product: string) => boolean): Engine {
  return (trade, command, rules) => {
    const outcome = engine(trade, command, rules);
    if (command.type !== 'order' || !trade || !outcome.ok || !renews(trade.product)) return outcome;
    const { credential: code, credentialUntil } = command;
    return { ...outcome, trade: { ...outcome.trade, credential: code, credentialUntil } };
  };
}

/** Where a caller's payments live. */
export const paymentsBase = (caller: Caller) =>
  caller === 'direct' ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';

/** Order requests, for direct merchants and for partners alike (sheet 1.2). */
export function mountOrders(app: Hono, desk: Desk): void {
  const { gate } = desk;
  const [notifyUrlLength, notifyUrlScheme] = [gate.choose('notifyUrlLength'), gate.choose('notifyUrlScheme')];
  for (const caller of ['direct', 'partner'] as const) {
    for (const product of PRODUCTS) {
      const table = orderFields(product, caller, { notifyUrlLength, notifyUrlScheme });
      app.post(`${paymentsBase(caller)}/${product}`, async (context) => {
        const admitted = await admit(gate, context);
        return success(gate, admitted, handOut(desk, place(desk, product, caller, table, admitted)));
      });
    }
  }
}
