import { answer } from '../../network/message';
import type { Forgery } from '../contract';
import type { Trade } from '../engine/trade';
import { type NoticeDesk, nonce, noticeBody, noticeRequest, paymentContent, recipient, stamp } from './notices';
import { type Signer, signedHeaders } from './signature';
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

/** 功 and 办 differ in the last bit of their last byte; the JSON stays well formed. */
const oneBitChanged = (body: string) => body.replace('支付成功', '支付成办');

async function forgedSigner(desk: NoticeDesk, genuine: Signer, forgery: Forgery | undefined): Promise<Signer> {
  if (forgery === 'signed-with-another-key') return { ...genuine, ...(await desk.keys.rsa('forger')) };
  if (forgery !== 'named-key-unknown') return genuine;
  return { ...(await desk.keys.rsa('forger')), serial: OTHER_SERIAL };
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
  const body = noticeBody({ ...content, plaintext: mistaken(content.plaintext, forgery) }, account.apiV3Key);
  const signer = await forgedSigner(desk, desk.signers.forNotice(account), forgery);
  const headers = forgery === 'unsigned' ? {} : signedHeaders(signer, body, nonce(), stamp());
  const sent =
    forgery === 'one-bit-changed'
      ? oneBitChanged(body)
      : forgery === 'rewritten-after-signing'
        ? JSON.stringify(JSON.parse(body), null, 1)
        : body;
  return noticeRequest(trade.notifyUrl, sent, headers);
}

/** An answer to a payment query that claims success, with a forgery of its signature applied. */
export async function forgedAnswer(desk: NoticeDesk, trade: Trade, forgery: Forgery): Promise<Response> {
  const body = JSON.stringify(mistaken(tradeView(asPaid(desk, trade), desk.payers), forgery));
  const signer = await forgedSigner(desk, desk.signers.active(), forgery);
  const headers = forgery === 'unsigned' ? {} : signedHeaders(signer, body, nonce(), stamp());
  const sent = forgery === 'one-bit-changed' ? oneBitChanged(body) : body;
  return answer(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8' }, sent);
}
