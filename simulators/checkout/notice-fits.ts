import type { Attempt, Order } from './core/order';
import type { NoticeContent } from './protocols/protocol';

/** What becomes of a notice; ignored ones are recorded with what did not fit (rule NOTI-002). */
export type NoticeOutcome =
  | 'applied'
  | 'repeated'
  | 'refused'
  | 'unknown-order'
  | 'wrong-amount'
  | 'wrong-payee'
  | 'wrong-application';

/** What a notice is compared with. */
export interface NoticeTarget {
  readonly provider: string;
  /** The application that the provider issued to the platform. */
  readonly application: string;
  readonly order: Order | undefined;
  readonly attempt: Attempt | undefined;
}

/** Compares a properly signed notice with the order that it names. */
export type NoticeComparison = (content: NoticeContent, target: NoticeTarget) => NoticeOutcome;

/** The comparison that works: order, payee, application, amount. */
export const noticeFits: NoticeComparison = (content, { provider, application, order, attempt }) => {
  if (!order || !attempt || attempt.route.provider !== provider) return 'unknown-order';
  if (content.kind === 'nothing-new') return 'repeated';
  if (content.payee !== attempt.route.payee) return 'wrong-payee';
  if (content.kind === 'refund') {
    const refund = order.refunds.find((candidate) => candidate.refundNo === content.refundNo);
    if (!refund) return 'unknown-order';
    return refund.amountFen === content.amountFen ? 'applied' : 'wrong-amount';
  }
  if (content.application !== application) return 'wrong-application';
  if (content.amountFen !== attempt.route.payableFen) return 'wrong-amount';
  return attempt.status === 'paid' ? 'repeated' : 'applied';
};
