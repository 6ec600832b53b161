import type { KeyObject } from 'node:crypto';
import type { Millis } from '../../kernel/time';

/** A certificate that an application registered for its own key. */
export interface AppCertificate {
  readonly publicKey: KeyObject;
  readonly notAfter: Millis;
}

/**
 * How an application proves itself; a real one is in one mode only (sheet 1.7). The sandbox's takes either: a request
 * that names its certificate is in certificate mode, any other in key mode.
 */
export type AppKeys =
  | { readonly mode: 'key'; readonly publicKey: KeyObject }
  | { readonly mode: 'certificate'; readonly certificates: ReadonlyMap<string, AppCertificate> }
  | {
      readonly mode: 'either';
      readonly publicKey: KeyObject;
      readonly certificates: ReadonlyMap<string, AppCertificate>;
    };

/** An application and the account that contracted for it. */
export interface App {
  readonly appId: string;
  /** The account number of the contract, `2088…`. */
  readonly pid: string;
  /** Who owns it, in neutral words for the history: `platform`, `merchant:tea-house`. */
  readonly owner: string;
  readonly name: string;
  readonly keys: AppKeys;
  /** A platform is paid out to its sub-merchants and must name one in every order (sheet 2.1). */
  readonly role: 'direct' | 'platform';
  readonly subMerchants: readonly string[];
  /** True for old applications, which may still sign with SHA-1 (sheet 1.3). */
  readonly legacy: boolean;
  /** The key of its encrypted contents, base64 of 16 bytes; without it nothing of it is encrypted (sheet 1.8). */
  readonly aesKey?: string;
}

/** An account that receives money. */
export interface Seller {
  readonly pid: string;
  readonly owner: string;
  readonly name: string;
}

/** The applications and accounts of Alipay. */
export class Register {
  readonly #apps = new Map<string, App>();
  readonly #sellers = new Map<string, Seller>();

  addApp(app: App): void {
    this.#apps.set(app.appId, app);
    this.addSeller(app);
  }

  addSeller({ pid, owner, name }: Seller): void {
    this.#sellers.set(pid, { pid, owner, name });
  }

  app(appId: string | undefined): App | undefined {
    return appId === undefined ? undefined : this.#apps.get(appId);
  }

  seller(pid: string): Seller | undefined {
    return this.#sellers.get(pid);
  }

  /** The accounts whose trades an application may see: its own and its sub-merchants'. */
  payeesOf(app: App): string[] {
    return [app.pid, ...app.subMerchants];
  }

  /** The owner of an account in neutral words; the number itself when nobody registered it. */
  owner(pid: string): string {
    return this.#sellers.get(pid)?.owner ?? `unknown:${pid}`;
  }
}
