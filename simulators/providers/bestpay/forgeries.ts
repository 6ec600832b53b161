import { compactDateTime } from '../../kernel/time';
import { type Forgery, misdatedBy } from '../contract';
import type { Trade } from '../engine/trade';
import { formText } from './form';
import { jsonAnswer } from './gateway';
import { fieldsOf, macOf } from './mac';
import { type NoticeValues, noticeRequest, payNoticeValues, signedPayNotice } from './notices';
import { requestNumber, type TradeDesk } from './trades';
import { queryView, type Result } from './views';

/** Numbers that nobody has. */
const OTHER_MERCHANT = '043999999999999';
/** A key that nobody was given. */
const OTHER_KEY = 'this-is-nobodys-key';

/** What forging needs: another merchant, whose number is genuine and who is not the payee. */
export interface ForgeryDesk extends TradeDesk {
  /** Some merchant other than one, where there is any. */
  readonly otherMerchant: (merchantId: string) => string | undefined;
}

/** The same trade, as if it had been paid. */
const asPaid = (desk: TradeDesk, trade: Trade): Trade => ({
  ...trade,
  status: 'paid',
  paidAt: trade.paidAt ?? desk.now(),
  paidBy: trade.paidBy ?? 'stranger',
  refunds: [],
});

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
function oneBitChanged(text: string): string {
  return `${text.slice(0, -1)}${String.fromCharCode(text.charCodeAt(text.length - 1) ^ 1)}`;
}

/** The smallest amount, in the unit in which the other was written. */
const smallest = (amount: string | undefined): string => (amount?.includes('.') ? '0.01' : '1');

/** What a forged notice says before it is signed. A notice names neither an application nor, beside the merchant, a key. */
function mistaken(values: NoticeValues, forgery: Forgery | undefined, other: string): NoticeValues {
  const { ORDERSEQ = '', ORDERAMOUNT } = values;
  switch (forgery) {
    case 'wrong-amount':
      return { ...values, ORDERAMOUNT: smallest(ORDERAMOUNT), PRODUCTAMOUNT: smallest(ORDERAMOUNT) };
    case 'wrong-payee':
    case 'wrong-application':
      return { ...values, MERCHANTID: other };
    case 'named-key-unknown':
      return { ...values, MERCHANTID: OTHER_MERCHANT };
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...values, ORDERSEQ: `${ORDERSEQ}X` };
    case 'says-closed':
      return { ...values, RETNCODE: '0002', RETNINFO: '0002' };
    case 'says-unpaid':
      return { ...values, RETNCODE: '0001', RETNINFO: '0001' };
    default:
      return values;
  }
}

