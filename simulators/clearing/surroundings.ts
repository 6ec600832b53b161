import type { BusinessClock } from '../kernel/clock';
import type { History } from '../kernel/history';
import type { KeyMint, Tokens } from '../kernel/keys';
import type { ClearingMarket, Member, Period } from '../market/clearing';
import type { Reader } from '../network/party';
import type { ClearingParts } from './parts';
import type { ClearingProfile } from './profile';
import type { ClearingReader } from './wire/reader';

/** What everybody in the clearing room shares: one clock, one record, the register of who is connected. */
export interface Surroundings {
  readonly market: ClearingMarket;
  readonly profile: ClearingProfile;
  readonly clock: BusinessClock;
  readonly history: History;
  readonly keys: KeyMint;
  readonly tokens: Tokens;
  readonly parts: ClearingParts;
  readonly reader: ClearingReader;
  /** Banks and wallets by id. Membership may change while a world lives. */
  readonly members: Map<string, Member>;
  /** Clearing institutions and since when they are named. */
  readonly named: Map<string, Period>;
  /** Sends a request of one of these parties into the network. */
  readonly send: (request: Request, from: string, reader: Reader) => Promise<Response>;
}

/** The address of an institution on this wire. */
export const originOf = (institution: string): string => `https://${institution}.clearing-sim.example`;
