import { beijingDay, type Millis } from '../../kernel/time';
import type { Order } from '../core/order';
import type { CheckoutService } from '../service';
import { endOfDay, MIDNIGHT } from './business-day';
import { type Kept, keptThrough } from './duties';

/** When an order ended: the last thing that happened to it or could have. */
export function endedAt({ createdAt, expiresAt, attempts, refunds }: Order): Millis {
  const moments = [...attempts.map(({ paidAt }) => paidAt ?? 0), ...refunds.map((refund) => refund.createdAt)];
  return Math.max(createdAt, expiresAt, ...moments);
}

/** Keeps records for their full periods, and deletes them when deletion is due (rule REC-006). */
export class RecordKeeper {
  /** What ended later than it began is looked at again on another day. */
  #notBefore: Millis = 0;

  constructor(readonly service: CheckoutService) {}

  /** When something may be due for deletion next. */
  next(): Millis | undefined {
    const { parts, store } = this.service;
    const due = Object.entries(store.records.oldest()).flatMap(([kept, at]) =>
      at === undefined ? [] : [endOfDay(keptThrough(parts.duties, kept as Kept, at), MIDNIGHT)],
    );
    return due.length === 0 ? undefined : Math.max(Math.min(...due), this.#notBefore);
  }

  /** Deletes whatever has been kept for its full period. */
  run(): void {
    const next = this.next();
    if (next === undefined || next > this.service.now()) return;
    const { parts, store } = this.service;
    const today = beijingDay(this.service.now());
    const isOver = (kept: Kept) => (at: Millis) => keptThrough(parts.duties, kept, at) < today;
    this.service.transact(() => {
      store.records.deleteOrders((order) => isOver('transaction')(endedAt(order)));
      store.records.deleteNotices(isOver('operation'));
      store.records.deleteBooks(isOver('operation'));
      store.records.deleteCalls(isOver('log'));
      return [];
    });
    this.#notBefore = endOfDay(today, MIDNIGHT);
  }
}
