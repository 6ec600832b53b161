import type { Facts } from '../kernel/history';
import { isInForce } from '../market/clearing';
import type { Party } from '../network/party';
import type { ClearingEffect, ClearingEvent, Transfer } from './core/transfer';
import { otherSide, standing } from './core/transfer';
import { type Admitted, admit, refusal } from './gate';
import type { Heard } from './parts';
import { gapAfter } from './profile';
import { Record } from './record';
import { originOf, type Surroundings } from './surroundings';
import { ask } from './talk';
import type { EntryAnswer, Instruction, TransferRefusal } from './wire/instruction';
import { readInstruction, readTrace } from './wire/read';
import { sealedAnswer } from './wire/seal';

/** A clearing institution: takes orders of its members, has the other side book, and keeps quotas and positions. */
export class ClearingInstitution implements Party {
  readonly origins: readonly string[];
  readonly record: Record;
  readonly #transfers = new Map<string, Transfer>();
  /** Traces of which somebody was told that nobody knows them; they stay unknown. */
  readonly #void = new Set<string>();

  constructor(
    readonly name: string,
    readonly surroundings: Surroundings,
    cutOffs: readonly string[],
  ) {
    this.origins = [originOf(name)];
    this.record = new Record(name, surroundings, cutOffs);
  }

  get reader() {
    return this.surroundings.reader;
  }

  async fetch(request: Request): Promise<Response> {
    const admitted = await admit(this.surroundings, this.name, request);
    if (!('sender' in admitted)) return admitted;
    if (admitted.path === '/transfers') return this.#instructed(admitted);
    if (admitted.path === '/transfers/query') return this.#queried(admitted);
    return refusal(this.surroundings, this.name, 'not-readable');
  }

  /** How a transfer stands; undefined for a trace that nobody used. */
  transfer(traceId: string): Transfer | undefined {
    return this.#transfers.get(traceId);
  }

  async #instructed({ sender, body }: Admitted): Promise<Response> {
    const { parts, keys } = this.surroundings;
    const { traceId } = body as { readonly traceId?: string };
    const named = typeof traceId === 'string' ? { traceId } : {};
    const missing = parts.missing(body);
    if (missing.length > 0) return refusal(this.surroundings, this.name, 'field-missing', { ...named, missing });
    const instruction = readInstruction(body);
    if (!instruction) return refusal(this.surroundings, this.name, 'not-readable', named);
    const event = {
      type: 'instruct',
      instruction,
      asker: sender,
      admission: this.#admission(sender, instruction),
    } as const;
    const refused = await this.#happens(instruction.traceId, { ...event, at: this.surroundings.clock.now() });
    const transfer = this.#transfers.get(instruction.traceId);
    return sealedAnswer(keys, this.name, refused ?? (transfer && standing(transfer)));
  }

  async #queried({ sender, body }: Admitted): Promise<Response> {
    const traceId = readTrace(body);
    if (traceId === undefined) return refusal(this.surroundings, this.name, 'not-readable');
    const transfer = this.#transfers.get(traceId);
    const own = transfer?.asker === sender;
    if (!transfer) this.#void.add(traceId);
    return sealedAnswer(this.surroundings.keys, this.name, own ? standing(transfer) : { traceId, state: 'not-found' });
  }

  #admission(sender: string, instruction: Instruction) {
    const original = this.#transfers.get(instruction.original ?? '');
    const fault = this.#objection(sender, instruction);
    const quota = this.record.quota(instruction.payer.institution);
    return {
      ...(fault === undefined ? {} : { refusal: fault }),
      ...(original ? { original } : {}),
      ...(quota ? { availableFen: this.surroundings.parts.available(quota) } : {}),
    };
  }

  /** Why the institution has nothing to do with an order: a side that is not connected, a wallet without a quota. */
  #objection(sender: string, { traceId, kind, payer, payee }: Instruction): TransferRefusal | undefined {
    const { parts } = this.surroundings;
    const own = kind === 'pull' ? payee.institution : payer.institution;
    const other = kind === 'pull' ? payer.institution : payee.institution;
    if (this.#void.has(traceId)) return 'void';
    if (own !== sender || !parts.admits(this.#isConnected(own))) return 'not-a-member';
    if (!parts.admits(this.#isConnected(other))) return 'other-side-not-a-member';
    const isWallet = this.surroundings.members.get(own)?.role === 'wallet';
    return kind !== 'pull' && isWallet && !this.record.quota(own) ? 'no-mapped-quota' : undefined;
  }

  #isConnected(institution: string): boolean {
    const { members, clock } = this.surroundings;
    const member = members.get(institution);
    const period = member?.networks[this.name];
    const at = clock.now();
    return member !== undefined && period !== undefined && isInForce(period, at) && isInForce(member.licence, at);
  }

  /** Asks the core, keeps the new state and performs what follows; returns the answer of a refusal. */
  async #happens(traceId: string, event: ClearingEvent) {
    const { parts, profile } = this.surroundings;
    const before = this.#transfers.get(traceId);
    const advanced = parts.advance(before, event, { presumes: profile.presumes.value });
    if (!advanced.ok) return advanced.answer;
    this.#transfers.set(traceId, advanced.transfer);
    if (before?.state !== advanced.transfer.state) this.#note('transfer.state', advanced.transfer);
    for (const effect of advanced.effects) await this.#perform(advanced.transfer, effect);
    return undefined;
  }

  async #perform(transfer: Transfer, effect: ClearingEffect): Promise<void> {
    const { clock, parts, profile } = this.surroundings;
    const { instruction } = transfer;
    switch (effect.type) {
      case 'enter': {
        const side = instruction.kind === 'pull' ? 'debit' : 'credit';
        return this.#told(transfer, await this.#askOther(transfer, '/entries', { side, instruction }));
      }
      case 'ask-later': {
        const gap = gapAfter(parts.askGaps(profile.askGaps.value), effect.question);
        clock.at(clock.now() + gap, async () => {
          const query = { traceId: instruction.traceId };
          await this.#told(transfer, await this.#askOther(transfer, '/entries/query', query));
        });
        return;
      }
      case 'set-aside':
      case 'set-free':
        return this.record.setAside(instruction, effect.type === 'set-aside');
      case 'book':
        return this.record.book(transfer, effect.session);
      case 'mark-original': {
        const { amountFen } = effect;
        await this.#happens(instruction.original ?? '', { type: 'returning', amountFen });
      }
    }
  }

  async #askOther(transfer: Transfer, path: string, content: unknown): Promise<Heard> {
    return (await ask(this.surroundings, this.name, otherSide(transfer), path, content)) as Heard;
  }

  async #told({ instruction }: Transfer, answer: EntryAnswer | 'silence'): Promise<void> {
    const at = this.surroundings.clock.now();
    await this.#happens(instruction.traceId, { type: 'told', answer, session: this.record.session(at).id, at });
  }

  #note(kind: string, { instruction, state, code }: Transfer): void {
    const { traceId, merchants, amountFen } = instruction;
    const facts: Facts = { traceId, kind: instruction.kind, state, code, amountFen };
    const trade = merchants[0]?.orderNo;
    this.surroundings.history.append({ type: 'clearing', by: this.name, kind, trade, facts });
  }
}
