import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './paths';

/** What a process printed, and where it failed to run at all, why. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the front door in a process of its own; its exit code is for whoever reads what it printed. */
export function hutong(argv: readonly string[]): Promise<Printed> {
  const options = { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'hutong.js'), ...argv], options, (_error, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}

/** Lends a folder that is gone afterwards. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'hutong-run-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
