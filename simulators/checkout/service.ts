import { timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Fen, fen } from '../kernel/money';
import { compactDateTime } from '../kernel/time';
import { type Announcement, feeOf, hasStopped } from './announcements';
import { type BusinessDay, businessDay, endOfDay, MIDNIGHT } from './books/business-day';
import type {
  Bilingual,
  CheckoutConfig,
  CheckoutContext,
  CheckoutParts,
  CombinedOrderRequest,
  GuestConfig,
  OrderRequest,
  ProviderConfig,
} from './config';
import { afterAsking, HEALTH_RULE, mayBeOffered } from './core/health';
import { type Attempt, MARKETPLACE, type Order } from './core/order';
import { attemptNamed, type OrderPart } from './core/parts';
import { questionsAfterRestart } from './core/recovery';
import type { Effect, OrderEvent, Reduction } from './core/reduce';
import { type Device, type Offer, type OfferInputs, route } from './core/routing';
import { type MerchantPlace, type Standing, standingProblems } from './core/standing';
import { shownOf } from './listing';
import { type NoticeOutcome, partTradeNos } from './notice-fits';
import { listening } from './protocols/listening';
import type { NoticeContent, PaidFacts, PaymentProtocol, RawNotice } from './protocols/protocol';
import { type ConsentRecord, type ExportRow, exportRows, sharing } from './sharing';
import { CheckoutStore, type NoticeRow } from './store/store';

export type PlaceResult =
  | { readonly ok: true; readonly order: Order; readonly repeated: boolean }
  | {
      readonly ok: false;
      readonly refusal: 'unknown-merchant' | 'merchant-twice' | 'content-changed';
      readonly original?: string;
    };

/** Who is paid, by name; where several merchants share the order, with each one's part. */
export interface Payee extends Bilingual {
  readonly parts?: ReadonlyArray<{
    readonly merchantId: string;
    readonly name: Bilingual;
    readonly amountFen: Fen;
    readonly description: string;
  }>;
}

/** True when a repeated request asks for the same parts from the same merchants. */
function sameCombined(known: Order, request: CombinedOrderRequest, parts: readonly OrderPart[]): boolean {
  const { description, payerId } = request;
  return known.description === description && known.payerId === payerId && isDeepStrictEqual(known.parts, parts);
}

/** Where a merchant sells of whom nobody said it. */
const NOWHERE = { capital: false, codeKind: 'merchant' } as const;

