import type { NoticeReading } from '../protocol';
import { PAID } from './codes';
import { isSealed, NOTICE, type Values } from './messages';
import { paidAt } from './results';
import { notice, sumOf } from './shapes';

/** The values of a notice; undefined where a name stands twice. */
function valuesOf(body: string): Values | undefined {
  const pairs = [...new URLSearchParams(body)];
  const values = Object.fromEntries(pairs);
  return Object.keys(values).length === pairs.length ? values : undefined;
}

/** Reads a notice of whichever merchant it names; nothing of it is believed before its signature fits (HB-05). */
export function readNotice(body: string, signKeys: ReadonlyMap<string, string>): NoticeReading {
  const values = valuesOf(body);
  if (!values) return { ok: false, reason: 'a parameter is repeated' };
  const signKey = signKeys.get(values['merchantId'] ?? '');
  if (signKey === undefined) return { ok: false, reason: 'unknown merchant' };
  if (!values['hmac']) return { ok: false, reason: 'unsigned' };
  if (!isSealed(values, NOTICE, signKey)) return { ok: false, reason: 'signature does not fit' };
  const read = notice.safeParse(values);
  if (!read.success) return { ok: false, reason: 'the members are not of their forms' };
  const { orderId: attemptNo, payNo: noticeId, amount, amtItem, status, merchantId: payee, payDate } = read.data;
  const amountFen = Number(amount);
  if (status !== PAID) return { ok: true, noticeId, content: { kind: 'nothing-new', attemptNo } };
  if (sumOf(amtItem) !== amountFen) return { ok: false, reason: 'the parts of the amount differ from it' };
  const at = paidAt(payDate);
  if (at === undefined) return { ok: false, reason: 'a payment without its time' };
  const paid = { kind: 'paid', attemptNo, tradeNo: noticeId, amountFen, payee, application: '', paidAt: at } as const;
  return { ok: true, noticeId, content: paid };
}
