import { z } from 'zod';
import { fen } from '../../../kernel/money';
import { readRfc3339 } from '../../../kernel/time';
import type { NoticeContent, PaidFacts, QueryResult, RefundResult, Unanswered } from '../protocol';

/** Members that are not named here are ignored; words that are not known are not guessed. */
const order = z.looseObject({
  outTradeNo: z.string(),
  tradeNo: z.string(),
  amount: z.number(),
  currency: z.literal('CNY'),
  state: z.string(),
  finishedAt: z.string().optional(),
});
const placed = order.extend({
  codeUrl: z.string().optional(),
  payUrl: z.url({ protocol: /^https?$/ }).optional(),
  expireAt: z.string().optional(),
});
const refund = z.looseObject({
  outTradeNo: z.string(),
  outRefundNo: z.string(),
  amount: z.number(),
  currency: z.literal('CNY'),
  state: z.string(),
  failure: z.string().optional(),
});
const notice = z.looseObject({ noticeId: z.string().min(1), event: z.string(), appId: z.string() });

export const parseOrder = (answer: unknown) => placed.parse(answer);
export const parseRefund = (answer: unknown) => refund.parse(answer);
export const parseNotice = (body: string) => notice.parse(JSON.parse(body));

export type OrderAnswer = z.infer<typeof order>;
export type RefundAnswer = z.infer<typeof refund>;

/** Nothing usable came back; whoever gets it asks again. */
export const unanswered = (error: unknown): Unanswered => ({
  kind: 'unanswered',
  why: error instanceof Error ? error.message : String(error),
});

/** What a provider says of a payment that it calls paid, in the words of one profile. */
function paidFacts(view: OrderAnswer, payeeWord: string, application: string): PaidFacts {
  const paidAt = readRfc3339(view.finishedAt ?? '');
  if (paidAt === undefined) throw new Error('a paid order without the time of its payment');
  return {
    kind: 'paid',
    attemptNo: view.outTradeNo,
    tradeNo: view.tradeNo,
    amountFen: fen(view.amount),
    payee: String(view[payeeWord]),
    application,
    paidAt,
  };
}

/** How a payment stands. A payment that has failed can be paid no more: it counts as closed. */
export function orderResult(view: OrderAnswer, payeeWord: string, application: string): QueryResult {
  switch (view.state) {
    case 'SUCCESS':
      return paidFacts(view, payeeWord, application);
    case 'CLOSED':
    case 'FAILED':
      return { kind: 'closed' };
    case 'CREATED':
    case 'PAYING':
      return { kind: 'open' };
    default:
      return unanswered(`a state that is not known: ${view.state.slice(0, 32)}`);
  }
}

/** How a refund stands: only SUCCESS says that the money is back. */
export function refundResult({ state, failure }: RefundAnswer): RefundResult {
  switch (state) {
    case 'SUCCESS':
      return { kind: 'done' };
    case 'PROCESSING':
      return { kind: 'accepted' };
    case 'FAILED':
      return { kind: 'refused', code: failure ?? state };
    default:
      return unanswered(`a state that is not known: ${state.slice(0, 32)}`);
  }
}

/** Why a notice is refused although its signature is good: SUCCESS is final, and nothing else is ever told of an order. */
export const CONTRARY = 'says of an order what is never told';

/** Thrown for a notice that is refused as {@link CONTRARY}; the record of it is there for whoever looks into it (EC-03). */
export class ContraryNotice extends Error {
  override name = 'ContraryNotice';
}

/**
 * What a notice says.
 * @throws ContraryNotice where it says that an order is not paid; any other error where it is not of the form.
 */
export function noticeContent(said: z.infer<typeof notice>, payeeWord: string): NoticeContent {
  if (said.event.startsWith('REFUND.')) return refundContent(said, payeeWord);
  const view = order.parse(said);
  if (!said.event.startsWith('ORDER.')) return { kind: 'nothing-new', attemptNo: view.outTradeNo };
  if (said.event !== 'ORDER.SUCCESS' || view.state !== 'SUCCESS') throw new ContraryNotice(CONTRARY);
  return paidFacts(view, payeeWord, said.appId);
}

function refundContent(said: z.infer<typeof notice>, payeeWord: string): NoticeContent {
  const view = refund.parse(said);
  const { outTradeNo: attemptNo, outRefundNo: refundNo } = view;
  const state = ({ SUCCESS: 'done', FAILED: 'failed' } as const)[view.state as 'SUCCESS' | 'FAILED'];
  if (!state || said.event !== `REFUND.${view.state}`) return { kind: 'nothing-new', attemptNo };
  return { kind: 'refund', refundNo, attemptNo, amountFen: fen(view.amount), payee: String(view[payeeWord]), state };
}
