import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { signRsa } from '../../kernel/keys';
import { answer } from '../../network/message';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { SCHEME } from './authorization';
import { type NoticeDesk, nonce, noticeBody, noticeRequest, paymentContent, recipient, stamp } from './notices';
import type { Account } from './register';
import { requestMessage, type Signer, signedHeaders } from './signature';
import { tradeView } from './views';

const OTHER_MERCHANT = '1900009999';
const OTHER_APPLICATION = 'wx0000000000000000';
const OTHER_SERIAL = '5AFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF';

/** Forgeries that are signed properly and say something that is not so. */
function mistaken(plaintext: Record<string, unknown>, forgery: Forgery | undefined): Record<string, unknown> {
  const amount = plaintext['amount'] as Record<string, unknown>;
  switch (forgery) {
    case 'wrong-amount':
      return { ...plaintext, amount: { ...amount, total: 1, payer_total: 1 } };
    case 'wrong-payee':
      return { ...plaintext, ['sub_mchid' in plaintext ? 'sub_mchid' : 'mchid']: OTHER_MERCHANT };
    case 'wrong-application':
      return { ...plaintext, ['sp_appid' in plaintext ? 'sp_appid' : 'appid']: OTHER_APPLICATION };
    case 'says-closed':
      return { ...plaintext, trade_state: 'CLOSED', trade_state_desc: '已关闭' };
    case 'says-unpaid':
      return { ...plaintext, trade_state: 'NOTPAY', trade_state_desc: '订单未支付' };
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
  trade: Trade,
  forgery: Forgery | undefined,
): Promise<Request | undefined> {
  const account = recipient(desk.register, trade);
  if (!account?.apiV3Key || trade.notifyUrl === undefined) return undefined;
  const content = paymentContent(desk, asPaid(desk, trade));
  const body = noticeBody(desk, { ...content, plaintext: mistaken(content.plaintext, forgery) }, account.apiV3Key);
  const signer = await forgedSigner(desk, desk.signers.forNotice(account, trade), forgery);
  const headers = forgery === 'unsigned' ? {} : signedHeaders(signer, body, nonce(), stamp());
  return noticeRequest(trade.notifyUrl, altered(body, forgery), headers);
}

/** An answer to a payment query that claims success, with a forgery of its signature applied. */
export async function forgedAnswer(desk: NoticeDesk, trade: Trade, forgery: Forgery): Promise<Response> {
  const body = JSON.stringify(mistaken(tradeView(asPaid(desk, trade), desk.payers), forgery));
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
  const [path = '', query = ''] = target.split('?');
  return `${path}?rewritten=1&${query}`;
}

async function requestKey(desk: NoticeDesk, account: Account, forgery: Forgery): Promise<KeyObject> {
  const role = forgery === 'signed-with-another-key' ? 'forger' : `wechatpay/merchant/${account.owner}`;
  return (await desk.keys.rsa(role)).privateKey;
}

/** A payment query in the name of the trade's caller, with a forgery of its signature or key applied. */
export async function forgedRequest(
  desk: NoticeDesk,
  trade: Trade,
  origin: string,
  forgery: Forgery,
): Promise<Request | undefined> {
  const account = recipient(desk.register, trade);
  const [serial] = account?.apiKeys.keys() ?? [];
  if (!account || serial === undefined) return undefined;
  const partner = trade.extra?.['sp_mchid'] !== undefined;
  const ids: Record<string, string> = partner
    ? { sp_mchid: account.mchid, sub_mchid: trade.payee }
    : { mchid: account.mchid };
  const path = `/v3/pay/${partner ? 'partner/' : ''}transactions/out-trade-no/${trade.outTradeNo}`;
  const target = `${path}?${new URLSearchParams(ids)}`;
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
