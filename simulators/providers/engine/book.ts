import { outsideAccount, readOutsidePayer } from '../../codes/outside-payer';
import type { BusinessClock, Cancel } from '../../kernel/clock';
import type { Facts, History } from '../../kernel/history';
import type { Ledger, Posting } from '../../kernel/ledger';
import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { Funding } from '../../market/funding';
import type { ProviderMemory } from '../contract';
import { refuse } from './commands';
import {
  type Command,
  type Effect,
  type Engine,
  type EngineRules,
  expires,
  type Outcome,
  payerAccount,
  paymentOf,
  refundOf,
  reversalOf,
} from './engine';
import { FundedPayments } from './funded-payments';
import { LimitBook, type LimitParts } from './limits/book';
import type { LimitedPayment, Way } from './limits/counters';
import { sealOf } from './seal';
import type { Combination, Trade } from './trade';

/** The product of a payment with a merchant's printed code, on which no amount stands. */
export const STATIC_CODE = 'static-code';

/** The product of a payment to a payee of another scheme, where the wallet has no product of its own for it. */
export const CROSS_SCAN = 'cross-scan';

/** Who called for an order that no merchant's request came before: nobody waits to be told of it. */
export const NO_CALLER = 'no-caller';

/** What the shell of one provider gives to its book. */
export interface BookSettings {
  readonly provider: string;
  readonly clock: BusinessClock;
  readonly history: History;
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly rules: EngineRules;
  /** Names an account in neutral words for the history, for example `merchant:tea-house`. */
  readonly nameAccount: (account: string) => string;
  /** How payers' limits are kept; the usual way without it. */
  readonly limits?: LimitParts;
  /** By which way a product leaves a payer's account; over the net where nothing is said. */
  readonly wayOf?: (product: string) => Way | undefined;
  /** How much is remembered, and who keeps it. */
  readonly memory?: ProviderMemory;
  /** Sends what the merchant must be told. */
  readonly notify: (trade: Trade, effect: Effect & { type: 'notify' }) => void;
}

/** One of several things that are asked for at once. */
export interface Step {
  readonly trade: Trade | undefined;
  readonly command: Command;
}

/** The trades of one provider, in memory, found by either number; performs what its engine decides. */
export class TradeBook {
  readonly #trades = new Map<string, Trade>();
  readonly #byOutTradeNo = new Map<string, string>();
  readonly #byCredential = new Map<string, string>();
  readonly #byOutRefundNo = new Map<string, string>();
  readonly #byCombination = new Map<string, Set<string>>();
  readonly #byRefundNo = new Map<string, string>();
  readonly #waiting = new Map<string, Cancel[]>();
  /** What payers have used of their limits here. */
  readonly limits: LimitBook;

  #funded: FundedPayments | undefined;

  readonly settings: BookSettings;

  constructor(settings: BookSettings) {
    const nameAccount = (account: string) => outsideAccount(account) ?? settings.nameAccount(account);
    this.settings = { ...settings, nameAccount };
    this.limits = new LimitBook(settings.limits);
  }

  /** From now on payments get their money from there; until then the books themselves are all there is. */
  fundWith(funding: Funding): void {
    this.#funded = new FundedPayments(this, funding);
  }

