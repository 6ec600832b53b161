import { closeUnanswered, expire, outOfTheWay } from './closing';
import { foundInBill, refundDoubted, stopDelivery } from './doubts';
import type { OrderEvent, OrderReducer, Reduction, Schedules } from './events';
import type { Attempt, Order, RefundEntry } from './order';
import { askRefund, refundState, refundUnanswered } from './refunds';
import { reprice } from './repricing';
import { notPaid, payerReturned, queryUnanswered, success } from './results';
import { accept, refuse } from './shared';
import { choose, started, startRefused, startUnanswered } from './starting';

export type { Effect, OrderEvent, OrderReducer, Reduction, RefusalCode, Schedules } from './events';

type RefundEvent = Extract<OrderEvent, { refundNo: string; type: 'refund-state' | 'refund-unanswered' }>;
type AttemptEvent = Exclude<Extract<OrderEvent, { attemptNo: string }>, { type: 'found-in-bill' }>;

function attemptEvent(order: Order, attempt: Attempt, event: AttemptEvent, schedules: Schedules): Reduction {
  switch (event.type) {
    case 'started':
      return started(order, attempt, event, schedules);
    case 'start-refused':
      return startRefused(order, attempt, event);
    case 'start-unanswered':
      return startUnanswered(order, attempt, event.at);
    case 'success':
      return success(order, attempt, event);
    case 'not-paid':
      return notPaid(order, attempt, event, schedules);
    case 'query-unanswered':
      return queryUnanswered(order, attempt, event.at, schedules);
    case 'close-done':
      return attempt.status === 'closing' ? outOfTheWay(order, attempt, event.at) : accept(order);
    case 'close-unanswered':
      return closeUnanswered(order, attempt, event.at);
  }
}

function refundEvent(order: Order, refund: RefundEntry, event: RefundEvent): Reduction {
  return event.type === 'refund-state' ? refundState(order, refund, event) : refundUnanswered(order, refund, event.at);
}

/** The reducer that works: it finds what an event is about and hands over to the page that decides it. */
export const reduceOrder: OrderReducer = (order, event, schedules) => {
  switch (event.type) {
    case 'choose':
      return choose(order, event);
    case 'payer-returned':
      return payerReturned(order, event.at);
    case 'expire':
      return expire(order, event.at);
    case 'reprice':
      return reprice(order, event);
    case 'found-in-bill':
      return foundInBill(order, event);
    case 'refund-doubted':
      return refundDoubted(order, event);
    case 'stop-delivery':
      return stopDelivery(order, event);
    case 'ask-refund':
      return askRefund(order, event, schedules);
    case 'refund-state':
    case 'refund-unanswered': {
      const refund = order.refunds.find((candidate) => candidate.refundNo === event.refundNo);
      return refund ? refundEvent(order, refund, event) : refuse('unknown-refund');
    }
    default: {
      const attempt = order.attempts.find((candidate) => candidate.attemptNo === event.attemptNo);
      return attempt ? attemptEvent(order, attempt, event, schedules) : refuse('unknown-attempt');
    }
  }
};
