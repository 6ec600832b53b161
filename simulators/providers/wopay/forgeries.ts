import type { KeyMint } from '../../kernel/keys';
import { answer, outgoing } from '../../network/message';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { lines } from './answers';
import { stateLines } from './calls';
import type { Desk } from './desk';
import { PATHS } from './gate';
import { charsetOf, noticeRequest, noticeValues, signedNotice } from './notices';
import { keyInForce, type Merchant } from './register';
import { signedText, signMsgOf } from './signature';

/** A merchant that nobody has: in this protocol it is the number of the merchant that names the key. */
const OTHER_MERCHANT = '301100999999999';

type Values = Record<string, string>;

/** The same trade, as if it had been paid. */
const asPaid = (desk: Desk, trade: Trade): Trade => ({
  ...trade,
  status: 'paid',
  paidAt: trade.paidAt ?? desk.now(),
  paidBy: trade.paidBy ?? 'stranger',
  refunds: [],
});

/** Another merchant, whose signature is as good as that of the trade's own: its number is what does not fit. */
const otherMerchant = ({ register }: Desk, { payee }: Trade): Merchant | undefined =>
  register.all().find(({ merNo }) => merNo !== payee);

/** The key with which values are signed: that of the merchant whom they name, where it is not another's. */
function signKeyOf(desk: Desk, keys: KeyMint, trade: Trade, forgery: Forgery | undefined): string {
  const merchant = forgery === 'wrong-payee' ? otherMerchant(desk, trade) : desk.register.merchant(trade.payee);
  return forgery === 'signed-with-another-key' || !merchant ? keys.secret('forger', 32) : keyInForce(merchant);
}

/** Forgeries that are signed properly and say something that is not so. No message of this protocol names an application. */
function mistaken(desk: Desk, trade: Trade, values: Values, forgery: Forgery | undefined): Values {
  switch (forgery) {
    case 'wrong-amount':
      return { ...values, amount: '1', payAmount: '1', payAcountDetail: '06:1', payProAmt: 'B2CWY:1' };
    case 'wrong-payee':
      return { ...values, merNo: otherMerchant(desk, trade)?.merNo ?? OTHER_MERCHANT };
    case 'wrong-application':
    case 'named-key-unknown':
      return { ...values, merNo: OTHER_MERCHANT };
    case 'says-closed':
    case 'says-unpaid':
      return { ...values, transRst: forgery === 'says-closed' ? '2' : '0', errDis: '交易失败' };
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...values, orderNo: `${values['orderNo']}X` };
    default:
      return values;
  }
}

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
const oneBitChanged = (text: string): string =>
  `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)}`;

/** What happens to values after they were signed. */
function tampered(values: Values, trade: Trade, forgery: Forgery | undefined): Values {
  switch (forgery) {
    case 'with-the-signature-of-another-order':
      return { ...values, orderNo: trade.outTradeNo };
    case 'unsigned': {
      const { signMsg: _, ...unsigned } = values;
      return unsigned;
    }
    case 'one-bit-changed':
      return values['payJnlno'] === undefined
        ? { ...values, signMsg: oneBitChanged(values['signMsg'] ?? '') }
        : { ...values, payJnlno: oneBitChanged(values['payJnlno']) };
    case 'rewritten-after-signing':
      return rewritten(values);
    default:
      return values;
  }
}

/** The same text under the signature, cut elsewhere: one member swallows the next, bar and name and all. */
function rewritten(values: Values): Values {
  const names = Object.keys(values)
    .filter((name) => name !== 'signMsg' && values[name] !== '')
    .sort();
  const [first = '', second = ''] = names;
  const { [second]: swallowed, ...rest } = values;
  return { ...rest, [first]: `${values[first]}|${second}=${swallowed}` };
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what WoPay would send. */
export function forgedNotice(
  desk: Desk,
  keys: KeyMint,
  trade: Trade,
  forgery: Forgery | undefined,
): Request | undefined {
  if (trade.notifyUrl === undefined) return undefined;
  const charset = charsetOf(trade);
  const values = mistaken(desk, trade, noticeValues(desk, asPaid(desk, trade)), forgery);
  const signed = signedNotice(values, signKeyOf(desk, keys, trade, forgery), charset);
  return noticeRequest(trade.notifyUrl, tampered(signed, trade, forgery), charset);
}

/** An answer to a query that claims success, with a forgery applied. */
export async function forgedAnswer(desk: Desk, keys: KeyMint, trade: Trade, forgery: Forgery): Promise<Response> {
  const said = stateLines(desk, asPaid(desk, trade));
  const seal = {
    key: signKeyOf(desk, keys, trade, forgery),
    signType: 'MD5',
    charset: 'utf-8',
    lineEnd: '\n',
  } as const;
  const response = lines(mistaken(desk, trade, { ...said }, forgery), seal);
  const text = Buffer.from((await outgoing(response)).body).toString('utf8');
  const sent = Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
  );
  const changed = Object.entries(tampered(sent, trade, forgery)).map(([name, value]) => `${name}=${value}\n`);
  return answer(200, { 'Content-Type': 'text/plain;charset=UTF-8' }, changed.join(''));
}

/** A payment query in the name of the trade's merchant, with a forgery of its signature or key applied. */
export function forgedRequest(desk: Desk, keys: KeyMint, trade: Trade, origin: string, forgery: Forgery): Request {
  const genuine = {
    merNo: trade.payee,
    orderDate: trade.extra?.['orderDate'] ?? '',
    orderNo: trade.outTradeNo,
    charSet: 'UTF-8',
    signType: 'MD5',
  };
  const values = mistaken(desk, trade, genuine, forgery);
  const signMsg = signMsgOf(signedText(values), signKeyOf(desk, keys, trade, forgery), 'MD5', 'utf-8');
  return new Request(`${origin}${PATHS.query}?reqCharSet=UTF-8`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': 'stranger/1.0' },
    body: new URLSearchParams(tampered({ ...values, signMsg }, trade, forgery)).toString(),
  });
}
