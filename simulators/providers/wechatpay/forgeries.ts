import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { signRsa } from '../../kernel/keys';
import { answer } from '../../network/message';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { SCHEME } from './authorization';
import { paymentView } from './combine/view';
import { initiator, type NoticeDesk, nonce, noticeBody, noticeRequest, paymentContent, stamp } from './notices';
import type { Account } from './register';
import { requestMessage, type Signer, signedHeaders } from './signature';

const OTHER_MERCHANT = '1900009999';
const OTHER_APPLICATION = 'wx0000000000000000';
const OTHER_SERIAL = '5AFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF';

/** A combined order whose first order is not what it was, or which is another as a whole. */
function mistakenTogether(
  plaintext: Record<string, unknown>,
  subs: readonly Record<string, unknown>[],
  forgery: Forgery | undefined,
) {
  const [first = {}, ...rest] = subs;
  const withFirst = (changes: Record<string, unknown>) => ({
    ...plaintext,
    sub_orders: [{ ...first, ...changes }, ...rest],
  });
  switch (forgery) {
    case 'wrong-amount':
      return withFirst({ amount: { ...(first['amount'] as object), total_amount: 1, payer_amount: 1 } });
    case 'wrong-payee':
      return withFirst({ ['sub_mchid' in first ? 'sub_mchid' : 'mchid']: OTHER_MERCHANT });
    case 'wrong-application':
      return { ...plaintext, combine_appid: OTHER_APPLICATION };
    case 'wrong-order':
      return { ...plaintext, combine_out_trade_no: `${plaintext['combine_out_trade_no']}X` };
    default:
      return plaintext;
  }
}

/** Forgeries that are signed properly and say something that is not so. */
function mistaken(plaintext: Record<string, unknown>, forgery: Forgery | undefined): Record<string, unknown> {
  const subs = plaintext['sub_orders'];
  if (Array.isArray(subs)) return mistakenTogether(plaintext, subs, forgery);
  const amount = plaintext['amount'] as Record<string, unknown>;
  switch (forgery) {
    case 'wrong-amount':
      return { ...plaintext, amount: { ...amount, total: 1, payer_total: 1 } };
    case 'wrong-payee':
      return { ...plaintext, ['sub_mchid' in plaintext ? 'sub_mchid' : 'mchid']: OTHER_MERCHANT };
    case 'wrong-application':
      return { ...plaintext, ['sp_appid' in plaintext ? 'sp_appid' : 'appid']: OTHER_APPLICATION };
    case 'wrong-order':
      return { ...plaintext, out_trade_no: `${plaintext['out_trade_no']}X` };
    default:
      return plaintext;
  }
}

/** The same trade, as if it had been paid. */
function asPaid(desk: NoticeDesk, trade: Trade): Trade {
  return { ...trade, status: 'paid', paidAt: trade.paidAt ?? desk.now(), paidBy: trade.paidBy ?? 'stranger' };
}

/** A body changed after it was signed. 功 and 办 differ in one bit; the JSON stays well formed. */
function altered(body: string, forgery: Forgery | undefined): string {
  if (forgery === 'one-bit-changed') return body.replace('支付成功', '支付成办');
  return forgery === 'rewritten-after-signing' ? JSON.stringify(JSON.parse(body), null, 1) : body;
}

async function forgedSigner(desk: NoticeDesk, genuine: Signer, forgery: Forgery | undefined): Promise<Signer> {
  if (forgery === 'signed-with-another-key') return { ...genuine, ...(await desk.keys.rsa('forger')) };
  // The signature is genuine; only the name of the key is one that nobody has.
  return forgery === 'named-key-unknown' ? { ...genuine, serial: OTHER_SERIAL } : genuine;
}

