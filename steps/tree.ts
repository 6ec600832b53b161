import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths';

/** Folders that a checkout has and nobody tracks. */
const UNTRACKED = /^(node_modules|\.git|reports\/out|hutong-out)(\/|$)/;

/** Where there is no git, as in an unpacked archive, every file counts but those that nobody would track. */
function walked(): string[] {
  const entries = readdirSync(ROOT, { withFileTypes: true }).filter(({ name }) => !UNTRACKED.test(name));
  const below = entries.flatMap((entry) => {
    if (!entry.isDirectory()) return entry.isFile() ? [entry.name] : [];
    const inner = readdirSync(join(ROOT, entry.name), { recursive: true, withFileTypes: true });
    return inner.filter((each) => each.isFile()).map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)));
  });
  return below.filter((file) => !UNTRACKED.test(file));
}

function tracked(): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: ROOT,
      encoding: 'latin1',
      maxBuffer: 16 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter(Boolean);
  } catch {
    return walked();
  }
}

/** Every file of the repository with its text; one that was tracked and is gone from the disk has none. */
export function repositoryFiles(): ReadonlyMap<string, string> {
  const read = (file: string): string => {
    try {
      return readFileSync(join(ROOT, file), 'latin1');
    } catch {
      return '';
    }
  };
  return new Map(tracked().map((file) => [file, read(file)]));
}
