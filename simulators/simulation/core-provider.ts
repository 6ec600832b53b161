import type { Attempt, Order, RefundEntry } from '../checkout/core/order';
import type { Effect, OrderEvent } from '../checkout/core/reduce';
import type { Facts, History } from '../kernel/history';
import { Ledger } from '../kernel/ledger';
import { DAY_MS, HOUR_MS, type Millis } from '../kernel/time';
import { type ProviderParts, providerParts } from '../providers/contract';
import { TradeBook } from '../providers/engine/book';
import type { Trade } from '../providers/engine/trade';
import type { Fate } from './core-market';

/** What an effect is about. */
export interface Subject {
  readonly order: Order;
  readonly attempt: Attempt;
  readonly refund: RefundEntry | undefined;
}

type Asked = Exclude<Effect, { type: 'deliver' | 'expire' }>;

const KINDS: Record<Asked['type'], string> = {
  start: 'payment.create',
  query: 'payment.query',
  close: 'payment.close',
  refund: 'refund.create',
  'query-refund': 'refund.query',
};

/** A provider without a wire: its engine and books, asked directly, with the messages written into the history. */
export class CoreProvider {
  readonly book: TradeBook;
  readonly #parts: ProviderParts;

  constructor(
    readonly name: string,
    readonly history: History,
    readonly now: () => Millis,
    parts: Partial<ProviderParts> | undefined,
  ) {
    this.#parts = { ...providerParts, ...parts };
    this.book = new TradeBook({
      provider: name,
      clock: { now, at: () => () => undefined },
      history,
      ledger: new Ledger(),
      engine: this.#parts.engine,
      rules: {
        preparedFirst: () => false,
        closesWhenExpired: false,
        refundTakesMs: 0,
        refundWindowMs: 365 * DAY_MS,
      },
      nameAccount: (account) => account.replace(/^payee:/, ''),
      notify: () => undefined,
    });
  }

  /** Performs a request of the platform; the event is what the platform learns, nothing when the answer came to nothing. */
  ask(effect: Asked, subject: Subject, fate: Fate): OrderEvent | undefined {
    if (isMoot(effect, subject)) return undefined;
    const seq = this.#record(effect, subject, fate);
    if (fate === 'is lost') return silence(effect, this.now());
    const event = this.#answer(effect, subject);
    if (fate === 'arrives twice') this.#answer(effect, subject);
    if (fate === 'arrives and its answer is lost') return silence(effect, this.now());
    this.#recordAnswer(effect, subject, seq);
    return event;
  }

  /** The payer pays; true when the money moved. */
  pay(attemptNo: string, payer: string): boolean {
    return this.book.apply(this.#trade(attemptNo), { type: 'pay', payer, at: this.now() }).ok;
  }

  /** What the provider's notice says of a payment. */
  paidEvent(attemptNo: string): (OrderEvent & { type: 'success' }) | undefined {
    const trade = this.#trade(attemptNo);
    if (trade?.paidAt === undefined) return undefined;
    return { type: 'success', attemptNo, tradeNo: trade.tradeNo, paidAt: trade.paidAt, at: this.now() };
  }

  recordNotice(attemptNo: string, fault?: string): void {
    const trade = this.#trade(attemptNo);
    const facts: Facts = { signature: 'valid', state: 'paid', amountFen: trade?.amountFen, payee: trade?.payee };
    const base = { by: this.name, to: 'platform', kind: 'notice.payment', trade: attemptNo };
    const { seq } = this.history.append({ type: 'message', ...base, facts });
    if (fault)
      this.history.append({ type: 'fault', ...base, by: 'network', message: seq, facts: { fault, from: this.name } });
  }

  #trade(attemptNo: string): Trade | undefined {
    return this.book.trades().find(({ outTradeNo }) => outTradeNo === attemptNo);
  }

