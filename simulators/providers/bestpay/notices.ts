import { compactDateTime } from '../../kernel/time';
import { outgoing } from '../../network/message';
import type { Notice } from '../engine/notifier';
import type { Refund, Trade } from '../engine/trade';
import { setting } from '../profile';
import { formText } from './form';
import { fieldsOf, macOf } from './mac';
import { refundStatus, requestNumber, type TradeDesk, transactionNumber } from './trades';

export type NoticeValues = Readonly<Record<string, string>>;

/** With what kind of fund it was paid: the payer's own account, which is all that is simulated (BP-DOC 11.2). */
const FUND = 'EPAYACC';

/** An amount as the notice gives it back: as the order wrote it (BP-DOC 7). */
function amounts({ profile }: TradeDesk, { product, amountFen, extra = {} }: Trade): NoticeValues {
  const { orderAmt = String(amountFen), productAmt = orderAmt, attachAmt = '0' } = extra;
  const inFen = product === 'wap' && setting(profile, 'wapNoticeAmounts') === 'fen';
  const written = (text: string) => (inFen ? String(Number(text.replace('.', ''))) : text);
  return {
    ORDERAMOUNT: written(orderAmt),
    PRODUCTAMOUNT: written(productAmt),
    ATTACHAMOUNT: written(attachAmt),
  };
}

/** What a notice of a payment says, without its signature (sheet A1.5). */
export function payNoticeValues(desk: TradeDesk, trade: Trade): NoticeValues {
  return {
    UPTRANSEQ: transactionNumber(trade),
    MERCHANTID: trade.payee,
    TRANDATE: compactDateTime(trade.paidAt ?? desk.now()).slice(0, 8),
    RETNCODE: '0000',
    RETNINFO: '0000',
    ORDERREQTRANSEQ: requestNumber(trade),
    ORDERSEQ: trade.outTradeNo,
    ...amounts(desk, trade),
    CURTYPE: 'RMB',
    ENCODETYPE: '1',
    BANKID: FUND,
    ATTACH: trade.attach ?? '',
    UPREQTRANSEQ: `${transactionNumber(trade)}01`,
    UPBANKTRANSEQ: '',
    PRODUCTNO: '',
  };
}

/** Notices of the WAP cashier sign their own names, the others three of them under other names (sheet A1.3). */
export const payNoticeOrder = ({ product }: Trade) => (product === 'wap' ? 'wapNotice' : 'payNotice');

/** The values with the signature that goes with them. */
export const signedPayNotice = (values: NoticeValues, trade: Trade, key: string): NoticeValues => ({
  ...values,
  SIGN: macOf(payNoticeOrder(trade), fieldsOf(values), key),
});

/** What a notice of a refund says (sheet A1.5). */
export function refundNoticeValues(trade: Trade, refund: Refund, key: string): NoticeValues {
  const values = {
    refundReqNo: refund.outRefundNo,
    ourTransNo: refund.refundNo,
    oldOrderNo: trade.outTradeNo,
    oldOrderReqNo: requestNumber(trade),
    merchantCode: trade.payee,
    transAmt: String(refund.amountFen),
    transStatus: refundStatus(refund),
  };
  return { ...values, mac: macOf('refundNotice', fieldsOf(values), key) };
}

/** The request that carries values to the merchant. */
export const noticeRequest = (url: string, values: NoticeValues): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: formText(values),
  });

/** What a merchant answers that has heard: the number of the notice, for payments behind a fixed word (BP-04). */
const acknowledgement = (values: NoticeValues): string =>
  values['UPTRANSEQ'] === undefined ? (values['ourTransNo'] ?? '') : `UPTRANSEQ_${values['UPTRANSEQ']}`;

/** True when an answer is exactly the acknowledgement of these values. */
export async function acknowledges(values: NoticeValues, response: Response): Promise<boolean> {
  const { status, body } = await outgoing(response);
  return isAcknowledged(values, status, body);
}

export const isAcknowledged = (values: NoticeValues, status: number, body: Uint8Array): boolean =>
  status === 200 && Buffer.from(body).toString('utf8') === acknowledgement(values);

/** A notice with fixed values: every attempt is the same. */
const noticeOf = (url: string, values: NoticeValues): Notice => ({
  url,
  build: async () => noticeRequest(url, values),
  heard: (response) => acknowledges(values, response),
});

/** The notice of a payment; nothing where the order named no address. */
export function payNotice(desk: TradeDesk, trade: Trade): Notice | undefined {
  const merchant = desk.register.merchant(trade.payee);
  if (!merchant || trade.notifyUrl === undefined) return undefined;
  return noticeOf(trade.notifyUrl, signedPayNotice(payNoticeValues(desk, trade), trade, merchant.key));
}

/** The notice of a refund that has ended, to the address that the refund named. */
export function refundNotice(desk: TradeDesk, trade: Trade, outRefundNo: string | undefined): Notice | undefined {
  const merchant = desk.register.merchant(trade.payee);
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!merchant || !refund?.notifyUrl || setting(desk.profile, 'refundNotices') === 'none') return undefined;
  return noticeOf(refund.notifyUrl, refundNoticeValues(trade, refund, merchant.key));
}
