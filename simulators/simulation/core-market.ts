import { type CheckoutParts, checkoutParts } from '../checkout/config';
import { type Attempt, type Order, payerView } from '../checkout/core/order';
import type { Effect, OrderEvent } from '../checkout/core/reduce';
import { type Device, type Offer, type OfferInputs, type ProviderFacts, route } from '../checkout/core/routing';
import { type MerchantPlace, type Standing, standingProblems } from '../checkout/core/standing';
import { factsOf, History } from '../kernel/history';
import type { Fen } from '../kernel/money';
import { beijingDay, HOUR_MS, MINUTE_MS, type Millis, SECOND_MS } from '../kernel/time';
import type { ProviderParts } from '../providers/contract';
import { CorePayers, pageOf } from './core-payers';
import { CoreProvider } from './core-provider';

/** One thing that may happen next. Several wait at once; a test decides the order, and whether a message is lost. */
export interface Pending {
  /** In words, for the story of a failure. */
  readonly what: string;
  readonly order: string;
  readonly provider: string;
  /** True when it is a message that the network may lose, with or without the work being done. */
  readonly losable: boolean;
  happen(fate: Fate): void;
}

/** What the network does to a message. */
export type Fate = 'arrives' | 'is lost' | 'arrives and its answer is lost' | 'arrives twice';

export interface CoreMarketOptions {
  readonly checkout?: Partial<CheckoutParts>;
  readonly providers?: Partial<ProviderParts>;
  readonly start?: Millis;
}

/** Each thing that happens takes a second of business time. */
const TICK_MS = SECOND_MS;

/**
 * The simulation shell: the checkout's reducer and the providers' engines without wires, signatures or a database. It
 * writes the same history as the world on wires, so the same judges judge it.
 */
export class CoreMarket {
  readonly history: History;
  readonly parts: CheckoutParts;
  readonly providers = new Map<string, CoreProvider>();
  readonly #facts = new Map<string, ProviderFacts>();
  readonly #standings = new Map<string, Standing>();
  readonly #places = new Map<string, MerchantPlace>();
  readonly #methods = new Map<string, string[]>();
  readonly #orders = new Map<string, Order>();
  readonly #payers = new CorePayers();
  readonly #deliveries = new Map<string, Set<string>>();
  #pending: Pending[] = [];
  #now: Millis;

