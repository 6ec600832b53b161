import { beijingDateTime } from '../../kernel/time';
import { type Forgery, misdatedBy } from '../contract';
import type { Trade } from '../engine/trade';
import { type Body, envelope, type Seal } from './envelope';
import { callerOf, type NoticeDesk, noticeRequest, noticeValues, signedValues } from './notices';
import type { App } from './register';
import type { Signer } from './signers';
import { queryView } from './views';

const OTHER_SELLER = '2088999999999999';
const OTHER_APPLICATION = '2021999999999999';
export const OTHER_CERTIFICATE = 'ffffffffffffffffffffffffffffffff';

/** The same trade, as if it had been paid. */
function asPaid(desk: NoticeDesk, trade: Trade): Trade {
  return {
    ...trade,
    status: 'paid',
    paidAt: trade.paidAt ?? desk.now(),
    paidBy: trade.paidBy ?? 'stranger',
    refunds: [],
  };
}

async function forgedSigner(desk: NoticeDesk, app: App, trade: Trade, forgery: Forgery | undefined): Promise<Signer> {
  const genuine = desk.signers.signerFor(app, trade.extra?.['app_cert_sn']);
  if (forgery === 'signed-with-another-key') return { ...genuine, ...(await desk.keys.rsa('forger')) };
  // The signature is genuine; only the name of the key is one that nobody has.
  return forgery === 'named-key-unknown' ? { ...genuine, sn: OTHER_CERTIFICATE } : genuine;
}

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
function oneBitChanged(number: string): string {
  const last = number.charCodeAt(number.length - 1) ^ 1;
  return `${number.slice(0, -1)}${String.fromCharCode(last)}`;
}

/** What a notice would say had nobody paid. */
function unpaid(values: Record<string, string>, forgery: 'says-closed' | 'says-unpaid'): Record<string, string> {
  const { gmt_payment: _paidAt, fund_bill_list: _funds, ...rest } = values;
  return { ...rest, trade_status: forgery === 'says-closed' ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY' };
}

/** Forgeries that are signed properly and say something that is not so. */
function mistakenNotice(values: Record<string, string>, forgery: Forgery | undefined): Record<string, string> {
  switch (forgery) {
    case 'wrong-amount':
      return { ...values, total_amount: '0.01', receipt_amount: '0.01', buyer_pay_amount: '0.01' };
    case 'wrong-payee':
      return { ...values, seller_id: OTHER_SELLER };
    case 'wrong-application':
      return { ...values, app_id: OTHER_APPLICATION, auth_app_id: OTHER_APPLICATION };
    case 'says-closed':
    case 'says-unpaid':
      return unpaid(values, forgery);
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...values, out_trade_no: `${values['out_trade_no']}X` };
    case 'named-key-unknown':
      // A notice usually names no key; this one does, and signs the name.
      return { ...values, alipay_cert_sn: OTHER_CERTIFICATE };
    default:
      return values;
  }
}

/** What happens to a notice after it was signed. */
function tampered(values: Record<string, string>, trade: Trade, forgery: Forgery | undefined): Record<string, string> {
  switch (forgery) {
    case 'with-the-signature-of-another-order':
      return { ...values, out_trade_no: trade.outTradeNo };
    case 'unsigned': {
      const { sign: _sign, ...unsigned } = values;
      return unsigned;
    }
    case 'one-bit-changed':
      return { ...values, trade_no: oneBitChanged(values['trade_no'] ?? '') };
    case 'rewritten-after-signing':
      // The same list, spelled with spaces.
      return { ...values, fund_bill_list: JSON.stringify(JSON.parse(values['fund_bill_list'] ?? '[]'), null, 1) };
    default:
      return values;
  }
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what Alipay would send. */
export async function forgedNotice(
  desk: NoticeDesk,
  trade: Trade,
  forgery: Forgery | undefined,
): Promise<Request | undefined> {
  const app = callerOf(desk, trade);
  if (!app || trade.notifyUrl === undefined) return undefined;
  const genuine = {
    notify_time: beijingDateTime(desk.now() + misdatedBy(forgery)),
    ...noticeValues(desk, app, asPaid(desk, trade), { about: 'payment' }),
  };
  const signer = await forgedSigner(desk, app, trade, forgery);
  const { sn: _named, ...key } = signer;
  const signed = signedValues(
    mistakenNotice(genuine, forgery),
    forgery === 'named-key-unknown' ? key : signer,
    desk.profile,
    trade,
  );
  return noticeRequest(trade.notifyUrl, tampered(signed, trade, forgery), desk.profile);
}

/** An answer names neither payee nor application, so those two mistakes become that of the order. */
function mistakenAnswer(body: Body, forgery: Forgery): Body {
  if (forgery === 'wrong-amount') return { ...body, total_amount: '0.01' };
  const misnamed: readonly Forgery[] = [
    'wrong-order',
    'wrong-payee',
    'wrong-application',
    'with-the-signature-of-another-order',
  ];
  return misnamed.includes(forgery) ? { ...body, out_trade_no: `${body['out_trade_no']}X` } : body;
}

/** An answer to a query that claims success, with a forgery applied. */
export async function forgedAnswer(desk: NoticeDesk, trade: Trade, forgery: Forgery): Promise<Response | undefined> {
  const app = callerOf(desk, trade);
  if (!app) return undefined;
  const signer = await forgedSigner(desk, app, trade, forgery);
  const view = queryView(desk, asPaid(desk, trade), []);
  const body: Body = { code: '10000', msg: 'Success', ...mistakenAnswer(view, forgery) };
  const seal: Seal = {
    signer: forgery === 'unsigned' ? undefined : signer,
    signType: 'RSA2',
    withCertificate: signer.sn !== undefined,
    charset: 'utf-8',
  };
  const response = envelope('alipay.trade.query', body, seal);
  const change = ALTERATIONS[forgery];
  return change ? new Response(change(await response.text(), trade), { headers: response.headers }) : response;
}

/** What happens to an answer after it was signed. */
const ALTERATIONS: Readonly<Partial<Record<Forgery, (text: string, trade: Trade) => string>>> = {
  'one-bit-changed': (text, { tradeNo }) => text.replace(tradeNo, oneBitChanged(tradeNo)),
  'rewritten-after-signing': (text) => text.replace('"code":"10000"', '"code": "10000"'),
  'with-the-signature-of-another-order': (text, { outTradeNo }) => text.replace(`${outTradeNo}X`, outTradeNo),
};
