import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { AnswerLog, type DeclaredHealth } from './health';
import { StandingFacts } from './standing';

/** An order as the harness knows it from what it did and saw, not from what the platform decided. */
export interface OrderCase {
  readonly order: string;
  readonly merchant: string;
  /** The price of the goods, as the merchant set it last. */
  amountFen: number;
  /** Each merchant's part, where several share the order. */
  readonly parts?: ReadonlyArray<{ readonly merchant: string; readonly amountFen: number }>;
  readonly payer?: string;
  readonly placedAt: number;
  /** The payer's own choices, in order. */
  readonly chosen: Array<{ provider: string; seq: number }>;
  /** What the platform last said of it, through its contract. */
  state?: OrderState;
}

/** The platform's own words about an order. */
export interface OrderState {
  readonly seq: number;
  readonly status: string;
  readonly payerIsTold: string;
  readonly deliveries: number;
  /** The one payment that counts. */
  readonly keptPayment?: string | null;
  readonly deliveryStopped?: string | null;
  readonly payments: ReadonlyArray<{
    readonly paymentNo: string;
    readonly provider: string;
    readonly status: string;
    readonly payee: string;
    /** The provider's product. */
    readonly product?: string;
    readonly route?: Facts;
  }>;
  readonly refunds: ReadonlyArray<{
    readonly refundNo: string;
    readonly paymentNo: string;
    readonly amountFen: number;
    readonly status: string;
  }>;
  readonly notices: ReadonlyArray<{ readonly provider: string; readonly outcome: string }>;
}

/** What a provider's books say of a trade. */
export interface TradeCase {
  readonly provider: string;
  readonly trade: string;
  paidFen: number;
  payments: number;
  refundedFen: number;
  /** How often each refund number moved money. */
  readonly refunds: Map<string, number>;
  paidSeq?: number;
}

/** One provider's declared conditions on the platform. */
export interface ProviderCase {
  platformOptedIn: boolean;
  providerOptedIn: boolean;
  inService: boolean;
  minFen: number;
  maxFen: number;
  devices: readonly string[];
  /** The devices for which it can pay several merchants in one go. */
  combinedDevices: readonly string[];
  /** False where the protocol closes no order: one that nobody pays ends at its own deadline. */
  closes?: boolean;
  firstQueryWithinMs: number;
  /** When its business day ends, after Beijing midnight; and when a day's bill can be had after the day's end. */
  cutOffMs?: number;
  billReadyAfterMs?: number;
  queries: number;
  /** Within this time a receiver must answer the provider's notice. */
  noticeTimeoutMs: number;
  /** From one attempt of a notice to the next. */
  noticeGapsMs: readonly number[];
}

/** Two parts of one combined payment, as one. */
function together(one: TradeCase, other: TradeCase): TradeCase {
  return {
    ...one,
    paidFen: one.paidFen + other.paidFen,
    payments: Math.max(one.payments, other.payments),
    refundedFen: one.refundedFen + other.refundedFen,
    refunds: new Map([...one.refunds, ...other.refunds]),
  };
}

/** The parts that an order was placed with. */
function partsIn(value: Fact): OrderCase['parts'] {
  if (!Array.isArray(value)) return undefined;
  return value.map((part: Fact) => {
    const { merchant, amountFen } = part as Facts;
    return { merchant: text(merchant), amountFen: count(amountFen) };
  });
}

/** A fee or a discount that a scenario has set up. */
export interface ChargeCase {
  readonly provider: string;
  readonly kind: string;
  readonly party: string;
  readonly amountFen: number;
  /** The merchant whose orders it is for; for all when left out. */
  readonly merchant?: string;
  /** Business time from which it holds. */
  readonly from: number;
}

/** A merchant's own act about a provider. */
export interface ChoiceCase {
  readonly merchant: string;
  readonly provider: string;
  readonly enabled: boolean;
  readonly at: number;
}

/** Movements of the money of a trade; other books have others. */
const TRADE_MOVEMENTS: ReadonlySet<string> = new Set(['payment', 'refund', 'reversal']);

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const count = (value: Fact): number => (typeof value === 'number' ? value : 0);

/** The facts of a case, folded from its history; every judge reads it. */
export class CaseView {
  readonly orders = new Map<string, OrderCase>();
  readonly trades = new Map<string, TradeCase>();
  readonly providers = new Map<string, ProviderCase>();
  /** The providers that each merchant enabled, in its own order. */
  readonly methods = new Map<string, string[]>();
  /** The real names of merchants, in every language of the market. */
  readonly merchants = new Map<string, readonly string[]>();
  /** Fees and discounts, oldest first; a later one of the same kind replaces an earlier one. */
  readonly charges: ChargeCase[] = [];
  /** What each payer chose last, on whichever order. */
  readonly lastChoices = new Map<string, string>();
  /** Payers who have switched the personal order off. */
  readonly plainOrder = new Set<string>();
  /** Every act of a merchant about a provider, oldest first. */
  readonly choices: ChoiceCase[] = [];
  readonly #orderOfTrade = new Map<string, string>();
  /** The combined payment to which the trade of one merchant's part belongs. */
  readonly #paymentOfPart = new Map<string, string>();
  /** The platform's own application at each provider. */
  readonly applications = new Map<string, string>();
  /** How long the platform waits for an answer before it goes on without one. */
  patienceMs = 0;
  /** The rule by which the platform takes providers out that do not answer, where it declares one. */
  health: DeclaredHealth | undefined;
  /** Who answered the platform, and who did not. */
  readonly answers = new AnswerLog();
  /** By what authority providers work, and for whom they are open. */
  readonly standing = new StandingFacts();
  /** Faults that met messages, by message. */
  readonly faults = new Map<number, string>();

