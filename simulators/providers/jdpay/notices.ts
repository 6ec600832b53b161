import { outgoing } from '../../network/message';
import type { Effect } from '../engine/engine';
import type { Notice } from '../engine/notifier';
import type { Refund, Trade } from '../engine/trade';
import { isRevocation } from './calls';
import type { Desk } from './desk';
import { beginning, type DocumentForm, SUCCESS, sealedDocument, signedDocument } from './documents';
import type { Account } from './register';
import { paymentView, refundView, TRADE_TYPES } from './views';
import type { Declaration, Elements } from './xml';

export const NOTICE_RESULT = { code: SUCCESS, desc: 'success' };

const PAYMENT_FORM = { signatureAfter: 'tradeType' } as const;

/** How a notice spells its declaration (sheet 2.4). */
export const noticeDeclaration = ({ choose }: Pick<Desk, 'choose'>): Declaration =>
  choose('noticeDeclaration') === 'plain' ? 'plain' : 'spaced';

/** How the inner document of a payment's notice is written: its signature stands in the middle (DEMOP). */
export const paymentForm = (desk: Pick<Desk, 'choose'>): DocumentForm => ({
  ...PAYMENT_FORM,
  declaration: noticeDeclaration(desk),
});

/** What the notice of a payment says. */
export const paymentElements = ({ profile }: Pick<Desk, 'profile'>, trade: Trade): Elements => ({
  ...beginning(trade.payee, NOTICE_RESULT),
  ...paymentView(trade, profile),
});

/** The request that carries an inner document to the merchant. */
export function noticeRequest(desk: Pick<Desk, 'choose'>, url: string, account: Account, inner: string): Request {
  const body = sealedDocument(account, NOTICE_RESULT, inner, noticeDeclaration(desk));
  return new Request(url, { method: 'POST', headers: { 'Content-Type': 'application/xml' }, body });
}

/** Heard is HTTP 200 with the one word that the merchant must answer (sheet 5). */
export function isHeard(status: number, body: Uint8Array, words: string): boolean {
  const said = Buffer.from(body).toString('latin1').trim().toLowerCase();
  return status === 200 && (said === 'ok' || (said === 'success' && words === 'ok-or-success'));
}

/** Every attempt is the same to the byte: neither signature nor container has anything that changes. */
function notice(desk: Desk, url: string, account: Account, inner: string): Notice {
  return {
    url,
    build: async () => noticeRequest(desk, url, account, inner),
    heard: async (response) => {
      const { status, body } = await outgoing(response);
      return isHeard(status, body, desk.choose('heardWords'));
    },
  };
}

function paymentNotice(desk: Desk, trade: Trade): Notice | undefined {
  const account = desk.register.account(trade.payee);
  if (!account || trade.notifyUrl === undefined) return undefined;
  return notice(
    desk,
    trade.notifyUrl,
    account,
    signedDocument(paymentElements(desk, trade), desk.signers, paymentForm(desk)),
  );
}

/** Of a refund only its success is told, and only to the address that its request named (DOC). */
function refundNotice(desk: Desk, trade: Trade, refund: Refund): Notice | undefined {
  const account = desk.register.account(trade.payee);
  const told = refund.status === 'success' || desk.choose('refundNotices') === 'every-end';
  if (!account || refund.notifyUrl === undefined || !told) return undefined;
  const type = isRevocation(refund) ? TRADE_TYPES.revocation : TRADE_TYPES.refund;
  const elements = { ...beginning(trade.payee, NOTICE_RESULT), ...refundView(trade, refund, type) };
  const inner = signedDocument(elements, desk.signers, { declaration: noticeDeclaration(desk) });
  return notice(desk, refund.notifyUrl, account, inner);
}

/** The notice of what the engine wants told; that an order was closed nobody is told. */
export function noticeOf(desk: Desk, trade: Trade, effect: Effect & { type: 'notify' }): Notice | undefined {
  if (effect.about === 'payment') return paymentNotice(desk, trade);
  const refund = trade.refunds.find(({ outRefundNo }) => outRefundNo === effect.outRefundNo);
  return effect.about === 'refund' && refund ? refundNotice(desk, trade, refund) : undefined;
}
