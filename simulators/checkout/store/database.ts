import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION } from './schema';

/** How long a statement waits for another process that is writing, in milliseconds of the wall. */
const BUSY_MS = 2_000;

/** What makes a committed transaction survive, as SQLite itself reports it. */
export interface Durability {
  /** `wal`: a transaction is written beside the database first. */
  readonly journalMode: string;
  /** 2 is FULL: the log is synced to the disk at every commit. */
  readonly synchronous: number;
  readonly foreignKeys: number;
  readonly schemaVersion: number;
}

/**
 * One SQLite file in WAL mode with synchronous FULL, so that a committed transaction survives a killed process and a
 * power cut.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * @param file Path of the database; made when absent.
   * @throws Error naming the file when it cannot be opened, is of another version, or cannot keep what it is told.
   */
  constructor(readonly file: string) {
    this.#db = open(file);
    try {
      this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
      this.#expect(this.durability());
      this.transaction(() => this.#db.exec(`${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION};`));
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  #expect({ journalMode, schemaVersion }: Durability): void {
    const refuse = (found: string) => {
      throw new Error(`the checkout's database ${this.file} is not usable: ${found}`);
    };
    if (journalMode !== 'wal')
      refuse(`found journal mode "${journalMode}", expected "wal"; use a file on a local disk`);
    if (schemaVersion !== 0 && schemaVersion !== SCHEMA_VERSION) {
      refuse(`found schema version ${schemaVersion}, expected ${SCHEMA_VERSION}; start with a new file`);
    }
  }

  durability(): Durability {
    return {
      journalMode: String(this.#pragma('journal_mode')),
      synchronous: Number(this.#pragma('synchronous')),
      foreignKeys: Number(this.#pragma('foreign_keys')),
      schemaVersion: Number(this.#pragma('user_version')),
    };
  }

  #pragma(name: string): unknown {
    return this.#db.prepare(`PRAGMA ${name}`).get()?.[name];
  }

  /** Runs work in one transaction: all of it is written, or none. */
  transaction<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** The statement, prepared once. Values are always bound, never written into it. */
  prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Closes the file; a second time changes nothing. */
  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: BUSY_MS });
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new Error(
      `cannot open the checkout's database ${file}: ${why}; expected a file in a folder that can be written`,
    );
  }
}
