import { type KeyObject, randomBytes, sign } from 'node:crypto';
import type { GatewaySettings } from './gateway-process';

/** The endpoint under load: an order whose payer scans a code. */
export const TARGET = '/v3/pay/transactions/native';

/** A request that is ready to be sent. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Who signs, and with what. */
export interface Signatory {
  readonly settings: Pick<GatewaySettings, 'appid' | 'mchid' | 'merchantSerial'>;
  readonly privateKey: KeyObject;
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

function orderBody({ appid, mchid }: Signatory['settings'], outTradeNo: string): string {
  return JSON.stringify({
    appid,
    mchid,
    description: 'bench',
    out_trade_no: outTradeNo,
    notify_url: 'https://merchant.example/notify',
    amount: { total: 1, currency: 'CNY' },
  });
}

/**
 * Signs orders, each with a number and a nonce that no other has. The gateway takes them for five minutes.
 * @param now Seconds since 1970.
 */
export function signOrders(count: number, { settings, privateKey }: Signatory, now: number): SignedRequest[] {
  const series = hex(6);
  const { mchid, merchantSerial } = settings;
  return Array.from({ length: count }, (_, index) => {
    const body = orderBody(settings, `B${series}${index}`);
    const nonce = hex(16).toUpperCase();
    const message = `POST\n${TARGET}\n${now}\n${nonce}\n${body}\n`;
    const signature = sign('sha256', Buffer.from(message), privateKey).toString('base64');
    const members = { mchid, nonce_str: nonce, timestamp: String(now), serial_no: merchantSerial, signature };
    const list = Object.entries(members).map(([name, value]) => `${name}="${value}"`);
    return {
      body,
      headers: {
        Authorization: `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`,
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(body)),
        'User-Agent': 'hutong-bench',
      },
    };
  });
}
