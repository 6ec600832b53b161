import { machine } from '../../kernel/machine';
import type { Millis } from '../../kernel/time';
import type { EntryAnswer, Instruction, TransferAnswer, TransferRefusal, TransferState } from '../wire/instruction';

export const transferMachine = machine<TransferState>('transfer', {
  asked: ['presumed-success', 'presumed-failure', 'succeeded', 'failed'],
  'presumed-success': ['succeeded', 'failed'],
  'presumed-failure': ['succeeded', 'failed'],
  succeeded: [],
  failed: [],
});

/** A transfer in the record of a clearing institution. */
export interface Transfer {
  readonly instruction: Instruction;
  /** The institution that asked for it. */
  readonly asker: string;
  readonly state: TransferState;
  readonly askedAt: Millis;
  readonly code?: TransferRefusal;
  /** The session of its success. */
  readonly session?: string;
  /** How often the other side was asked how it stands. */
  readonly questions: number;
  /** How much of a pull has gone back, or is on its way back. */
  readonly returnedFen: number;
}

/** What the institution found before it took an instruction. */
export interface Admission {
  /** Why it is not taken, where something stands in its way. */
  readonly refusal?: TransferRefusal;
  /** What the paying institution may still pay; undefined for a bank, which needs no quota. */
  readonly availableFen?: bigint;
  /** The pull that a return is about. */
  readonly original?: Transfer;
}

/** What befalls a transfer. */
export type ClearingEvent =
  | {
      readonly type: 'instruct';
      readonly instruction: Instruction;
      readonly asker: string;
      readonly admission: Admission;
      readonly at: Millis;
    }
  /** What the account institution of the other side said, or that it said nothing. */
  | {
      readonly type: 'told';
      readonly answer: EntryAnswer | 'silence';
      readonly session: string;
      readonly at: Millis;
    }
  /** A return of this pull was taken, or came to nothing when `amountFen` is below zero. */
  | { readonly type: 'returning'; readonly amountFen: number };

/** What follows; the shell performs it. */
export type ClearingEffect =
  /** Ask the other side's institution to book its entry. */
  | { readonly type: 'enter' }
  /** Ask it again how the entry stands, after the next of the published gaps. */
  | { readonly type: 'ask-later'; readonly question: number }
  /** Set money aside from the paying institution's quota, or give it free again. */
  | { readonly type: 'set-aside' | 'set-free' }
  /** The transfer is final: both sides' positions move. */
  | { readonly type: 'book'; readonly session: string }
  /** The pull that a return is about has so much less left to return. */
  | { readonly type: 'mark-original'; readonly amountFen: number };

export type Advanced =
  | { readonly ok: true; readonly transfer: Transfer; readonly effects: readonly ClearingEffect[] }
  | { readonly ok: false; readonly answer: TransferAnswer };

/** The rules of the profile that the core needs. */
export interface ClearingRules {
  /** What is presumed of an entry that nobody answered for, by the kind of transfer. */
  readonly presumes: Readonly<Record<Instruction['kind'], 'presumed-success' | 'presumed-failure'>>;
}

/** The core of a clearing institution: `(transfer, event) → transfer + effects`, or a refusal that changes nothing. */
export type Advance = (transfer: Transfer | undefined, event: ClearingEvent, rules: ClearingRules) => Advanced;

/** The institution on the other side: who must book the entry. */
export const otherSide = ({ instruction: { kind, payer, payee } }: Pick<Transfer, 'instruction'>): string =>
  kind === 'pull' ? payer.institution : payee.institution;

/** True when two instructions ask for the same thing; when they were written does not matter. */
export function sameInstruction(one: Instruction, other: Instruction): boolean {
  const content = ({ at: _, ...rest }: Instruction) => JSON.stringify(rest);
  return content(one) === content(other);
}

/** How a transfer stands, for whoever asked for it. */
export function standing({ instruction, state, code, session }: Transfer): TransferAnswer {
  return {
    traceId: instruction.traceId,
    state,
    ...(code === undefined ? {} : { code }),
    ...(session === undefined ? {} : { session }),
  };
}
