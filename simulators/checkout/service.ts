import { timingSafeEqual } from 'node:crypto';
import { compactDateTime } from '../kernel/time';
import { type BusinessDay, businessDay, endOfDay, MIDNIGHT } from './books/business-day';
import type { Bilingual, CheckoutConfig, CheckoutContext, CheckoutParts, OrderRequest, ProviderConfig } from './config';
import type { Order } from './core/order';
import { questionsAfterRestart } from './core/recovery';
import type { Effect, OrderEvent, Reduction } from './core/reduce';
import { type Device, type Offer, type OfferInputs, route } from './core/routing';
import type { NoticeOutcome } from './notice-fits';
import type { NoticeContent, PaymentProtocol, RawNotice } from './protocols/protocol';
import { CheckoutStore, type NoticeRow } from './store/store';

export type PlaceResult =
  | { readonly ok: true; readonly order: Order; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: 'unknown-merchant' | 'content-changed'; readonly original?: string };

/** Raised inside a checkout that has been stopped: whatever was under way ends without a trace. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** The checkout's decisions bound to its store: every change is one transaction of state and outbox. */
export class CheckoutService {
  readonly store: CheckoutStore;
  readonly #protocols = new Map<string, PaymentProtocol>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #stopped = false;
  /** Called after each change, so that due effects get performed. */
  onChange: () => void = () => undefined;

  constructor(
    readonly config: CheckoutConfig,
    readonly context: CheckoutContext,
    readonly parts: CheckoutParts,
  ) {
    this.store = new CheckoutStore(config.databaseFile);
    for (const { id, name } of config.merchants) this.store.saveMerchant({ merchantId: id, name });
    for (const provider of config.providers) this.#open(provider);
  }

