import { randomUUID } from 'node:crypto';
import type { CheckoutParts } from '../config';
import type { PaymentProtocol } from '../protocols/protocol';
import { CheckoutService } from '../service';
import { CheckoutStore } from '../store/store';

/** A checkout that loses work, or does it twice, when it dies. */
export interface Twin {
  readonly does: string;
  /** Breaks it, before it is opened; returns what is broken by replacing a part. */
  apply(): Partial<CheckoutParts>;
}

const asksNothing: Twin = {
  does: 'hears notices only, and asks nobody what it missed',
  apply() {
    CheckoutService.prototype.recover = () => undefined;
    return {};
  },
};

const writesApart: Twin = {
  does: 'writes what must be done in a transaction of its own, after the state',
  apply() {
    const { transaction, enqueue } = CheckoutStore.prototype;
    let later: Array<() => void> | undefined;
    CheckoutStore.prototype.enqueue = function (...row) {
      if (later) later.push(() => enqueue.apply(this, row));
      else enqueue.apply(this, row);
    };
    CheckoutStore.prototype.transaction = function <T>(work: () => T): T {
      const rows: Array<() => void> = [];
      later = rows;
      try {
        return transaction.call(this, work) as T;
      } finally {
        later = undefined;
        transaction.call(this, () => {
          for (const write of rows) write();
        });
      }
    };
    return {};
  },
};

const emptiesFirst: Twin = {
  does: 'takes work out of the outbox before it is done',
  apply() {
    const { due } = CheckoutStore.prototype;
    CheckoutStore.prototype.due = function (...range) {
      const rows = due.apply(this, range);
      for (const { id } of rows) this.removeEffect(id);
      return rows;
    };
    return {};
  },
};

const renumbers: Twin = {
  does: 'gives every try of a refund a number of its own',
  apply: () => ({
    wrapProtocol: (protocol) => {
      const twin: PaymentProtocol = Object.create(protocol);
      for (const name of [
        'start',
        'query',
        'close',
        'queryRefund',
        'readNotice',
        'noticeAnswer',
        'refreshKeys',
      ] as const) {
        Object.assign(twin, { [name]: protocol[name].bind(protocol) });
      }
      Object.defineProperty(twin, 'application', { value: protocol.application });
      twin.refund = (refund) =>
        protocol.refund({ ...refund, refundNo: `${refund.refundNo}${randomUUID().slice(0, 8)}` });
      return twin;
    },
  }),
};

/** Each must be found out by the procedure that the checkout itself passes. */
export const TWINS = {
  'asks-nothing-at-start': asksNothing,
  'outbox-apart-from-state': writesApart,
  'empties-the-outbox-first': emptiesFirst,
  'new-number-for-each-try': renumbers,
} as const satisfies Record<string, Twin>;

export type TwinName = keyof typeof TWINS;
