import type { StatementSync } from 'node:sqlite';
import type { Millis } from '../../kernel/time';
import type { BusinessDay } from '../books/business-day';
import type { Difference } from '../books/differences';
import type { BillRow } from '../books/entries';
import type { Order } from '../core/order';
import { sharesOf } from '../core/parts';
import type { Database } from './database';

/** How a bill stands: not due or not there yet, refused with a reason, or used. */
export type BillState = 'waiting' | 'unusable' | 'used';

/** One provider's bill of one day. */
export interface BillRecord {
  readonly provider: string;
  readonly day: BusinessDay;
  readonly state: BillState;
  /** Why it could not be used the last time. */
  readonly why?: string;
  readonly tries: number;
  /** When something is to be done about it again. */
  readonly nextAt?: Millis;
  readonly usedAt?: Millis;
  readonly rows: readonly BillRow[];
  /** The keys that agree. */
  readonly matched: readonly string[];
}

/** How a difference stands: something is being done, the next day decides, people decide, or it is over. */
export type Standing = 'open' | 'waiting' | 'incident' | 'settled';

export interface DifferenceRecord {
  readonly provider: string;
  readonly day: BusinessDay;
  readonly difference: Difference;
  readonly standing: Standing;
}

export interface IncidentRecord {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly at: Millis;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A payment or refund that moved money at a provider, found by its day. */
export interface Movement {
  readonly kind: 'payment' | 'refund';
  readonly number: string;
  readonly provider: string;
  readonly at: Millis;
}

type Row = Record<string, unknown>;

const numberOrNothing = (value: unknown) => (typeof value === 'number' ? value : undefined);
const textOrNothing = (value: unknown) => (typeof value === 'string' ? value : undefined);

const billOf = (row: Row): BillRecord => ({
  provider: String(row['provider']),
  day: String(row['day']),
  state: String(row['state']) as BillState,
  why: textOrNothing(row['why']),
  tries: Number(row['tries']),
  nextAt: numberOrNothing(row['next_at']),
  usedAt: numberOrNothing(row['used_at']),
  rows: JSON.parse(String(row['bill_rows'])),
  matched: JSON.parse(String(row['matched'])),
});

const differenceOf = (row: Row): DifferenceRecord => ({
  provider: String(row['provider']),
  day: String(row['day']),
  difference: JSON.parse(String(row['difference'])),
  standing: String(row['standing']) as Standing,
});

const incidentOf = (row: Row): IncidentRecord => ({
  id: Number(row['id']),
  kind: String(row['kind']),
  subject: String(row['subject']),
  at: Number(row['at']),
  facts: JSON.parse(String(row['facts'])),
});

/** What moved money in an order. */
function movementsOf({ attempts, refunds }: Order): Movement[] {
  const provider = new Map(attempts.map(({ attemptNo, route }) => [attemptNo, route.provider]));
  return [
    ...attempts.flatMap((attempt): Movement[] => {
      const { paidAt: at, route } = attempt;
      if (at === undefined) return [];
      return sharesOf(attempt).map(({ number }) => ({ kind: 'payment', number, provider: route.provider, at }));
    }),
    ...refunds.map(
      ({ refundNo: number, attemptNo, createdAt: at }): Movement => ({
        kind: 'refund',
        number,
        provider: provider.get(attemptNo) ?? '',
        at,
      }),
    ),
  ];
}

/** The part of the checkout's database that the books are kept in. */
export class BooksStore {
  constructor(readonly database: Database) {}

  // What moved

  /** Notes what moved in an order. @returns What was not known before. */
  noteMovements(order: Order): Movement[] {
    return movementsOf(order).filter(({ kind, number, provider, at }) => {
      const sql = 'INSERT OR IGNORE INTO movements (kind, number, provider, order_no, at) VALUES (?, ?, ?, ?, ?)';
      return this.#sql(sql).run(kind, number, provider, order.orderNo, at).changes === 1;
    });
  }

  /** The orders of which something moved at a provider between two instants, the second not included. */
  movedBetween(provider: string, from: Millis, to: Millis): string[] {
    const sql = 'SELECT DISTINCT order_no FROM movements WHERE provider = ? AND at >= ? AND at < ? ORDER BY order_no';
    return this.#sql(sql)
      .all(provider, from, to)
      .map((row) => String(row['order_no']));
  }

  // Bills

  /** Opens the books of a day: from now on its bill is awaited. A second time changes nothing. */
  openDay(provider: string, day: BusinessDay, dueAt: Millis): void {
    const sql = "INSERT OR IGNORE INTO bills (provider, day, state, next_at) VALUES (?, ?, 'waiting', ?)";
    this.#sql(sql).run(provider, day, dueAt);
  }

  bill(provider: string, day: BusinessDay): BillRecord | undefined {
    const row = this.#sql('SELECT * FROM bills WHERE provider = ? AND day = ?').get(provider, day);
    return row && billOf(row);
  }

  /** The books of a day, of every provider that has some. */
  billsOf(day: BusinessDay): BillRecord[] {
    return this.#sql('SELECT * FROM bills WHERE day = ? ORDER BY provider').all(day).map(billOf);
  }

