import type { Party } from '../network/party';
import { type Admitted, admit, refusal } from './gate';
import { originOf, type Surroundings } from './surroundings';
import type { EntryAnswer, Instruction, SettlementFile, TransferRefusal } from './wire/instruction';
import { readInstruction, readSettlement, readTrace } from './wire/read';
import { sealedAnswer } from './wire/seal';

export type Side = 'debit' | 'credit';

/** The accounts of an institution: books an entry, or says why it does not. */
export interface Accounts {
  /** @param sender Who asked for it. */
  enter(side: Side, instruction: Instruction, sender: string): TransferRefusal | undefined;
  /** The institution's own record of a session's lines: what it booked of a trace, in fen; 0 where it has no such entry. */
  bookedFen(traceId: string): number;
}

interface Entry {
  readonly content: string;
  readonly answer: EntryAnswer;
}

/**
 * The desk at which an account institution books what a clearing institution asks: a bank's, or a wallet's for money that
 * arrives from elsewhere. One trace is one entry; a trace that nobody knew when it was asked about stays unknown.
 */
export class EntryDesk implements Party {
  readonly origins: readonly string[];
  readonly #entries = new Map<string, Entry>();

  constructor(
    /** The name of the party on the network. */
    readonly name: string,
    /** The institution whose accounts they are. */
    readonly institution: string,
    readonly accounts: Accounts,
    readonly surroundings: Surroundings,
  ) {
    this.origins = [originOf(institution)];
  }

  get reader() {
    return this.surroundings.reader;
  }

  async fetch(request: Request): Promise<Response> {
    const admitted = await admit(this.surroundings, this.institution, request);
    if (!('sender' in admitted)) return admitted;
    const { parts, named } = this.surroundings;
    if (!parts.bankTakesFrom(named.has(admitted.sender))) {
      return refusal(this.surroundings, this.institution, 'not-a-clearing-institution');
    }
    if (admitted.path === '/entries') return this.#entered(admitted);
    if (admitted.path === '/entries/query') return this.#queried(admitted);
    if (admitted.path === '/settlements') return this.#settled(admitted);
    return refusal(this.surroundings, this.institution, 'not-readable');
  }

  #entered({ sender, body }: Admitted): Response {
    const { side, instruction: order } = body as { readonly side?: unknown; readonly instruction?: unknown };
    const missing = this.surroundings.parts.missing(order);
    if (missing.length > 0) return refusal(this.surroundings, this.institution, 'field-missing', { missing });
    const instruction = readInstruction(order);
    if (!instruction || (side !== 'debit' && side !== 'credit')) {
      return refusal(this.surroundings, this.institution, 'not-readable');
    }
    return sealedAnswer(this.surroundings.keys, this.institution, this.#enter(side, instruction, sender));
  }

  #enter(side: Side, instruction: Instruction, sender: string): EntryAnswer {
    const { traceId } = instruction;
    const content = JSON.stringify([side, instruction]);
    const known = this.#entries.get(traceId);
    if (known)
      return known.content === content || known.content === '' ? known.answer : refused(traceId, 'trace-reused');
    const code = this.accounts.enter(side, instruction, sender);
    const answer: EntryAnswer = code === undefined ? { traceId, state: 'done' } : refused(traceId, code);
    this.#entries.set(traceId, { content, answer });
    return answer;
  }

  #queried({ body }: Admitted): Response {
    const traceId = readTrace(body);
    if (traceId === undefined) return refusal(this.surroundings, this.institution, 'not-readable');
    const known = this.#entries.get(traceId);
    // Whatever arrives late under a trace that was called unknown is refused.
    if (!known) this.#entries.set(traceId, { content: '', answer: refused(traceId, 'void') });
    const answer: EntryAnswer = known?.answer ?? { traceId, state: 'not-found' };
    return sealedAnswer(this.surroundings.keys, this.institution, answer);
  }

  /** A session's file is compared with the institution's own record, line by line. */
  #settled({ body }: Admitted): Response {
    const file = readSettlement(body);
    if (!file) return refusal(this.surroundings, this.institution, 'not-readable');
    return sealedAnswer(this.surroundings.keys, this.institution, { agrees: agrees(file, this.accounts) });
  }
}

const refused = (traceId: string, code: TransferRefusal): EntryAnswer => ({ traceId, state: 'refused', code });

function agrees({ lines, netFen }: SettlementFile, accounts: Accounts): boolean {
  const net = lines.reduce((sum, { side, amountFen }) => sum + (side === 'received' ? amountFen : -amountFen), 0);
  return net === netFen && lines.every(({ traceId, amountFen }) => accounts.bookedFen(traceId) === amountFen);
}
