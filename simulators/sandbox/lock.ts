import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** A folder or file cannot be used as it is; the message says what was found and what to do. */
export class FolderError extends Error {
  override name = 'FolderError';
}

/** SQLite's word for a file that another process holds. */
const BUSY = 5;

/**
 * One process at a time goes on with a folder. The lock is one of SQLite on a file of its own: it is taken in one step,
 * and the system takes it from a process that was killed, whoever gets its process id next.
 */
export class FolderLock {
  readonly #owner: string;
  #held: DatabaseSync | undefined;

  /** @throws FolderError when another process holds the folder, or it cannot be written. */
  constructor(readonly folder: string) {
    this.#owner = join(folder, 'running');
    const { DatabaseSync } = require('node:sqlite') as typeof import('node:sqlite');
    try {
      this.#held = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
      this.#held.exec('BEGIN EXCLUSIVE');
      writeFileSync(this.#owner, String(process.pid));
    } catch (error) {
      throw new FolderError(this.#why(error));
    }
  }

  /** Lets the next process in. May be called again. */
  release(): void {
    if (!this.#held) return;
    rmSync(this.#owner, { force: true });
    this.#held.close();
    this.#held = undefined;
  }

  #why(error: unknown): string {
    const { errcode, message } = error as Error & { errcode?: number };
    if (errcode !== BUSY) return `${this.folder} cannot be used as a folder for state: ${message}`;
    const owner = existsSync(this.#owner) ? ` with process id ${readFileSync(this.#owner, 'utf8')}` : '';
    return `${this.folder} is in use by a sandbox${owner}; stop that one, or name another folder`;
  }
}
