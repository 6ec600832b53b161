import type { BusinessClock } from '../kernel/clock';
import type { History } from '../kernel/history';
import type { KeyMint, Tokens } from '../kernel/keys';
import { type ClearingMarket, membersOf } from '../market/clearing';
import type { Party, Reader } from '../network/party';
import { BankAccounts } from './bank';
import { EntryDesk } from './entries';
import { ClearingInstitution } from './institution';
import type { Directory } from './member/directory';
import { Member } from './member/member';
import { type ClearingParts, clearingParts } from './parts';
import { readClearingProfile } from './profile';
import type { Surroundings } from './surroundings';
import { ClearingReader } from './wire/reader';

/** What a world gives to its clearing room. */
export interface ClearingContext {
  readonly market: ClearingMarket;
  readonly clock: BusinessClock;
  readonly history: History;
  readonly keys: KeyMint;
  readonly tokens: Tokens;
  readonly send: (request: Request, from: string, reader: Reader) => Promise<Response>;
}

/** Clearing institutions, banks, and the wallets' side of the wire between them. */
export class Clearing {
  readonly surroundings: Surroundings;
  readonly institutions = new Map<string, ClearingInstitution>();
  readonly banks = new Map<string, BankAccounts>();
  readonly members = new Map<string, Member>();
  readonly #desks: EntryDesk[] = [];

  constructor(context: ClearingContext, parts: Partial<ClearingParts> = {}) {
    const { market, keys, tokens } = context;
    const members = new Map(membersOf(market).map((member) => [member.id, member]));
    const named = new Map(market.institutions.map(({ id, named }) => [id, { from: named.from, to: named.to }]));
    const known = (institution: string) => members.has(institution) || named.has(institution);
    const reader = new ClearingReader(keys, tokens, known);
    const profile = readClearingProfile();
    this.surroundings = { ...context, profile, members, named, reader, parts: { ...clearingParts, ...parts } };
    for (const { id, cutOffs } of market.institutions) {
      this.institutions.set(id, new ClearingInstitution(id, this.surroundings, cutOffs.value));
    }
    for (const { id } of market.banks) {
      const accounts = new BankAccounts(id, this.surroundings);
      this.banks.set(id, accounts);
      this.#desks.push(new EntryDesk(id, id, accounts, this.surroundings));
    }
  }

  /** True for a wallet whose payments have a clearing leg. */
  clears(wallet: string): boolean {
    return this.surroundings.members.get(wallet)?.role === 'wallet';
  }

  /** Gives a wallet its side of the wire; undefined for one whose payments have no clearing leg. */
  join(wallet: string, directory: Directory): Member | undefined {
    if (!this.clears(wallet)) return undefined;
    const member = new Member(wallet, directory, this.surroundings);
    this.members.set(wallet, member);
    this.#desks.push(new EntryDesk(`${wallet}-desk`, wallet, member, this.surroundings));
    return member;
  }

  /** A bank by its name. @throws Error where the market has none of that name. */
  bank(id: string): BankAccounts {
    const bank = this.banks.get(id);
    if (!bank) throw new Error(`no bank is called "${id}"; known: ${[...this.banks.keys()].join(', ')}`);
    return bank;
  }

  /** A clearing institution by its name. @throws Error where the market has none of that name. */
  institution(id: string): ClearingInstitution {
    const institution = this.institutions.get(id);
    if (!institution)
      throw new Error(`no clearing institution is called "${id}"; known: ${[...this.institutions.keys()].join(', ')}`);
    return institution;
  }

  /** A wallet's side of the wire. @throws Error for a wallet whose payments have no clearing leg. */
  member(wallet: string): Member {
    const member = this.members.get(wallet);
    if (!member)
      throw new Error(
        `"${wallet}" is no member of a clearing institution; known: ${[...this.members.keys()].join(', ')}`,
      );
    return member;
  }

  /** Everybody who is reached over the network. */
  parties(): Party[] {
    return [...this.institutions.values(), ...this.#desks];
  }
}
