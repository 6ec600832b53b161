import type { Hono } from 'hono';
import { fen } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { compactDateTime, MINUTE_MS, readRfc3339 } from '../../kernel/time';
import type { TradeBook } from '../engine/book';
import type { Outcome } from '../engine/engine';
import type { OrderContent, Trade } from '../engine/trade';
import type { Payers } from '../payers';
import { type Profile, setting } from '../profile';
import { type Admitted, admit, type Gate, success } from './api';
import { errors, WechatError } from './errors';
import { checkFields, closeFields, orderFields, outTradeNo } from './fields';
import type { Account } from './register';
import { tradeView } from './views';

/** What order endpoints work with. */
export interface OrderDesk {
  readonly gate: Gate;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly payers: Payers;
  /** Where payers open H5 pages; the production host, or this machine in the sandbox. */
  readonly cashierOrigin: () => string;
}

const PRODUCTS = ['native', 'h5', 'jsapi', 'app'] as const;
type Product = (typeof PRODUCTS)[number];
type Caller = 'direct' | 'partner';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function member(body: Record<string, unknown>, ...path: string[]): unknown {
  return path.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], body);
}

/** The sub-merchant, or the direct merchant, that a caller may act for; anything else is refused. */
export function payeeOf(
  gate: Gate,
  account: Account,
  caller: Caller,
  ids: { mchid?: unknown; sub?: unknown },
): Account {
  if (ids.mchid !== account.mchid) throw errors.callerMismatch();
  if (caller === 'direct') return account;
  const sub = gate.register.account(String(ids.sub));
  if (!sub) throw errors.merchantUnknown();
  if (!gate.register.mayActFor(account, sub.mchid)) throw errors.notAuthorised();
  return sub;
}

/** The person whom a jsapi order names by an openid under one of the order's applications. */
function namedPayer(desk: OrderDesk, body: Record<string, unknown>): string | undefined {
  const names = [
    ['openid', 'appid'],
    ['sp_openid', 'sp_appid'],
    ['sub_openid', 'sub_appid'],
  ] as const;
  for (const [name, application] of names) {
    const openid = text(member(body, 'payer', name));
    if (openid === undefined) continue;
    const person = desk.payers.person(openid, String(body[application]));
    if (person === undefined) throw errors.unknownPayer(name, openid);
    return person;
  }
  return undefined;
}

function contentOf(desk: OrderDesk, product: Product, caller: Caller, admitted: Admitted): OrderContent {
  const { account, body } = admitted;
  checkFields('body', orderFields(product, caller), body);
  const [appid, mchid] = caller === 'direct' ? [body['appid'], body['mchid']] : [body['sp_appid'], body['sp_mchid']];
  const payee = payeeOf(desk.gate, account, caller, { mchid, sub: body['sub_mchid'] });
  if (!account.appids.includes(String(appid))) throw errors.appNotBound();
  const names = caller === 'direct' ? ['appid'] : ['sp_appid', 'sp_mchid', 'sub_appid'];
  const extra = names.flatMap((name) => (text(body[name]) ? [[name, String(body[name])] as const] : []));
  return {
    outTradeNo: String(body['out_trade_no']),
    payee: payee.mchid,
    caller: `${account.mchid} ${appid}`,
    product,
    amountFen: fen(member(body, 'amount', 'total')),
    description: String(body['description']),
    attach: text(body['attach']),
    notifyUrl: text(body['notify_url']),
    payer: namedPayer(desk, body),
    extra: Object.fromEntries(extra),
  };
}

/** time_expire is the last instant for paying; less than a minute ahead is raised to a minute (sheet 4.2). */
function payBy(body: Record<string, unknown>, now: number, defaultMs: number): number {
  const given = text(body['time_expire']);
  if (given === undefined) return now + defaultMs;
  const at = readRfc3339(given);
  if (at === undefined) {
    throw new WechatError(400, 'PARAM_ERROR', '输入源“/body/time_expire”映射到字段“交易结束时间”格式校验失败', {
      location: 'body',
      field: '/time_expire',
      value: given,
    });
  }
  return Math.max(at, now + MINUTE_MS);
}

const ORDER_ERRORS: Partial<Record<(Outcome & { ok: false })['refusal'], (desk: OrderDesk) => WechatError>> = {
  'content-changed': (desk) => errors.contentChanged(setting(desk.profile, 'reorderWithOtherContent')),
  'already-paid': () => errors.orderPaid(),
  'already-closed': () => errors.orderClosed(),
};

