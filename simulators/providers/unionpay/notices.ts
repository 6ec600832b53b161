import type { KeyMint } from '../../kernel/keys';
import type { Effect } from '../engine/engine';
import type { Notice, Notifier } from '../engine/notifier';
import type { Refund, Trade } from '../engine/trade';
import { setting } from '../profile';
import type { Holder } from './certificates';
import { signMethodOf, versionOf } from './signature';
import { type Seal, sealed } from './signers';
import { codeOfRefund, codeOfTrade, type Desk, isFrontType, wordsOf } from './trades';
import { backView, paymentView } from './views';
import { type Fields, formBody } from './wire';

/** What notices are made from. */
export interface NoticeDesk extends Desk {
  readonly keys: KeyMint;
  /** A certificate like the house's own that somebody else has issued, for forgeries. */
  readonly strangersSigner: () => Promise<Holder>;
}

/** `respMsg` of a notice of success, as one that was seen (sheet 7). */
const SUCCESS = 'success';

/** What every message of the house about a request repeats of it. */
const repeated = (extra: Fields | undefined): Fields => {
  const names = ['version', 'encoding', 'signMethod', 'txnType', 'txnSubType', 'bizType', 'accessType', 'txnTime'];
  return Object.fromEntries(names.flatMap((name) => (extra?.[name] ? [[name, extra[name]]] : [])));
};

/** How messages about a request are sealed: as it was. */
export function sealFor({ register }: Desk, { payee, extra }: Pick<Trade, 'payee'> & { extra?: Fields }): Seal {
  const version = versionOf(extra?.['version']) ?? '5.1.0';
  const method = signMethodOf(extra?.['signMethod']) ?? '01';
  const secret = register.merchant(payee)?.secret;
  return method === '01' || secret === undefined ? { version, method: '01' } : { version, method, secret };
}

const said = (respCode: string): Fields => ({ respCode, respMsg: respCode === '00' ? SUCCESS : wordsOf(respCode) });

/** Everything that a notice of a payment says but the seal (sheet 7). */
export const paymentNotice = (desk: NoticeDesk, trade: Trade): Fields => ({
  ...repeated(trade.extra),
  merId: trade.payee,
  orderId: trade.outTradeNo,
  ...paymentView(desk, trade),
  ...said(codeOfTrade(trade, desk.profile)),
  ...(trade.attach === undefined ? {} : { reqReserved: trade.attach }),
});

/** Everything that a notice of money that went back says but the seal. */
export const backNotice = (desk: NoticeDesk, trade: Trade, refund: Refund): Fields => ({
  ...repeated(refund.extra),
  merId: trade.payee,
  orderId: refund.outRefundNo,
  ...backView(desk, trade, refund),
  ...said(codeOfRefund(refund)),
  ...(refund.extra?.['reqReserved'] ? { reqReserved: refund.extra['reqReserved'] } : {}),
});

/** The request that carries a notice to the merchant: a form, percent-encoded (sheet 2). */
export function noticeRequest(url: string, fields: Fields): Request {
  const encoding = fields['encoding'] ?? 'UTF-8';
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': `application/x-www-form-urlencoded;charset=${encoding}` },
    body: formBody(fields),
  });
}

/** Heard is HTTP 200, whatever the body says (sheet 7). */
const heard = async ({ status }: Response): Promise<boolean> => status === 200;

/** The browser's own way back to the merchant carries the same, and proves nothing (sheet 2, UP-10). */
export function frontNotice(desk: NoticeDesk, trade: Trade): Fields {
  return sealed(paymentNotice(desk, trade), sealFor(desk, trade), desk.signers.active());
}

/** A genuine notice; each attempt is sealed with the key of its time. */
function notice(desk: NoticeDesk, url: string, fields: Fields, seal: Seal): Notice {
  return { url, heard, build: async () => noticeRequest(url, sealed(fields, seal, desk.signers.active())) };
}

/** Tells merchants what became of their payments and refunds. */
export class Announcer {
  constructor(
    readonly desk: NoticeDesk,
    readonly notifier: Notifier,
  ) {}

  /** What the engine wants told: success of everything, failure of what a server asked for (sheet 7). */
  changed(trade: Trade, { about, outRefundNo }: Effect & { type: 'notify' }): void {
    const { desk } = this;
    if (about === 'payment') this.#post(trade.notifyUrl, paymentNotice(desk, trade), sealFor(desk, trade));
    const refund = about === 'refund' ? trade.refunds.find((each) => each.outRefundNo === outRefundNo) : undefined;
    if (refund) {
      const seal = sealFor(desk, { payee: trade.payee, extra: refund.extra });
      this.#post(refund.notifyUrl, backNotice(desk, trade, refund), seal);
    }
  }

  /** A payment with a payer's code came to nothing. */
  failed(trade: Trade): void {
    if (isFrontType(trade.product) || setting(this.desk.profile, 'failureNotices') !== 'code') return;
    this.#post(trade.notifyUrl, paymentNotice(this.desk, trade), sealFor(this.desk, trade));
  }

  #post(url: string | undefined, fields: Fields, seal: Seal): void {
    if (url !== undefined) this.notifier.post(notice(this.desk, url, fields, seal));
  }
}
