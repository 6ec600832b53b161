import { Clearing, type ClearingContext } from '../clearing';
import type { Directory } from '../clearing/member/directory';
import type { ClearingParts } from '../clearing/parts';
import type { AccountRef } from '../clearing/wire/instruction';
import { guestsOf } from '../market/guests';
import type { Market } from '../market/market';
import type { Provider } from '../providers/contract';
import { walletSecrets } from '../providers/payers';

/** What the clearing room and the wallets of a world need to know of one another. */
export class ClearingRoom {
  readonly clearing: Clearing;
  readonly #providers = new Map<string, Provider>();
  readonly #settlesAt: string;
  /** Providers that are found inside another's cashier. */
  readonly #guests: ReadonlySet<string>;

  constructor(
    readonly market: Market,
    readonly context: ClearingContext,
    parts?: Partial<ClearingParts>,
  ) {
    this.clearing = new Clearing(context, parts);
    this.#guests = new Set(guestsOf(market).map(({ id }) => id));
    this.#settlesAt = context.market.banks.find(({ settles }) => settles === 'merchants')?.id ?? '';
    for (const owner of this.#owners()) this.#open(this.#settlementAccount(owner));
  }

  /** What a wallet knows of its users' accounts elsewhere; they are opened at their banks. */
  directory(wallet: string): Directory {
    for (const person of this.market.payers) {
      const chosen = this.context.market.banks.flatMap(({ code }) => this.#chosen(person, code) ?? []);
      const guests = [...this.#guests].map((guest) => this.#card(guest, person));
      for (const account of [this.#card(wallet, person), this.#otherAccount(wallet, person), ...chosen, ...guests]) {
        this.#open(account);
      }
    }
    const { categories, otherCategory, openingBalanceFen } = this.context.market;
    return {
      cardOf: (person, from) => {
        if (from === undefined) return this.#card(wallet, person);
        // A guest in the wallet's cashier pays from the card that the guest knows of the person.
        return this.#guests.has(from) ? this.#card(from, person) : this.#chosen(person, from);
      },
      otherAccountOf: (person) => this.#otherAccount(wallet, person),
      merchant: (owner) => {
        const category = categories[owner.replace(/^merchant:/, '')] ?? otherCategory;
        return { name: this.#nameOf(owner), category, settlesAt: this.#settlementAccount(owner) };
      },
      bookedFen: (account) => {
        const moved = this.#providers.get(wallet)?.ledger.balance(account) ?? 0n;
        return account.startsWith('payer:') ? moved + BigInt(openingBalanceFen) : moved;
      },
    };
  }

  /** A provider has opened, and merchants have signed up with it: their accounts there are known from now on. */
  enrolled(provider: Provider, payees: Readonly<Record<string, string>>): void {
    this.#providers.set(provider.name, provider);
    for (const [owner, payee] of Object.entries(payees)) this.clearing.surroundings.reader.owners.set(payee, owner);
  }

  #owners(): string[] {
    return [...this.market.merchants.map(({ id }) => `merchant:${id}`), 'platform'];
  }

  #nameOf(owner: string): string {
    const merchant = this.market.merchants.find(({ id }) => `merchant:${id}` === owner);
    if (merchant) return merchant.name.zh;
    return owner === 'platform' ? this.market.name.zh : owner;
  }

  /** The account behind the card that the wallet knows of a person. */
  #card(wallet: string, person: string): AccountRef {
    const account = walletSecrets(this.context.keys, wallet, person).card;
    this.context.tokens.stand(account, `card of ${person} at ${wallet}`);
    const bank = this.context.market.banks.find(({ bins }) => bins.some((bin) => account.startsWith(bin)));
    return { institution: bank?.id ?? '', account, name: person };
  }

  /** A person's account at an institution that the wallet lets the person choose, by the institution's number. */
  #chosen(person: string, code: string | undefined): AccountRef | undefined {
    const bank = this.context.market.banks.find((each) => code !== undefined && each.code === code);
    return bank && { institution: bank.id, account: `own-${bank.code}-${person}`, name: person };
  }

  #otherAccount(wallet: string, person: string): AccountRef {
    return { institution: this.#settlesAt, account: `other-${wallet}-${person}`, name: person };
  }

  #settlementAccount(owner: string): AccountRef {
    return { institution: this.#settlesAt, account: `settlement-${owner}`, name: this.#nameOf(owner) };
  }

  #open({ institution, account, name }: AccountRef): void {
    const { accountBalanceFen } = this.clearing.surroundings.profile;
    this.clearing.bank(institution).open(account, name, accountBalanceFen);
  }
}
