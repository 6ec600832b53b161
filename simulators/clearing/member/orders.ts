import { type Fen, fen } from '../../kernel/money';
import { rfc3339 } from '../../kernel/time';
import type { FundsPart, FundsWish } from '../../market/funding';
import type { Surroundings } from '../surroundings';
import type { AccountRef, Instruction, MerchantRef } from '../wire/instruction';
import type { Directory } from './directory';

/** Writes the orders of one wallet, with every protected field. */
export class Orders {
  constructor(
    readonly wallet: string,
    readonly directory: Directory,
    readonly surroundings: Surroundings,
  ) {}

  /** A trace id that no other wallet uses. */
  trace(ref: string): string {
    return `${this.wallet}-${ref}`;
  }

  /** The account of a merchant at this wallet. */
  merchantAccount(payee: string, owner: string): AccountRef {
    return { institution: this.wallet, account: payee, name: this.directory.merchant(owner)?.name ?? owner };
  }

  merchantRef({ orderNo, payee, owner, amountFen }: FundsPart): MerchantRef {
    const { name = owner, category } = this.directory.merchant(owner) ?? {};
    const { otherCategory } = this.surroundings.market;
    return { orderNo, name, code: payee, category: category ?? otherCategory, amountFen };
  }

  /** Takes the money of a payment from the payer's card, for the merchant's account at this wallet. */
  pull({ ref, parts }: FundsWish, payer: AccountRef): Instruction {
    const [first] = parts;
    return this.#order({
      traceId: this.trace(ref),
      kind: 'pull',
      payer,
      payee: this.merchantAccount(first?.payee ?? '', first?.owner ?? ''),
      merchants: parts.map((part) => this.merchantRef(part)),
      amountFen: fen(parts.reduce((sum, { amountFen }) => sum + amountFen, 0)),
    });
  }

  /** Gives back a pull, whole or the part of one of its merchants, the way it came. */
  back(ref: string, pull: Instruction, merchants: readonly MerchantRef[], amountFen: Fen): Instruction {
    const { payer, payee, traceId: original } = pull;
    return this.#order({
      traceId: this.trace(ref),
      kind: 'return',
      payer: payee,
      payee: payer,
      merchants,
      amountFen,
      original,
    });
  }

  /** Pays from an account here to an account elsewhere. */
  push(ref: string, payer: AccountRef, payee: AccountRef, merchant: MerchantRef): Instruction {
    const { amountFen } = merchant;
    return this.#order({ traceId: this.trace(ref), kind: 'push', payer, payee, merchants: [merchant], amountFen });
  }

  #order(order: Omit<Instruction, 'currency' | 'at' | 'channel' | 'terminal'>): Instruction {
    const { clock, profile, parts } = this.surroundings;
    const { channel, terminal } = profile;
    return parts.instruction({ ...order, currency: 'CNY', at: rfc3339(clock.now()), channel, terminal });
  }
}
