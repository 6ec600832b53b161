import type { KeyObject } from 'node:crypto';

/** A merchant account at WeChat Pay. */
export interface Account {
  readonly mchid: string;
  /** Who owns it, in neutral words for the history: `platform`, `merchant:tea-house`. */
  readonly owner: string;
  readonly name: string;
  readonly role: 'direct' | 'service-provider' | 'sub-merchant';
  /** Applications bound to it; an order names one of them. */
  readonly appids: readonly string[];
  /** Public keys of its API certificates by serial, upper-case hexadecimal. */
  readonly apiKeys: ReadonlyMap<string, KeyObject>;
  /** 32 characters; encrypts notices and certificates. */
  readonly apiV3Key?: string;
  /** 32 characters; signs messages of the old XML protocol, either way. */
  readonly apiV2Key?: string;
  /** The service provider that acts for a sub-merchant. */
  readonly actsFor?: readonly string[];
  /**
   * With which of WeChat Pay's two kinds of key its notices are signed. `as-ordered` is for an account of the sandbox,
   * which serves clients of both kinds at once: each notice is signed with the kind that its order asked for.
   */
  readonly noticesSignedWith: 'certificate' | 'public-key' | 'as-ordered';
  /** True for a merchant that never had platform certificates. */
  readonly publicKeyOnly?: boolean;
  /** Host names from which its H5 pages may be opened. */
  readonly h5Domains: readonly string[];
}

/** The merchants of WeChat Pay and the keys that they registered. */
export class Register {
  readonly #accounts = new Map<string, Account>();

  add(account: Account): void {
    this.#accounts.set(account.mchid, account);
  }

  /**
   * Changes what is registered for an account, as its owner does on the merchant's own site: another key, another mode.
   * @throws Error when nobody registered the account.
   */
  change(mchid: string, changes: Partial<Omit<Account, 'mchid' | 'owner'>>): Account {
    const account = this.#accounts.get(mchid);
    if (!account) throw new Error(`no account ${mchid} to change`);
    const changed = { ...account, ...changes };
    this.#accounts.set(mchid, changed);
    return changed;
  }

  account(mchid: string): Account | undefined {
    return this.#accounts.get(mchid);
  }

  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  /** True when the service provider may act for the sub-merchant. */
  mayActFor(provider: Account, subMchid: string): boolean {
    return provider.role === 'service-provider' && (provider.actsFor ?? []).includes(subMchid);
  }

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(mchid: string): string {
    return this.#accounts.get(mchid)?.owner ?? `unknown:${mchid}`;
  }
}
