import type { Context, Hono } from 'hono';
import type { Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { type Desk, payeeOf } from './desk';
import { orderErrors } from './errors';
import { checkFields } from './fields';
import { paymentsBase } from './orders';
import type { Account } from './register';
import { type Caller, callerFields, outTradeNo, transactionId } from './tables';
import { tradeView } from './views';

function queryPayee(desk: Desk, caller: Caller, { account }: Admitted, context: Context): Account {
  const query = context.req.query();
  checkFields('query', callerFields[caller], query, desk.fieldRules);
  const mchid = caller === 'direct' ? query['mchid'] : query['sp_mchid'];
  return payeeOf(desk.gate, account, caller, { mchid, sub: query['sub_mchid'] }, 'query');
}

/** An order that exists but is somebody else's is told apart inside the gateway only (sheet 10, G12). */
function ownedBy(desk: Desk, caller: Caller, payee: Account, trade: Trade | undefined): Trade {
  if (!trade) throw orderErrors.orderUnknown();
  if (trade.payee === payee.mchid) return trade;
  throw orderErrors.orderOfAnother(desk.gate.choose('orderOfAnotherMerchant'), caller === 'partner');
}

/** An order of a combined order is nobody's alone: the ordinary calls do not know it (sheet 1.6). */
const alone = (trade: Trade | undefined) => (trade?.combined ? undefined : trade);

async function queryById(desk: Desk, caller: Caller, context: Context): Promise<Response> {
  const admitted = await admit(desk.gate, context);
  const id = context.req.param('id') ?? '';
  checkFields('uri_template', [transactionId], { transaction_id: id }, desk.fieldRules);
  const payee = queryPayee(desk, caller, admitted, context);
  const found = alone(desk.orders.byTradeNo(id));
  // Before payment there is no transaction id to ask by.
  const trade = ownedBy(desk, caller, payee, found?.paidAt === undefined ? undefined : found);
  return success(desk.gate, admitted, tradeView(trade, desk.payers));
}

async function queryByNumber(desk: Desk, caller: Caller, context: Context): Promise<Response> {
  const admitted = await admit(desk.gate, context);
  const number = context.req.param('number') ?? '';
  checkFields('uri_template', [outTradeNo], { out_trade_no: number }, desk.fieldRules);
  const payee = queryPayee(desk, caller, admitted, context);
  const trade = alone(desk.orders.byNumber(payee.mchid, number));
  if (!trade) throw orderErrors.orderUnknown();
  return success(desk.gate, admitted, tradeView(trade, desk.payers));
}

async function close(desk: Desk, caller: Caller, context: Context): Promise<Response> {
  const { gate, orders } = desk;
  const admitted = await admit(gate, context);
  const { account, body } = admitted;
  const number = context.req.param('number') ?? '';
  // Path and body are read as one: a merchant number missing from the body is reported at /uri_template (sheet 5.1).
  checkFields(
    'uri_template',
    [outTradeNo, ...callerFields[caller]],
    { ...body, out_trade_no: number },
    desk.fieldRules,
  );
  const mchid = caller === 'direct' ? body['mchid'] : body['sp_mchid'];
  const payee = payeeOf(gate, account, caller, { mchid, sub: body['sub_mchid'] }, 'query');
  const trade = alone(orders.byNumber(payee.mchid, number));
  if (!trade) throw orderErrors.closeUnknown(gate.choose('closeUnknownOrder'));
  const outcome = orders.book.apply(trade, { type: 'close', at: orders.now() });
  if (!outcome.ok) throw orderErrors.closePaid(gate.choose('closePaidOrder'));
  return success(gate, admitted, undefined);
}

/** Query both ways and close, for direct merchants and for partners alike (sheet 1.4). */
export function mountQueries(app: Hono, desk: Desk): void {
  for (const caller of ['direct', 'partner'] as const) {
    const base = paymentsBase(caller);
    app.get(`${base}/id/:id`, (context) => queryById(desk, caller, context));
    app.get(`${base}/out-trade-no/:number`, (context) => queryByNumber(desk, caller, context));
    app.post(`${base}/out-trade-no/:number/close`, (context) => close(desk, caller, context));
  }
}