/** What happens to a notice after it was signed. */
function tampered(values: NoticeValues, trade: Trade, forgery: Forgery | undefined): NoticeValues {
  const { SIGN, ...unsigned } = values;
  switch (forgery) {
    case 'unsigned':
      return unsigned;
    case 'one-bit-changed':
      return { ...values, UPTRANSEQ: oneBitChanged(values['UPTRANSEQ'] ?? '') };
    case 'rewritten-after-signing':
      // The same result, spelled with a space.
      return { ...values, RETNINFO: `${values['RETNINFO']} ` };
    case 'with-the-signature-of-another-order':
      return { ...values, ORDERSEQ: trade.outTradeNo };
    default:
      return values;
  }
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what BestPay would send. */
export function forgedNotice(desk: ForgeryDesk, trade: Trade, forgery: Forgery | undefined): Request | undefined {
  const other = desk.otherMerchant(trade.payee) ?? OTHER_MERCHANT;
  // Nobody forges what the newer platform sends: no part of the market hears it.
  if (trade.notifyUrl === undefined || trade.product === 'h5') return undefined;
  const dated = compactDateTime((trade.paidAt ?? desk.now()) + misdatedBy(forgery)).slice(0, 8);
  const genuine = { ...payNoticeValues(desk, asPaid(desk, trade)), TRANDATE: dated };
  const values = mistaken(genuine, forgery, other);
  // Whoever is named as the merchant has the key.
  const named = desk.register.merchant(values['MERCHANTID']) ?? desk.register.merchant(trade.payee);
  if (!named) return undefined;
  const key = forgery === 'signed-with-another-key' ? OTHER_KEY : named.key;
  return noticeRequest(trade.notifyUrl, tampered(signedPayNotice(values, trade, key), trade, forgery));
}

/** What a forged answer says before it is signed: it names the payee, but no application. */
function mistakenAnswer(view: Result, forgery: Forgery, other: string): Result {
  switch (forgery) {
    case 'wrong-amount':
      return { ...view, transAmt: '1' };
    case 'wrong-payee':
      return { ...view, merchantId: other };
    case 'wrong-order':
    case 'wrong-application':
    case 'with-the-signature-of-another-order':
      return { ...view, orderNo: `${view['orderNo']}X` };
    case 'named-key-unknown':
      return { ...view, merchantId: OTHER_MERCHANT };
    default:
      return view;
  }
}

/** An answer to a query that claims success, with a forgery applied. */
export function forgedAnswer(desk: ForgeryDesk, trade: Trade, forgery: Forgery): Response | undefined {
  const merchant = desk.register.merchant(trade.payee);
  if (!merchant) return undefined;
  const view = mistakenAnswer(
    queryView(desk, asPaid(desk, trade), merchant),
    forgery,
    desk.otherMerchant(trade.payee) ?? OTHER_MERCHANT,
  );
  const key = forgery === 'signed-with-another-key' ? OTHER_KEY : merchant.key;
  const signed = { ...view, sign: macOf('orderAnswer', fieldsOf(view), key) };
  return jsonAnswer(alteredAnswer(signed, trade, forgery));
}

function alteredAnswer(view: Result, trade: Trade, forgery: Forgery): Result {
  switch (forgery) {
    case 'unsigned': {
      const { sign: _sign, ...unsigned } = view;
      return unsigned;
    }
    case 'one-bit-changed':
      return { ...view, ourTransNo: oneBitChanged(view['ourTransNo'] ?? '') };
    case 'rewritten-after-signing':
      return { ...view, transAmt: `0${view['transAmt']}` };
    case 'with-the-signature-of-another-order':
      return { ...view, orderNo: trade.outTradeNo };
    default:
      return view;
  }
}

/** A payment query in the name of the trade's merchant, with a forgery of its MAC or its merchant applied. */
export function forgedRequest(desk: ForgeryDesk, trade: Trade, origin: string, forgery: Forgery): Request | undefined {
  const merchant = desk.register.merchant(trade.payee);
  if (!merchant) return undefined;
  const moved = forgery === 'with-the-signature-of-another-order';
  const genuine = {
    merchantId: forgery === 'named-key-unknown' ? OTHER_MERCHANT : trade.payee,
    orderNo: moved ? `${trade.outTradeNo}X` : trade.outTradeNo,
    orderReqNo: requestNumber(trade),
    orderDate: compactDateTime(trade.createdAt).slice(0, 8),
  };
  const mac = macOf('queryOrder', fieldsOf(genuine), forgery === 'signed-with-another-key' ? OTHER_KEY : merchant.key);
  return new Request(`${origin}/query/queryOrder`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8', 'User-Agent': 'stranger/1.0' },
    body: formText(alteredRequest({ ...genuine, mac }, trade, forgery)),
  });
}

type Values = Readonly<Record<string, string>>;

function alteredRequest(values: Values, trade: Trade, forgery: Forgery): Values {
  const { mac = '', ...unsigned } = values;
  switch (forgery) {
    case 'unsigned':
      return unsigned;
    case 'one-bit-changed':
      return { ...values, mac: `${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}` };
    case 'rewritten-after-signing':
      return { ...values, orderDate: `${values['orderDate']}000000` };
    case 'with-the-signature-of-another-order':
      return { ...values, orderNo: trade.outTradeNo };
    default:
      return values;
  }
}
