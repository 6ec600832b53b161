import { compactDateTime } from '../../kernel/time';
import { outgoing } from '../../network/message';
import { type Charset, charsetNamed, formText } from '../charset';
import type { Notice } from '../engine/notifier';
import type { Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { type Desk, SIM_PROFILE } from './desk';
import { keyInForce } from './register';
import { signedText, signMsgOf } from './signature';

type Values = Record<string, string>;

/** The charset in which an order was written, and in which its notice is. */
export const charsetOf = ({ extra }: Trade): Charset => charsetNamed(extra?.['charSet']) ?? 'utf-8';

/** Everything that a notice of a paid trade says but its signature; empty members are sent and not signed (sheet C3). */
export function noticeValues(desk: Desk, trade: Trade): Values {
  const { outTradeNo, payee, amountFen, description, extra = {}, tradeNo, paidAt = desk.now() } = trade;
  const amount = String(amountFen);
  return {
    interfaceVersion: '1.0.0.0',
    merNo: payee,
    goodId: '',
    goodsName: description,
    goodsDesc: extra['goodsDesc'] ?? '',
    orderNo: outTradeNo,
    amount,
    merUserId: '',
    mobileNo: '',
    orderDate: extra['orderDate'] ?? '',
    merExtend: extra['merExtend'] ?? '',
    charSet: extra['charSet'] ?? 'UTF-8',
    merchantTime: extra['reqTime'] ?? '',
    transRst: '1',
    errDis: '立即支付,交易成功',
    payJnlno: tradeNo,
    payTime: compactDateTime(paidAt),
    acountDate: compactDateTime(paidAt).slice(0, 8),
    // The kinds of fund of the public example; the parts add up to the amount (requirement WO-08).
    payAcountDetail: `06:${amount}`,
    respMode: '2',
    payProAmt: `B2CWY:${amount}`,
    payBankCode: 'B2C',
    bankAcountNo: '',
    bankAcountName: '',
    remark: '',
    signType: extra['signType'] ?? 'MD5',
  };
}

/** Signs the values of a notice with a key that WoPay and the merchant share, by the algorithm of its order. */
export const signedNotice = (values: Values, key: string, charset: Charset): Values => ({
  ...values,
  signMsg: signMsgOf(signedText(values), key, values['signType'], charset),
});

/** The request that carries values to the merchant. */
export const noticeRequest = (url: string, values: Values, charset: Charset): Request =>
  new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': `application/x-www-form-urlencoded;charset=${charset === 'gbk' ? 'GBK' : 'UTF-8'}`,
      'X-Sim-Profile': SIM_PROFILE,
    },
    body: formText(Object.entries(values), charset),
  });

/** A genuine notice of a payment; each attempt says the same. */
export function genuineNotice(desk: Desk, trade: Trade): Notice | undefined {
  const { notifyUrl: url } = trade;
  const merchant = desk.register.merchant(trade.payee);
  if (!merchant || url === undefined) return undefined;
  const [values, charset] = [noticeValues(desk, trade), charsetOf(trade)];
  return {
    url,
    build: async () => noticeRequest(url, signedNotice(values, keyInForce(merchant), charset), charset),
    heard: async (response) => {
      const { status, body } = await outgoing(response);
      return isHeard(desk.profile, status, body);
    },
  };
}

/** What counts as heard is not public: the word SUCCESS, or, by a setting, any answer with HTTP 200 (sheet C3, C4). */
export function isHeard(profile: Profile, status: number, body: Uint8Array): boolean {
  if (status !== 200) return false;
  return setting(profile, 'acknowledgement') === 'http-200' || Buffer.from(body).toString('latin1') === 'SUCCESS';
}
