import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyMint } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import { type Millis, rfc3339 } from '../../kernel/time';
import type { Present } from '../sim-profile/design';

/** A payment without a network, as the card and the merchant's terminal both keep it. Invented, see the profile. */
export interface Tap {
  readonly hardWalletId: string;
  /** Counts the payments of one hard wallet; the same number is the same payment (EC-10). */
  readonly offlineSeq: number;
  readonly merchantWalletId: string;
  readonly amount: number;
  readonly tappedAt: string;
  /** Made by the card over everything above: nobody else can have paid. */
  readonly tapCode: string;
}

/** The hard wallets of the test users: cards and watches that pay while neither side has a network. */
export class HardWallets {
  readonly #sequences = new Map<string, number>();

  constructor(
    readonly keys: KeyMint,
    readonly random: Random,
    readonly people: readonly string[],
  ) {}

  /** The number of a person's hard wallet: 16 digits like every other. */
  idOf(person: string): string {
    return `002${this.random.stream(`hard-wallet/${person}`).digits(13)}`;
  }

  /** The person behind a hard wallet. */
  owner(hardWalletId: string): string | undefined {
    return this.people.find((person) => this.idOf(person) === hardWalletId);
  }

  /** A person holds the card to a terminal that has no network. */
  tap(person: string, merchantWalletId: string, amount: number, at: Millis): Tap {
    const hardWalletId = this.idOf(person);
    const offlineSeq = (this.#sequences.get(hardWalletId) ?? 0) + 1;
    this.#sequences.set(hardWalletId, offlineSeq);
    const tap = { hardWalletId, offlineSeq, merchantWalletId, amount, tappedAt: rfc3339(at) };
    return { ...tap, tapCode: this.#code(tap) };
  }

  /** True when the card itself made the code of a tap. */
  proves(tap: Tap): boolean {
    if (this.owner(tap.hardWalletId) === undefined) return false;
    const [made, given] = [Buffer.from(this.#code(tap)), Buffer.from(tap.tapCode)];
    return made.length === given.length && timingSafeEqual(made, given);
  }

  #code({ hardWalletId, offlineSeq, merchantWalletId, amount, tappedAt }: Omit<Tap, 'tapCode'>): string {
    const secret = this.keys.secret(`ecny/hard-wallet/${hardWalletId}`, 32);
    const text = [hardWalletId, offlineSeq, merchantWalletId, amount, tappedAt].join('\n');
    return createHmac('sha256', secret).update(text).digest('hex');
  }
}

/** An order that a hard wallet will pay without a network; the terminal brings the payment later. */
export const hardWalletPresent: Present = {
  present: 'HARD_WALLET',
  product: 'hard',
  name: { en: 'Hard wallet', zh: '硬钱包支付' },
  hands: 'nothing',
};
