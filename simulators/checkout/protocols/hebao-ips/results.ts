import { readBeijingDateTime } from '../../../kernel/time';
import type { QueryResult, Unanswered } from '../protocol';
import { CLOSED, PAID, WAITING } from './codes';
import type { Values } from './messages';
import { queryAnswer, sumOf } from './shapes';

export const unanswered = (why: unknown): Unanswered => ({
  kind: 'unanswered',
  why: why instanceof Error ? why.message : String(why),
});

/** `yyyyMMddHHmmss` in Beijing; undefined for what is no time. */
export function paidAt(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return readBeijingDateTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`);
}

/** What a verified answer to OrderQuery says of a payment; a word that is not known says nothing. */
export function queryResult(answer: Values, attemptNo: string): QueryResult {
  const { orderId, status, amount, amtItem, payNo, merchantId: payee, payDate } = queryAnswer.parse(answer);
  // The answer has no number of its request: one about another order must not be taken for this one's.
  if (orderId !== attemptNo) return unanswered('the answer is about another order');
  if (status === WAITING) return { kind: 'open' };
  if (status === CLOSED) return { kind: 'closed' };
  const at = paidAt(payDate);
  if (status !== PAID || at === undefined) return unanswered(`status ${status}`);
  const amountFen = Number(amount);
  if (sumOf(amtItem) !== amountFen) return unanswered('the parts of the amount differ from it');
  return { kind: 'paid', attemptNo, tradeNo: payNo, amountFen, payee, application: '', paidAt: at };
}
