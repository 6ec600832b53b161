import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'ts-node';

const ROOT = join(__dirname, '..', '..', '..');
/** What a checkout is made of, and nothing else of the house. */
const FOLDERS = ['checkout', 'kernel', 'market', 'network'];

/** The checkout's sources as plain JavaScript in a folder of their own, so that fifty starts need not compile them. */
export interface Compiled {
  readonly child: string;
  remove(): void;
}

export function compileCheckout(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-compiled-'));
  const compiler = create({ cwd: ROOT });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const room of FOLDERS) {
    for (const name of readdirSync(join(ROOT, 'simulators', room), { recursive: true, withFileTypes: true })) {
      if (!name.isFile() || name.name.endsWith('.test.ts')) continue;
      const source = join(name.parentPath, name.name);
      const target = join(folder, source.slice(ROOT.length));
      mkdirSync(dirname(target), { recursive: true });
      if (!source.endsWith('.ts')) copyFileSync(source, target);
      else writeFileSync(target.replace(/ts$/, 'js'), compiler.compile(readFileSync(source, 'utf8'), source));
    }
  }
  return {
    child: join(folder, 'simulators', 'checkout', 'crash', 'child.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