  constructor(readonly options: CoreMarketOptions = {}) {
    this.parts = { ...checkoutParts, ...options.checkout };
    this.#now = options.start ?? Date.parse('2026-11-24T09:00:00+08:00');
    this.history = new History(() => this.#now);
  }

  get now(): Millis {
    return this.#now;
  }

  /** Opens a provider and declares its relation to the platform. */
  addProvider(facts: ProviderFacts): void {
    const { provider } = facts;
    this.#facts.set(provider, facts);
    if (!this.providers.has(provider)) {
      this.providers.set(provider, new CoreProvider(provider, this.history, () => this.#now, this.options.providers));
    }
    const { products, combinedProducts, charges, ...rest } = facts;
    this.history.append({
      type: 'declared',
      by: 'harness',
      kind: 'provider',
      facts: { ...rest, devices: Object.keys(products), combinedDevices: Object.keys(combinedProducts ?? {}) },
    });
    for (const charge of charges ?? []) {
      this.history.append({ type: 'declared', by: 'harness', kind: 'charge', facts: { provider, ...charge } });
    }
  }

  /** Puts on record by what authority a provider works, and for whom it is open. */
  stand(provider: string, standing: Standing): void {
    this.#standings.set(provider, standing);
    const facts = factsOf({ provider, ...standing });
    this.history.append({ type: 'declared', by: 'harness', kind: 'standing', facts });
  }

  /** Puts a merchant in a place. */
  addMerchant(place: MerchantPlace): void {
    this.#places.set(place.merchant, place);
    this.history.append({ type: 'declared', by: 'harness', kind: 'merchant', facts: factsOf(place) });
  }

  #withStanding(facts: ProviderFacts, merchant: string, entrance: Device): ProviderFacts {
    const standing = this.#standings.get(facts.provider);
    if (!standing) return facts;
    const place = this.#places.get(merchant) ?? { merchant, capital: false, codeKind: 'merchant' as const };
    const question = { day: beijingDay(this.#now), provider: facts.provider, entrance };
    return { ...facts, ...standingProblems(this.parts, standing, question, [place]) };
  }

  enable(merchant: string, provider: string): void {
    const methods = this.#methods.get(merchant) ?? [];
    if (!methods.includes(provider)) this.#methods.set(merchant, [...methods, provider]);
    this.history.append({
      type: 'declared',
      by: 'harness',
      kind: 'method',
      facts: { merchant, provider, enabled: true },
    });
  }

  place(merchant: string, amountFen: Fen, payerId?: string): string {
    const orderNo = `O${this.#orders.size + 1}`;
    this.#orders.set(orderNo, {
      orderNo,
      token: orderNo,
      merchantId: merchant,
      merchantOrderNo: orderNo,
      amountFen,
      description: 'goods',
      payerId,
      createdAt: this.#now,
      expiresAt: this.#now + HOUR_MS,
      status: 'open',
      attempts: [],
      refunds: [],
    });
    const facts = { merchant, amountFen, ...(payerId === undefined ? {} : { payer: payerId }) };
    this.history.append({ type: 'act', by: 'merchant', kind: 'order.placed', order: orderNo, facts });
    return orderNo;
  }

  offerInputs(orderNo: string, device: Device): OfferInputs {
    const { amountFen, merchantId } = this.order(orderNo);
    const merchantMethods = this.#methods.get(merchantId) ?? [];
    const providers = [...this.#facts.values()].map((facts) => this.#withStanding(facts, merchantId, device));
    return { amountFen, device, merchantMethods, providers };
  }

  /** The payer switches the personal order of methods off, or on again. */
  switchPersonalOrder(payerId: string, on: boolean): void {
    this.#payers.switchOrder(payerId, on);
    const facts = { payer: payerId, on };
    this.history.append({ type: 'act', by: 'payer', kind: 'order.switched', facts });
  }

  /** What the cashier would show, recorded as if a payer had opened it. */
  showCashier(orderNo: string, device: Device): Offer {
    const inputs = this.offerInputs(orderNo, device);
    const offer = this.parts.offer(inputs);
    const listed = this.#payers.listed(this.order(orderNo).payerId, offer, this.parts.arrange);
    const facts = { device, ...pageOf(listed, offer) };
    this.history.append({
      type: 'decision',
      by: 'platform',
      kind: 'offer',
      order: orderNo,
      facts: { inputs, ...offer } as never,
    });
    this.history.append({ type: 'page', by: 'payer', kind: 'cashier.shown', order: orderNo, facts });
    return { ...offer, methods: listed.methods };
  }

  order(orderNo: string): Order {
    const order = this.#orders.get(orderNo);
    if (!order) throw new Error(`no order ${orderNo}`);
    return order;
  }

  /** The payer chooses; false when the method is not on offer. */
  choose(orderNo: string, chosen: string, device: Device): boolean {
    const { merchantId, payerId } = this.order(orderNo);
    const payees = Object.fromEntries([...this.#facts.keys()].map((provider) => [provider, `merchant:${merchantId}`]));
    const record = route({ ...this.offerInputs(orderNo, device), chosen, payees }, this.parts.offer);
    if (!record) return false;
    this.history.append({
      type: 'act',
      by: 'payer',
      kind: 'method.chosen',
      order: orderNo,
      facts: { provider: chosen },
    });
    this.history.append({ type: 'decision', by: 'platform', kind: 'route', order: orderNo, facts: record as never });
    this.#payers.remember(payerId, chosen);
    this.#apply(orderNo, { type: 'choose', route: record, payerIp: '203.0.113.7', at: this.#now });
    return true;
  }

  /** What may happen next. */
  pending(): readonly Pending[] {
    return this.#pending;
  }

  /** Lets one waiting thing happen; time passes. */
  happen(index: number, fate: Fate = 'arrives'): void {
    const [chosen] = this.#pending.splice(index, 1);
    this.#now += TICK_MS;
    chosen?.happen(chosen.losable ? fate : 'arrives');
  }

  /** Puts something among what may happen next. */
  later(pending: Pending): void {
    this.#pending.push(pending);
  }

  /** The payer pays an attempt as soon as its turn comes, waiting for its page to open, if the provider lets him. */
  payLater(orderNo: string, attemptNo: string, payer: string): void {
    const { provider } = this.#attempt(orderNo, attemptNo).route;
    this.later({
      what: `the payer pays ${attemptNo} with ${provider}`,
      order: orderNo,
      provider,
      losable: false,
      happen: () => {
        const { status } = this.#attempt(orderNo, attemptNo);
        if (this.providers.get(provider)?.pay(attemptNo, payer)) this.#notifyLater(orderNo, attemptNo);
        else if (status === 'queued' || status === 'starting' || status === 'unknown')
          this.payLater(orderNo, attemptNo, payer);
      },
    });
  }

  /** Faults stop: everything that waits happens in order, and what follows from it, until nothing is left. */
  drain(most = 500): void {
    for (let i = 0; i < most && this.#pending.length > 0; i += 1) this.happen(0);
    if (this.#pending.length > 0)
      throw new Error(`still ${this.#pending.length} things to do: ${this.#pending[0]?.what}`);
    for (const orderNo of this.#orders.keys()) this.observe(orderNo);
  }

  /** Records what the platform says of an order. */
  observe(orderNo: string): void {
    const order = this.order(orderNo);
    this.history.append({
      type: 'contract',
      by: 'platform',
      kind: 'order.state',
      order: orderNo,
      facts: {
        status: order.status,
        payerIsTold: payerView(order),
        amountFen: this.parts.writeAmount(order.amountFen),
        deliveries: this.#deliveries.get(orderNo)?.size ?? 0,
        payments: order.attempts.map(({ attemptNo, status, route: record }) => ({
          paymentNo: attemptNo,
          provider: record.provider,
          payee: record.payee,
          status,
          route: record as never,
        })),
        refunds: order.refunds.map(({ refundNo, attemptNo, amountFen, status }) => ({
          refundNo,
          paymentNo: attemptNo,
          amountFen,
          status,
        })),
        notices: [],
      },
    });
  }

  #attempt(orderNo: string, attemptNo: string): Attempt {
    const attempt = this.order(orderNo).attempts.find((candidate) => candidate.attemptNo === attemptNo);
    if (!attempt) throw new Error(`no attempt ${attemptNo}`);
    return attempt;
  }

  #apply(orderNo: string, event: OrderEvent): void {
    const reduction = this.parts.reduce(this.order(orderNo), event, { queryAfterMs: () => [5_000, 30_000, MINUTE_MS] });
    if (!reduction.ok) return;
    this.#orders.set(orderNo, reduction.order);
    for (const effect of reduction.effects) this.#enqueue(orderNo, effect);
  }

  #enqueue(orderNo: string, effect: Effect): void {
    if (effect.type === 'deliver') {
      const delivered = this.#deliveries.get(orderNo) ?? new Set();
      this.#deliveries.set(orderNo, delivered.add(effect.attemptNo));
      return;
    }
    if (effect.type === 'expire') return;
    const ref = 'attemptNo' in effect ? effect.attemptNo : effect.refundNo;
    const { attempts, refunds } = this.order(orderNo);
    const attemptNo = refunds.find(({ refundNo }) => refundNo === ref)?.attemptNo ?? ref;
    const provider = attempts.find((attempt) => attempt.attemptNo === attemptNo)?.route.provider ?? '';
    this.later({
      what: `the platform does ${effect.type} for ${ref}`,
      order: orderNo,
      provider,
      losable: true,
      happen: (fate) => this.#perform(orderNo, effect, fate),
    });
  }

  #perform(orderNo: string, effect: Exclude<Effect, { type: 'deliver' | 'expire' }>, fate: Fate): void {
    const order = this.order(orderNo);
    const refund =
      'refundNo' in effect ? order.refunds.find(({ refundNo }) => refundNo === effect.refundNo) : undefined;
    const attempt = this.#attempt(orderNo, 'attemptNo' in effect ? effect.attemptNo : (refund?.attemptNo ?? ''));
    const provider = this.providers.get(attempt.route.provider);
    if (!provider) throw new Error(`no provider ${attempt.route.provider}`);
    const event = provider.ask(effect, { order, attempt, refund }, fate);
    if (event) this.#apply(orderNo, event);
  }

  #notifyLater(orderNo: string, attemptNo: string): void {
    const attempt = this.#attempt(orderNo, attemptNo);
    const provider = this.providers.get(attempt.route.provider);
    const told = provider?.paidEvent(attemptNo);
    if (!provider || !told) return;
    this.later({
      what: `${provider.name} tells that ${attemptNo} is paid`,
      order: orderNo,
      provider: provider.name,
      losable: true,
      happen: (fate) => {
        if (fate === 'is lost') {
          provider.recordNotice(attemptNo, 'lose');
          return;
        }
        for (let i = 0; i < (fate === 'arrives twice' ? 2 : 1); i += 1) {
          provider.recordNotice(attemptNo);
          this.#apply(orderNo, { ...told, at: this.#now });
        }
      },
    });
  }
}
