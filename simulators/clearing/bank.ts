import type { Accounts, Side } from './entries';
import type { Surroundings } from './surroundings';
import type { Instruction, TransferRefusal } from './wire/instruction';

interface BankAccount {
  readonly name: string;
  readonly balanceFen: bigint;
}

/** The accounts of one bank: payers' behind their cards, and merchants' where they are paid out to. */
export class BankAccounts implements Accounts {
  readonly #accounts = new Map<string, BankAccount>();
  readonly #booked = new Map<string, number>();

  constructor(
    readonly bank: string,
    readonly surroundings: Surroundings,
  ) {}

  /** Opens an account with something on it. */
  open(account: string, name: string, balanceFen: number): void {
    this.#accounts.set(account, { name, balanceFen: BigInt(balanceFen) });
  }

  /** Closes an account: nothing can be booked on it any more. */
  close(account: string): void {
    this.#accounts.delete(account);
  }

  /** What is on an account; undefined where there is none. */
  balanceFen(account: string): bigint | undefined {
    return this.#accounts.get(account)?.balanceFen;
  }

  bookedFen(traceId: string): number {
    return this.#booked.get(traceId) ?? 0;
  }

  enter(side: Side, instruction: Instruction, sender: string): TransferRefusal | undefined {
    const { payer, payee, amountFen, traceId } = instruction;
    const own = side === 'debit' ? payer : payee;
    const known = own.institution === this.bank ? this.#accounts.get(own.account) : undefined;
    if (!known) return 'no-such-account';
    if (known.name !== own.name) return 'name-differs';
    const amount = BigInt(amountFen);
    if (side === 'debit' && known.balanceFen < amount) return 'insufficient-funds';
    const balanceFen = side === 'debit' ? known.balanceFen - amount : known.balanceFen + amount;
    this.#accounts.set(own.account, { ...known, balanceFen });
    this.#booked.set(traceId, amountFen);
    this.#note(side, instruction, own.account, sender);
    return undefined;
  }

  #note(side: Side, { traceId, amountFen, merchants, original }: Instruction, account: string, sender: string): void {
    const { history, tokens } = this.surroundings;
    const facts = { traceId, original, account: tokens.token(account), amountFen, askedBy: sender };
    const trade = merchants[0]?.orderNo;
    const kind = side === 'debit' ? 'account.debited' : 'account.credited';
    history.append({ type: 'clearing', by: this.bank, kind, trade, facts });
  }
}