/** What the payer's browser sends when the payer confirms a method. */
export interface PayersAct {
  readonly chosen: string;
  /** What the page said that it showed; null when it did not say. */
  readonly seal: string | null;
  readonly device: Device;
  readonly payerIp: string;
}

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
    const { id } = provider;
    const told = (answered: boolean) => this.#heard(id, answered);
    this.#protocols.set(id, listening(this.parts.wrapProtocol(protocol, id), told));
  }

  /** A provider was asked and answered, or not; written only where that changes what is known of its health. */
  #heard(provider: string, answered: boolean): void {
    if (this.#stopped) return;
    const before = this.store.health(provider);
    const after = afterAsking(before, answered, this.now(), this.parts.healthRule(HEALTH_RULE, provider));
    if (after !== before) this.store.saveHealth(provider, after);
  }

  /** False while a provider is taken out because it does not answer (rule RES-005). */
  #isHealthy(provider: string): boolean {
    return mayBeOffered(this.store.health(provider), this.now(), this.parts.healthRule(HEALTH_RULE, provider));
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
        if (known.merchantId !== merchantId || !this.parts.sameOrder(known, request))
          return { ok: false, refusal: 'content-changed', original: known.orderNo };
        return { ok: true, order: known, repeated: true };
      }
      const order = this.#newOrder({ ...request, merchantOrderNo: key });
      this.store.insertOrder(order);
      this.store.enqueue(order.orderNo, { type: 'expire', at: order.expiresAt });
      return { ok: true, order, repeated: false };
    });
  }

  /**
   * Places an order that several merchants share, each with one part; the same number with the same content is the same
   * order. A merchant's own number stands for one order or part only.
   */
  placeCombined(request: CombinedOrderRequest): PlaceResult {
    const merchants = request.parts.map(({ merchantId }) => merchantId);
    if (merchants.some((id) => !this.store.merchant(id))) return { ok: false, refusal: 'unknown-merchant' };
    if (new Set(merchants).size !== merchants.length) return { ok: false, refusal: 'merchant-twice' };
    return this.#transaction(() => {
      const known = this.store.orderByMerchantNumber(MARKETPLACE, request.combinedOrderNo);
      const parts = request.parts.map((part, index) => ({ partNo: `P${index + 1}`, ...part }));
      if (known) {
        if (!sameCombined(known, request, parts))
          return { ok: false, refusal: 'content-changed', original: known.orderNo };
        return { ok: true, order: known, repeated: true };
      }
      for (const { merchantId, merchantOrderNo } of parts) {
        const other = this.store.orderByMerchantNumber(merchantId, merchantOrderNo);
        if (other) return { ok: false, refusal: 'content-changed', original: other.orderNo };
      }
      const { combinedOrderNo: merchantOrderNo, description, payerId } = request;
      const amountFen = fen(parts.reduce((sum, part) => sum + part.amountFen, 0));
      const order = this.#newOrder(
        { merchantId: MARKETPLACE, merchantOrderNo, amountFen, description, payerId },
        parts,
      );
      this.store.insertOrder(order);
      this.store.enqueue(order.orderNo, { type: 'expire', at: order.expiresAt });
      return { ok: true, order, repeated: false };
    });
  }

  #newOrder(request: OrderRequest, parts?: readonly OrderPart[]): Order {
    const now = this.now();
    const random = this.context.random.stream(`order/${request.merchantId}/${request.merchantOrderNo}`);
    return {
      ...request,
      ...(parts ? { parts } : {}),
      orderNo: `${compactDateTime(now)}${random.digits(8)}`,
      token: random.letters(32),
      createdAt: now,
      expiresAt: now + this.config.orderLifeMs,
      status: 'open',
      attempts: [],
      refunds: [],
    };
  }

  /** By what authority a provider works and since when it is open: what operators said last, else what was configured. */
  standing(provider: string): Standing {
    return { ...this.provider(provider)?.standing, ...this.store.standing(provider) };
  }

  #placeOf(merchant: string): MerchantPlace {
    const known = this.config.merchants.find(({ id }) => id === merchant)?.place;
    return { merchant, ...(known ?? NOWHERE) };
  }

  /** The declared inputs of an offer as they stand now. */
  offerInputs(order: Order, device: Device): OfferInputs {
    const { amountFen, merchantId, parts } = order;
    const day = businessDay(this.now(), MIDNIGHT);
    const places = (parts ?? [{ merchantId }]).map((part) => this.#placeOf(part.merchantId));
    const announced = this.store.terms.announcements();
    const discounts = this.store.terms.discounts(merchantId);
    const providers = this.config.providers.map(({ id, minFen, maxFen, products, combinedProducts }) => {
      // An order that several merchants share has the price of its parts, by whatever method.
      const charges = parts ? [] : [...feeOf(id, announced, this.now()), ...(discounts.get(id) ?? [])];
      const combined = combinedProducts ? { combinedProducts } : {};
      const state = this.providerState(id, announced);
      const inService = state.inService && this.#isHealthy(id);
      const question = { day, provider: id, entrance: device };
      const problems = standingProblems(this.parts, this.standing(id), question, places);
      const facts = { provider: id, ...state, inService, minFen, maxFen, products, ...combined, ...problems };
      return charges.length === 0 ? facts : { ...facts, charges };
    });
    if (!parts) return { amountFen, device, merchantMethods: this.methods(merchantId), providers };
    const [merchantMethods = [], ...otherMerchantsMethods] = parts.map((part) => this.methods(part.merchantId));
    return { amountFen, device, merchantMethods, otherMerchantsMethods, providers };
  }

  /** Who is found inside the cashier of a provider for an order today. */
  guests(order: Order, host: string, device: Device): readonly GuestConfig[] {
    const day = businessDay(this.now(), MIDNIGHT);
    const places = (order.parts ?? [order]).map((part) => this.#placeOf(part.merchantId));
    return (this.provider(host)?.guests ?? []).filter(({ id, standing }) => {
      const problems = standingProblems(this.parts, standing, { day, provider: id, entrance: device }, places);
      return problems.lacks === undefined && problems.notOpen === undefined;
    });
  }

  /** The providers that a merchant uses, in its own order. */
  methods(merchantId: string): readonly string[] {
    const all = this.config.providers.map(({ id }) => id);
    return this.parts.methodsInUse(this.store.terms.choices(merchantId), all);
  }

  /** A provider's relation to the platform today; an announced stop ends its service at the announced instant. */
  providerState(
    provider: string,
    announced: readonly Announcement[] = this.store.terms.announcements(),
  ): ReturnType<CheckoutStore['provider']> {
    const state = this.store.provider(provider);
    return { ...state, inService: state.inService && !hasStopped(provider, announced, this.now()) };
  }

  offer(order: Order, device: Device): Offer {
    const inputs = this.offerInputs(order, device);
    const offer = this.parts.offer(inputs);
    this.context.decided?.('offer', order.orderNo, { inputs, ...offer });
    return offer;
  }

  /** The payer's own act of confirming a method on a page with this seal. */
  choose(orderNo: string, { chosen, seal, device, payerIp }: PayersAct): 'started' | 'notOffered' | 'changed' {
    const order = this.store.order(orderNo);
    if (!order) return 'notOffered';
    const payees = this.#payees(order.merchantId);
    const parts = order.parts?.map(({ partNo, amountFen, merchantId }) => ({
      partNo,
      amountFen,
      payees: this.#payees(merchantId),
    }));
    const inputs = { ...this.offerInputs(order, device), chosen, payees, ...(parts ? { parts } : {}) };
    const record = route(inputs, this.parts.offer);
    if (!record) return 'notOffered';
    if (!this.parts.confirms(seal, shownOf(this, order, record))) return 'changed';
    const done = this.apply(orderNo, { type: 'choose', route: record, payerIp, at: this.now() });
    if (done.ok) this.context.decided?.('route', orderNo, record);
    if (done.ok && order.payerId !== undefined) this.store.terms.rememberChoice(order.payerId, chosen);
    return done.ok ? 'started' : 'notOffered';
  }

  /** The accounts that receive a merchant's money, by provider. */
  #payees(merchantId: string): Record<string, string> {
    return Object.fromEntries(
      this.config.providers.flatMap((provider) => {
        const payee = this.parts.payeeOf(provider.payees, merchantId);
        return payee === undefined ? [] : [[provider.id, payee] as const];
      }),
    );
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
      refundLimits: (provider) => this.provider(provider)?.refundLimits,
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
    const attempt = order && attemptNamed(order, content.attemptNo);
    const { application } = protocol;
    const outcome = this.parts.noticeFits(content, { provider: providerId, application, order, attempt });
    if (order && attempt && outcome === 'applied') this.#applyNotice(order, attempt, content, at);
    const orderNo = order?.orderNo;
    this.#record({ provider: providerId, noticeId, receivedAt: at, outcome: this.parts.recordAs(outcome), orderNo });
    return outcome;
  }

  #record(notice: NoticeRow): void {
    this.#transaction(() => this.store.recordNotice(notice));
  }

  #applyNotice(order: Order, attempt: Attempt, content: NoticeContent, at: number): void {
    if (content.kind === 'paid') {
      this.apply(order.orderNo, successOf(attempt, content, at));
    } else if (content.kind === 'refund') {
      this.apply(order.orderNo, { type: 'refund-state', refundNo: content.refundNo, state: content.state, at });
    }
  }

  /** True when the payer of an order has agreed to a scope of sharing, and has not taken it back. */
  agreed(order: Order, scope: string): boolean {
    const records = order.payerId === undefined ? [] : this.store.consents(order.payerId);
    return this.parts.consentInForce(records, scope);
  }

  /** The payer's own word on every scope: what is named is agreed to, the rest is not. Only changes are recorded. */
  decideSharing(order: Order, agreedTo: readonly string[]): void {
    const { payerId } = order;
    if (payerId === undefined) return;
    for (const scope of Object.keys(sharing.scopes)) {
      const given = agreedTo.includes(scope);
      const record = { payerId, scope, given, at: this.now() };
      if (given !== this.agreed(order, scope)) this.parts.recordConsent(this, order, record);
    }
  }

  keepConsent(record: ConsentRecord): void {
    this.#transaction(() => this.store.addConsent(record));
  }

  /** The rows of a declared export. */
  exportRows(name: string): ExportRow[] | undefined {
    const { exportRow: row, rankingWeight: weight } = this.parts;
    const agreed = (order: Order, scope: string) => this.agreed(order, scope);
    return exportRows(name, { orders: this.store.orders(), agreed, row, weight });
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

  /** Who is paid with an order, for the pages that payers see. */
  payee(order: Order): Payee {
    if (!order.parts) return this.merchantName(order.merchantId);
    const parts = order.parts.map(({ merchantId, amountFen, description }) => ({
      merchantId,
      name: this.merchantName(merchantId),
      amountFen,
      description,
    }));
    const names = (language: 'en' | 'zh', between: string) => parts.map(({ name }) => name[language]).join(between);
    return { en: names('en', ', '), zh: names('zh', '、'), parts };
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

/** A payment that fits its order, as an event of the order. */
export function successOf(attempt: Attempt, paid: PaidFacts, at: number): OrderEvent {
  const { tradeNo, paidAt } = paid;
  const ofParts = partTradeNos(paid, attempt);
  const base = { type: 'success', attemptNo: attempt.attemptNo, tradeNo, paidAt, at } as const;
  return ofParts ? { ...base, partTradeNos: ofParts } : base;
}

function sameSecret(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
