import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';

/** An order as the harness knows it from what it did and saw, not from what the platform decided. */
export interface OrderCase {
  readonly order: string;
  readonly merchant: string;
  readonly amountFen: number;
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
  readonly deliveryStopped?: string | null;
  readonly payments: ReadonlyArray<{
    readonly paymentNo: string;
    readonly provider: string;
    readonly status: string;
    readonly payee: string;
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
  firstQueryWithinMs: number;
  /** When its business day ends, after Beijing midnight; and when a day's bill can be had after the day's end. */
  cutOffMs?: number;
  billReadyAfterMs?: number;
  queries: number;
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const count = (value: Fact): number => (typeof value === 'number' ? value : 0);

/** The facts of a case, folded from its history; every judge reads it. */
export class CaseView {
  readonly orders = new Map<string, OrderCase>();
  readonly trades = new Map<string, TradeCase>();
  readonly providers = new Map<string, ProviderCase>();
  /** The providers that each merchant enabled, in its own order. */
  readonly methods = new Map<string, string[]>();
  readonly #orderOfTrade = new Map<string, string>();
  /** The platform's own application at each provider. */
  readonly applications = new Map<string, string>();
  /** Faults that met messages, by message. */
  readonly faults = new Map<number, string>();

  step(event: HistoryEvent): void {
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

  /** The trades of an order that ever moved money. */
  tradesOf(order: string): TradeCase[] {
    return [...this.trades.values()].filter(({ trade }) => this.#orderOfTrade.get(trade) === order);
  }

  #declared({ kind, facts }: HistoryEvent): void {
    if (kind === 'method') {
      const merchant = text(facts['merchant']);
      const others = (this.methods.get(merchant) ?? []).filter((provider) => provider !== facts['provider']);
      if (facts['enabled'] === true && this.methods.get(merchant)?.includes(text(facts['provider']))) return;
      this.methods.set(merchant, facts['enabled'] === true ? [...others, text(facts['provider'])] : others);
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
      if (!this.orders.has(order)) this.orders.set(order, { ...base, ...payer, chosen: [] });
    }
    if (kind === 'method.chosen') this.orders.get(order)?.chosen.push({ provider: text(facts['provider']), seq });
  }

  #ledger({ by, kind, trade = '', facts, seq }: HistoryEvent): void {
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
    for (const { paymentNo } of state.payments) this.#orderOfTrade.set(paymentNo, order);
    const known = this.orders.get(order);
    if (known) known.state = state;
  }
}
