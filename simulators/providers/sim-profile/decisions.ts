import type { Command, RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import { overBecause } from '../pages';
import type { InFlight } from './design';
import type { Decision, SimDesk } from './desk';

/** Carries out what payers decide, from whichever entrance their decision comes. */
export class Decisions {
  readonly #inFlight = new Set<InFlight>();

  constructor(readonly desk: SimDesk) {}

  /** @returns Why the provider refused; undefined when the decision came about. */
  async decide(decision: Decision): Promise<RefusalCode | undefined> {
    const { credential, person, outcome } = decision;
    const trade = this.desk.book.byCredential(credential);
    if (!trade) return 'no-such-trade';
    const at = this.desk.now();
    // Where a code was read, nobody but its payer decides.
    const asked = trade.chargedTo !== undefined;
    if (asked && trade.chargedTo !== person) return 'wrong-payer';
    const command: Command = asked ? { type: 'fail', why: 'declined', at } : { type: 'open', at };
    return outcome === 'paid' ? this.#take(trade, decision) : this.#outcome(trade, command);
  }

  /** Loses what was under way, as a crash does. */
  forget(): void {
    this.#inFlight.clear();
  }

  /** Money is taken once the payer's side allows it; what is under way counts as if it had been paid already. */
  async #take(trade: Trade, { person: payer, institution, given, seal }: Decision): Promise<RefusalCode | undefined> {
    const { book, side, parts } = this.desk;
    const at = this.desk.now();
    const from = institution ?? side.institutions?.[0]?.id;
    // What is in the books already would be counted twice.
    const inFlight = [...this.#inFlight].filter((each) => book.byTradeNo(each.tradeNo)?.paidAt === undefined);
    const wish = { trade, payer, institution: from, at, inFlight };
    const refusal = overBecause(trade, at) === undefined ? parts.accountRefuses(side.refuses(wish)) : undefined;
    if (refusal !== undefined) return refusal;
    const { tradeNo, payee, amountFen } = trade;
    const flight = { tradeNo, payer, payee, amountFen };
    this.#inFlight.add(flight);
    const confirmedBy = given === undefined ? undefined : parts.factor(given);
    try {
      return await this.#outcome(trade, { type: 'pay', payer, confirmedBy, seal, from, at });
    } finally {
      this.#inFlight.delete(flight);
    }
  }

  async #outcome(trade: Trade, command: Command): Promise<RefusalCode | undefined> {
    const outcome = await this.desk.book.pay(trade, command);
    return outcome.ok ? undefined : outcome.refusal;
  }
}
