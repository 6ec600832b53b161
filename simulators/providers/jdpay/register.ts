import type { KeyObject } from 'node:crypto';

/** A merchant's account: its number, and the three secrets with which it and JD Pay know each other. */
export interface Account {
  /** Twelve digits (FAQ). */
  readonly merchant: string;
  /** Who receives the money, in neutral words for the history: `merchant:tea-house`. */
  readonly owner: string;
  /** Who holds the keys and speaks for it: the merchant itself, or the platform that collects for it. */
  readonly agent: string;
  readonly name: string;
  /** 24 bytes of triple DES. */
  readonly desKey: Uint8Array;
  /** Signs what an app hands to the wallet (sheet 2.5). */
  readonly md5Key: string;
  readonly publicKey: KeyObject;
}

/** The accounts of JD Pay. Each receives its own money; nobody collects for another under one number. */
export class Register {
  readonly #accounts = new Map<string, Account>();

  add(account: Account): void {
    this.#accounts.set(account.merchant, account);
  }

  account(merchant: string | undefined): Account | undefined {
    return merchant === undefined ? undefined : this.#accounts.get(merchant);
  }

  /** Another account of whoever speaks for this one. */
  beside({ merchant, agent }: Account): Account | undefined {
    return [...this.#accounts.values()].find((other) => other.agent === agent && other.merchant !== merchant);
  }

  nameOf = (merchant: string): string => this.#accounts.get(merchant)?.name ?? merchant;

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(merchant: string): string {
    return this.#accounts.get(merchant)?.owner ?? `unknown:${merchant}`;
  }
}