/** A notice that claims success for a trade, with a forgery applied; without one it is what the provider would send. */
export async function forgedNotice(
  desk: NoticeDesk,
  trades: readonly Trade[],
  forgery: Forgery | undefined,
): Promise<Request | undefined> {
  const [trade] = trades;
  const account = trade && initiator(desk.register, trade);
  if (!account?.apiV3Key || trade?.notifyUrl === undefined) return undefined;
  const content = paymentContent(
    desk,
    trades.map((each) => asPaid(desk, each)),
  );
  const body = noticeBody(desk, { ...content, plaintext: mistaken(content.plaintext, forgery) }, account.apiV3Key);
  const signer = await forgedSigner(desk, desk.signers.forNotice(account, trade), forgery);
  const headers = forgery === 'unsigned' ? {} : signedHeaders(signer, body, nonce(), stamp());
  return noticeRequest(trade.notifyUrl, altered(body, forgery), headers);
}

/** An answer to a payment query that claims success, with a forgery of its signature applied. */
export async function forgedAnswer(desk: NoticeDesk, trades: readonly Trade[], forgery: Forgery): Promise<Response> {
  const paid = trades.map((each) => asPaid(desk, each));
  const body = JSON.stringify(mistaken(paymentView(paid, desk.payers), forgery));
  const signer = await forgedSigner(desk, desk.signers.active(), forgery);
  const headers = forgery === 'unsigned' ? {} : signedHeaders(signer, body, nonce(), stamp());
  return answer(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' }, altered(body, forgery));
}

function firstBitChanged(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}

/** The same question in other bytes: what a proxy does that sorts parameters. */
function rewritten(target: string): string {
  const [path = '', query] = target.split('?');
  return `${path}?rewritten=1${query === undefined ? '' : `&${query}`}`;
}

async function requestKey(desk: NoticeDesk, account: Account, forgery: Forgery): Promise<KeyObject> {
  const role = forgery === 'signed-with-another-key' ? 'forger' : `wechatpay/merchant/${account.owner}`;
  return (await desk.keys.rsa(role)).privateKey;
}

/** Where the trade's caller asks after its payment. */
function queryTarget({ mchid }: Account, trade: Trade): string {
  if (trade.combined) return `/v3/combine-transactions/out-trade-no/${trade.combined.outTradeNo}`;
  const partner = trade.extra?.['sp_mchid'] !== undefined;
  const ids: Record<string, string> = partner ? { sp_mchid: mchid, sub_mchid: trade.payee } : { mchid };
  const path = `/v3/pay/${partner ? 'partner/' : ''}transactions/out-trade-no/${trade.outTradeNo}`;
  return `${path}?${new URLSearchParams(ids)}`;
}

/** A payment query in the name of the trade's caller, with a forgery of its signature or key applied. */
export async function forgedRequest(
  desk: NoticeDesk,
  trade: Trade,
  origin: string,
  forgery: Forgery,
): Promise<Request | undefined> {
  const account = initiator(desk.register, trade);
  const [serial] = account?.apiKeys.keys() ?? [];
  if (!account || serial === undefined) return undefined;
  const target = queryTarget(account, trade);
  const [timestamp, once] = [stamp(), randomBytes(16).toString('hex')];
  const headers = new Headers({ Accept: 'application/json', 'User-Agent': 'stranger/1.0' });
  const message = {
    method: 'GET',
    target,
    url: `${origin}${target}`,
    headers,
    body: new Uint8Array(),
    tooLarge: false,
  };
  const signature = signRsa(requestMessage(message, timestamp, once), await requestKey(desk, account, forgery));
  const sent = forgery === 'one-bit-changed' ? firstBitChanged(signature) : signature;
  const named = forgery === 'named-key-unknown' ? OTHER_SERIAL : serial;
  if (forgery !== 'unsigned') {
    const pairs = { mchid: account.mchid, nonce_str: once, timestamp, serial_no: named, signature: sent };
    const text = Object.entries(pairs).map(([name, value]) => `${name}="${value}"`);
    headers.set('Authorization', `${SCHEME} ${text.join(',')}`);
  }
  const asked = forgery === 'rewritten-after-signing' ? rewritten(target) : target;
  return new Request(`${origin}${asked}`, { headers });
}
