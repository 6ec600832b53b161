import { compactDateTime } from '../../kernel/time';
import { outgoing } from '../../network/message';
import { formText } from '../charset';
import type { Notice } from '../engine/notifier';
import type { Trade } from '../engine/trade';
import { setting } from '../profile';
import { type Desk, SIM_PROFILE } from './desk';
import { hmacOf, signedText } from './hmac';
import { NOTICE } from './layouts';
import { stateOf } from './queries';
import { keyInForce } from './register';
import { charsetOf } from './text';

/** The type that a notice has in the public example. */
const NOTICE_TYPE = 'OfflineNotify';

type Values = Record<string, string>;

/** Everything that a notice of a trade says but its signature (sheet B3). */
export function noticeValues(desk: Desk, trade: Trade): Values {
  const state = stateOf(desk, trade);
  return {
    merchantId: trade.payee,
    returnCode: '000000',
    message: 'SUCCESS',
    signType: 'MD5',
    type: NOTICE_TYPE,
    version: '2.0.0',
    ...state,
    accountDate: compactDateTime(trade.paidAt ?? desk.now()).slice(0, 8),
  };
}

/** Signs the values of a notice with a key that HeBao and the merchant share. */
export const signedNotice = (values: Values, signKey: string): Values => ({
  ...values,
  hmac: hmacOf(signedText(values, NOTICE), signKey),
});

/** The request that carries values to the merchant, in the charset of its order. */
export function noticeRequest(desk: Desk, trade: Trade, url: string, values: Values): Request {
  // Nobody signs how it was paid, so nothing may hang on it (requirement HB-05).
  const unsigned =
    setting(desk.profile, 'payTypeInNotices') === 'present' ? { payType: setting(desk.profile, 'payType') } : {};
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Sim-Profile': SIM_PROFILE },
    body: formText(Object.entries({ ...values, ...unsigned }), charsetOf(trade.extra?.['characterSet'])),
  });
}

/** A genuine notice of a payment; each attempt says the same. */
export function genuineNotice(desk: Desk, trade: Trade): Notice | undefined {
  const { notifyUrl: url } = trade;
  const merchant = desk.register.merchant(trade.payee);
  if (!merchant || url === undefined) return undefined;
  const values = noticeValues(desk, trade);
  return {
    url,
    build: async () => noticeRequest(desk, trade, url, signedNotice(values, keyInForce(merchant))),
    heard,
  };
}

/** Heard is HTTP 200 with exactly the word SUCCESS (requirement HB-06). */
async function heard(response: Response): Promise<boolean> {
  const { status, body } = await outgoing(response);
  return status === 200 && Buffer.from(body).toString('latin1') === 'SUCCESS';
}
