import { z } from 'zod';
import type { CodeRefusal } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { Present } from './design';
import type { SimDesk } from './desk';
import { SimError, type SimErrorCode } from './errors';
import type { OrderRequest } from './fields';
import { refusalError } from './orders';

const REFUSALS: Readonly<Record<CodeRefusal, SimErrorCode>> = {
  'unknown-code': 'CODE_UNKNOWN',
  'expired-code': 'CODE_EXPIRED',
  'used-code': 'CODE_USED',
};

/** The trade as it stands after a command. @throws SimError */
function after(desk: SimDesk, trade: Trade, command: Parameters<SimDesk['book']['apply']>[1]): Trade {
  const outcome = desk.book.apply(trade, command);
  if (!outcome.ok) throw refusalError(outcome.refusal);
  return outcome.trade;
}

/** Takes money as the person's account allows it, without a page in between. @throws SimError; the order stays open. */
export async function takeAtOnce(desk: SimDesk, trade: Trade, person: string): Promise<Trade> {
  const refusal = await desk.decide({ credential: trade.credential, person, outcome: 'paid' });
  if (refusal !== undefined) throw refusalError(refusal);
  return desk.book.byTradeNo(trade.tradeNo) ?? trade;
}

/** The wallet asks the person to confirm, and the order waits for that. @throws SimError */
export function ask(desk: SimDesk, trade: Trade, person: string): Trade {
  return after(desk, trade, { type: 'charge', payer: person, asks: true, at: desk.now() });
}

/** Takes money with a code that was read: at once, once its payer has confirmed, or not at all. */
async function charge(desk: SimDesk, trade: Trade, { payee, outTradeNo, more }: OrderRequest): Promise<Trade> {
  const { codes } = desk;
  if (!codes) throw new SimError('CODE_UNKNOWN');
  const reading = codes.read(String(more['payerCode']), `${payee} ${outTradeNo}`, desk.now());
  if (!reading.ok) throw new SimError(REFUSALS[reading.refusal]);
  // The wallet is asking already; the same request once more finds it so.
  if (trade.chargedTo !== undefined) return trade;
  const { payer, behaviour } = reading.code;
  if (behaviour === 'insufficient-balance') throw new SimError('INSUFFICIENT');
  return behaviour === 'pays' ? takeAtOnce(desk, trade, payer) : ask(desk, trade, payer);
}

/** The merchant reads the payer's code. */
export const payerCodePresent = (form: RegExp, expected: string): Present => ({
  present: 'PAYER_CODE',
  product: 'code',
  name: { en: 'Payment code', zh: '付款码支付' },
  hands: 'nothing',
  members: { payerCode: z.string().regex(form, expected) },
  failsInTime: true,
  begin: charge,
});

/** The payer scans the merchant's code. */
export const MERCHANT_QR: Present = {
  present: 'MERCHANT_QR',
  product: 'qr',
  name: { en: 'Merchant code', zh: '扫码支付' },
  hands: 'code',
};

/** The merchant's app or page opens the wallet's app. */
export const APP_JUMP: Present = {
  present: 'APP_JUMP',
  product: 'app',
  name: { en: 'App jump', zh: '跳转支付' },
  hands: 'page',
};

/** The merchant's page leads to the provider's cashier. */
export const CASHIER_PAGE: Present = {
  present: 'CASHIER_PAGE',
  product: 'page',
  name: { en: 'Cashier page', zh: '收银台支付' },
  hands: 'page',
};
