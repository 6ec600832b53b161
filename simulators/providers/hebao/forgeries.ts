import type { KeyMint } from '../../kernel/keys';
import { answer, outgoing } from '../../network/message';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { line } from './answers';
import type { Desk } from './desk';
import { GATEWAY_PATHS } from './gate';
import { hmacOf, signedText } from './hmac';
import { LAYOUTS } from './layouts';
import { noticeRequest, noticeValues, signedNotice } from './notices';
import { stateOf, statusWord } from './queries';
import { keyInForce } from './register';

/** A merchant that nobody has: in this protocol it is the number of the merchant that names the key. */
const OTHER_MERCHANT = '888009999999999';

type Values = Record<string, string>;

/** The same trade, as if it had been paid. */
function asPaid(desk: Desk, trade: Trade): Trade {
  return {
    ...trade,
    status: 'paid',
    paidAt: trade.paidAt ?? desk.now(),
    paidBy: trade.paidBy ?? 'stranger',
    refunds: [],
  };
}

/** Another merchant, whose signature is as good as that of the trade's own: its number is what does not fit. */
const otherMerchant = ({ register }: Desk, { payee }: Trade) =>
  register.all().find(({ merchantId }) => merchantId !== payee)?.merchantId ?? OTHER_MERCHANT;

/** The key with which values are signed: that of the merchant whom they name, where it is not another's. */
function signKeyOf(desk: Desk, trade: Trade, keys: KeyMint, forgery: Forgery | undefined): string {
  const named = forgery === 'wrong-payee' ? otherMerchant(desk, trade) : trade.payee;
  const merchant = desk.register.merchant(named);
  return forgery === 'signed-with-another-key' || !merchant ? keys.secret('forger', 32) : keyInForce(merchant);
}

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
const oneBitChanged = (number: string): string =>
  `${number.slice(0, -1)}${String.fromCharCode(number.charCodeAt(number.length - 1) ^ 1)}`;

/** Forgeries that are signed properly and say something that is not so. No message of this protocol names an application. */
function mistaken(desk: Desk, trade: Trade, values: Values, forgery: Forgery | undefined): Values {
  switch (forgery) {
    case 'wrong-amount':
      return { ...values, amount: '1', amtItem: 'CNY_AMT=1#CMY_AMT=0#RED_AMT=0#VCH_AMT=0#POT_CHG_AMT=0' };
    case 'wrong-payee':
      return { ...values, merchantId: otherMerchant(desk, trade) };
    case 'wrong-application':
    case 'named-key-unknown':
      return { ...values, merchantId: OTHER_MERCHANT };
    case 'says-closed':
    case 'says-unpaid':
      return {
        ...values,
        status: statusWord(desk.profile, forgery === 'says-closed' ? 'closed' : 'waiting'),
        payDate: '',
      };
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...values, orderId: `${values['orderId']}X` };
    default:
      return values;
  }
}

/** What happens to values after they were signed. */
function tampered(values: Values, trade: Trade, forgery: Forgery | undefined): Values {
  switch (forgery) {
    case 'with-the-signature-of-another-order':
      return { ...values, orderId: trade.outTradeNo };
    case 'unsigned': {
      const { hmac: _, ...unsigned } = values;
      return unsigned;
    }
    case 'one-bit-changed':
      return { ...values, payNo: oneBitChanged(values['payNo'] ?? '') };
    case 'rewritten-after-signing': {
      // The same text, cut elsewhere: the signature still fits, the fields do not (requirement HB-03).
      const amount = values['amount'] ?? '';
      return { ...values, amount: amount.slice(0, -1), amtItem: `${amount.slice(-1)}${values['amtItem']}` };
    }
    default:
      return values;
  }
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what HeBao would send. */
export function forgedNotice(
  desk: Desk,
  keys: KeyMint,
  trade: Trade,
  forgery: Forgery | undefined,
): Request | undefined {
  if (trade.notifyUrl === undefined) return undefined;
  const values = mistaken(desk, trade, noticeValues(desk, asPaid(desk, trade)), forgery);
  const signed = signedNotice(values, signKeyOf(desk, trade, keys, forgery));
  return noticeRequest(desk, trade, trade.notifyUrl, tampered(signed, trade, forgery));
}

/** An answer to a query that claims success, with a forgery applied. */
export async function forgedAnswer(desk: Desk, keys: KeyMint, trade: Trade, forgery: Forgery): Promise<Response> {
  const head = { merchantId: trade.payee, signType: 'MD5', type: 'OrderQuery', version: '2.0.0' };
  const said = mistaken(
    desk,
    trade,
    { ...head, returnCode: '000000', message: 'SUCCESS', ...stateOf(desk, asPaid(desk, trade)) },
    forgery,
  );
  const signKey = signKeyOf(desk, trade, keys, forgery);
  const response = line(head, { returnCode: '000000', ...said }, { signKey, charset: 'utf-8' });
  const text = Buffer.from((await outgoing(response)).body).toString('utf8');
  const sent = Object.fromEntries(text.split('&').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  const changed = Object.entries(tampered(sent, trade, forgery)).map(([name, value]) => `${name}=${value}`);
  return answer(200, { 'Content-Type': 'text/html;charset=UTF-8' }, changed.join('&'));
}

/** A payment query in the name of the trade's merchant, with a forgery of its signature or key applied. */
export function forgedRequest(desk: Desk, keys: KeyMint, trade: Trade, origin: string, forgery: Forgery): Request {
  const genuine = {
    merchantId: trade.payee,
    requestId: `Q${trade.tradeNo}`,
    signType: 'MD5',
    type: 'OrderQuery',
    version: '2.0.0',
    orderId: trade.outTradeNo,
  };
  const values = mistaken(desk, trade, genuine, forgery);
  const text = signedText(values, LAYOUTS.OrderQuery.request);
  const signed = { ...values, hmac: hmacOf(text, signKeyOf(desk, trade, keys, forgery)) };
  const sent =
    forgery === 'one-bit-changed' || forgery === 'rewritten-after-signing'
      ? shifted(signed, forgery)
      : tampered(signed, trade, forgery);
  return new Request(`${origin}${GATEWAY_PATHS.ips}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': 'stranger/1.0' },
    body: new URLSearchParams(sent).toString(),
  });
}

/** A query has no amount: its signature differs in one bit, or a boundary lies elsewhere. */
function shifted(values: Values, forgery: 'one-bit-changed' | 'rewritten-after-signing'): Values {
  if (forgery === 'one-bit-changed') return { ...values, hmac: oneBitChanged(values['hmac'] ?? '') };
  return { ...values, requestId: `${values['requestId']}M`, signType: 'D5' };
}
