import { answer } from '../../network/message';
import { charsetNamed } from '../charset';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { type Holder } from './certificates';
import { keyRole } from './enrolment';
import { type NoticeDesk, noticeRequest, paymentNotice, sealFor } from './notices';
import { ACCEPTED } from './refusals';
import { signedBytes, signWithKey } from './signature';
import { type Seal, sealed } from './signers';
import { txnTimeOf } from './trades';
import { paymentResult } from './views';
import { type Fields, formBody, rawBytes } from './wire';

const OTHER_MERCHANT = '777299999999999';
const OTHER_CERTIFICATE = '999999999999';

/** The same trade, as if it had been paid. */
const asPaid = (desk: NoticeDesk, trade: Trade): Trade => ({
  ...trade,
  status: 'paid',
  paidAt: trade.paidAt ?? desk.now(),
  paidBy: trade.paidBy ?? 'stranger',
  refunds: [],
});

/**
 * Who signs a forgery. A key that nobody knows comes with a certificate of its own, which names the company and is
 * issued by a stranger (UP-04).
 */
async function forger(desk: NoticeDesk, forgery: Forgery | undefined): Promise<Holder> {
  const genuine = desk.signers.active();
  if (forgery === 'signed-with-another-key') return { ...genuine, pair: await desk.keys.rsa('forger') };
  return forgery === 'named-key-unknown' ? desk.strangersSigner() : genuine;
}

/** Digits that differ in their last bit only: 0 and 1, 8 and 9. */
const oneBitChanged = (number = '') =>
  `${number.slice(0, -1)}${String.fromCharCode(number.charCodeAt(number.length - 1) ^ 1)}`;

/** The code that a message says of the payment: of itself in a notice, of the queried one in an answer. */
const saying = (fields: Fields, code: string): Fields =>
  'origRespCode' in fields ? { ...fields, origRespCode: code } : { ...fields, respCode: code };

/** Forgeries that are signed properly and say something that is not so. */
function mistaken(fields: Fields, forgery: Forgery | undefined): Fields {
  switch (forgery) {
    case 'wrong-amount':
      return { ...fields, txnAmt: '1', settleAmt: '1' };
    case 'wrong-payee':
      return { ...fields, merId: OTHER_MERCHANT };
    case 'wrong-application':
      return { ...fields, accessType: '1' };
    case 'says-closed':
      return saying(fields, '01');
    case 'says-unpaid':
      return saying(fields, '05');
    case 'wrong-order':
    case 'with-the-signature-of-another-order':
      return { ...fields, orderId: `${fields['orderId']}X` };
    default:
      return fields;
  }
}

/** What happens to a message after it was signed. */
function tampered(fields: Fields, { outTradeNo }: Trade, forgery: Forgery | undefined): Fields {
  switch (forgery) {
    case 'with-the-signature-of-another-order':
      return { ...fields, orderId: outTradeNo };
    case 'unsigned': {
      const { signature: _, ...unsigned } = fields;
      return unsigned;
    }
    case 'one-bit-changed':
      return { ...fields, queryId: oneBitChanged(fields['queryId']) };
    case 'rewritten-after-signing':
      // The same certificate, with other ends of its lines.
      return { ...fields, signPubKeyCert: (fields['signPubKeyCert'] ?? '').replaceAll('\r\n', '\n') };
    default:
      return fields;
  }
}

const forged = async (desk: NoticeDesk, trade: Trade, fields: Fields, seal: Seal, forgery: Forgery | undefined) =>
  tampered(sealed(mistaken(fields, forgery), seal, await forger(desk, forgery)), trade, forgery);

/**
 * A notice that claims success for a trade, with a forgery applied; without one it is what the house would send. Notices
 * carry no time of sending, so one cannot be dated otherwise.
 */
export async function forgedNotice(
  desk: NoticeDesk,
  trade: Trade,
  forgery: Forgery | undefined,
): Promise<Request | undefined> {
  if (trade.notifyUrl === undefined) return undefined;
  const fields = paymentNotice(desk, asPaid(desk, trade));
  return noticeRequest(trade.notifyUrl, await forged(desk, trade, fields, sealFor(desk, trade), forgery));
}

/** What a payment query repeats of the order that it asks about. */
const queryFields = ({ payee, outTradeNo, extra }: Trade): Fields => ({
  version: extra?.['version'] ?? '5.1.0',
  encoding: extra?.['encoding'] ?? 'UTF-8',
  signMethod: '01',
  txnType: '00',
  txnSubType: '00',
  bizType: '000000',
  accessType: extra?.['accessType'] ?? '0',
  merId: payee,
  orderId: outTradeNo,
  txnTime: txnTimeOf({ extra }),
});

/** An answer to a query that claims success, with a forgery applied. */
export async function forgedAnswer(desk: NoticeDesk, trade: Trade, forgery: Forgery): Promise<Response | undefined> {
  const fields = { ...queryFields(trade), ...ACCEPTED, ...paymentResult(desk, asPaid(desk, trade)) };
  const told = await forged(desk, trade, fields, { version: '5.1.0', method: '01' }, forgery);
  const bytes = rawBytes(told, charsetNamed(told['encoding']) ?? 'utf-8');
  return answer(200, { 'Content-Type': 'text/html;charset=UTF-8', 'Content-Length': String(bytes.length) }, bytes);
}

/** A payment query in the name of whoever signed the order, with a forgery of its signature or key applied. */
export async function forgedRequest(
  desk: NoticeDesk,
  trade: Trade,
  url: string,
  forgery: Forgery,
): Promise<Request | undefined> {
  const certificate = desk.register.certificate(trade.proof?.key.split('/').at(-1));
  if (!certificate) return undefined;
  const certId = forgery === 'named-key-unknown' ? OTHER_CERTIFICATE : certificate.certId;
  const fields = mistaken({ ...queryFields(trade), version: '5.1.0', certId }, forgery);
  const role = forgery === 'signed-with-another-key' ? 'forger' : keyRole(certificate.owner);
  const { privateKey } = await desk.keys.rsa(role);
  const charset = charsetNamed(fields['encoding']) ?? 'utf-8';
  const signature = signWithKey(signedBytes(fields, charset), '5.1.0', privateKey);
  const sent = altered({ ...fields, signature }, trade, forgery);
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': `application/x-www-form-urlencoded;charset=${fields['encoding']}` },
    body: formBody(sent),
  });
}

/** What happens to a request after it was signed; it names no number of the house and no certificate as text. */
function altered(fields: Fields, trade: Trade, forgery: Forgery): Fields {
  const { signature = '' } = fields;
  if (forgery === 'one-bit-changed')
    return { ...fields, signature: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` };
  if (forgery === 'rewritten-after-signing') return { ...fields, encoding: (fields['encoding'] ?? '').toLowerCase() };
  return tampered(fields, trade, forgery);
}
