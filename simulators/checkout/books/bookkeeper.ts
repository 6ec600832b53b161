import { DAY_MS, type Millis } from '../../kernel/time';
import { attemptNamed } from '../core/parts';
import type { QueryResult, RefundResult } from '../protocols/protocol';
import { paymentRef, refundRef } from '../references';
import type { CheckoutService } from '../service';
import type { BillRecord } from '../store/books-store';
import { assemble } from './assemble';
import { businessDay, daysFrom, MIDNIGHT, shiftedDay } from './business-day';
import { closeBooks, lookAgain } from './closing';
import { type BillRow, keyOf, type PlatformEntry } from './entries';
import { doubts, type Witness } from './reconcile';

/**
 * Keeps the books of every business day and provider: fetches the bill when it is due and until it can be used, decides
 * the day, and sees to what was found. What is under way survives a crash, because it stands in the store.
 */
export class Bookkeeper {
  constructor(readonly service: CheckoutService) {}

  /** When something is due next. */
  next(): Millis | undefined {
    return this.service.store.books.nextDue();
  }

  /** Opens the books of every provider that is cooperating, through today, whether anything is sold through it or not. */
  openToday(): void {
    const { config, store } = this.service;
    const now = this.service.now();
    const today = businessDay(now, config.cutOff ?? MIDNIGHT);
    const missing = config.providers.flatMap(({ id }) => {
      const { platformOptedIn, providerOptedIn } = store.provider(id);
      const last = store.books.lastDay(id);
      if (!platformOptedIn || !providerOptedIn || last === today) return [];
      // Days on which this process was not there are made up for.
      return daysFrom(last === undefined ? today : shiftedDay(last, 1), today).map((day) => ({ id, day }));
    });
    if (missing.length === 0) return;
    this.service.transact(() => {
      for (const { id, day } of missing) this.service.openDay(id, day);
      return [];
    });
  }

  /** Does everything that is due, the oldest day first, because a day hands things on to the next. */
  async run(): Promise<void> {
    for (const { provider, day } of this.service.store.books.due(this.service.now())) {
      if (this.service.stopped) return;
      const bill = this.service.store.books.bill(provider, day);
      if (bill?.nextAt === undefined || bill.nextAt > this.service.now()) continue;
      if (bill.state === 'used') lookAgain(this.service, bill);
      else await this.close(bill);
    }
  }

  /** Fetches the bill of a day and decides its books, unless an earlier day of the provider is still undecided. */
  async close(bill: BillRecord): Promise<void> {
    const { provider, day } = bill;
    const [oldest] = this.service.store.books.undecided(provider);
    if (oldest !== day) {
      this.#putOff(bill, `the books of ${oldest} come first`);
      return;
    }
    const result = await this.service.protocol(provider).bill(day);
    if (this.service.stopped) return;
    const detail = 'why' in result ? result.why : 'code' in result ? result.code : '';
    this.service.transact(() => {
      const outcome = detail === '' ? result.kind : `${result.kind}: ${detail}`;
      this.service.store.books.logCall(provider, day, this.service.now(), outcome);
      return [];
    });
    if (result.kind === 'ready') return this.#decide(bill, result.rows);
    if (result.kind === 'empty') return this.#decide(bill, []);
    this.#putOff(bill, detail === '' ? result.kind : detail, result.kind === 'unusable' ? 'unusable' : 'waiting');
  }

  #putOff(bill: BillRecord, why: string, state: 'waiting' | 'unusable' = 'waiting'): void {
    const { parts, store } = this.service;
    const now = this.service.now();
    this.service.transact(() => {
      // A whole day has passed without the bill: people must know (rule REC-004), and it is asked for once a day.
      const waited = bill.tries * parts.billRetryMs >= DAY_MS;
      store.books.putOff(bill, state, why, now + (waited ? DAY_MS : parts.billRetryMs));
      if (waited) store.books.noteIncident('bill-missing', `${bill.provider} ${bill.day}`, now, { why });
      return [];
    });
  }

  async #decide(bill: BillRecord, rows: readonly BillRow[]): Promise<void> {
    const asked = doubts(assemble(this.service, bill, rows, new Map()));
    const witness = new Map<string, Witness>();
    for (const entry of asked) witness.set(keyOf(entry), await this.#ask(bill.provider, entry));
    if (this.service.stopped) return;
    closeBooks(this.service, bill, rows, witness);
  }

  /** Asks the provider about what its bill lacks. */
  async #ask(provider: string, entry: PlatformEntry): Promise<Witness> {
    const protocol = this.service.protocol(provider);
    const { kind, paymentNo, refundNo, orderNo } = entry;
    const order = this.service.store.order(orderNo);
    const attempt = order && attemptNamed(order, paymentNo);
    if (!attempt) return 'silent';
    if (kind === 'payment') return paymentWitness(await protocol.query(paymentRef(order, attempt)));
    const refund = order.refunds.find((candidate) => candidate.refundNo === refundNo);
    if (!refund) return 'silent';
    const reference = refundRef(order, attempt, refund, this.service.config.publicOrigin);
    return refundWitness(await protocol.queryRefund(reference));
  }
}

function paymentWitness(result: QueryResult): Witness {
  if (result.kind === 'unanswered') return 'silent';
  return result.kind === 'paid' ? 'done' : 'not-done';
}

function refundWitness(result: RefundResult): Witness {
  if (result.kind === 'unanswered') return 'silent';
  return result.kind === 'absent' || result.kind === 'refused' ? 'not-done' : 'done';
}
