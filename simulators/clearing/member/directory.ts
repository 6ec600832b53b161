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
  /** The name by which the market knows the wallet, for orders in which it is itself the merchant. */
  readonly wallet: string;
  /** The account behind the card that a person pays with; undefined for nobody's card. */
  cardOf(person: string): AccountRef | undefined;
  /** Another account of the same person, where money goes that cannot go back to the card. */
  otherAccountOf(person: string): AccountRef | undefined;
  /** @param owner In neutral words: `merchant:tea-house`, `platform`. */
  merchant(owner: string): MerchantEntry | undefined;
  /** What the wallet's own books have moved to an account and from it, in fen: `payer:li-na`, `payee:1900000001`. */
  bookedFen(account: string): bigint;
}
