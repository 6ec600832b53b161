import { answer } from '../../network/message';
import { type Forgery, misdatedBy } from '../contract';
import type { Trade } from '../engine/trade';
import type { SimDesk } from './desk';
import { appKeyRole } from './enrolment';
import { callerOf, noticeHeaders, noticeRequest, orderNotice } from './notices';
import { orderView } from './views';
import { LABEL_HEADER, type Stamp, type Subject, signedHeaders, stampNow } from './wire';

const OTHER_PAYEE = '0029999999999999';
const OTHER_APPLICATION = 'app0000000000000';
const OTHER_KEY = 'ffffffffffffffff';

type View = Readonly<Record<string, unknown>>;

/** The same trade, as if it had been paid. */
function asPaid(desk: SimDesk, trade: Trade): Trade {
  const [person = 'stranger'] = desk.context.people;
  const paid = trade.paidBy === undefined ? { paidBy: person, paidFrom: desk.side.institutions?.[0]?.id } : {};
  return { ...trade, status: 'paid', paidAt: trade.paidAt ?? desk.now(), ...paid };
}

/** Forgeries that are signed properly and say something that is not so. */
function mistaken(desk: SimDesk, view: View, forgery: Forgery | undefined): View {
  const { finishedAt: _, [desk.design.words.payer]: __, [desk.design.words.institution]: ___, ...unpaid } = view;
  const event = (state: string) => ('event' in view ? { event: `ORDER.${state}` } : {});
  switch (forgery) {
    case 'wrong-amount':
      return { ...view, amount: 1 };
    case 'wrong-payee':
      return { ...view, [desk.design.words.payee]: OTHER_PAYEE };
    case 'wrong-application':
      return { ...view, appId: OTHER_APPLICATION };
    case 'wrong-order':
      return { ...view, outTradeNo: `${view['outTradeNo']}X` };
    case 'says-closed':
      return { ...unpaid, ...event('CLOSED'), state: 'CLOSED' };
    case 'says-unpaid':
      return { ...unpaid, ...event('PAYING'), state: 'PAYING' };
    default:
      return view;
  }
}

/** What of a message is signed that carries the signature of one about another order. */
const signedAs = (forgery: Forgery | undefined) =>
  forgery === 'with-the-signature-of-another-order' ? 'wrong-order' : forgery;

/** What happens to a body after it was signed. */
function altered(body: string, { tradeNo }: Trade, forgery: Forgery | undefined): string {
  if (forgery === 'rewritten-after-signing') return JSON.stringify(JSON.parse(body), null, 1);
  if (forgery !== 'one-bit-changed') return body;
  const last = String.fromCharCode(tradeNo.charCodeAt(tradeNo.length - 1) ^ 1);
  return body.replace(tradeNo, `${tradeNo.slice(0, -1)}${last}`);
}

async function forgedSigner(desk: SimDesk, forgery: Forgery | undefined) {
  const { key, privateKey } = desk.signers.active();
  const forger = forgery === 'signed-with-another-key';
  return {
    key: forgery === 'named-key-unknown' ? OTHER_KEY : key,
    privateKey: forger ? (await desk.context.keys.rsa('forger')).privateKey : privateKey,
  };
}

/** A body, and what signs it, with a forgery applied. */
function forged(desk: SimDesk, trade: Trade, view: View, forgery: Forgery | undefined) {
  const body = JSON.stringify(mistaken(desk, view, forgery));
  const signed = JSON.stringify(mistaken(desk, view, signedAs(forgery)));
  return { signed, sent: altered(body, trade, forgery) };
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what the provider would send. */
export async function forgedNotice(
  desk: SimDesk,
  trade: Trade,
  forgery: Forgery | undefined,
): Promise<Request | undefined> {
  if (trade.notifyUrl === undefined) return undefined;
  const { signed, sent } = forged(desk, trade, orderNotice(desk, asPaid(desk, trade)), forgery);
  const { key, privateKey } = await forgedSigner(desk, forgery);
  const stamp = stampNow(key, misdatedBy(forgery));
  const headers = forgery === 'unsigned' ? {} : noticeHeaders(stamp, signed, privateKey);
  return noticeRequest(desk, trade.notifyUrl, sent, headers);
}

const queryTarget = ({ design }: SimDesk, { payee }: Trade, outTradeNo: string) =>
  `/v0/orders/${outTradeNo}?${new URLSearchParams({ [design.words.payee]: payee })}`;

/** An answer to a payment query that claims success, with a forgery of its signature applied. */
export async function forgedAnswer(desk: SimDesk, trade: Trade, forgery: Forgery): Promise<Response> {
  const view = { code: 'SUCCESS', ...orderView(desk, asPaid(desk, trade)) };
  const { signed, sent } = forged(desk, trade, view, forgery);
  const { key, privateKey } = await forgedSigner(desk, forgery);
  const subject: Subject = { verb: 'GET', target: queryTarget(desk, trade, trade.outTradeNo) };
  const stamp = stampNow(key, misdatedBy(forgery));
  const headers = forgery === 'unsigned' ? {} : signedHeaders(subject, stamp, signed, privateKey);
  const type = { [LABEL_HEADER]: desk.label, 'Content-Type': 'application/json; charset=utf-8' };
  return answer(200, { ...type, ...headers }, sent);
}

function firstBitChanged(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}

/** A payment query in the name of the trade's caller, with a forgery of its signature or key applied. */
export async function forgedRequest(desk: SimDesk, trade: Trade, forgery: Forgery): Promise<Request | undefined> {
  const app = desk.register.app(callerOf(trade));
  const [key] = app?.keys.keys() ?? [];
  if (!app || key === undefined) return undefined;
  const role = forgery === 'signed-with-another-key' ? 'forger' : appKeyRole(desk.profile.provider, app.owner);
  const { privateKey } = await desk.context.keys.rsa(role);
  const number = signedAs(forgery) === 'wrong-order' ? `${trade.outTradeNo}X` : trade.outTradeNo;
  const signed = { verb: 'GET', target: queryTarget(desk, trade, number) };
  const asked = queryTarget(desk, trade, forgery === 'wrong-order' ? number : trade.outTradeNo);
  const stamp: Stamp = stampNow(forgery === 'named-key-unknown' ? OTHER_KEY : key, misdatedBy(forgery));
  const headers = signedHeaders(signed, stamp, '', privateKey);
  const sign = headers['X-Sim-Sign'] ?? '';
  const url = `${desk.apiOrigin}${forgery === 'rewritten-after-signing' ? `${asked}&` : asked}`;
  return new Request(url, {
    headers: {
      'X-Sim-App': app.appId,
      ...(forgery === 'unsigned' ? {} : headers),
      ...(forgery === 'one-bit-changed' ? { 'X-Sim-Sign': firstBitChanged(sign) } : {}),
    },
  });
}
