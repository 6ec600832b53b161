import { payerSchemeMember } from '../../codes/outside-payer';
import type { KeyMint } from '../../kernel/keys';
import { yuanText } from '../../kernel/money';
import { beijingDateTime, compactDateTime, type Millis } from '../../kernel/time';
import { outgoing } from '../../network/message';
import { charsetNamed, formText } from '../charset';
import type { Notice } from '../engine/notifier';
import { type Refund, refundedFen, type Trade } from '../engine/trade';
import { type Profile, setting } from '../profile';
import type { WaitingNotices } from './notify-verify';
import type { App } from './register';
import { noticeText, type SignType, sign, signTypeRule } from './signature';
import type { Signer, Signers } from './signers';
import { type TradeDesk, type TradeStatusWord, tradeStatus } from './trades';
import { amounts, buyer, fundBill } from './views';

/** What notices are made from. */
export interface NoticeDesk extends TradeDesk {
  readonly signers: Signers;
  readonly keys: KeyMint;
  /** The numbers of notices for which somebody may still ask. */
  readonly waiting: WaitingNotices;
  readonly now: () => Millis;
}

/** What a notice tells. */
export type NoticeEvent =
  | { readonly about: 'open' | 'payment' | 'close' | 'finish' }
  | { readonly about: 'refund'; readonly refund: Refund };

type Values = Record<string, string>;

/** The application that ordered, which is the one that is told. */
export const callerOf = ({ register }: NoticeDesk, trade: Trade): App | undefined =>
  register.app(trade.extra?.['app_id']);

/** A notice keeps its number over all its attempts; another change of the same trade has another (sheet 3.5). */
function noticeId(desk: NoticeDesk, trade: Trade, event: NoticeEvent, at: Millis): string {
  const what = event.about === 'refund' ? `refund/${event.refund.refundNo}` : event.about;
  const [day, time] = [compactDateTime(at).slice(0, 8), compactDateTime(at).slice(8)];
  return `${day}00222${time}${desk.random.stream(`notice/${trade.tradeNo}/${what}`).digits(15)}`;
}

function refundMembers(trade: Trade, { outRefundNo, doneAt, amountFen }: Refund, profile: Profile): Values {
  const fraction = setting(profile, 'refundTimeInNotices') === 'with-milliseconds' ? '.000' : '';
  return {
    out_biz_no: outRefundNo,
    refund_fee: yuanText(refundedFen(trade)),
    send_back_fee: yuanText(amountFen),
    gmt_refund: `${beijingDateTime(doneAt ?? 0)}${fraction}`,
  };
}

const optional = (name: string, value: string | undefined): Values => (value === undefined ? {} : { [name]: value });
const time = (name: string, at: Millis | undefined): Values =>
  optional(name, at === undefined ? undefined : beijingDateTime(at));

/** Whose account `seller_id` is in an order that a platform placed for its sub-merchant: no source says. */
export const sellerOf = ({ profile }: NoticeDesk, app: App, trade: Trade): string =>
  setting(profile, 'sellerInNotices') === 'platform' ? app.pid : trade.payee;

