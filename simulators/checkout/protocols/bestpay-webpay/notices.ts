import { z } from 'zod';
import { fenFromYuan } from '../../../kernel/money';
import type { Millis } from '../../../kernel/time';
import type { NoticeReading } from '../protocol';
import type { Connection } from './connection';
import { requestNumber, timeOn } from './numbers';
import { isSealed, type SealedPairs } from './seal';

type Values = Readonly<Record<string, string>>;

/** The fields of a notice, decoded once; undefined where one is named twice, for nobody knows which of them is meant. */
export function noticeValues(body: string): Values | undefined {
  const pairs = [...new URLSearchParams(body)];
  const values = Object.fromEntries(pairs);
  return Object.keys(values).length === pairs.length ? values : undefined;
}

/** What says that a notice was heard: its number, for payments behind a fixed word (requirement BP-04). */
export function acknowledgement(body: string): string {
  const values = noticeValues(body) ?? {};
  return values['UPTRANSEQ'] === undefined ? (values['ourTransNo'] ?? '') : `UPTRANSEQ_${values['UPTRANSEQ']}`;
}

const token = (longest: number) => z.string().regex(new RegExp(`^[0-9A-Za-z]{1,${longest}}$`));
/** Fen, or, from the WAP cashier, yuan with two decimals. */
const amount = z
  .string()
  .regex(/^([1-9]\d{0,9}|\d{1,8}\.\d{2})$/)
  .transform((text) => (text.includes('.') ? fenFromYuan(text) : Number(text)));

const payment = z.object({
  UPTRANSEQ: token(30),
  MERCHANTID: token(30),
  TRANDATE: z.string().regex(/^\d{8}$/),
  RETNCODE: z.string(),
  ORDERREQTRANSEQ: token(32),
  ORDERSEQ: token(32),
  ORDERAMOUNT: amount,
  CURTYPE: z.literal('RMB'),
  ENCODETYPE: z.literal('1'),
});

const refund = z.object({
  refundReqNo: z.string(),
  ourTransNo: token(30),
  oldOrderNo: token(32),
  oldOrderReqNo: token(32),
  merchantCode: token(30),
  transAmt: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
  transStatus: z.string(),
});

const named = (values: Values, names: ReadonlyArray<readonly [string, string]>): SealedPairs =>
  names.map(([name, field]) => [name, values[field] ?? '']);

const same = (...names: readonly string[]) => names.map((name) => [name, name] as const);

/** The two orders of a payment's notice: the web cashier's has three fields under other names (sheet A1.3). */
const PAYMENT_SEALS = [
  [
    ...same('UPTRANSEQ', 'MERCHANTID'),
    ['ORDERID', 'ORDERSEQ'],
    ['PAYMENT', 'ORDERAMOUNT'],
    ...same('RETNCODE', 'RETNINFO'),
    ['PAYDATE', 'TRANDATE'],
  ],
  same('UPTRANSEQ', 'MERCHANTID', 'ORDERSEQ', 'ORDERAMOUNT', 'RETNCODE', 'RETNINFO', 'TRANDATE'),
] as const;

const REFUND_SEAL = [
  ...['merchantCode', 'oldOrderNo', 'oldOrderReqNo', 'ourTransNo', 'refundReqNo', 'transAmt', 'transStatus'],
].map((name) => [name.toUpperCase(), name] as const);

const refused = (reason: string): NoticeReading => ({ ok: false, reason });

/** True when a notice carries a fitting MAC of the merchant that it names. */
function isGenuine(values: Values, isRefund: boolean, { merchants }: Connection): boolean {
  const merchant = values[isRefund ? 'merchantCode' : 'MERCHANTID'] ?? '';
  const key = Object.hasOwn(merchants, merchant) ? merchants[merchant]?.key : undefined;
  if (key === undefined) return false;
  const given = values[isRefund ? 'mac' : 'SIGN'];
  const seals = isRefund ? [REFUND_SEAL] : PAYMENT_SEALS;
  return seals.some((names) => isSealed(named(values, names), key, given));
}

function readPayment(values: Values, application: string, now: Millis): NoticeReading {
  const read = payment.parse(values);
  const { ORDERSEQ: attemptNo, UPTRANSEQ: tradeNo } = read;
  // This number is not signed; it must be the one that goes with the order.
  if (read.ORDERREQTRANSEQ !== requestNumber(attemptNo)) return refused('another request number');
  if (read.RETNCODE !== '0000') return { ok: true, noticeId: tradeNo, content: { kind: 'nothing-new', attemptNo } };
  const content = {
    kind: 'paid',
    attemptNo,
    tradeNo,
    amountFen: read.ORDERAMOUNT,
    payee: read.MERCHANTID,
    application,
    paidAt: timeOn(read.TRANDATE, now),
  } as const;
  return { ok: true, noticeId: tradeNo, content };
}

const STATES: Readonly<Record<string, 'done' | 'failed'>> = { B: 'done', C: 'failed' };

function readRefund(values: Values): NoticeReading {
  const read = refund.parse(values);
  const { oldOrderNo: attemptNo, ourTransNo: noticeId, merchantCode: payee, refundReqNo: refundNo } = read;
  const state = STATES[read.transStatus];
  if (state === undefined) return { ok: true, noticeId, content: { kind: 'nothing-new', attemptNo } };
  return {
    ok: true,
    noticeId,
    content: { kind: 'refund', refundNo, attemptNo, amountFen: read.transAmt, payee, state },
  };
}

/** Checks a notice's MAC, then reads it; never throws. */
export function readNotice(body: string, connection: Connection, application: string, now: Millis): NoticeReading {
  const values = noticeValues(body);
  if (!values) return refused('a field is repeated');
  const isRefund = values['refundReqNo'] !== undefined;
  if (!isGenuine(values, isRefund, connection)) return refused('signature does not fit');
  try {
    return isRefund ? readRefund(values) : readPayment(values, application, now);
  } catch (error) {
    return refused(`unreadable: ${error instanceof Error ? error.message : error}`);
  }
}
