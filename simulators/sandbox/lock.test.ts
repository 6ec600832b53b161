import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FolderLock } from './lock';

const folder = mkdtempSync(join(tmpdir(), 'hutong-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('one holds a folder at a time, whatever an earlier process left there', () => {
  writeFileSync(join(folder, 'running'), String(process.ppid));
  const first = new FolderLock(folder);
  assert.equal(readFileSync(join(folder, 'running'), 'utf8'), String(process.pid));
  const message = new RegExp(
    `is in use by a sandbox with process id ${process.pid}; stop that one, or name another folder$`,
  );
  assert.throws(() => new FolderLock(folder), { name: 'FolderError', message });
  first.release();
  first.release();
  new FolderLock(folder).release();
});

test('a folder that is not there, or holds something else under that name, is refused', () => {
  assert.throws(() => new FolderLock(join(folder, 'nothing')), {
    name: 'FolderError',
    message: /cannot be used as a folder for state/,
  });
  writeFileSync(join(folder, 'lock'), 'x'.repeat(4096));
  assert.throws(() => new FolderLock(folder), { name: 'FolderError', message: /cannot be used as a folder for state/ });
});
