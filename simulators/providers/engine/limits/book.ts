import { type CountersOf, countersOf, type LimitedPayment, type Tier, UNLIMITED, type Way } from './counters';
import { type Factor, type LevelOf, levelOf } from './factors';
import { type LimitAt, limitAt } from './table';

/** The parts of the limits that a deliberately broken twin replaces. */
export interface LimitParts {
  readonly levelOf: LevelOf;
  readonly countersOf: CountersOf;
  readonly limitAt: LimitAt;
  /** True while a sum stays within its limit. */
  readonly within: (sumFen: number, limitFen: number) => boolean;
  /** How much of a payment is used of its limits; of one that was refused, nothing. */
  readonly used: (amountFen: number, admitted: boolean) => number;
  /** True when what the payer confirmed is what would be paid; both are seals over payee and amount. */
  readonly confirms: (given: string, now: string) => boolean;
  /** Who bears the loss of a payment that its payer never made. */
  readonly bearsLoss: (level: string) => 'institution' | 'open';
}

/** The parts that work. */
export const limitParts: LimitParts = {
  levelOf,
  countersOf,
  limitAt,
  within: (sumFen, limitFen) => sumFen <= limitFen,
  used: (amountFen, admitted) => (admitted ? amountFen : 0),
  confirms: (given, now) => given === now,
  // At the lowest level the institution has promised to make good every loss (BAR296, NET43-M art. 24).
  bearsLoss: (level) => (level === 'C' ? 'institution' : 'open'),
};

/** How a payer's account is set up at one wallet. */
export interface AccountSetup {
  readonly tier: Tier;
  /** With what the payer confirms payments. */
  readonly factors: readonly Factor[];
  readonly funding: 'balance' | 'card';
}

/** A holder who was checked five times or in person, whose phone holds a certificate, and who pays by card. */
const USUAL: AccountSetup = {
  tier: 'III',
  factors: ['payment-password', 'device-certificate'],
  funding: 'card',
};

/**
 * What has been used of the limits at one wallet. Taking is one step, so two payments never share the last fen; what is
 * refused takes nothing (rule LIM-007). A refund gives nothing back: no source says that it does.
 */
export class LimitBook {
  readonly #sums = new Map<string, number>();
  readonly #setups = new Map<string, AccountSetup>();

  constructor(readonly parts: LimitParts = limitParts) {}

  /** The set-up of a payer's account. */
  setup(payer: string): AccountSetup {
    return this.#setups.get(payer) ?? USUAL;
  }

  /** Changes how a payer's account is set up; what was used stays used. */
  change(payer: string, changes: Partial<AccountSetup>): void {
    this.#setups.set(payer, { ...this.setup(payer), ...changes });
  }

  /** A payment of a payer as the limits see it. */
  payment(payer: string, amountFen: number, way: Way, entrance: string, at: number): LimitedPayment {
    const { tier, factors, funding } = this.setup(payer);
    return { payer, amountFen, way, entrance, funding, level: this.parts.levelOf(factors), tier, at };
  }

  /** True where every limit leaves room for the payment. */
  admits(payment: LimitedPayment): boolean {
    return this.#counters(payment).every(({ key, limitFen }) => this.#fits(key, payment.amountFen, limitFen));
  }

  /** Takes the payment's amount from all of its limits, or from none. @returns False where one of them is reached. */
  take(payment: LimitedPayment): boolean {
    const { amountFen } = payment;
    const admitted = this.admits(payment);
    this.#add(payment, this.parts.used(amountFen, admitted));
    return admitted;
  }

  /** Gives back what was taken for a payment that did not come about after all. */
  giveBack(payment: LimitedPayment): void {
    this.#add(payment, -payment.amountFen);
  }

  /** Counts a payment of an earlier run, whatever the limits say of it. */
  recall(payment: LimitedPayment): void {
    this.#add(payment, payment.amountFen);
  }

  /** Forgets what was used, as a process does that loses its mind; set-ups are the harness's and stay. */
  clear(): void {
    this.#sums.clear();
  }

  #add(payment: LimitedPayment, fen: number): void {
    for (const { key } of this.#counters(payment)) this.#sums.set(key, (this.#sums.get(key) ?? 0) + fen);
  }

  #counters(payment: LimitedPayment): Array<{ readonly key: string; readonly limitFen: number }> {
    const { countersOf, limitAt } = this.parts;
    return countersOf(payment).map(({ key, limit }) => ({
      key,
      limitFen:
        limit === UNLIMITED ? Number.POSITIVE_INFINITY : (limitAt(limit, payment.at) ?? Number.POSITIVE_INFINITY),
    }));
  }

  #fits(key: string, amountFen: number, limitFen: number): boolean {
    return this.parts.within((this.#sums.get(key) ?? 0) + amountFen, limitFen);
  }
}