  /** The latest day of which a provider has books. */
  lastDay(provider: string): BusinessDay | undefined {
    return textOrNothing(this.#sql('SELECT max(day) AS day FROM bills WHERE provider = ?').get(provider)?.['day']);
  }

  /** The days of a provider that are not decided yet, oldest first. */
  undecided(provider: string): BusinessDay[] {
    const sql = "SELECT day FROM bills WHERE provider = ? AND state <> 'used' ORDER BY day";
    return this.#sql(sql)
      .all(provider)
      .map((row) => String(row['day']));
  }

  /** Bills about which something is to be done by an instant, oldest day first. */
  due(now: Millis): BillRecord[] {
    return this.#sql('SELECT * FROM bills WHERE next_at <= ? ORDER BY day, provider').all(now).map(billOf);
  }

  nextDue(): Millis | undefined {
    return numberOrNothing(this.#sql('SELECT min(next_at) AS due FROM bills').get()?.['due']);
  }

  /** Puts a bill off that could not be used, with the reason. */
  putOff({ provider, day }: BillRecord, state: BillState, why: string, nextAt: Millis): void {
    const sql = 'UPDATE bills SET state = ?, why = ?, next_at = ?, tries = tries + 1 WHERE provider = ? AND day = ?';
    this.#sql(sql).run(state, why, nextAt, provider, day);
  }

  /** Keeps a bill that is used now, with the keys that agree. */
  use({ provider, day }: BillRecord, rows: readonly BillRow[], matched: readonly string[], at: Millis): void {
    const sql = `UPDATE bills SET state = 'used', why = NULL, next_at = NULL, used_at = ?, tries = 0, bill_rows = ?,
      matched = ? WHERE provider = ? AND day = ?`;
    this.#sql(sql).run(at, JSON.stringify(rows), JSON.stringify(matched), provider, day);
  }

  /** When a used bill's open differences are looked at again; without an instant never. */
  lookAgain({ provider, day }: BillRecord, nextAt: Millis | undefined): void {
    const sql = 'UPDATE bills SET next_at = ?, tries = tries + 1 WHERE provider = ? AND day = ?';
    this.#sql(sql).run(nextAt ?? null, provider, day);
  }

  /** Makes what waits for another look at a day's bills due. */
  hasten(day: BusinessDay, now: Millis): void {
    this.#sql('UPDATE bills SET next_at = ? WHERE day = ? AND next_at > ?').run(now, day, now);
  }

  logCall(provider: string, day: BusinessDay, at: Millis, outcome: string): void {
    this.#sql('INSERT INTO bill_calls (provider, day, at, outcome) VALUES (?, ?, ?, ?)').run(
      provider,
      day,
      at,
      outcome,
    );
  }

  // Differences

  /** Notes a difference; one that is known keeps its standing. */
  noteDifference(provider: string, day: BusinessDay, difference: Difference, standing: Standing): void {
    const sql = `INSERT OR IGNORE INTO differences (provider, day, key, copy, difference, standing)
      VALUES (?, ?, ?, ?, ?, ?)`;
    const { key, copy } = difference;
    this.#sql(sql).run(provider, day, key, copy, JSON.stringify(difference), standing);
  }

  differences(provider: string, day: BusinessDay): DifferenceRecord[] {
    const sql = 'SELECT * FROM differences WHERE provider = ? AND day = ? ORDER BY key, copy';
    return this.#sql(sql).all(provider, day).map(differenceOf);
  }

  stand({ provider, day, difference: { key, copy } }: DifferenceRecord, standing: Standing): void {
    const sql = 'UPDATE differences SET standing = ? WHERE provider = ? AND day = ? AND key = ? AND copy = ?';
    this.#sql(sql).run(standing, provider, day, key, copy);
  }

  // Incidents

  /** Notes an incident; the same about the same subject is noted once. */
  noteIncident(kind: string, subject: string, at: Millis, facts: IncidentRecord['facts']): void {
    const sql = 'INSERT OR IGNORE INTO incidents (kind, subject, at, facts) VALUES (?, ?, ?, ?)';
    this.#sql(sql).run(kind, subject, at, JSON.stringify(facts));
  }

  incidents(): IncidentRecord[] {
    return this.#sql('SELECT * FROM incidents ORDER BY id').all().map(incidentOf);
  }

  // Outages

  /** Since when each provider that is out of service has been so. */
  outages(): Array<{ provider: string; since: Millis }> {
    const rows = this.#sql('SELECT provider, since FROM outages ORDER BY provider').all();
    return rows.map((row) => ({ provider: String(row['provider']), since: Number(row['since']) }));
  }

  beginOutage(provider: string, since: Millis): void {
    this.#sql('INSERT OR IGNORE INTO outages (provider, since) VALUES (?, ?)').run(provider, since);
  }

  endOutage(provider: string): void {
    this.#sql('DELETE FROM outages WHERE provider = ?').run(provider);
  }

  #sql(sql: string): StatementSync {
    return this.database.prepared(sql);
  }
}