/** Everything that a notice says but the time of sending and the signature; no value is empty (sheet 3.2, A20). */
export function noticeValues(desk: NoticeDesk, app: App, trade: Trade, event: NoticeEvent): Values {
  const now = desk.now();
  const status: TradeStatusWord = tradeStatus(trade, now, desk.profile.numbers.refundWindow.value);
  const paid = trade.paidAt !== undefined;
  return {
    notify_type: 'trade_status_sync',
    notify_id: noticeId(desk, trade, event, now),
    app_id: app.appId,
    auth_app_id: app.appId,
    charset: trade.extra?.['charset'] ?? 'utf-8',
    version: '1.0',
    trade_no: trade.tradeNo,
    out_trade_no: trade.outTradeNo,
    trade_status: status,
    seller_id: sellerOf(desk, app, trade),
    subject: trade.description,
    ...(paid ? amounts(trade) : { total_amount: yuanText(trade.amountFen) }),
    ...buyer(desk, trade, 'buyer_id'),
    ...payerSchemeMember(trade.paidBy),
    ...optional('body', trade.extra?.['body']),
    ...optional('passback_params', trade.attach),
    ...time('gmt_create', trade.createdAt),
    ...time('gmt_payment', trade.paidAt),
    ...time('gmt_close', trade.closedAt ?? trade.reversedAt),
    ...(paid ? { fund_bill_list: JSON.stringify(fundBill(trade, trade.amountFen, 'notice')) } : {}),
    ...(event.about === 'refund' ? refundMembers(trade, event.refund, desk.profile) : {}),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  clean: 'application/x-www-form-urlencoded; charset=',
  malformed: 'application/x-www-form-urlencoded; text/html; charset=',
};

/** Signs values as a notice or a return is signed: over all of them but `sign` and, usually, `sign_type` (sheet 3.3). */
export function signedValues(values: Values, signer: Signer, profile: Profile, trade: Trade): Values {
  const charset = charsetNamed(trade.extra?.['charset']) ?? 'utf-8';
  const signType: SignType = trade.extra?.['sign_type'] === 'RSA' ? 'RSA' : 'RSA2';
  const rule = signer.sn === undefined ? 'absent' : setting(profile, 'certSnInNotices');
  const named = optional('alipay_cert_sn', rule === 'absent' ? undefined : signer.sn);
  const covered = { ...values, ...(rule === 'signed' ? named : {}), sign_type: signType };
  const signature = sign(noticeText(Object.entries(covered), signTypeRule(profile)), signer, signType, charset);
  return { ...values, ...named, sign_type: signType, sign: signature };
}

/** The request that carries values to the merchant. */
export function noticeRequest(url: string, values: Values, profile: Profile): Request {
  const charset = charsetNamed(values['charset']) ?? 'utf-8';
  return new Request(url, {
    method: 'POST',
    headers: {
      'Content-Type': `${TYPES[setting(profile, 'noticeContentType')]}${charset}`,
      'User-Agent': 'Mozilla/4.0',
    },
    body: formText(Object.entries(values), charset),
  });
}

/** A genuine notice: each attempt has its own time and signature, and the same number. */
export function genuineNotice(desk: NoticeDesk, trade: Trade, event: NoticeEvent): Notice | undefined {
  const app = callerOf(desk, trade);
  const { notifyUrl: url } = trade;
  if (!app || url === undefined) return undefined;
  const values = noticeValues(desk, app, trade, event);
  const { notify_id: number = '' } = values;
  return {
    url,
    build: async () => {
      desk.waiting.sent(number, app.pid);
      const timed = { notify_time: beijingDateTime(desk.now()), ...values };
      return noticeRequest(
        url,
        signedValues(timed, desk.signers.signerFor(app, trade.extra?.['app_cert_sn']), desk.profile, trade),
        desk.profile,
      );
    },
    heard: async (response) => {
      const acknowledged = await heard(response);
      if (acknowledged) desk.waiting.heard(number);
      return acknowledged;
    },
  };
}

/** Heard is HTTP 200 with exactly these seven characters; redirects are not followed (sheet 3.1). */
async function heard(response: Response): Promise<boolean> {
  const { status, body } = await outgoing(response);
  return status === 200 && Buffer.from(body).toString('latin1') === 'success';
}

/** The address to which the payer's browser returns; it proves nothing (sheet 3.6). */
export function returnAddress(desk: NoticeDesk, trade: Trade): string | undefined {
  const app = callerOf(desk, trade);
  if (!app || trade.returnUrl === undefined) return undefined;
  const charset = charsetNamed(trade.extra?.['charset']) ?? 'utf-8';
  const values = {
    app_id: app.appId,
    auth_app_id: app.appId,
    charset,
    method: `alipay.trade.${trade.product}.pay.return`,
    out_trade_no: trade.outTradeNo,
    seller_id: sellerOf(desk, app, trade),
    timestamp: beijingDateTime(desk.now()),
    total_amount: yuanText(trade.amountFen),
    trade_no: trade.tradeNo,
    version: '1.0',
  };
  const signed = signedValues(values, desk.signers.signerFor(app, trade.extra?.['app_cert_sn']), desk.profile, trade);
  const [address = '', fragment] = trade.returnUrl.split('#');
  const query = formText(Object.entries(signed), charset);
  return `${address}${address.includes('?') ? '&' : '?'}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}
