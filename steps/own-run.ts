import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AfterAll } from '@cucumber/cucumber';
import { HarnessTrouble } from './emissions';
import { hutong } from './own-process';

/** The rule that is run to see what a run leaves behind and whether it repeats: few scenarios, with pages, money and more than one provider. */
const RULE = 'LIM-008';

/** A run in a process of its own. */
export interface OwnRun {
  readonly dir: string;
  readonly digest: string;
  /** Everything that it printed. */
  readonly output: string;
}

const folders: string[] = [];
const first = new Map<string, Promise<OwnRun>>();

/** Makes a run; its folder lasts as long as this process runs scenarios. */
export async function ownRun(seed: string, wire = 'memory'): Promise<OwnRun> {
  const dir = mkdtempSync(join(tmpdir(), 'hutong-run-'));
  folders.push(dir);
  const { stdout, stderr } = await hutong(['run', '--rule', RULE, '--seed', seed, '--wire', wire, '--out', dir]);
  const digest = /^canonical digest: ([0-9a-f]{64})$/m.exec(stdout)?.[1];
  if (digest === undefined) throw new HarnessTrouble(`a run gave no digest: ${stdout}${stderr}`);
  return { dir, digest, output: stdout + stderr };
}

/** The first run of a seed, made once however many scenarios compare something with it. */
export function firstRun(seed: string): Promise<OwnRun> {
  const known = first.get(seed);
  if (known) return known;
  const made = ownRun(seed);
  first.set(seed, made);
  return made;
}

AfterAll(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
  first.clear();
});