  /** All trades, in order of creation. */
  trades(): Trade[] {
    return [...this.#trades.values()];
  }

  byTradeNo(tradeNo: string): Trade | undefined {
    return this.#trades.get(tradeNo);
  }

  /** The trade that a merchant means by its own number. */
  byOutTradeNo(payee: string, outTradeNo: string): Trade | undefined {
    const tradeNo = this.#byOutTradeNo.get(`${payee} ${outTradeNo}`);
    return tradeNo === undefined ? undefined : this.#trades.get(tradeNo);
  }

  /** The trade that a merchant's refund number belongs to; the latest, where numbers may repeat between trades. */
  byOutRefundNo(payee: string, outRefundNo: string): Trade | undefined {
    const tradeNo = this.#byOutRefundNo.get(`${payee} ${outRefundNo}`);
    return tradeNo === undefined ? undefined : this.#trades.get(tradeNo);
  }

  /** The trade that the provider's refund number belongs to. */
  byRefundNo(refundNo: string): Trade | undefined {
    const tradeNo = this.#byRefundNo.get(refundNo);
    return tradeNo === undefined ? undefined : this.#trades.get(tradeNo);
  }

  /** The trade that a code, page or prepay id stands for. */
  byCredential(credential: string): Trade | undefined {
    const tradeNo = this.#byCredential.get(credential);
    return tradeNo === undefined ? undefined : this.#trades.get(tradeNo);
  }

  /** The trades of a combined order, in the order in which they were asked for; none when there is no such order. */
  combined({ account, outTradeNo }: Combination): Trade[] {
    const numbers = this.#byCombination.get(`${account} ${outTradeNo}`) ?? [];
    return [...numbers].flatMap((tradeNo) => this.#trades.get(tradeNo) ?? []);
  }

  /** Everything that is paid when this trade is: it alone, or all of its combined order. */
  together(trade: Trade): Trade[] {
    return trade.combined ? this.combined(trade.combined) : [trade];
  }

  /** Takes up a trade from an earlier run: its movements of money, and what it still waits for. Nobody is told again. */
  restore(trade: Trade): void {
    const { ledger, rules } = this.settings;
    this.#remember(trade);
    if (trade.paidAt !== undefined) ledger.post(paymentOf(trade));
    if (trade.counted) this.limits.recall(trade.counted);
    for (const refund of trade.refunds) {
      const { outRefundNo, status, createdAt, endsAs: as = 'success' } = refund;
      const at = createdAt + rules.refundTakesMs;
      if (status === 'success') ledger.post(refundOf(trade, refund));
      if (status === 'processing') this.#later(trade, at, { type: 'finish-refund', outRefundNo, as, at });
    }
    const reversal = reversalOf(trade);
    if (trade.status === 'reversed' && trade.paidAt !== undefined && reversal.amountFen > 0) ledger.post(reversal);
    const open = trade.status === 'prepared' || trade.status === 'open';
    if (open && expires(rules, trade)) this.#later(trade, trade.payBy + 1, { type: 'expire', at: trade.payBy + 1 });
  }

  /** Forgets every trade. */
  clear(): void {
    for (const trade of this.trades()) this.#forget(trade);
  }

  /** Loses what is only in mind, as a crash does, and takes up again what was written down. */
  restart(written: Iterable<Trade>): void {
    this.clear();
    this.limits.clear();
    this.settings.ledger.clear();
    for (const trade of written) this.restore(trade);
    this.#funded?.restart();
  }

  /** Asks the engine, keeps the new state and performs the effects; a refusal changes nothing. */
  apply(trade: Trade | undefined, command: Command): Outcome {
    const { engine, rules } = this.settings;
    const outcome = this.#withinLimits(trade, engine(trade, command, rules));
    if (!outcome.ok) return outcome;
    this.#keep(outcome.trade);
    for (const effect of outcome.effects) this.#perform(outcome.trade, effect);
    return outcome;
  }

  /** An outcome by which money leaves its payer's account counts towards the limits, or is refused by one of them. */
  #withinLimits(before: Trade | undefined, outcome: Outcome): Outcome {
    if (!outcome.ok || outcome.trade.status !== 'paid' || before?.status === 'paid') return outcome;
    const { trade, effects } = outcome;
    // A payer of another scheme has limits at the own wallet.
    if (readOutsidePayer(trade.paidBy)) return outcome;
    const counted = this.#asCounted(trade);
    const admitted = this.limits.take(counted);
    this.#recordLevel(trade, counted, admitted);
    return admitted ? { ok: true, trade: { ...trade, counted }, effects } : refuse('over-limit', before);
  }

  #recordLevel({ outTradeNo }: Trade, { level, way, funding }: LimitedPayment, admitted: boolean): void {
    const { history, provider } = this.settings;
    const facts = { level, way, funding, admitted };
    history.append({ type: 'decision', by: provider, kind: 'wallet.level', trade: outTradeNo, facts });
  }

