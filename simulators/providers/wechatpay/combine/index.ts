import type { Context, Hono } from 'hono';
import type { Command } from '../../engine/engine';
import type { OrderContent, Trade } from '../../engine/trade';
import { type Admitted, admit, type Gate, success } from '../api';
import type { Desk } from '../desk';
import { callerErrors, combineErrors, olderSpelling, orderErrors, serviceErrors, type WechatError } from '../errors';
import { checkFields, type Field } from '../fields';
import { credential, handOut, ORDER_ERRORS, payBy, readTime, transactionNumber } from '../orders';
import { PRODUCTS, type Product } from '../tables';
import { combinedContent, subOrdersOf } from './content';
import { closeFields, combineFields, combineOutTradeNo } from './tables';
import { combineAppid, paymentView } from './view';

const COMBINE = '/v3/combine-transactions';

/** A refusal as the endpoint at this path spells its code; pages of combined orders leave out underscores (sheet 5.3). */
export function spelled({ choose }: Pick<Gate, 'choose'>, error: WechatError, path: string): WechatError {
  const older = path.startsWith(COMBINE) && choose('combinedErrorSpelling') === 'without-underscores';
  return older ? olderSpelling(error) : error;
}

/** True when a repetition names the same orders as the first call; the engine compares what is in each. */
const sameOrders = (known: readonly Trade[], contents: readonly OrderContent[]): boolean =>
  known.length === contents.length &&
  contents.every(({ payee, outTradeNo }) =>
    known.some((trade) => trade.payee === payee && trade.outTradeNo === outTradeNo),
  );

/** A service provider's order number belongs to one of its sub-merchants. */
function checkNumbers({ orders }: Desk, contents: readonly OrderContent[]): void {
  for (const { payee, outTradeNo, extra } of contents) {
    const provider = extra?.['sp_mchid'];
    if (provider !== undefined && orders.isTaken(provider, payee, outTradeNo)) throw orderErrors.numberOfAnother();
  }
}

function place(desk: Desk, product: Product, table: readonly Field[], admitted: Admitted): Trade {
  const { orders, profile, gate } = desk;
  const { combination, contents } = combinedContent(desk, product, table, admitted);
  const now = orders.now();
  readTime('time_start', '交易起始时间', admitted.body['time_start']);
  const deadline = payBy(desk, product, admitted.body['time_expire'], now);
  checkNumbers(desk, contents);
  const known = orders.combined(combination);
  if (known.length > 0 && !sameOrders(known, contents)) {
    throw orderErrors.contentChanged(gate.choose('reorderWithOtherContent'));
  }
  const seed = `combined/${combination.account}/${combination.outTradeNo}`;
  const common = {
    type: 'order',
    credential: credential(desk, product, `credential/${seed}/${now}/${known[0]?.credential ?? ''}`, now),
    credentialUntil: now + (profile.numbers.credentialLife.value[product] ?? 0),
    payBy: deadline,
    at: now,
  } as const;
  const steps = contents.map((content) => {
    const { payee, outTradeNo } = content;
    const tradeNo = transactionNumber(desk, `${payee}/${outTradeNo}`, now);
    const command: Command = { ...common, content, tradeNo };
    return { trade: orders.byNumber(payee, outTradeNo), command };
  });
  const outcome = orders.book.applyTogether(steps);
  if (!outcome.ok) throw ORDER_ERRORS[outcome.refusal]?.(gate.choose) ?? serviceErrors.systemError();
  for (const { payee, outTradeNo, extra } of contents) {
    if (extra?.['sp_mchid'] !== undefined) orders.take(extra['sp_mchid'], payee, outTradeNo);
  }
  return outcome.trade;
}

/** The orders of the caller's combined order of that number; none when there is no such order. */
function found(desk: Desk, { account }: Admitted, context: Context): Trade[] {
  const number = context.req.param('number') ?? '';
  checkFields('uri_template', [combineOutTradeNo], { combine_out_trade_no: number }, desk.fieldRules);
  return desk.orders.combined({ account: account.mchid, outTradeNo: number });
}

async function query(desk: Desk, context: Context): Promise<Response> {
  const admitted = await admit(desk.gate, context);
  const trades = found(desk, admitted, context);
  if (trades.length === 0) throw orderErrors.orderUnknown();
  return success(desk.gate, admitted, paymentView(trades, desk.payers));
}

/** A close names all of the orders, as the order did: no more, no fewer, no others (sheet 1.6). */
function checkNamed(trades: readonly Trade[], body: Admitted['body']): void {
  const nameOf = (trade: Trade) => [trade.extra?.['sp_mchid'] ?? trade.payee, trade.outTradeNo].join(' ');
  const named = subOrdersOf(body).map((sub) => [sub['mchid'], sub['out_trade_no']].join(' '));
  const same = named.length === trades.length && trades.every((trade) => named.includes(nameOf(trade)));
  const payees = trades.map(({ payee }) => payee);
  const foreign = subOrdersOf(body).some((sub) => sub['sub_mchid'] && !payees.includes(String(sub['sub_mchid'])));
  if (!same || foreign) throw combineErrors.otherOrders();
}

async function close(desk: Desk, context: Context): Promise<Response> {
  const { gate, orders } = desk;
  const admitted = await admit(gate, context);
  const { body } = admitted;
  const trades = found(desk, admitted, context);
  checkFields('body', closeFields, body, desk.fieldRules);
  const [first] = trades;
  if (!first) throw orderErrors.closeUnknown(gate.choose('closeUnknownOrder'));
  if (body['combine_appid'] !== combineAppid(first)) throw callerErrors.appNotBound();
  checkNamed(trades, body);
  const at = orders.now();
  const outcome = orders.book.applyTogether(trades.map((trade) => ({ trade, command: { type: 'close', at } })));
  if (!outcome.ok) throw orderErrors.closePaid(gate.choose('closePaidOrder'));
  return success(gate, admitted, undefined);
}

/** Orders of several merchants that are paid at once: order, query and close (sheet 1.6). */
export function mountCombined(app: Hono, desk: Desk): void {
  const { gate } = desk;
  const rules = {
    notifyUrlLength: gate.choose('notifyUrlLength'),
    notifyUrlScheme: gate.choose('notifyUrlScheme'),
    attach: gate.choose('combinedAttach'),
  };
  for (const product of PRODUCTS) {
    const table = combineFields(product, rules);
    app.post(`${COMBINE}/${product}`, async (context) => {
      const admitted = await admit(gate, context);
      return success(gate, admitted, handOut(desk, place(desk, product, table, admitted)));
    });
  }
  app.get(`${COMBINE}/out-trade-no/:number`, (context) => query(desk, context));
  app.post(`${COMBINE}/out-trade-no/:number/close`, (context) => close(desk, context));
}
