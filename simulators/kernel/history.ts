import { createHash } from 'node:crypto';
import type { Millis } from './time';

/** A fact is plain JSON; business fields have neutral names (`trade`, `amountFen`, `payee`, `state`), never a protocol's. */
export type Fact = string | number | boolean | null | undefined | readonly Fact[] | { readonly [name: string]: Fact };
export type Facts = Readonly<Record<string, Fact>>;

/** Plain data as facts: what is undefined is left out. */
export const factsOf = (value: object): Facts => JSON.parse(JSON.stringify(value)) as Facts;

/**
 * What kind of thing happened.
 * `message` and `answer` crossed the seam; `fault` was done to a message; `decision` was recorded by a party; `ledger` is
 * a movement in a provider's books; `clearing` a movement or a state in the record of a clearing institution or a bank, or
 * between a wallet's reserve and its users; `act` is what a person or the harness did; `page` and `contract` are observations of
 * the subject from outside; `declared` is a fact of the world that the scenario set up; `probe` is the harness's own
 * measurement, for example the comparison of two runs.
 */
export type EventType =
  | 'message'
  | 'answer'
  | 'fault'
  | 'decision'
  | 'ledger'
  | 'clearing'
  | 'act'
  | 'page'
  | 'contract'
  | 'declared'
  | 'probe';

/** One line of the history. `order` is the platform's number, `trade` the number the platform gave to the provider. */
export interface HistoryEvent {
  readonly seq: number;
  /** Business time. */
  readonly at: Millis;
  readonly type: EventType;
  /** The party that sent, decided or did it. */
  readonly by: string;
  /** The receiver of a message. */
  readonly to?: string;
  /** What it is, in neutral words: `payment.create`, `notice.payment`, `order.state` … */
  readonly kind: string;
  readonly order?: string;
  readonly trade?: string;
  /** Joins an answer to its message. */
  readonly message?: number;
  readonly facts: Facts;
  /** False for traffic that a person's browser may repeat at will; it stays out of the canonical digest. */
  readonly canonical?: false;
}

export type NewEvent = Omit<HistoryEvent, 'seq' | 'at'>;

/** The append-only record from which everything is judged. */
export class History {
  readonly #events: HistoryEvent[] = [];
  readonly #listeners = new Set<(event: HistoryEvent) => void>();

  /** @param keep How many events to keep; the oldest are dropped past it (a sandbox runs for days). */
  constructor(
    readonly now: () => Millis,
    readonly keep = Number.POSITIVE_INFINITY,
  ) {}

  #seq = 0;

  append(event: NewEvent): HistoryEvent {
    const entry: HistoryEvent = { seq: this.#seq++, at: this.now(), ...event };
    this.#events.push(entry);
    if (this.#events.length > 2 * this.keep) this.#events.splice(0, this.#events.length - this.keep);
    for (const listener of this.#listeners) listener(entry);
    return entry;
  }

  events(): readonly HistoryEvent[] {
    return this.#events;
  }

  /** Calls back for every event from now on; returns how to stop. */
  subscribe(listener: (event: HistoryEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** JSON with members in the order of their names, so that equal facts give equal text. */
export function stableJson(value: Fact): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${stableJson(member as Fact)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * The canonical digest: equal for equal behaviour on any wire. Events are ordered by business time per order and pair of
 * parties, and by their text within one instant, because wires may interleave what happens at once differently; numbers
 * of the record itself are left out.
 * @returns SHA-256 in hexadecimal.
 */
export function canonicalDigest(events: readonly HistoryEvent[]): string {
  const groups = new Map<string, Array<{ at: Millis; line: string }>>();
  for (const event of events) {
    if (event.canonical === false) continue;
    const group = [event.order ?? event.trade ?? '', event.by, event.to ?? ''].join(' ');
    const { at, type, by, to, kind, order, trade, facts } = event;
    const entry = { at, line: stableJson({ type, by, to, kind, order, trade, facts }) };
    const entries = groups.get(group);
    if (entries) entries.push(entry);
    else groups.set(group, [entry]);
  }
  const hash = createHash('sha256');
  for (const [group, entries] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${group}\n`);
    for (const { at, line } of entries.sort((a, b) => a.at - b.at || (a.line < b.line ? -1 : 1))) {
      hash.update(`${at} ${line}\n`);
    }
  }
  return hash.digest('hex');
}
