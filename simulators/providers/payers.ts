import type { KeyMint } from '../kernel/keys';
import type { Random } from '../kernel/random';

/**
 * The users of one wallet. A person has one identifier per application, as wallets do it, so that two merchants
 * cannot compare their customers.
 */
export class Payers {
  readonly #byIdentifier = new Map<string, string>();
  readonly #byPerson = new Map<string, string>();

  constructor(
    readonly random: Random,
    /** Writes an identifier from a random stream of its own. */
    readonly form: (random: Random) => string,
    /** The test users, by the names that the market gives them. */
    readonly people: readonly string[],
  ) {}

  /** The identifier of a person under an application. */
  identifier(person: string, application: string): string {
    const key = `${application} ${person}`;
    let identifier = this.#byPerson.get(key);
    if (identifier === undefined) {
      identifier = this.form(this.random.stream(`payer/${key}`));
      this.#byPerson.set(key, identifier);
      this.#byIdentifier.set(identifier, person);
    }
    return identifier;
  }

  /** The person behind an identifier; undefined when it was never given out. */
  person(identifier: string, application: string): string | undefined {
    for (const person of this.people) this.identifier(person, application);
    return this.#byIdentifier.get(identifier);
  }
}

/** What a wallet knows of its user and nobody else may hold; whole fen of balance, digits of a card and an account. */
export interface WalletSecrets {
  readonly account: string;
  readonly balance: string;
  readonly card: string;
  readonly password: string;
}

const BIN = '622202';

/** The check digit of a card number (Luhn), for the digits before it. */
function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/**
 * What a test user has in a wallet. Fresh in each process, so that finding one of these anywhere else means that it
 * leaked there (rules PRIV-002, PRIV-003).
 */
export function walletSecrets(keys: KeyMint, wallet: string, person: string): WalletSecrets {
  const secret = (what: string, length: number) => keys.secret(`${wallet}/payer/${person}/${what}`, length);
  const digits = (what: string, length: number) =>
    [...secret(what, length)].map((letter) => Number.parseInt(letter, 16) % 10).join('');
  const card = `${BIN}${digits('card', 12)}`;
  return {
    account: `2088${digits('account', 12)}`,
    balance: `1${digits('balance', 9)}`,
    card: `${card}${checkDigit(card)}`,
    password: secret('password', 16),
  };
}

/** A card number as pages show it: bank and last four, nothing between (rule PRIV-003). */
export const shownCard = (card: string): string =>
  `${card.slice(0, BIN.length)}${'•'.repeat(card.length - BIN.length - 4)}${card.slice(-4)}`;
