import type { NoticeReading } from '../protocol';
import { isSealed, type Values } from './messages';
import { momentOf, notice, sumOf } from './results';

/** The values of a notice; undefined where a name stands twice. */
function valuesOf(body: string): Values | undefined {
  const pairs = [...new URLSearchParams(body)];
  const values = Object.fromEntries(pairs);
  return Object.keys(values).length === pairs.length ? values : undefined;
}

/** Reads a notice of whichever merchant it names; nothing of it is believed before its signature fits (WO-05). */
export function readNotice(body: string, keys: ReadonlyMap<string, string>): NoticeReading {
  const values = valuesOf(body);
  if (!values) return { ok: false, reason: 'a parameter is repeated' };
  const key = keys.get(values['merNo'] ?? '');
  if (key === undefined) return { ok: false, reason: 'unknown merchant' };
  if (!values['signMsg']) return { ok: false, reason: 'unsigned' };
  if (!isSealed(values, key)) return { ok: false, reason: 'signature does not fit' };
  const read = notice.safeParse(values);
  if (!read.success) return { ok: false, reason: 'the members are not of their forms' };
  const { orderNo: attemptNo, payJnlno: noticeId, merNo: payee, transRst, payTime } = read.data;
  if (transRst !== '1') return { ok: true, noticeId, content: { kind: 'nothing-new', attemptNo } };
  const amountFen = Number(read.data.amount);
  const sums = [sumOf(read.data.payAcountDetail), sumOf(read.data.payProAmt)];
  if (sums.some((sum) => sum !== amountFen)) return { ok: false, reason: 'the parts of the amount differ from it' };
  const paidAt = momentOf(payTime);
  if (paidAt === undefined) return { ok: false, reason: 'a payment without its time' };
  const paid = { kind: 'paid', attemptNo, tradeNo: noticeId, amountFen, payee, application: '', paidAt } as const;
  return { ok: true, noticeId, content: paid };
}
