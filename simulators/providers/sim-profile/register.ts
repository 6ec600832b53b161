import type { KeyObject } from 'node:crypto';

/** An application that signs requests, and the accounts for which it may collect. */
export interface App {
  readonly appId: string;
  readonly owner: string;
  readonly name: string;
  /** Its keys by their names. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly payees: ReadonlySet<string>;
}

/** An account that receives money. */
export interface Payee {
  readonly account: string;
  readonly owner: string;
  readonly name: string;
}

/** The applications and receiving accounts of one provider. */
export class Register {
  readonly #apps = new Map<string, App>();
  readonly #payees = new Map<string, Payee>();

  add(app: App, payees: readonly Payee[]): void {
    this.#apps.set(app.appId, app);
    for (const payee of payees) this.#payees.set(payee.account, payee);
  }

  app(appId: string | null | undefined): App | undefined {
    return this.#apps.get(appId ?? '');
  }

  payee(account: string): Payee | undefined {
    return this.#payees.get(account);
  }

  /** Every receiving account. */
  payees(): readonly Payee[] {
    return [...this.#payees.values()];
  }

  /** The owner of an account in neutral words. */
  owner(account: string): string {
    return this.#payees.get(account)?.owner ?? `unknown:${account.slice(0, 64)}`;
  }

  nameOf(account: string): string {
    return this.#payees.get(account)?.name ?? account;
  }
}
