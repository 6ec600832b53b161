import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sealFolder } from '../../reports/evidence/seal';

const firstHistory = (dir: string): string => {
  const name = readdirSync(join(dir, 'evidence')).find((file) => file.endsWith('.ndjson'));
  if (name === undefined) throw new Error(`${dir} has no history to tamper with`);
  return join(dir, 'evidence', name);
};

const rewrite = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

const dropLine = (text: string) => text.split('\n').slice(1).join('\n');

/** Ways in which the folder of a run is tampered with, by what a person would say of it. */
export const tamperings: Readonly<Record<string, (dir: string) => void>> = {
  'an amount in a history is changed': (dir) =>
    rewrite(firstHistory(dir), (text) => text.replace(/"amountFen":\d+/, '"amountFen":1')),
  'a line of a history is taken out': (dir) => rewrite(firstHistory(dir), dropLine),
  'a history is taken away': (dir) => rmSync(firstHistory(dir)),
  'a history is put in': (dir) => writeFileSync(join(dir, 'evidence', 'CHO-001.99.ndjson'), '{}\n'),
  'a verdict is turned': (dir) =>
    rewrite(join(dir, 'results.json'), (text) => text.replace('"verdict": "pass"', '"verdict": "fail"')),
  'a history is changed and everything sealed anew': (dir) => {
    rewrite(firstHistory(dir), dropLine);
    sealFolder(dir);
  },
};