function credential(desk: OrderDesk, product: Product, seed: string, now: number): string {
  const random = desk.random.stream(seed);
  if (product === 'native') return `weixin://wxpay/bizpayurl?pr=${random.letters(9)}`;
  return `wx${compactDateTime(now)}${random.hex(20).toLowerCase()}00`;
}

/** What the answer hands out, by product (sheet 1.2). */
function handOut(desk: OrderDesk, trade: Trade): Record<string, string> {
  if (trade.product === 'native') return { code_url: trade.credential };
  if (trade.product !== 'h5') return { prepay_id: trade.credential };
  const packageNo = desk.random.stream(`package/${trade.tradeNo}`).digits(10);
  const path = '/cgi-bin/mmpayweb-bin/checkmweb';
  return { h5_url: `${desk.cashierOrigin()}${path}?prepay_id=${trade.credential}&package=${packageNo}` };
}

function place(desk: OrderDesk, product: Product, caller: Caller, admitted: Admitted): Trade {
  const content = contentOf(desk, product, caller, admitted);
  const now = desk.book.settings.clock.now();
  const known = desk.book.byOutTradeNo(content.payee, content.outTradeNo);
  const seed = `${content.payee}/${content.outTradeNo}`;
  const life = desk.profile.numbers.credentialLife.value[product] ?? 0;
  const outcome = desk.book.apply(known, {
    type: 'order',
    content,
    tradeNo: `42000${desk.random.stream(`trade/${seed}`).digits(5)}${compactDateTime(now).slice(0, 8)}${desk.random.stream(`number/${seed}`).digits(10)}`,
    credential: credential(desk, product, `credential/${seed}/${now}`, now),
    credentialUntil: now + life,
    payBy: payBy(admitted.body, now, desk.profile.numbers.payWithin.value),
    at: now,
  });
  if (outcome.ok) return outcome.trade;
  throw ORDER_ERRORS[outcome.refusal]?.(desk) ?? errors.systemError();
}

function queryCaller(caller: Caller, query: Record<string, string>, gate: Gate, account: Account): Account {
  const fields = closeFields[caller];
  checkFields('query', fields, query);
  const mchid = caller === 'direct' ? query['mchid'] : query['sp_mchid'];
  return payeeOf(gate, account, caller, { mchid, sub: query['sub_mchid'] });
}

/** Order, query and close, for direct merchants and for partners alike (sheet 1.2, 1.4). */
export function mountOrders(app: Hono, desk: OrderDesk): void {
  const { gate, book } = desk;
  for (const caller of ['direct', 'partner'] as const) {
    const base = caller === 'direct' ? '/v3/pay/transactions' : '/v3/pay/partner/transactions';
    for (const product of PRODUCTS) {
      app.post(`${base}/${product}`, async (context) => {
        const admitted = await admit(gate, context);
        return success(gate, admitted.message, handOut(desk, place(desk, product, caller, admitted)));
      });
    }
    app.get(`${base}/id/:id`, async (context) => {
      const { account, message } = await admit(gate, context);
      const payee = queryCaller(caller, context.req.query(), gate, account);
      const trade = book.byTradeNo(context.req.param('id'));
      if (!trade || trade.payee !== payee.mchid || trade.paidAt === undefined) throw errors.orderUnknown();
      return success(gate, message, tradeView(trade, desk.payers));
    });
    app.get(`${base}/out-trade-no/:number`, async (context) => {
      const { account, message } = await admit(gate, context);
      const payee = queryCaller(caller, context.req.query(), gate, account);
      const trade = book.byOutTradeNo(payee.mchid, context.req.param('number'));
      if (!trade) throw errors.orderUnknown();
      return success(gate, message, tradeView(trade, desk.payers));
    });
    app.post(`${base}/out-trade-no/:number/close`, async (context) => {
      const { account, message, body } = await admit(gate, context);
      checkFields('uri_template', [outTradeNo('/out_trade_no')], { out_trade_no: context.req.param('number') });
      checkFields('body', closeFields[caller], body);
      const mchid = caller === 'direct' ? body['mchid'] : body['sp_mchid'];
      const payee = payeeOf(gate, account, caller, { mchid, sub: body['sub_mchid'] });
      const trade = book.byOutTradeNo(payee.mchid, context.req.param('number'));
      if (!trade) throw errors.orderUnknown();
      const outcome = book.apply(trade, { type: 'close', at: book.settings.clock.now() });
      if (!outcome.ok) throw errors.closePaid(setting(desk.profile, 'closePaidOrder'));
      return success(gate, message, undefined);
    });
  }
}