  #answer(effect: Asked, { order, attempt, refund }: Subject): OrderEvent | undefined {
    const { attemptNo, route } = attempt;
    const at = this.now();
    const trade = this.#trade(attemptNo);
    switch (effect.type) {
      case 'start': {
        const content = {
          outTradeNo: attemptNo,
          payee: route.payee,
          caller: 'platform',
          product: route.product,
          amountFen: route.payableFen,
          description: order.description,
        };
        const credential = `code-${attemptNo}`;
        const until = at + HOUR_MS;
        const placed = this.book.apply(trade, {
          type: 'order',
          content,
          tradeNo: `T-${attemptNo}`,
          credential,
          credentialUntil: until,
          payBy: order.expiresAt,
          at,
        });
        if (!placed.ok) return { type: 'start-refused', attemptNo, code: placed.refusal, at };
        return { type: 'started', attemptNo, handOff: { type: 'qr', content: credential, until }, at };
      }
      case 'query':
        return this.paidEvent(attemptNo) ?? { type: 'not-paid', attemptNo, state: stateOf(trade), at };
      case 'close': {
        if (!trade) return { type: 'close-done', attemptNo, at };
        const closed = this.book.apply(trade, { type: 'close', at });
        return closed.ok ? { type: 'close-done', attemptNo, at } : this.paidEvent(attemptNo);
      }
      default: {
        if (!refund) return undefined;
        const { refundNo, amountFen } = refund;
        const done = this.book.apply(trade, {
          type: 'refund',
          outRefundNo: refundNo,
          refundNo: `R-${refundNo}`,
          amountFen,
          at,
        });
        return { type: 'refund-state', refundNo, state: done.ok ? 'done' : 'failed', at };
      }
    }
  }

  #record(effect: Asked, { attempt, refund }: Subject, fate: Fate): number {
    const facts: Facts = {
      signature: 'valid',
      caller: 'platform',
      payee: attempt.route.payee,
      amountFen: refund?.amountFen ?? attempt.route.payableFen,
      refund: refund?.refundNo,
    };
    const base = { kind: KINDS[effect.type], trade: attempt.attemptNo };
    const { seq } = this.history.append({ type: 'message', by: 'platform', to: this.name, ...base, facts });
    if (fate === 'is lost' || fate === 'arrives and its answer is lost') {
      const fault = fate === 'is lost' ? 'lose' : 'lose-answer';
      this.history.append({ type: 'fault', by: 'network', ...base, message: seq, facts: { fault, from: 'platform' } });
    }
    return seq;
  }

  #recordAnswer(effect: Asked, { attempt }: Subject, message: number): void {
    const facts: Facts = { signature: 'valid', state: this.#trade(attempt.attemptNo)?.status };
    const kind = KINDS[effect.type];
    this.history.append({
      type: 'answer',
      by: this.name,
      to: 'platform',
      kind,
      trade: attempt.attemptNo,
      message,
      facts,
    });
  }
}

const stateOf = (trade: Trade | undefined) =>
  trade === undefined ? 'absent' : trade.status === 'closed' ? 'closed' : 'open';

/** What has become unnecessary since it was decided is not sent. */
function isMoot(effect: Asked, { attempt }: Subject): boolean {
  if (effect.type === 'start') return attempt.status !== 'starting' && attempt.status !== 'unknown';
  if (effect.type === 'close') return attempt.status !== 'closing';
  if (effect.type === 'query') return attempt.status === 'paid' || attempt.status === 'closed';
  return false;
}

function silence(effect: Asked, at: Millis): OrderEvent {
  switch (effect.type) {
    case 'start':
      return { type: 'start-unanswered', attemptNo: effect.attemptNo, at };
    case 'query':
      return { type: 'query-unanswered', attemptNo: effect.attemptNo, at };
    case 'close':
      return { type: 'close-unanswered', attemptNo: effect.attemptNo, at };
    default:
      return { type: 'refund-unanswered', refundNo: effect.refundNo, at };
  }
}
