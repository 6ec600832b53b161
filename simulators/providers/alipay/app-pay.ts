import { yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import type { PayerOutcome } from '../contract';
import type { RefusalCode } from '../engine/engine';
import { setting } from '../profile';
import { envelopeText } from './envelope';
import { AlipayError } from './errors';
import type { HandedOver } from './gateway';
import { type NoticeDesk, sellerOf } from './notices';
import type { PayerSide } from './pages';

/** What apps' orders need beside the desk of notices. */
export interface AppDesk extends NoticeDesk {
  readonly payerSide: PayerSide;
  /** Checks the signed text of an order and keeps it. @throws AlipayError */
  readonly takeOver: (text: string) => HandedOver;
}

/**
 * What happens in the wallet. `processing` pays, and `unknown` does not, but the app learns neither; with `network-down`
 * the wallet reaches nobody.
 */
export const APP_OUTCOMES = ['paid', 'declined', 'processing', 'network-down', 'unknown'] as const;
export type AppOutcome = (typeof APP_OUTCOMES)[number];

/** What the wallet gives back to the app; it proves nothing (sheet 2.4, trap 13). */
export interface AppResult {
  readonly resultStatus: string;
  /** The signed answer as text, or nothing. */
  readonly result: string;
  readonly memo: string;
}

const MEMOS: Readonly<Record<string, string>> = {
  '9000': '',
  '8000': '支付结果确认中',
  '4000': '订单支付失败',
  '5000': '重复请求',
  '6001': '用户取消支付',
  '6002': '网络连接出错',
  '6004': '支付结果未知',
};

const ended = (resultStatus: string, memo = MEMOS[resultStatus] ?? ''): AppResult => ({
  resultStatus,
  result: '',
  memo,
});

/** True for the text that an SDK makes for an app, as opposed to the content of a code. */
export const isAppOrder = (text: string): boolean => /(^|&)method=alipay\.trade\.app\.pay(&|$)/.test(text);

/** The wallet opens an app's order: from now on its trade exists and waits. @throws AlipayError */
export function openOrder(desk: AppDesk, order: string): HandedOver {
  const taken = desk.takeOver(order);
  desk.payerSide.look(taken.trade.credential);
  return taken;
}

/** The signed text of a success: an answer as the gateway gives it, and the algorithm's name after the signature. */
function successText(desk: AppDesk, { admitted, trade, seal }: HandedOver): string {
  const { app, method } = admitted;
  const body = {
    code: '10000',
    msg: 'Success',
    app_id: app.appId,
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    total_amount: yuanText(trade.amountFen),
    seller_id: sellerOf(desk, app, trade),
    charset: seal.charset,
    timestamp: beijingDateTime(desk.now()),
  };
  return `${envelopeText(method, body, seal).slice(0, -1)},"sign_type":"${seal.signType}"}`;
}

const DONE: Readonly<Record<Exclude<AppOutcome, 'paid' | 'network-down'>, string>> = {
  declined: '6001',
  processing: '8000',
  unknown: '6004',
};

/** What the wallet does with the trade for each outcome. */
const PAYS: readonly AppOutcome[] = ['paid', 'processing'];

function refusalResult(desk: AppDesk, refusal: RefusalCode): AppResult {
  if (refusal === 'outcome-unknown') return ended(DONE.processing);
  return ended(refusal === 'already-paid' ? setting(desk.profile, 'paidAgainInApp') : '4000');
}

/** Why the wallet would not open an order. */
export function refusedResult(desk: AppDesk, error: AlipayError): AppResult {
  const paid = error.subCode === 'ACQ.TRADE_HAS_SUCCESS';
  return ended(paid ? setting(desk.profile, 'paidAgainInApp') : '4000', error.subMsg);
}

/** The payer decides about an app's order in the wallet, and the app gets its result (sheet 2.4). */
export async function payInApp(desk: AppDesk, order: string, payer: string, outcome: AppOutcome): Promise<AppResult> {
  if (outcome === 'network-down') return ended('6002');
  try {
    const taken = openOrder(desk, order);
    const decision: PayerOutcome = PAYS.includes(outcome) ? 'paid' : 'declined';
    const refusal = await desk.payerSide.pay(taken.trade.credential, payer, decision);
    if (refusal !== undefined) return refusalResult(desk, refusal);
    return outcome === 'paid' ? { ...ended('9000'), result: successText(desk, taken) } : ended(DONE[outcome]);
  } catch (error) {
    if (error instanceof AlipayError) return refusedResult(desk, error);
    throw error;
  }
}

/** Why the wallet does not take an order, in neutral words. */
const REFUSALS: Readonly<Record<string, RefusalCode>> = {
  'ACQ.TRADE_HAS_SUCCESS': 'already-paid',
  'ACQ.TRADE_HAS_CLOSE': 'already-closed',
  'ACQ.CONTEXT_INCONSISTENT': 'content-changed',
};

/** The same for the harness, which asks no app for its result. @returns undefined when the outcome came about. */
export async function payAppOrder(
  desk: AppDesk,
  order: string,
  payer: string,
  outcome: PayerOutcome,
): Promise<RefusalCode | undefined> {
  try {
    return await desk.payerSide.pay(openOrder(desk, order).trade.credential, payer, outcome);
  } catch (error) {
    if (error instanceof AlipayError) return REFUSALS[error.subCode] ?? 'no-such-trade';
    throw error;
  }
}
