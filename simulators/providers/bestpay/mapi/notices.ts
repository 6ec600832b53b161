import { MINUTE_MS } from '../../../kernel/time';
import { outgoing } from '../../../network/message';
import type { Notice } from '../../engine/notifier';
import type { Trade } from '../../engine/trade';
import { PROFILE_HEADER } from '../bills';
import type { TradeDesk } from '../trades';
import { tradeStatus } from './calls';
import type { PlatformKeys } from './keys';
import type { Json } from './signature';

/** After an answer that says FAILED, or none, at most two more attempts, five minutes apart (sheet A2.2). */
export const MAPI_NOTICE_GAPS_MS: readonly number[] = [5 * MINUTE_MS, 5 * MINUTE_MS];

/** What a notice of the newer platform says, without its signature. */
export function mapiNoticeValues(desk: TradeDesk, trade: Trade): Readonly<Record<string, Json>> {
  const code = desk.register.merchant(trade.payee)?.institution?.code ?? '';
  return {
    institutionCode: code,
    merchantNo: code,
    outTradeNo: trade.outTradeNo,
    notifyType: 'PAY',
    totalAmt: String(trade.amountFen),
    tradeStatus: tradeStatus(trade),
    tradeNo: trade.tradeNo,
  };
}

/** The request that carries a notice. */
export const mapiNoticeRequest = (url: string, values: Readonly<Record<string, Json>>): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset=UTF-8', ...PROFILE_HEADER },
    body: JSON.stringify(values),
  });

/** Heard is a JSON object with SUCCESS; the word alone is none (requirement BP-12). */
export function isMapiAcknowledged(status: number, body: Uint8Array): boolean {
  if (status !== 200) return false;
  try {
    const said: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof said === 'object' && said !== null && 'resultCode' in said && said.resultCode === 'SUCCESS';
  } catch {
    return false;
  }
}

/** The notice of a payment; nothing where the order named no address. */
export function mapiNotice(desk: TradeDesk, trade: Trade, keys: PlatformKeys): Notice | undefined {
  const { notifyUrl: url } = trade;
  if (url === undefined) return undefined;
  const values = mapiNoticeValues(desk, trade);
  return {
    url,
    build: async () => mapiNoticeRequest(url, { ...values, sign: await keys.sign(values) }),
    heard: async (response) => {
      const { status, body } = await outgoing(response);
      return isMapiAcknowledged(status, body);
    },
  };
}
