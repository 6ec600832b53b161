import type { Order } from '../checkout/core/order';
import { questionsAfterRestart } from '../checkout/core/recovery';
import { type Effect, type OrderEvent, reduceOrder } from '../checkout/core/reduce';
import { ROUTING_FUNCTION, type RouteRecord } from '../checkout/core/routing';
import { History } from '../kernel/history';
import { fen } from '../kernel/money';
import { HOUR_MS, MINUTE_MS, type Millis } from '../kernel/time';
import { CoreProvider } from './core-provider';

/** What may go wrong with one piece of work. */
export type Mishap =
  | 'none'
  /** The process dies before it does anything. */
  | 'before'
  /** It dies when the work is done outside and nothing about it is written. */
  | 'between'
  /** It dies when everything is written and nobody has been answered. */
  | 'after';

/** When a row leaves the outbox; the second, which loses work, shows that a property over this can fail. */
export type OutboxKeeping = 'removed-with-its-result' | 'removed-when-taken';

const NAMES = ['first', 'second'];
const AMOUNT = fen(12_850);

/**
 * One order of the functional core with an outbox, against two provider engines: what is durable, what is done outside,
 * and a process that may die at every step between them.
 */
export class DurableOrder {
  readonly providers = new Map<string, CoreProvider>();
  /** What survives a crash. */
  order: Order;
  outbox: Effect[] = [];
  deliveries = 0;
  now: Millis = 0;
  /** True while no request to close anything arrives, so that two attempts stay open beside each other. */
  closesAreLost = false;

  constructor(
    readonly mishaps: Iterator<Mishap>,
    readonly keeping: OutboxKeeping = 'removed-with-its-result',
  ) {
    const history = new History(() => this.now);
    for (const name of NAMES) this.providers.set(name, new CoreProvider(name, history, () => this.now, undefined));
    this.order = {
      orderNo: 'O1',
      token: 'O1',
      merchantId: 'shop',
      merchantOrderNo: 'N1',
      amountFen: AMOUNT,
      description: 'goods',
      createdAt: 0,
      expiresAt: HOUR_MS,
      status: 'open',
      attempts: [],
      refunds: [],
    };
    this.outbox = [{ type: 'expire', at: HOUR_MS }];
  }

  /** The payer chooses; whoever gets no answer presses again. */
  choose(provider: string): void {
    const { amountFen } = this.order;
    const inputs = {
      amountFen,
      device: 'desktop' as const,
      merchantMethods: NAMES,
      providers: [],
      chosen: provider,
      payees: {},
    };
    const price = { payableFen: amountFen, charges: [] };
    const outcome = { provider, product: 'native', payee: 'shop', ...price };
    const route: RouteRecord = { function: ROUTING_FUNCTION, inputs, ...outcome };
    this.#fromOutside({ type: 'choose', route, payerIp: '203.0.113.7', at: this.now });
  }

  /** The payer pays an attempt that the provider knows, even an old one; the provider tells until it is heard. */
  pay(index: number): void {
    const attempt = this.order.attempts[index];
    const provider = this.providers.get(attempt?.route.provider ?? '');
    if (!attempt || !provider?.pay(attempt.attemptNo, 'payer')) return;
    const told = provider.paidEvent(attempt.attemptNo);
    if (told) this.#fromOutside(told);
  }

  /** The merchant asks for a refund, with the same number until it is answered. */
  refund(number: number, amountFen: number): void {
    this.#fromOutside({ type: 'ask-refund', refundNo: `O1_R${number}`, amountFen: fen(amountFen), at: this.now });
  }

  /** Time passes; what is due on the way is done. */
  pass(durationMs: number): void {
    const end = this.now + durationMs;
    for (;;) {
      const next = this.outbox.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      this.#perform();
    }
    this.now = end;
  }

  /** What everybody has in the end; how often somebody was asked does not belong to it. */
  outcome() {
    const { status, keptAttempt, attempts, refunds } = this.order;
    return {
      status,
      keptAttempt,
      deliveries: this.deliveries,
      attempts: attempts.map((attempt) => [attempt.attemptNo, attempt.route.provider, attempt.status]),
      refunds: refunds.map(({ refundNo, amountFen, reason, status: state }) => [refundNo, amountFen, reason, state]),
      books: [...this.providers.values()].map(({ name, book }) => [
        name,
        book.trades().map((trade) => [trade.outTradeNo, trade.status, trade.refunds.length]),
        [...book.settings.ledger.balances()].sort(),
      ]),
    };
  }

  /** Somebody outside tells something, and tells it again after every death, until the process has answered. */
  #fromOutside(event: OrderEvent): void {
    for (;;) {
      const mishap = this.#mishap();
      if (mishap !== 'before' && mishap !== 'between') this.#commit(event);
      if (mishap === 'none') break;
      this.#restart();
      this.#perform();
    }
    this.#perform();
  }

  /** Does everything that is due. */
  #perform(): void {
    for (let effect = this.#due(); effect; effect = this.#due()) {
      const mishap = this.#mishap();
      if (this.keeping === 'removed-when-taken') this.#remove(effect);
      if (mishap === 'before') this.#restart();
      if (mishap === 'before') continue;
      const event = this.#outside(effect);
      if (mishap !== 'between') this.#commit(event, effect);
      if (mishap !== 'none') this.#restart();
    }
  }

  #due(): Effect | undefined {
    return this.outbox.find(({ at }) => at <= this.now);
  }

  #remove(effect: Effect): void {
    this.outbox = this.outbox.filter((other) => other !== effect);
  }

  #outside(effect: Effect): OrderEvent | undefined {
    if (effect.type === 'expire') return { type: 'expire', at: this.now };
    if (effect.type === 'deliver') return undefined;
    const { order } = this;
    const refund = order.refunds.find((entry) => 'refundNo' in effect && entry.refundNo === effect.refundNo);
    const attemptNo = 'attemptNo' in effect ? effect.attemptNo : refund?.attemptNo;
    const attempt = order.attempts.find((candidate) => candidate.attemptNo === attemptNo);
    if (!attempt) return undefined;
    const fate = effect.type === 'close' && this.closesAreLost ? 'is lost' : 'arrives';
    return this.providers.get(attempt.route.provider)?.ask(effect, { order, attempt, refund }, fate);
  }

  /** One transaction: the new state, its effects, and the row that led here gone. */
  #commit(event: OrderEvent | undefined, performed?: Effect): void {
    if (performed) this.#remove(performed);
    if (!event) return;
    const reduction = reduceOrder(this.order, event, { queryAfterMs: () => [5_000, 30_000, 10 * MINUTE_MS] });
    if (!reduction.ok) return;
    this.order = reduction.order;
    this.outbox.push(...reduction.effects.filter(({ type }) => type !== 'deliver'));
    this.deliveries += reduction.effects.filter(({ type }) => type === 'deliver').length;
  }

  #restart(): void {
    const due = this.outbox.filter(({ at }) => at <= this.now);
    this.outbox.push(...questionsAfterRestart(this.order, due, this.now));
  }

  #mishap(): Mishap {
    return this.mishaps.next().value ?? 'none';
  }
}
