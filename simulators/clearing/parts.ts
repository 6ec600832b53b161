import { advance } from './core/advance';
import { type Available, available } from './core/quota';
import { type Positions, positions } from './core/sessions';
import type { Advance } from './core/transfer';
import { type ChooseNetwork, chooseNetwork } from './routing';
import type { Surroundings } from './surroundings';
import { ask } from './talk';
import { type EntryAnswer, type Instruction, missingFields, type TransferAnswer } from './wire/instruction';

/** What an account institution said to a clearing institution, or that it said nothing. */
export type Heard = EntryAnswer | 'silence';

/** Sends a wallet's order; what comes back is the answer as it was signed, or `silence`. */
export type Instruct = (
  surroundings: Surroundings,
  wallet: string,
  network: string,
  instruction: Instruction,
) => Promise<unknown>;

/** Where a party processes, settles or stores. */
export type Deed = 'processes' | 'settles' | 'stores';

/** The parts of clearing institutions, banks and their members that a deliberately broken twin replaces. */
export interface ClearingParts {
  /** The core of a clearing institution. */
  readonly advance: Advance;
  readonly available: Available;
  readonly positions: Positions;
  /** The protected fields that a received order lacks. */
  readonly missing: (order: unknown) => string[];
  /** True where both sides are connected to the network. */
  readonly admits: (connected: boolean) => boolean;
  /** True where a bank takes an entry from that sender. */
  readonly bankTakesFrom: (isClearingInstitution: boolean) => boolean;
  /** After how long a clearing institution asks the other side again. */
  readonly askGaps: (published: readonly number[]) => readonly number[];
  /** A wallet's choice of a network. */
  readonly chooseNetwork: ChooseNetwork;
  /** The last hand on what a wallet asks of a clearing institution. */
  readonly instruction: (instruction: Instruction) => Instruction;
  /** How a wallet reads what a clearing institution says of a transfer. */
  readonly reads: (state: TransferAnswer['state']) => TransferAnswer['state'];
  /** After how long a wallet asks again what became of a transfer; nothing where it never does. */
  readonly memberAskGaps: (published: readonly number[]) => readonly number[];
  /** How a wallet's order reaches whoever is to carry it out: over the network that was chosen for it. */
  readonly instruct: Instruct;
  /** The region in which a party does something, from where it is declared to. */
  readonly region: (party: string, does: Deed, declared: string) => string;
}

/** The parts that work. */
export const clearingParts: ClearingParts = {
  advance,
  available,
  positions,
  missing: missingFields,
  admits: (connected) => connected,
  bankTakesFrom: (isClearingInstitution) => isClearingInstitution,
  askGaps: (published) => published,
  chooseNetwork,
  instruction: (instruction) => instruction,
  reads: (state) => state,
  memberAskGaps: (published) => published,
  instruct: (surroundings, wallet, network, instruction) =>
    ask(surroundings, wallet, network, '/transfers', instruction),
  region: (_party, _does, declared) => declared,
};
