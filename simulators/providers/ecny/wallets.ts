import type { Random } from '../../kernel/random';
import { WALLET_CLASSES, type WalletClass } from './limits';
import { OPERATORS } from './operators';

/** A personal wallet. */
export interface Wallet {
  readonly owner: string;
  /** 16 digits, the first three of its operator. */
  readonly id: string;
  readonly class: WalletClass;
  readonly state: 'open' | 'frozen' | 'closed';
}

/** What may change about a wallet: its class with its owner's identification, and whether it is usable. */
export type WalletChange = Partial<Pick<Wallet, 'class' | 'state'>>;

/** The wallets of the test users: each at another operator and of another class, the first without limits. */
export class Wallets {
  readonly #wallets = new Map<string, Wallet>();
  readonly #receiving = new Map<string, WalletClass>();

  constructor(people: readonly string[], random: Random) {
    for (const [i, owner] of people.entries()) {
      const operator = OPERATORS[i % OPERATORS.length]?.digits ?? '002';
      const walletClass = WALLET_CLASSES[i % WALLET_CLASSES.length] ?? 'IV';
      const id = `${operator}${random.stream(`wallet/${owner}`).digits(13)}`;
      this.#wallets.set(owner, { owner, id, class: walletClass, state: 'open' });
    }
  }

  /** @throws Error for somebody who has no wallet. */
  of(owner: string): Wallet {
    const wallet = this.#wallets.get(owner);
    if (!wallet) throw new Error(`${owner} has no e-CNY wallet`);
    return wallet;
  }

  find(owner: string): Wallet | undefined {
    return this.#wallets.get(owner);
  }

  change(owner: string, change: WalletChange): void {
    this.#wallets.set(owner, { ...this.of(owner), ...change });
  }

  /** Declares that a merchant collects into a personal wallet of a class; without it its wallet is a corporate one. */
  collectsInto(walletId: string, walletClass: WalletClass): void {
    this.#receiving.set(walletId, walletClass);
  }

  /** The class of a receiving wallet that is a personal one. */
  receiving(walletId: string): WalletClass | undefined {
    return this.#receiving.get(walletId);
  }
}
