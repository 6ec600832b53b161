import type { Millis } from '../kernel/time';
import { opened, paid, type Quota, received, released, settled } from './core/quota';
import { type Session, sessionAt } from './core/sessions';
import type { Transfer } from './core/transfer';
import { gapAfter } from './profile';
import type { Surroundings } from './surroundings';
import { ask } from './talk';
import type { Instruction, SettlementFile, SettlementLine } from './wire/instruction';

/** What a clearing institution keeps: the quotas of payment institutions, and the sessions with everybody's positions. */
export class Record {
  readonly #quotas = new Map<string, Quota>();
  readonly #sessions = new Map<string, Map<string, SettlementLine[]>>();

  constructor(
    readonly institution: string,
    readonly surroundings: Surroundings,
    readonly cutOffs: readonly string[],
  ) {
    for (const { id, role, networks } of surroundings.members.values()) {
      const mapped = networks[institution]?.mappedFen;
      if (role === 'wallet' && mapped !== undefined) this.#quotas.set(id, opened(mapped));
    }
  }

  /** The quota of a payment institution; undefined where it has none. */
  quota(member: string): Quota | undefined {
    return this.#quotas.get(member);
  }

  /** What is mapped for a payment institution changes, as its reserve at the central bank does; `null` takes it away. */
  map(member: string, mappedFen: number | null): void {
    const known = this.#quotas.get(member) ?? opened(0);
    if (mappedFen === null) this.#quotas.delete(member);
    else this.#quotas.set(member, { ...known, mappedFen: BigInt(mappedFen) });
  }

  session(at: Millis): Session {
    return sessionAt(at, this.cutOffs);
  }

  /** Sets money aside from the payer's quota, or gives it free again. */
  setAside({ traceId, payer, amountFen }: Instruction, aside: boolean): void {
    const quota = this.#quotas.get(payer.institution);
    if (!quota) return;
    this.#quotas.set(payer.institution, aside ? paid(quota, amountFen) : released(quota, amountFen));
    const kind = aside ? 'quota.set-aside' : 'quota.set-free';
    const facts = { traceId, institution: payer.institution, amountFen };
    this.surroundings.history.append({ type: 'clearing', by: this.institution, kind, facts });
  }

  /** A transfer is final: the payer's side has paid, the payee's side has received. */
  book(transfer: Transfer, session: string): void {
    const { traceId, kind, payer, payee, amountFen, merchants } = transfer.instruction;
    const quota = this.#quotas.get(payee.institution);
    if (quota) this.#quotas.set(payee.institution, received(quota, amountFen));
    this.#line(session, payer.institution, { traceId, side: 'paid', amountFen });
    this.#line(session, payee.institution, { traceId, side: 'received', amountFen });
    const facts = {
      traceId,
      transfer: kind,
      session,
      payerInstitution: payer.institution,
      payeeInstitution: payee.institution,
      amountFen,
    };
    const trade = merchants[0]?.orderNo;
    const kindOfEvent = 'transfer.booked';
    this.surroundings.history.append({ type: 'clearing', by: this.institution, kind: kindOfEvent, trade, facts });
  }

  #line(session: string, participant: string, line: SettlementLine): void {
    const lines = this.#sessions.get(session) ?? this.#open(session);
    lines.set(participant, [...(lines.get(participant) ?? []), line]);
  }

  #open(session: string): Map<string, SettlementLine[]> {
    const lines = new Map<string, SettlementLine[]>();
    this.#sessions.set(session, lines);
    const { clock } = this.surroundings;
    clock.at(this.session(clock.now()).endsAt, () => this.#close(session, lines));
    return lines;
  }

  /** The session ends: the central bank books the net of each participant, and each gets its file. */
  async #close(session: string, lines: ReadonlyMap<string, readonly SettlementLine[]>): Promise<void> {
    const { history, parts } = this.surroundings;
    const net = parts.positions(lines);
    const positions = Object.fromEntries([...net].map(([participant, fen]) => [participant, Number(fen)]));
    const facts = { session, positions };
    history.append({ type: 'clearing', by: this.institution, kind: 'session.closed', facts });
    for (const [participant, own] of lines) {
      this.#settle(participant, own);
      const netFen = Number(net.get(participant) ?? 0n);
      await this.#tell({ session, participant, lines: own, netFen }, 0);
    }
  }

  #settle(participant: string, lines: readonly SettlementLine[]): void {
    const quota = this.#quotas.get(participant);
    if (!quota) return;
    const sum = (side: string) =>
      lines.reduce((total, line) => (line.side === side ? total + BigInt(line.amountFen) : total), 0n);
    this.#quotas.set(participant, settled(quota, sum('received'), sum('paid')));
  }

  /** A participant that does not hear its file is told again. */
  async #tell(file: SettlementFile, attempt: number): Promise<void> {
    const { clock, profile } = this.surroundings;
    const said = await ask(this.surroundings, this.institution, file.participant, '/settlements', file);
    if (said !== 'silence') return;
    const gap = gapAfter(profile.askGaps.value, attempt);
    clock.at(clock.now() + gap, () => this.#tell(file, attempt + 1));
  }
}
