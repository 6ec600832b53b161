import { fen } from '../../../kernel/money';
import type { RefusalCode } from '../../engine/engine';
import type { OrderContent, Trade } from '../../engine/trade';
import { chargeCode, type ReverseFault, reverseCode, reverseFault } from '../code-payments';
import { type Desk, payeeOf } from '../desk';
import { type CodeFault, codeErrors, isCodeFault, orderErrors } from '../errors';
import { checkApplications } from '../order-content';
import type { Account } from '../register';
import { type Caller, CODE_PRODUCT } from '../tables';
import { type AdmittedV2, RefusedV2 } from './gate';
import { checkMembers, MEMBERS } from './members';
import { paymentMembers, queryMembers } from './views';
import type { Members } from './xml';

export const callerOf = (members: Members): Caller => (members['sub_mch_id'] ? 'partner' : 'direct');

/** Who is paid: the direct merchant, or the sub-merchant for whom a service provider calls. */
export function payeeV2(desk: Desk, { account, members }: AdmittedV2): Account {
  const { mch_id: mchid, sub_mch_id: sub, appid, sub_appid } = members;
  const payee = payeeOf(desk.gate, account, callerOf(members), { mchid, sub }, 'order');
  checkApplications(account, payee, appid, sub_appid);
  return payee;
}

/** The order that a request means; the transaction id counts where both numbers are given. */
export function orderOf(desk: Desk, payee: Account, members: Members): Trade | undefined {
  const { transaction_id: id, out_trade_no: number } = members;
  if (!id && !number) throw new RefusedV2('LACK_PARAMS', '缺少参数out_trade_no');
  const trade = id ? desk.orders.byTradeNo(id) : desk.orders.byNumber(payee.mchid, number ?? '');
  if (trade?.payee !== payee.mchid) return undefined;
  // Before payment there is no transaction id to ask by.
  return id && trade.paidAt === undefined ? undefined : trade;
}

function contentOf(payee: Account, members: Members): OrderContent {
  const {
    appid = '',
    mch_id = '',
    sub_appid = '',
    out_trade_no = '',
    total_fee,
    body = '',
    attach,
    device_info,
  } = members;
  const partner = callerOf(members) === 'partner';
  const names: Members = partner ? { sp_appid: appid, sp_mchid: mch_id } : { appid };
  const more: Members = {
    ...(partner && sub_appid ? { sub_appid } : {}),
    ...(device_info ? { device_id: device_info } : {}),
  };
  return {
    outTradeNo: out_trade_no,
    payee: payee.mchid,
    caller: `v2 ${mch_id} ${appid} ${sub_appid}`,
    product: CODE_PRODUCT,
    amountFen: fen(Number(total_fee)),
    description: body,
    attach: attach || undefined,
    extra: { ...names, ...more },
  };
}

/** Why nothing is paid with a number, in v2's words. */
const ORDER_FAULTS: Partial<Record<RefusalCode, readonly [code: string, text: string]>> = {
  'already-paid': ['ORDERPAID', '订单已支付'],
  'already-closed': ['ORDERREVERSED', '订单已撤销'],
  'content-changed': ['OUT_TRADE_NO_USED', '商户订单号重复'],
};

function refusalOf(desk: Desk, why: CodeFault | RefusalCode): RefusedV2 {
  if (isCodeFault(why)) {
    const { code, message } = codeErrors.fault(why, 'v2-names');
    const seen = desk.gate.choose('v2ExpiredCode');
    return new RefusedV2(why === 'expired-code' ? seen : code, message);
  }
  const [code, text] = ORDER_FAULTS[why] ?? ['SYSTEMERROR', '系统错误'];
  return new RefusedV2(code, text);
}

/** A payment with a payer's code; while the payer is asked it is a refusal of its own kind. */
export function micropay(desk: Desk, admitted: AdmittedV2): Members {
  const { members, account } = admitted;
  checkMembers(desk.gate, MEMBERS.micropay, members);
  const payee = payeeV2(desk, admitted);
  const content = contentOf(payee, members);
  const serviceProvider = callerOf(members) === 'partner' ? account.mchid : undefined;
  if (serviceProvider && desk.orders.isTaken(serviceProvider, payee.mchid, content.outTradeNo)) {
    throw orderErrors.numberOfAnother();
  }
  const outcome = chargeCode(desk, content, members['auth_code'] ?? '');
  if (!outcome.ok) throw refusalOf(desk, outcome.why);
  if (serviceProvider) desk.orders.take(serviceProvider, payee.mchid, content.outTradeNo);
  if (outcome.trade.status === 'paid') return paymentMembers(outcome.trade, desk.payers);
  throw new RefusedV2('USERPAYING', '需要用户输入支付密码');
}

/** How an order stands, whichever protocol it was placed with. */
export function orderquery(desk: Desk, admitted: AdmittedV2): Members {
  checkMembers(desk.gate, MEMBERS.orderquery, admitted.members);
  const trade = orderOf(desk, payeeV2(desk, admitted), admitted.members);
  if (!trade) throw new RefusedV2('ORDERNOTEXIST', '此交易订单号不存在');
  return queryMembers(trade, desk.payers);
}

const REVERSE_FAULTS: Record<ReverseFault, readonly [code: string, text: string]> = {
  'not-by-code': ['INVALID_REQUEST', '订单支付场景有误，不允许撤销'],
  'too-soon': ['INVALID_REQUEST', '订单支付不足15秒，请稍后再撤销'],
  'too-late': ['REVERSE_EXPIRE', '订单无法撤销'],
};

/** Undoes a payment with a payer's code; `recall` says whether to ask again. */
export function reverse(desk: Desk, admitted: AdmittedV2): Members {
  checkMembers(desk.gate, MEMBERS.reverse, admitted.members);
  const trade = orderOf(desk, payeeV2(desk, admitted), admitted.members);
  if (!trade) throw new RefusedV2('INVALID_TRANSACTIONID', '无效transaction_id', { recall: 'N' });
  const fault = reverseFault(desk, trade);
  if (fault !== undefined) throw new RefusedV2(...REVERSE_FAULTS[fault], { recall: fault === 'too-soon' ? 'Y' : 'N' });
  reverseCode(desk, trade);
  return { recall: 'N' };
}

/** Closes an order that nobody paid; not one with a payer's code. */
export function closeorder(desk: Desk, admitted: AdmittedV2): Members {
  checkMembers(desk.gate, MEMBERS.closeorder, admitted.members);
  const { gate, orders } = desk;
  const trade = orderOf(desk, payeeV2(desk, admitted), admitted.members);
  if (!trade) throw new RefusedV2('ORDERNOTEXIST', '订单不存在');
  if (trade.product === CODE_PRODUCT) throw codeErrors.notToBeClosed(gate.choose('closeCodeOrder'));
  if (trade.status === 'closed') throw new RefusedV2('ORDERCLOSED', '订单已关闭');
  const outcome = orders.book.apply(trade, { type: 'close', at: orders.now() });
  if (!outcome.ok) throw new RefusedV2('ORDERPAID', '订单已支付');
  return {};
}
