import { readOutsidePayee } from '../../codes/outside-payer';
import type { Posting } from '../../kernel/ledger';
import { fen } from '../../kernel/money';
import type { Funding, FundsState, FundsWish } from '../../market/funding';
import type { Step, TradeBook } from './book';
import { type Command, type Outcome, refuse } from './commands';
import { payeeAccount } from './engine';
import type { Trade } from './trade';

/** An account that a merchant named for a refund is its own or the payer's (see `OtherAccount`). */
const whoseAccount = (account: string): 'payer' | 'merchant' =>
  account.startsWith('merchant-') ? 'merchant' : 'payer';

type PayCommand = Command & { type: 'pay' };

/**
 * Pays trades once their money is there. No trade is called paid before; while nobody can say whether the money was
 * taken, the trade stays open (rules LIFE-004, LIFE-008), and money without a sale goes back unasked (rule REF-006).
 */
export class FundedPayments {
  readonly #underWay = new Map<string, Promise<Outcome>>();
  /** Rises with each crash: whoever waited through one decides nothing any more. */
  #life = 0;

  constructor(
    readonly book: TradeBook,
    readonly funding: Funding,
  ) {
    funding.onKnown((wish, state) => this.#known(wish, state));
  }

  /** Gets the money for the trades and pays them. Whoever asks again meanwhile waits for the same outcome. */
  async pay(steps: readonly Step[]): Promise<Outcome> {
    const trades = steps.flatMap(({ trade }) => trade ?? []);
    const [first] = trades;
    const command = steps[0]?.command;
    if (!first || command?.type !== 'pay') return this.book.applyTogether(steps);
    // What would be refused is refused by the books themselves, and nobody is asked for money.
    if (this.book.objects(steps)) return this.book.applyTogether(steps);
    const known = this.#underWay.get(first.tradeNo);
    if (known) return known;
    if (trades.some(({ tradeNo }) => this.funding.openFor(tradeNo))) return refuse('outcome-unknown', first);
    const outcome = this.#fund(trades, command).finally(() => this.#underWay.delete(first.tradeNo));
    this.#underWay.set(first.tradeNo, outcome);
    return outcome;
  }

  /** What goes back to a payer goes back to the account that the money came from. */
  returned({ tradeNo }: Trade, { ref, amountFen, reason, to }: Posting): void {
    const debit = this.funding.paidWith(tradeNo);
    if (debit === undefined) return;
    const account = this.book.settings.nameAccount(to);
    const elsewhere = to.startsWith('payer:') ? undefined : { to: whoseAccount(to), account };
    const back = { ref: `${ref}-${reason}`, tradeNo, amountFen, why: 'refund' } as const;
    this.funding.giveBack(debit, elsewhere ? { ...back, elsewhere } : back);
  }

  /** What a holder has taken out of the balance goes to the own bank account. */
  withdrawn(payer: string, { to, amountFen }: Posting): void {
    this.funding.withdraw(payer, this.book.settings.nameAccount(to), amountFen);
  }

  /** After a crash: nobody waits any more, and what was under way is taken up from what was written down. */
  restart(): void {
    this.#life += 1;
    this.#underWay.clear();
    this.funding.recover();
  }

  async #fund(trades: readonly Trade[], command: PayCommand): Promise<Outcome> {
    const life = this.#life;
    const wish = this.#wish(trades, command);
    const state = await this.funding.take(wish);
    const [trade] = trades;
    if (state === 'refused') return refuse('funds-refused', trade);
    if (state === 'unknown' || life !== this.#life) return refuse('outcome-unknown', trade);
    return this.#payWith(wish);
  }

  #wish(trades: readonly Trade[], { payer, confirmedBy, from }: PayCommand): FundsWish {
    const { nameAccount } = this.book.settings;
    const number = trades[0]?.tradeNo ?? '';
    const parts = trades.map(({ tradeNo, outTradeNo: orderNo, payee, amountFen }) => {
      const owner = readOutsidePayee(payee)?.name ?? nameAccount(payeeAccount(payee));
      return { tradeNo, orderNo, payee, owner, amountFen };
    });
    const ref = `${number}-${this.funding.attempts(number) + 1}`;
    const { funding: source } = this.book.limits.setup(payer);
    return { ref, payer, source, from, parts, confirmedBy };
  }

  #known(wish: FundsWish, state: Exclude<FundsState, 'unknown'>): void {
    if (state === 'there') this.#payWith(wish);
  }

  /** The money is there: the trades are paid as they now stand, or it goes back at once. */
  #payWith(wish: FundsWish): Outcome {
    const { payer, confirmedBy, from, parts, ref } = wish;
    const at = this.book.settings.clock.now();
    const command: Command = { type: 'pay', payer, at, confirmedBy, from };
    const steps = parts.map(({ tradeNo }) => ({ trade: this.book.byTradeNo(tradeNo), command }));
    const outcome = this.book.applyTogether(steps);
    if (outcome.ok) this.funding.used(ref);
    else this.#returnAll(wish);
    return outcome;
  }

  #returnAll({ ref, parts }: FundsWish): void {
    const amountFen = fen(parts.reduce((sum, part) => sum + part.amountFen, 0));
    const tradeNo = parts[0]?.tradeNo ?? '';
    this.funding.giveBack(ref, { ref: `${ref}-back`, tradeNo, amountFen, why: 'unsold' });
  }
}
