import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, rfc3339 } from '../../../kernel/time';
import type { HandOff } from '../../core/order';
import type { ChargeRequest, PayerCard, RefundRef, StartRequest } from '../protocol';

/** What WeChat Pay issues to a service provider. */
export const connectionSchema = z.object({
  /** Only where it is not the production host. */
  baseUrl: z.string().optional(),
  appid: z.string(),
  mchid: z.string(),
  merchantSerial: z.string(),
  merchantPrivateKey: z.string(),
  apiV3Key: z.string().length(32),
  platformKeys: z.record(z.string(), z.string()),
});
export type Connection = z.infer<typeof connectionSchema>;

export const PAYMENTS = '/v3/pay/partner/transactions';
export const REFUNDS = '/v3/refund/domestic/refunds';

/** The body of an order; the same attempt gives the same body, so that it may be sent again (requirement M13). */
export function orderBody({ appid, mchid }: Connection, request: StartRequest): Record<string, unknown> {
  const scene = { payer_client_ip: request.payerIp };
  return {
    sp_appid: appid,
    sp_mchid: mchid,
    sub_mchid: request.payee,
    description: request.description,
    out_trade_no: request.attemptNo,
    time_expire: rfc3339(request.payBy),
    notify_url: request.notifyUrl,
    amount: { total: request.amountFen, currency: 'CNY' },
    scene_info: request.product === 'h5' ? { ...scene, h5_info: { type: 'Wap' } } : scene,
  };
}

/** The body of a payment with a payer's code: it says which device read it, and takes no address for a notice. */
export function codeBody(connection: Connection, request: ChargeRequest): Record<string, unknown> {
  const {
    time_expire: _,
    notify_url: __,
    scene_info: ___,
    ...body
  } = orderBody(connection, { ...request, returnUrl: '' });
  const { payerCode, payerIp } = request;
  const scene = { device_id: 'till', device_ip: payerIp, store_info: { id: 'platform' } };
  return { ...body, payer: { auth_code: payerCode }, scene_info: scene };
}

const appAnswer = z.object({ prepay_id: z.string() });

/** What the platform's app hands to the wallet: five members and the signature over four of them (sheet 2.2). */
export function appInvocation({ appid, mchid, merchantPrivateKey }: Connection, data: unknown): string {
  const { prepay_id: prepayid } = appAnswer.parse(data);
  const timestamp = Formatter.timestamp().toString();
  const noncestr = Formatter.nonce();
  const sign = Rsa.sign(Formatter.joinedByLineFeed(appid, timestamp, noncestr, prepayid), merchantPrivateKey);
  const members = { appid, partnerid: mchid, prepayid, package: 'Sign=WXPay', noncestr, timestamp, sign };
  return new URLSearchParams(members).toString();
}

/** The body of a refund; `total` is the order's whole amount in every partial refund (requirement M15). */
export function refundBody(refund: RefundRef): Record<string, unknown> {
  return {
    sub_mchid: refund.payee,
    out_trade_no: refund.attemptNo,
    out_refund_no: refund.refundNo,
    notify_url: refund.notifyUrl,
    amount: { refund: refund.amountFen, total: refund.totalFen, currency: 'CNY' },
  };
}

/** The body that sends an abnormal refund to a card of the payer; what is personal in it is encrypted (sheet 1.5, 2.4). */
export function redirectBody(
  { refundNo, payee }: Pick<RefundRef, 'refundNo' | 'payee'>,
  { bank, number, holder }: PayerCard,
  encrypt: (text: string) => string,
): Record<string, unknown> {
  return {
    sub_mchid: payee,
    out_refund_no: refundNo,
    type: 'USER_BANK_CARD',
    bank_type: `${bank}_DEBIT`,
    bank_account: encrypt(number),
    real_name: encrypt(holder),
  };
}

const refundId = z.object({ refund_id: z.string() });

/** The provider's own number of a refund. */
export const refundIdOf = (data: unknown): string => refundId.parse(data).refund_id;

const nativeAnswer = z.object({ code_url: z.string() });
const h5Answer = z.object({ h5_url: z.string() });

/** What the payer gets. An h5 address is taken as it is; only the encoded way back may be put behind it (sheet 7). */
export function handOffOf(product: string, data: unknown, request: StartRequest): HandOff {
  if (product === 'native') {
    return { type: 'qr', content: nativeAnswer.parse(data).code_url, until: request.now + 2 * HOUR_MS };
  }
  const back = `redirect_url=${encodeURIComponent(request.returnUrl)}`;
  return { type: 'redirect', url: `${h5Answer.parse(data).h5_url}&${back}`, until: request.now + 5 * MINUTE_MS };
}
