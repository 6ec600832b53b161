import { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from './plan';

const counts = { step: 0, commit: 0 };
let dieAt: Instant | undefined;

/** From now on the process kills itself at that instant, as `kill -9` from outside would. */
export function dieAtInstant(instant: Instant | undefined): void {
  dieAt = instant;
}

function count(what: 'step' | 'commit'): void {
  counts[what] += 1;
  if (dieAt?.moment === what && counts[what] === dieAt.n) process.kill(process.pid, 'SIGKILL');
}

/** One step of the process: everything between two of them happens as a whole, as far as anybody can tell. */
export const step = (): void => count('step');

/** Counts every statement of the database as two steps, one before and one after it, whoever executes it. */
export function watchDatabase(): void {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    step();
    exec.call(this, sql);
    if (sql === 'COMMIT') count('commit');
    step();
  };
  for (const name of ['run', 'get', 'all'] as const) {
    const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
    StatementSync.prototype[name] = function (this: StatementSync, ...values: unknown[]) {
      step();
      const result = original.apply(this, values);
      step();
      return result;
    } as never;
  }
}