  #asCounted({ product, paidBy = '', paidAt = 0, amountFen }: Trade): LimitedPayment {
    return this.limits.payment(paidBy, amountFen, this.#wayOf(product), product, paidAt);
  }

  #wayOf(product: string): Way {
    if (product === STATIC_CODE) return 'static-code';
    return this.settings.wayOf?.(product) ?? (product === CROSS_SCAN ? 'dynamic-code' : 'online');
  }

  /** A holder moves money from the wallet's balance to the own bank account. */
  withdraw(payer: string, amountFen: Fen): Outcome['ok'] {
    const { clock, ledger, history, provider, nameAccount } = this.settings;
    const moved = this.limits.payment(payer, amountFen, 'own-bank-transfer', 'own-bank-transfer', clock.now());
    if (!this.limits.take({ ...moved, funding: 'balance' })) return false;
    const posting = { from: payerAccount(payer), to: `bank:${payer}`, amountFen, reason: 'withdrawal', ref: payer };
    ledger.post(posting);
    const facts = { from: nameAccount(posting.from), to: nameAccount(posting.to), amountFen };
    history.append({ type: 'ledger', by: provider, kind: posting.reason, facts });
    this.#funded?.withdrawn(payer, { ...posting, amountFen });
    return true;
  }

  /**
   * The payer says that he never made a payment. Where the institution bears the loss (rule LIM-004) it pays at once.
   * @returns False where it is open who bears it, or there is no such payment.
   */
  disown(tradeNo: string): boolean {
    const { ledger } = this.settings;
    const trade = this.byTradeNo(tradeNo);
    if (trade?.status !== 'paid' || trade.counted === undefined) return false;
    if (this.limits.parts.bearsLoss(trade.counted.level) !== 'institution') return false;
    const { amountFen, paidBy = '' } = trade;
    const posting = { from: 'institution', to: payerAccount(paidBy), amountFen, reason: 'loss', ref: tradeNo };
    ledger.post(posting);
    this.#record(trade, posting);
    return true;
  }

  /**
   * As {@link apply}, for several trades at once: all of it comes about, or nothing does and the first refusal is given.
   * The merchant is told once, about the first.
   */
  applyTogether(steps: readonly Step[]): Outcome {
    const { engine, rules } = this.settings;
    const outcomes: Array<Outcome & { ok: true }> = [];
    for (const { trade, command } of steps) {
      const outcome = this.#withinLimits(trade, engine(trade, command, rules));
      if (!outcome.ok) {
        for (const { trade: taken } of outcomes) if (taken.counted) this.limits.giveBack(taken.counted);
        return outcome;
      }
      outcomes.push(outcome);
    }
    for (const { trade } of outcomes) this.#keep(trade);
    for (const { trade, effects } of outcomes) {
      const told = trade === outcomes[0]?.trade;
      for (const effect of effects) if (told || effect.type !== 'notify') this.#perform(trade, effect);
    }
    return outcomes[0] ?? { ok: false, refusal: 'no-such-trade' };
  }

  /** As {@link apply} for a payer's decision: whoever answers it waits until the money that it needs is there. */
  async pay(trade: Trade | undefined, command: Command): Promise<Outcome> {
    return this.payTogether([{ trade, command }]);
  }

  /** As {@link pay}, for several trades at once: all of them are paid, or none. */
  async payTogether(steps: readonly Step[]): Promise<Outcome> {
    if (this.#isVoid(steps)) return refuse('confirmation-void', steps[0]?.trade);
    // What a payer of another scheme pays has come over a clearing institution before.
    const fromOutside = steps.some(({ command }) => command.type === 'pay' && readOutsidePayer(command.payer));
    return this.#funded && !fromOutside ? this.#funded.pay(steps) : this.applyTogether(steps);
  }

  /** True where nothing would come of a payer's decision as the books and the limits stand; nothing changes by asking. */
  objects(steps: readonly Step[]): boolean {
    const { engine, rules } = this.settings;
    return steps.some(({ trade, command }) => {
      const outcome = engine(trade, command, rules);
      return !outcome.ok || !this.limits.admits(this.#asCounted(outcome.trade));
    });
  }

  /** True when a payer confirmed something else than what would be paid (rule LIM-009). */
  #isVoid(steps: readonly Step[]): boolean {
    const given = steps.flatMap(({ command }) => (command.type === 'pay' ? (command.seal ?? []) : [])).at(0);
    const { parts } = this.limits;
    return given !== undefined && !parts.confirms(given, sealOf(steps.flatMap(({ trade }) => trade ?? [])));
  }

  #keep(trade: Trade): void {
    this.#remember(trade);
    this.settings.memory?.kept?.(trade);
  }

  #remember(trade: Trade): void {
    this.#trades.set(trade.tradeNo, trade);
    this.#byOutTradeNo.set(`${trade.payee} ${trade.outTradeNo}`, trade.tradeNo);
    this.#byCredential.set(trade.credential, trade.tradeNo);
    for (const { outRefundNo, refundNo } of trade.refunds) {
      this.#byOutRefundNo.set(`${trade.payee} ${outRefundNo}`, trade.tradeNo);
      this.#byRefundNo.set(refundNo, trade.tradeNo);
    }
    if (trade.combined) {
      const key = `${trade.combined.account} ${trade.combined.outTradeNo}`;
      this.#byCombination.set(key, (this.#byCombination.get(key) ?? new Set()).add(trade.tradeNo));
    }
    const { memory } = this.settings;
    if (memory && this.#trades.size > memory.keepTrades) {
      for (const oldest of this.#trades.values()) {
        this.#forget(oldest);
        break;
      }
    }
  }

  #forget(trade: Trade): void {
    const { tradeNo, payee, outTradeNo, credential, combined, refunds } = trade;
    const drop = (index: Map<string, string>, key: string) => {
      if (index.get(key) === tradeNo) index.delete(key);
    };
    this.#trades.delete(tradeNo);
    drop(this.#byOutTradeNo, `${payee} ${outTradeNo}`);
    drop(this.#byCredential, credential);
    if (combined) {
      const key = `${combined.account} ${combined.outTradeNo}`;
      const others = this.#byCombination.get(key);
      others?.delete(tradeNo);
      if (others?.size === 0) this.#byCombination.delete(key);
    }
    for (const { outRefundNo, refundNo } of refunds) {
      drop(this.#byOutRefundNo, `${payee} ${outRefundNo}`);
      drop(this.#byRefundNo, refundNo);
    }
    for (const cancel of this.#waiting.get(tradeNo) ?? []) cancel();
    this.#waiting.delete(tradeNo);
  }

  #perform(trade: Trade, effect: Effect): void {
    const { ledger, notify } = this.settings;
    switch (effect.type) {
      case 'post':
        ledger.post(effect.posting);
        this.#record(trade, effect.posting);
        if (effect.posting.reason !== 'payment') this.#funded?.returned(trade, effect.posting);
        return;
      case 'notify':
        if (trade.caller !== NO_CALLER) notify(trade, effect);
        return;
      case 'finish-refund-at': {
        const { outRefundNo, as, at } = effect;
        this.#later(trade, at, { type: 'finish-refund', outRefundNo, as, at });
        return;
      }
      case 'expire-at':
        this.#later(trade, effect.at, { type: 'expire', at: effect.at });
    }
  }

  #later(trade: Trade, at: Millis, command: Command): void {
    const { tradeNo } = trade;
    const cancel = this.settings.clock.at(at, () => void this.apply(this.#trades.get(tradeNo), command));
    // Only where trades are forgotten does somebody need to take back what is planned for them.
    if (this.settings.memory) this.#waiting.set(tradeNo, [...(this.#waiting.get(tradeNo) ?? []), cancel]);
  }

  #record(trade: Trade, posting: Posting): void {
    const { history, provider, nameAccount } = this.settings;
    const facts: Facts = {
      from: nameAccount(posting.from),
      to: nameAccount(posting.to),
      amountFen: posting.amountFen,
      refund: trade.refunds.find(({ refundNo }) => refundNo === posting.ref)?.outRefundNo,
      paidFrom: trade.paidFrom,
    };
    history.append({ type: 'ledger', by: provider, kind: posting.reason, trade: trade.outTradeNo, facts });
  }
}