  step(event: HistoryEvent): void {
    this.answers.step(event, this.faults);
    this.standing.step(event);
    switch (event.type) {
      case 'declared':
        this.#declared(event);
        return;
      case 'act':
        this.#act(event);
        return;
      case 'ledger':
        this.#ledger(event);
        return;
      case 'contract':
        this.#contract(event);
        return;
      case 'fault':
        if (event.message !== undefined) this.faults.set(event.message, text(event.facts['fault']));
    }
  }

  /** The order that a trade belongs to, as soon as the platform has said so. */
  orderOf(trade: string | undefined): OrderCase | undefined {
    return this.orders.get(this.#orderOfTrade.get(trade ?? '') ?? '');
  }

  /** The payments of an order that ever moved money; the parts of a combined one count as one. */
  tradesOf(order: string): TradeCase[] {
    const payments = new Map<string, TradeCase>();
    for (const entry of this.trades.values()) {
      if (this.#orderOfTrade.get(entry.trade) !== order) continue;
      const payment = this.#paymentOfPart.get(entry.trade) ?? entry.trade;
      const known = payments.get(payment);
      payments.set(payment, known ? together(known, entry) : { ...entry, trade: payment });
    }
    return [...payments.values()];
  }

  /** The merchant whose part of a combined order a trade pays; undefined where nobody shares the order. */
  partOf(trade: string): { readonly merchant: string; readonly amountFen: number } | undefined {
    const payment = this.#paymentOfPart.get(trade);
    const index = payment === undefined ? Number.NaN : Number(trade.slice(payment.length).replace(/^\D+/, '')) - 1;
    return this.orderOf(trade)?.parts?.[index];
  }

  #declared({ kind, facts, at }: HistoryEvent): void {
    if (kind === 'merchant') this.merchants.set(text(facts['merchant']), [text(facts['en']), text(facts['zh'])]);
    if (kind === 'charge') this.charges.push({ from: at, ...facts } as unknown as ChargeCase);
    if (kind === 'method') {
      const merchant = text(facts['merchant']);
      this.choices.push({ ...facts, at } as unknown as ChoiceCase);
      const others = (this.methods.get(merchant) ?? []).filter((provider) => provider !== facts['provider']);
      if (facts['enabled'] === true && this.methods.get(merchant)?.includes(text(facts['provider']))) return;
      this.methods.set(merchant, facts['enabled'] === true ? [...others, text(facts['provider'])] : others);
    }
    if (kind === 'platform') {
      this.patienceMs = count(facts['patienceMs']);
      this.health = facts['health'] as unknown as DeclaredHealth | undefined;
    }
    if (kind === 'application') this.applications.set(text(facts['provider']), text(facts['application']));
    if (kind === 'provider') {
      const known = this.providers.get(text(facts['provider']));
      const merged = { ...known, ...facts } as unknown as ProviderCase;
      this.providers.set(text(facts['provider']), merged);
    }
  }

  #act({ kind, facts, order = '', at, seq }: HistoryEvent): void {
    if (kind === 'order.placed') {
      const payer = facts['payer'] === undefined ? {} : { payer: text(facts['payer']) };
      const base = { order, merchant: text(facts['merchant']), amountFen: count(facts['amountFen']), placedAt: at };
      const parts = partsIn(facts['parts']);
      if (!this.orders.has(order))
        this.orders.set(order, { ...base, ...payer, ...(parts ? { parts } : {}), chosen: [] });
    }
    const repriced = kind === 'order.repriced' ? this.orders.get(order) : undefined;
    if (repriced) repriced.amountFen = count(facts['amountFen']);
    if (kind === 'order.switched' && facts['on'] === true) this.plainOrder.delete(text(facts['payer']));
    if (kind === 'order.switched' && facts['on'] !== true) this.plainOrder.add(text(facts['payer']));
    if (kind !== 'method.chosen') return;
    const chosenFor = this.orders.get(order);
    chosenFor?.chosen.push({ provider: text(facts['provider']), seq });
    if (chosenFor?.payer !== undefined) this.lastChoices.set(chosenFor.payer, text(facts['provider']));
  }

  #ledger({ by, kind, trade = '', facts, seq }: HistoryEvent): void {
    if (!TRADE_MOVEMENTS.has(kind)) return;
    const known = this.trades.get(trade);
    const entry: TradeCase = known ?? {
      provider: by,
      trade,
      paidFen: 0,
      payments: 0,
      refundedFen: 0,
      refunds: new Map(),
    };
    if (kind === 'payment') {
      entry.paidFen += count(facts['amountFen']);
      entry.payments += 1;
      entry.paidSeq ??= seq;
    } else {
      const refund = text(facts['refund']);
      entry.refundedFen += count(facts['amountFen']);
      entry.refunds.set(refund, (entry.refunds.get(refund) ?? 0) + 1);
    }
    this.trades.set(trade, entry);
  }

  #contract({ kind, order = '', facts, seq }: HistoryEvent): void {
    if (kind !== 'order.state') return;
    const state = { ...facts, seq } as unknown as OrderState;
    for (const { paymentNo, route } of state.payments) {
      this.#orderOfTrade.set(paymentNo, order);
      const parts = Array.isArray(route?.['parts']) ? route['parts'] : [];
      for (const part of parts) {
        const number = `${paymentNo}${text((part as Facts)['partNo'])}`;
        this.#orderOfTrade.set(number, order);
        this.#paymentOfPart.set(number, paymentNo);
      }
    }
    const known = this.orders.get(order);
    if (known) known.state = state;
  }
}
