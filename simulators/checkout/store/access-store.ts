import type { StatementSync } from 'node:sqlite';
import type { Millis } from '../../kernel/time';
import type { AccessAnswer, Application } from '../access/decision';
import type { Database } from './database';

/** The tables of applications for access. */
export const ACCESS_SCHEMA = `
CREATE TABLE IF NOT EXISTS access_applications (
  application_no TEXT PRIMARY KEY,
  received_at INTEGER NOT NULL,
  review_at INTEGER NOT NULL,
  application TEXT NOT NULL,
  answer TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS access_open ON access_applications (review_at) WHERE answer IS NULL;
CREATE TABLE IF NOT EXISTS access_intake (id INTEGER PRIMARY KEY CHECK (id = 1), open INTEGER NOT NULL) STRICT;
`;

/** An application as it was received, with its answer once there is one. */
export interface ApplicationRow {
  readonly applicationNo: string;
  readonly receivedAt: Millis;
  /** When the desk looks at it. */
  readonly reviewAt: Millis;
  readonly application: Application;
  readonly answer: AccessAnswer | null;
}

const rowOf = (row: Record<string, unknown>): ApplicationRow => ({
  applicationNo: String(row['application_no']),
  receivedAt: Number(row['received_at']),
  reviewAt: Number(row['review_at']),
  application: JSON.parse(String(row['application'])),
  answer: row['answer'] === null ? null : JSON.parse(String(row['answer'])),
});

/** Applications of providers that want to be let in, and whether anybody is let in at present. */
export class AccessStore {
  constructor(readonly database: Database) {}

  insert({ applicationNo, receivedAt, reviewAt, application }: Omit<ApplicationRow, 'answer'>): void {
    const sql = `INSERT INTO access_applications (application_no, received_at, review_at, application)
      VALUES (?, ?, ?, ?)`;
    this.#sql(sql).run(applicationNo, receivedAt, reviewAt, JSON.stringify(application));
  }

  find(applicationNo: string): ApplicationRow | undefined {
    const row = this.#sql('SELECT * FROM access_applications WHERE application_no = ?').get(applicationNo);
    return row && rowOf(row);
  }

  count(): number {
    return Number(this.#sql('SELECT count(*) AS n FROM access_applications').get()?.['n'] ?? 0);
  }

  /** The application that is looked at next; undefined when all are answered. */
  next(): ApplicationRow | undefined {
    const sql = 'SELECT * FROM access_applications WHERE answer IS NULL ORDER BY review_at, application_no LIMIT 1';
    const row = this.#sql(sql).get();
    return row && rowOf(row);
  }

  answer(applicationNo: string, answer: AccessAnswer): void {
    const sql = 'UPDATE access_applications SET answer = ? WHERE application_no = ?';
    this.#sql(sql).run(JSON.stringify(answer), applicationNo);
  }

  intakeOpen(): boolean {
    return this.#sql('SELECT open FROM access_intake').get()?.['open'] !== 0;
  }

  setIntake(open: boolean): void {
    this.#sql('INSERT OR REPLACE INTO access_intake (id, open) VALUES (1, ?)').run(open ? 1 : 0);
  }

  #sql(sql: string): StatementSync {
    return this.database.prepared(sql);
  }
}
