import type { Attempt, Order, RefundEntry } from './core/order';
import { partNumber } from './core/parts';
import type { NoticeContent, PaidFacts } from './protocols/protocol';

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

/** The account that gives a refund back: the merchant's whose part it is. */
export const payeeOfRefund = ({ partNo }: RefundEntry, { route }: Attempt): string =>
  route.parts?.find((part) => part.partNo === partNo)?.payee ?? route.payee;

/** True when a payment went to the accounts to which it was routed, to each the amount of its part. */
export function payeesFit(paid: PaidFacts, { attemptNo, route }: Attempt): boolean {
  if (!route.parts) return paid.payee === route.payee;
  const found = paid.parts ?? [];
  return (
    found.length === route.parts.length &&
    route.parts.every(({ partNo, payee, amountFen }) =>
      found.some(
        (part) => part.number === partNumber(attemptNo, partNo) && part.payee === payee && part.amountFen === amountFen,
      ),
    )
  );
}

/** The provider's numbers of the parts of a combined payment, by part. */
export function partTradeNos(paid: PaidFacts, { attemptNo, route }: Attempt): Record<string, string> | undefined {
  if (!route.parts) return undefined;
  const numberOf = (partNo: string) =>
    paid.parts?.find(({ number }) => number === partNumber(attemptNo, partNo))?.tradeNo ?? '';
  return Object.fromEntries(route.parts.map(({ partNo }) => [partNo, numberOf(partNo)]));
}

/** The comparison that works: order, payee, application, amount. */
export const noticeFits: NoticeComparison = (content, { provider, application, order, attempt }) => {
  if (!order || !attempt || attempt.route.provider !== provider) return 'unknown-order';
  if (content.kind === 'nothing-new') return 'repeated';
  if (content.kind === 'refund') {
    const refund = order.refunds.find((candidate) => candidate.refundNo === content.refundNo);
    if (!refund) return 'unknown-order';
    if (content.payee !== payeeOfRefund(refund, attempt)) return 'wrong-payee';
    return refund.amountFen === content.amountFen ? 'applied' : 'wrong-amount';
  }
  if (!payeesFit(content, attempt)) return 'wrong-payee';
  if (content.application !== application) return 'wrong-application';
  if (content.amountFen !== attempt.route.payableFen) return 'wrong-amount';
  return attempt.status === 'paid' ? 'repeated' : 'applied';
};
