import type { FundsState, FundsWish } from '../../market/funding';
import type { Instruction } from '../wire/instruction';

/** A debit that a wallet asked for, as it is written down before anybody is asked. */
export interface Debit {
  readonly wish: FundsWish;
  readonly instruction: Instruction;
  readonly network: string;
  state: FundsState;
  /** Somebody waits for the first answer; once nobody does, whoever is named hears. */
  awaited: boolean;
  /** The payment that it was for has come about. */
  used: boolean;
  /** All of it goes back, because nothing was sold. */
  unsold: boolean;
}

/** Money on its way out: a return, a payout, or a payment to another wallet's merchant. */
export interface Sending {
  readonly instruction: Instruction;
  readonly network: string;
  /** Whose money it is, in neutral words. */
  readonly account: string;
  readonly why: string;
  state: 'under-way' | 'arrived' | 'back';
  attempts: number;
}

/** What a wallet has written down of its business with clearing institutions; it outlives a crash. */
export class Journal {
  readonly debits = new Map<string, Debit>();
  readonly sendings = new Map<string, Sending>();
  readonly #paidWith = new Map<string, string>();
  readonly #attempts = new Map<string, Debit[]>();

  add(debit: Debit): void {
    this.debits.set(debit.wish.ref, debit);
    for (const { tradeNo } of debit.wish.parts) {
      this.#attempts.set(tradeNo, [...(this.#attempts.get(tradeNo) ?? []), debit]);
    }
  }

  use(ref: string): void {
    const debit = this.debits.get(ref);
    if (!debit) return;
    debit.used = true;
    for (const { tradeNo } of debit.wish.parts) this.#paidWith.set(tradeNo, ref);
  }

  attempts(tradeNo: string): number {
    return this.#attempts.get(tradeNo)?.length ?? 0;
  }

  paidWith(tradeNo: string): string | undefined {
    return this.#paidWith.get(tradeNo);
  }

  /** True while nobody can say how a debit for the trade ends. */
  openFor(tradeNo: string): boolean {
    return this.#attempts.get(tradeNo)?.some(({ state }) => state === 'unknown') ?? false;
  }
}
