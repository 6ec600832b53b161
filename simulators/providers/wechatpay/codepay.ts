import type { Context, Hono } from 'hono';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import { type Admitted, admit, success } from './api';
import { chargeCode, type ReverseFault, reverseCode, reverseFault } from './code-payments';
import { codeFields, reverseFields } from './code-tables';
import { type Desk, payeeOf } from './desk';
import { type CodeFault, codeErrors, isCodeFault, orderErrors, serviceErrors, type WechatError } from './errors';
import { checkFields, type Field } from './fields';
import { checkApplications, contentOf } from './order-content';
import { ORDER_ERRORS, paymentsBase } from './orders';
import { type Caller, CODE_PRODUCT, outTradeNo } from './tables';
import { callerMembers, tradeState, tradeView } from './views';

function refusalOf(desk: Desk, why: CodeFault | RefusalCode): WechatError {
  const { choose } = desk.gate;
  if (isCodeFault(why)) return codeErrors.fault(why, choose('codepayRefusals'));
  return ORDER_ERRORS[why]?.(choose) ?? serviceErrors.systemError();
}

const REVERSE_ERRORS: Record<ReverseFault, (choose: (setting: string) => string) => WechatError> = {
  'not-by-code': (choose) => codeErrors.notToBeReversed(choose('reverseOfOtherOrder')),
  'too-soon': (choose) => codeErrors.tooSoon(choose('reverseTooSoon')),
  'too-late': (choose) => codeErrors.tooLate(choose('reverseTooLate')),
};

function pay(desk: Desk, caller: Caller, table: readonly Field[], admitted: Admitted): Trade {
  const { orders } = desk;
  const content = contentOf(desk, CODE_PRODUCT, caller, table, admitted);
  const { payee } = content;
  const code = String((admitted.body['payer'] as Record<string, unknown>)['auth_code']);
  const serviceProvider = caller === 'partner' ? admitted.account.mchid : undefined;
  if (serviceProvider !== undefined && orders.isTaken(serviceProvider, payee, content.outTradeNo)) {
    throw orderErrors.numberOfAnother();
  }
  const outcome = chargeCode(desk, content, code);
  if (!outcome.ok) throw refusalOf(desk, outcome.why);
  if (serviceProvider !== undefined) orders.take(serviceProvider, payee, content.outTradeNo);
  return outcome.trade;
}

/** 200 when it is paid, 202 while the payer is asked for a password: the same transaction in both (sheet 1.3). */
function paymentAnswer(desk: Desk, admitted: Admitted, trade: Trade): Response {
  const { scene_info: _, ...view } = tradeView(trade, desk.payers);
  return success(desk.gate, admitted, view, tradeState(trade) === 'USERPAYING' ? 202 : 200);
}

async function reverse(desk: Desk, caller: Caller, context: Context): Promise<Response> {
  const { gate, orders } = desk;
  const admitted = await admit(gate, context);
  const { account, body } = admitted;
  const number = context.req.param('number') ?? '';
  const fields = [outTradeNo, ...reverseFields[caller]];
  checkFields('uri_template', fields, { ...body, out_trade_no: number }, desk.fieldRules);
  const [appid, mchid] = caller === 'direct' ? [body['appid'], body['mchid']] : [body['sp_appid'], body['sp_mchid']];
  const payee = payeeOf(gate, account, caller, { mchid, sub: body['sub_mchid'] }, 'query');
  checkApplications(account, payee, appid ?? account.appids[0], body['sub_appid']);
  const trade = orders.byNumber(payee.mchid, number);
  if (!trade) throw orderErrors.orderUnknown();
  const fault = reverseFault(desk, trade);
  if (fault !== undefined) throw REVERSE_ERRORS[fault](gate.choose);
  const reversed = reverseCode(desk, trade);
  return success(gate, admitted, { ...callerMembers(reversed), out_trade_no: number });
}

/** Payments with a payer's code and their reversal, for direct merchants and for partners alike (sheet 1.3). */
export function mountCodepay(app: Hono, desk: Desk): void {
  const { gate } = desk;
  if (gate.choose('codepay') !== 'offered') return;
  for (const caller of ['direct', 'partner'] as const) {
    const table = codeFields(caller, gate.choose('codepayStoreInfo'));
    app.post(`${paymentsBase(caller)}/${CODE_PRODUCT}`, async (context) => {
      const admitted = await admit(gate, context);
      return paymentAnswer(desk, admitted, pay(desk, caller, table, admitted));
    });
    app.post(`${paymentsBase(caller)}/out-trade-no/:number/reverse`, (context) => reverse(desk, caller, context));
  }
}