  #open(provider: ProviderConfig): void {
    const factory = this.parts.protocols[provider.protocol];
    if (!factory) throw new Error(`provider ${provider.id}: no adapter speaks protocol "${provider.protocol}"`);
    const protocol = factory(provider.connection, () => this.context.clock.now());
    this.#protocols.set(provider.id, this.parts.wrapProtocol(protocol, provider.id));
  }

  now(): number {
    return this.context.clock.now();
  }

  /** Stops dead: nothing is written any more. */
  stop(): void {
    this.#stopped = true;
    this.store.close();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  provider(id: string): ProviderConfig | undefined {
    return this.config.providers.find((provider) => provider.id === id);
  }

  protocol(id: string): PaymentProtocol {
    const protocol = this.#protocols.get(id);
    if (!protocol) throw new Error(`no provider "${id}"`);
    return protocol;
  }

  /** The merchant whose key this is. */
  merchantByKey(key: string): string | undefined {
    return this.config.merchants.find((merchant) => sameSecret(merchant.apiKey, key))?.id;
  }

  isOperator(key: string): boolean {
    return sameSecret(this.config.operatorKey, key);
  }

  /** Takes a provider into or out of service; how long it is out is watched (rule RES-004). */
  setInService(provider: string, inService: boolean): void {
    this.#transaction(() => {
      this.store.setProvider(provider, 'in_service', inService);
      if (inService) this.store.books.endOutage(provider);
      else this.store.books.beginOutage(provider, this.now());
    });
  }

  /** Places an order; the same number with the same content is the same order, with other content it is refused. */
  place(request: OrderRequest): PlaceResult {
    const { merchantId } = request;
    const key = this.parts.orderKey(request);
    if (!this.store.merchant(merchantId)) return { ok: false, refusal: 'unknown-merchant' };
    return this.#transaction(() => {
      const known = this.store.orderByMerchantNumber(merchantId, key);
      if (known) {
        if (!this.parts.sameOrder(known, request))
          return { ok: false, refusal: 'content-changed', original: known.orderNo };
        return { ok: true, order: known, repeated: true };
      }
      const order = this.#newOrder({ ...request, merchantOrderNo: key });
      this.store.insertOrder(order);
      this.store.enqueue(order.orderNo, { type: 'expire', at: order.expiresAt });
      return { ok: true, order, repeated: false };
    });
  }

  #newOrder(request: OrderRequest): Order {
    const now = this.now();
    const random = this.context.random.stream(`order/${request.merchantId}/${request.merchantOrderNo}`);
    return {
      ...request,
      orderNo: `${compactDateTime(now)}${random.digits(8)}`,
      token: random.letters(32),
      createdAt: now,
      expiresAt: now + this.config.orderLifeMs,
      status: 'open',
      attempts: [],
      refunds: [],
    };
  }

  /** The declared inputs of an offer as they stand now. */
  offerInputs(order: Order, device: Device): OfferInputs {
    const providers = this.config.providers.map((provider) => ({
      provider: provider.id,
      ...this.store.provider(provider.id),
      minFen: provider.minFen,
      maxFen: provider.maxFen,
      products: provider.products,
    }));
    const { amountFen, merchantId } = order;
    return { amountFen, device, merchantMethods: this.store.methods(merchantId), providers };
  }

  offer(order: Order, device: Device): Offer {
    const inputs = this.offerInputs(order, device);
    const offer = this.parts.offer(inputs);
    this.context.decided?.('offer', order.orderNo, { inputs, ...offer });
    return offer;
  }

  /** The payer's own act of choosing; false when the method is not on offer. */
  choose(orderNo: string, chosen: string, device: Device, payerIp: string): boolean {
    const order = this.store.order(orderNo);
    if (!order) return false;
    const payees = Object.fromEntries(
      this.config.providers.flatMap((provider) => {
        const payee = this.parts.payeeOf(provider.payees, order.merchantId);
        return payee === undefined ? [] : [[provider.id, payee] as const];
      }),
    );
    const record = route({ ...this.offerInputs(order, device), chosen, payees }, this.parts.offer);
    if (!record) return false;
    const done = this.apply(orderNo, { type: 'choose', route: record, payerIp, at: this.now() });
    if (done.ok) this.context.decided?.('route', orderNo, record);
    if (done.ok && order.payerId !== undefined) this.store.rememberChoice(order.payerId, chosen);
    return done.ok;
  }

  /** Lets something happen to an order: new state and new effects in one transaction, and the effect that led here gone. */
  apply(orderNo: string, event: OrderEvent, performed?: number): Reduction {
    const reduction = this.#transaction(() => {
      const result = this.applyWithin(orderNo, event);
      if (performed !== undefined) this.store.removeEffect(performed);
      return result;
    });
    this.#changed(orderNo);
    return reduction;
  }

  /** As {@link apply}, inside the caller's transaction. */
  applyWithin(orderNo: string, event: OrderEvent): Reduction {
    const order = this.store.order(orderNo);
    if (!order) throw new Error(`no order ${orderNo}`);
    const result = this.parts.reduce(order, event, {
      queryAfterMs: (provider) => this.parts.querySchedule(this.provider(provider)?.queryAfterMs ?? []),
    });
    if (!result.ok) return result;
    this.store.updateOrder(result.order);
    for (const effect of result.effects) this.#enqueue(orderNo, effect);
    for (const { provider, at } of this.store.books.noteMovements(result.order)) this.openBooks(provider, at);
    return result;
  }

  /** Opens the books of the day of an instant at a provider: its bill is awaited from now on. Inside a transaction. */
  openBooks(providerId: string, at: number): void {
    this.openDay(providerId, businessDay(at, this.config.cutOff ?? MIDNIGHT));
  }

  /** Opens the books of a day at a provider that accounts for days. Inside a transaction. */
  openDay(providerId: string, day: BusinessDay): void {
    const terms = this.provider(providerId)?.books;
    if (!terms) return;
    const dueAt = endOfDay(day, terms.cutOff) + this.parts.billDueMs(terms.readyAfterMs);
    this.store.books.openDay(providerId, day, dueAt);
  }

  /** True once the provider has said that the bill of a day can be had. */
  isPublished({ provider, day }: { readonly provider: string; readonly day: BusinessDay }): boolean {
    const terms = this.provider(provider)?.books;
    return terms !== undefined && this.now() >= endOfDay(day, terms.cutOff) + terms.readyAfterMs;
  }

  /** Makes what is left to do about a day's bills due now. */
  hasten(day: BusinessDay): void {
    this.#transaction(() => this.store.books.hasten(day, this.now()));
  }

  /** Work in one transaction of state, outbox and books; whoever watches the named orders is told after it. */
  transact(work: () => readonly string[]): void {
    for (const orderNo of this.#transaction(work)) this.#changed(orderNo);
  }

  /** After a start: asks for every result that may have come while the checkout was not there. */
  recover(): void {
    const at = this.now();
    this.#transaction(() => {
      for (const order of this.store.unsettledOrders()) {
        const due = this.store.due(at, order.orderNo).map(({ effect }) => effect);
        for (const question of questionsAfterRestart(order, due, at)) this.store.enqueue(order.orderNo, question);
      }
    });
  }

  #enqueue(orderNo: string, effect: Effect): void {
    if (effect.type === 'deliver') this.store.deliver(orderNo, effect.attemptNo, effect.at);
    else this.store.enqueue(orderNo, effect);
  }

  /** Checks a notice against the order that it names, acts on it once, and records what became of it. */
  async notice(providerId: string, raw: RawNotice): Promise<NoticeOutcome> {
    const protocol = this.protocol(providerId);
    const reading = await protocol.readNotice(raw);
    const at = this.now();
    if (!reading.ok) {
      this.#record({ provider: providerId, noticeId: '', receivedAt: at, outcome: `refused: ${reading.reason}` });
      return 'refused';
    }
    const { content, noticeId } = reading;
    const order = this.store.orderByAttempt(content.attemptNo);
    const attempt = order?.attempts.find((candidate) => candidate.attemptNo === content.attemptNo);
    const { application } = protocol;
    const outcome = this.parts.noticeFits(content, { provider: providerId, application, order, attempt });
    if (order && outcome === 'applied') this.#applyNotice(order, content, at);
    const orderNo = order?.orderNo;
    this.#record({ provider: providerId, noticeId, receivedAt: at, outcome: this.parts.recordAs(outcome), orderNo });
    return outcome;
  }

  #record(notice: NoticeRow): void {
    this.#transaction(() => this.store.recordNotice(notice));
  }

  #applyNotice(order: Order, content: NoticeContent, at: number): void {
    if (content.kind === 'paid') {
      const { attemptNo, tradeNo, paidAt } = content;
      this.apply(order.orderNo, { type: 'success', attemptNo, tradeNo, paidAt, at });
    } else if (content.kind === 'refund') {
      this.apply(order.orderNo, { type: 'refund-state', refundNo: content.refundNo, state: content.state, at });
    }
  }

  /** Calls back when an order changes; returns how to stop. */
  watch(orderNo: string, callback: () => void): () => void {
    const watchers = this.#watchers.get(orderNo) ?? new Set();
    watchers.add(callback);
    this.#watchers.set(orderNo, watchers);
    return () => {
      watchers.delete(callback);
      if (watchers.size === 0) this.#watchers.delete(orderNo);
    };
  }

  merchantName(merchantId: string): Bilingual {
    return this.store.merchant(merchantId)?.name ?? { en: merchantId, zh: merchantId };
  }

  #changed(orderNo: string): void {
    for (const callback of this.#watchers.get(orderNo) ?? []) callback();
    this.onChange();
  }

  #transaction<T>(work: () => T): T {
    if (this.#stopped) throw new Stopped('the checkout has been stopped');
    return this.store.transaction(work);
  }
}

function sameSecret(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
