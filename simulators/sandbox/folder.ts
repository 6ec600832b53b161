import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { KeyStore } from '../kernel/keys';
import { FolderError, FolderLock } from './lock';

/** Only this user may look in. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Writes a file so that nobody ever reads half of it. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.part`;
  try {
    writeFileSync(draft, content, { mode: PRIVATE_FILE });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Where a sandbox keeps its files: a folder of its own under the system's temporary one, gone at the end, or a folder
 * that the user named, which the next run goes on with. Only this user can read it.
 */
export class SandboxFolder implements KeyStore {
  readonly path: string;
  readonly kept: boolean;
  #lock: FolderLock | undefined;

  /**
   * @param state A folder to go on with; without it a temporary one.
   * @throws FolderError when the folder cannot be made, or another sandbox uses it.
   */
  constructor(state?: string) {
    this.kept = state !== undefined;
    this.path = state === undefined ? mkdtempSync(join(tmpdir(), 'hutong-sandbox-')) : resolve(state);
    try {
      mkdirSync(this.path, { recursive: true, mode: PRIVATE_FOLDER });
      if (!this.kept) chmodSync(this.path, PRIVATE_FOLDER);
    } catch (error) {
      throw new FolderError(`${this.path} cannot be used as a folder for state: ${(error as Error).message}`);
    }
    if (this.kept) this.#lock = new FolderLock(this.path);
  }

  /** A file's place. */
  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file for a gateway's clients and gives its path. */
  hand(gateway: string, name: string, content: string | Uint8Array): string {
    const file = this.file('clients', gateway, name);
    mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    writeWhole(file, content);
    return file;
  }

  read(name: string): string | undefined {
    const file = this.file('kept', name);
    return this.kept && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  write(name: string, text: string): void {
    if (!this.kept) return;
    const file = this.file('kept', name);
    mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    writeWhole(file, text);
  }

  /** True when an earlier run left its keys here. */
  hasKeys(): boolean {
    return existsSync(this.file('kept', 'keys'));
  }

  /** Leaves the folder; a temporary one is gone afterwards. May be called again. */
  close(): void {
    if (this.kept) this.#lock?.release();
    else rmSync(this.path, { recursive: true, force: true });
  }
}
