import type { Cancel } from '../kernel/clock';
import { MINUTE_MS } from '../kernel/time';
import { type Attempt, isLive, type Order, type RefundEntry } from './core/order';
import type { Effect, OrderEvent } from './core/reduce';
import { payeesFit } from './notice-fits';
import type { QueryResult, RefundResult } from './protocols/protocol';
import { paymentRef, refundRef } from './references';
import { type CheckoutService, Stopped, successOf } from './service';
import type { OutboxRow } from './store/store';

/** An effect that met an error of the checkout's own is tried again after this time. */
const AFTER_ERROR_MS = MINUTE_MS;

/**
 * Performs what the outbox holds, each effect at least once: a row goes away only in the transaction that writes its
 * result. After a crash the rows are still there, and every request repeats the number it had.
 */
export class EffectRunner {
  readonly #underWay = new Map<number, Promise<void>>();
  #wake: Cancel = () => undefined;

  constructor(readonly service: CheckoutService) {
    service.onChange = () => this.schedule();
  }

  /** Wakes up when the next effect is due. */
  schedule(): void {
    if (this.service.stopped) return;
    this.#wake();
    const due = this.service.store.nextDue();
    if (due !== undefined) this.#wake = this.service.context.clock.at(due, () => this.run());
  }

  /** Performs everything that is due, of one order only when it is given, and what follows from it at once. */
  async run(orderNo?: string): Promise<void> {
    for (;;) {
      if (this.service.stopped) return;
      const rows = this.#distinct(this.service.store.due(this.service.now(), orderNo));
      const fresh = rows.filter((row) => !this.#underWay.has(row.id));
      if (fresh.length === 0) {
        await Promise.all(rows.map((row) => this.#underWay.get(row.id)));
        break;
      }
      await Promise.all(fresh.map((row) => this.#once(row)));
    }
    this.schedule();
  }

  /** Questions about one attempt that have come due together, as after a restart, are one question. */
  #distinct(rows: readonly OutboxRow[]): OutboxRow[] {
    const asked = new Set<string>();
    return rows.filter(({ id, effect }) => {
      if (effect.type !== 'query') return true;
      const known = asked.has(effect.attemptNo);
      asked.add(effect.attemptNo);
      if (known && !this.#underWay.has(id)) this.service.store.removeEffect(id);
      return !known || this.#underWay.has(id);
    });
  }

  #once(row: OutboxRow): Promise<void> {
    const work = this.#perform(row)
      .catch((error: unknown) => this.#failed(row, error))
      .finally(() => this.#underWay.delete(row.id));
    this.#underWay.set(row.id, work);
    return work;
  }

  /** An error that nobody foresaw: reported, and the effect put off, so that it is neither lost nor tried in a circle. */
  #failed({ id }: OutboxRow, error: unknown): void {
    if (error instanceof Stopped || this.service.stopped) return;
    this.service.context.report(error);
    this.service.store.postpone(id, this.service.now() + AFTER_ERROR_MS);
  }

  async #perform({ id, orderNo, effect }: OutboxRow): Promise<void> {
    const order = this.service.store.order(orderNo);
    if (!order) throw new Error(`outbox names order ${orderNo}, which does not exist`);
    const event = await this.#outcome(order, effect);
    if (event) this.service.apply(orderNo, event, id);
    else this.service.store.transaction(() => this.service.store.removeEffect(id));
  }

  async #outcome(order: Order, effect: Effect): Promise<OrderEvent | undefined> {
    switch (effect.type) {
      case 'expire':
        return { type: 'expire', at: this.service.now() };
      case 'deliver':
        return undefined;
      case 'refund':
      case 'query-refund': {
        const refund = order.refunds.find((candidate) => candidate.refundNo === effect.refundNo);
        return refund ? this.#refund(order, refund, effect.type) : undefined;
      }
      default: {
        const attempt = order.attempts.find((candidate) => candidate.attemptNo === effect.attemptNo);
        if (!attempt) return undefined;
        if (effect.type === 'start') return this.#start(order, attempt);
        if (effect.type === 'close') return this.#close(order, attempt);
        return this.#query(order, attempt, effect.doubted === true);
      }
    }
  }

  async #start(order: Order, attempt: Attempt): Promise<OrderEvent | undefined> {
    if (attempt.status !== 'starting' && attempt.status !== 'unknown') return undefined;
    const { attemptNo, route } = attempt;
    const { publicOrigin } = this.service.config;
    const result = await this.service.protocol(route.provider).start({
      product: route.product,
      ...paymentRef(order, attempt),
      amountFen: route.payableFen,
      description: order.description,
      payBy: order.expiresAt,
      notifyUrl: `${publicOrigin}/notify/${route.provider}`,
      returnUrl: `${publicOrigin}/pay/${order.token}/return`,
      payerIp: attempt.payerIp,
      now: this.service.now(),
    });
    const at = this.service.now();
    switch (result.kind) {
      case 'ready':
        return { type: 'started', attemptNo, handOff: result.handOff, at };
      case 'refused':
        return { type: 'start-refused', attemptNo, code: result.code, at };
      case 'unanswered':
        return { type: 'start-unanswered', attemptNo, at };
    }
  }

  async #query(order: Order, attempt: Attempt, doubted: boolean): Promise<OrderEvent | undefined> {
    if (!isLive(attempt) && !(doubted && attempt.status !== 'paid')) return undefined;
    const result = await this.service.protocol(attempt.route.provider).query(paymentRef(order, attempt));
    return this.#queryEvent(attempt, result);
  }

  /** A query's answer is compared with the order before it is believed, as a notice is. */
  #queryEvent(attempt: Attempt, result: QueryResult): OrderEvent {
    const { attemptNo, route } = attempt;
    const at = this.service.now();
    if (result.kind === 'unanswered') return { type: 'query-unanswered', attemptNo, at };
    if (result.kind !== 'paid') return { type: 'not-paid', attemptNo, state: result.kind, at };
    const fits = result.attemptNo === attemptNo && result.amountFen === route.payableFen && payeesFit(result, attempt);
    return fits ? successOf(attempt, result, at) : { type: 'query-unanswered', attemptNo, at };
  }

