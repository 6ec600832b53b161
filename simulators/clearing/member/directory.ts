import type { AccountRef } from '../wire/instruction';

/** A merchant as a wallet's orders name it. */
export interface MerchantEntry {
  /** The real name, as it is registered. */
  readonly name: string;
  readonly category: string;
  /** Where it is paid out to. */
  readonly settlesAt: AccountRef;
}

/** What a wallet knows of its users and of their accounts elsewhere. */
export interface Directory {
  /**
   * The account that a person pays from: behind the card that the wallet knows, or at an institution that the person
   * chose by its number. Undefined where there is none.
   */
  cardOf(person: string, from?: string): AccountRef | undefined;
  /** Another account of the same person, where money goes that cannot go back to the card. */
  otherAccountOf(person: string): AccountRef | undefined;
  /** @param owner In neutral words: `merchant:tea-house`, `platform`. */
  merchant(owner: string): MerchantEntry | undefined;
  /** What an account has by the wallet's own books, in fen: `payer:li-na`, `payee:1900000001`. */
  bookedFen(account: string): bigint;
}
