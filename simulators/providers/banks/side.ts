import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Millis } from '../../kernel/time';
import { payerAccount, type RefusalCode } from '../engine/engine';
import type { RefundEnd, Trade } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import type { InFlight, Institution, PayerSide } from '../sim-profile/design';
import type { SimDesk } from '../sim-profile/desk';
import { starred } from '../sim-profile/side';

const schema = z
  .array(z.strictObject({ id: z.string().regex(/^[a-z]+$/), name: z.strictObject({ en: z.string(), zh: z.string() }) }))
  .min(2);

/** The banks of this folder. */
export const BANKS: readonly Institution[] = schema.parse(parse(readFileSync(join(__dirname, 'banks.yaml'), 'utf8')));

const [FIRST_BANK = { id: '' }] = BANKS;

/** An account at a bank, as the books name it: `li-na@river`. */
interface Account {
  readonly person: string;
  readonly bank: string;
}

function read(account: string): Account {
  const [person = '', bank = FIRST_BANK.id] = account.split('@');
  return { person, bank };
}

/** People with one account at each bank, with what they have there. */
export class BankSide implements PayerSide {
  readonly institutions = BANKS;
  readonly #states = new Map<string, 'frozen' | 'closed'>();

  constructor(readonly desk: SimDesk) {}

  account(person: string, bank = FIRST_BANK.id): string {
    return `${person}@${bank}`;
  }

  person(account: string): string {
    return read(account).person;
  }

  secrets(person: string, bank = FIRST_BANK.id): WalletSecrets {
    return walletSecrets(this.desk.context.keys, `${this.desk.profile.provider}/${bank}`, person);
  }

  shown(account: string): { payer: string; institution: string } {
    const number = this.desk.random.stream(`account/${account}`).digits(19);
    return { payer: starred(number), institution: read(account).bank };
  }

  /** The bank freezes or closes an account, or opens it again. */
  change(account: string, state: 'open' | 'frozen' | 'closed'): void {
    if (state === 'open') this.#states.delete(account);
    else this.#states.set(account, state);
  }

  refuses(
    { tradeNo, amountFen }: Trade,
    account: string,
    _at: Millis,
    inFlight: readonly InFlight[],
  ): RefusalCode | undefined {
    const state = this.#states.get(account);
    if (state !== undefined) return `account-${state}`;
    const leaving = inFlight.filter((flight) => flight.account === account && flight.tradeNo !== tradeNo);
    const waiting = leaving.reduce((sum, flight) => sum + flight.amountFen, 0);
    return this.balance(account) < BigInt(waiting + amountFen) ? 'insufficient-balance' : undefined;
  }

  /** What the account holds, in fen: what it held at first, and every movement since. */
  balance(account: string): bigint {
    const { person, bank } = read(account);
    const moved = this.desk.book.settings.ledger.balance(payerAccount(account));
    return BigInt(this.secrets(person, bank).balance) + moved;
  }

  refundEnds(account: string): RefundEnd | undefined {
    return this.#states.get(account) === 'closed' ? 'closed' : undefined;
  }
}