  /** A refused close of a paid order reveals the payment, which the query then confirms (rule LIFE-006). */
  async #close(order: Order, attempt: Attempt): Promise<OrderEvent | undefined> {
    if (attempt.status !== 'closing') return undefined;
    const protocol = this.service.protocol(attempt.route.provider);
    const { attemptNo } = attempt;
    const result = await protocol.close(paymentRef(order, attempt));
    const at = this.service.now();
    if (result.kind === 'closed') return { type: 'close-done', attemptNo, at };
    if (result.kind !== 'paid') return { type: 'close-unanswered', attemptNo, at };
    const looked = await protocol.query(paymentRef(order, attempt));
    const event = this.#queryEvent(attempt, looked);
    return event.type === 'success' ? event : { type: 'close-unanswered', attemptNo, at: this.service.now() };
  }

  async #refund(order: Order, refund: RefundEntry, type: 'refund' | 'query-refund'): Promise<OrderEvent | undefined> {
    const attempt = order.attempts.find((candidate) => candidate.attemptNo === refund.attemptNo);
    if (!attempt || refund.status === 'done' || refund.status === 'failed') return undefined;
    const protocol = this.service.protocol(attempt.route.provider);
    const reference = refundRef(order, attempt, refund, this.service.config.publicOrigin);
    const result = await (type === 'refund' ? protocol.refund(reference) : protocol.queryRefund(reference));
    return refundEvent(refund.refundNo, result, this.service.now());
  }
}

function refundEvent(refundNo: string, result: RefundResult, at: number): OrderEvent {
  switch (result.kind) {
    case 'unanswered':
    case 'absent':
      return { type: 'refund-unanswered', refundNo, at };
    case 'refused':
      return { type: 'refund-state', refundNo, state: 'failed', code: result.code, at };
    default:
      return { type: 'refund-state', refundNo, state: result.kind, at };
  }
}
