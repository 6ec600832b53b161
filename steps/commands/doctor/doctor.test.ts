import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DOCTOR_WORDS, doctorSentence } from '../../../reports/wording/doctor';
import { ConfigurationError } from '../../configuration';
import { findJava } from '../java';
import { examineBrowser } from './browser';
import { doctorLines } from './index';
import {
  ABILITIES,
  examineCrypto,
  examineJava,
  examineLoopback,
  examineNode,
  examineOutput,
  examinePackages,
  examineStorage,
  found,
} from './machine';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hutong-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A house that declares these packages and has those installed. */
function house(declared: Record<string, string>, installed: Record<string, string>, development = {}): string {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: declared, devDependencies: development }));
  for (const [name, version] of Object.entries(installed)) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ version }));
  }
  return folder;
}

test('Node must be new enough', () => {
  assert.deepEqual(examineNode('22.20.0'), found('ok', 'node-fits', { version: '22.20.0' }));
  for (const version of ['22.19.9', '20.20.2', '18.0.0']) assert.equal(examineNode(version).health, 'problem');
});

test('packages are compared with what the house declares', () => {
  const [fine] = examinePackages(house({ hono: '4.0.0' }, { hono: '4.0.0', '@axe/x': '1.0.0' }, { '@axe/x': '1.0.0' }));
  assert.deepEqual(fine, found('ok', 'packages-fit', { count: '2' }));
  const findings = examinePackages(
    house({ hono: '4.0.1', zod: '4.0.0' }, { hono: '4.0.0' }, { ts9: 'npm:typescript@9.0.0' }),
  );
  assert.deepEqual(findings, [
    found('problem', 'package-missing', { names: 'zod', root: folder }),
    found('problem', 'package-differs', { names: 'hono 4.0.0 (expected 4.0.1)', root: folder }),
    found('note', 'development-package-missing', { names: 'ts9', root: folder }),
  ]);
});

test('without Java there is a note, no problem', async () => {
  assert.deepEqual(examineJava(undefined), found('note', 'java-absent'));
  assert.equal(examineJava({ command: 'java', version: 'openjdk version "21"' }).health, 'ok');
  assert.equal(await findJava({ PATH: folder, JAVA_HOME: folder }), undefined);
});

test('the output folder is written to, and left as it was', () => {
  assert.equal(examineOutput(join(folder, 'deep', 'out')).health, 'ok');
  writeFileSync(join(folder, 'file'), '');
  const blocked = examineOutput(join(folder, 'file', 'out'));
  assert.equal(blocked.code, 'output-not-writable');
  assert.match(doctorSentence(blocked, 'en'), /cannot be written .*--out/);
});

test('a port that cannot be opened is a problem', async () => {
  assert.deepEqual(await examineLoopback(), found('ok', 'loopback-open'));
  const elsewhere = await examineLoopback('192.0.2.1');
  assert.equal(elsewhere.code, 'loopback-closed');
});

test('an ability that is absent or throws is named', () => {
  assert.equal(examineCrypto().health, 'ok');
  const poor = { ...ABILITIES, MD5: () => false, 'AES-256-GCM': () => assert.fail('disabled by policy') };
  assert.deepEqual(
    examineCrypto(poor, '3.0'),
    found('problem', 'crypto-lacks', { version: '3.0', names: 'AES-256-GCM, MD5' }),
  );
});

test('the database is opened', () => {
  assert.equal(examineStorage().health, 'ok');
});

test('a browser that cannot be had is a problem, in the words of whoever looked for it', async () => {
  const launch = () => Promise.reject(new ConfigurationError('No browser was found on this machine. Install one'));
  const [finding] = await examineBrowser(launch);
  assert.deepEqual(
    finding,
    found('problem', 'browser-unusable', { why: 'No browser was found on this machine. Install one' }),
  );
});

test('the browser of this machine opens a page', async () => {
  const [finding] = await examineBrowser();
  assert.equal(finding?.code, 'browser-works');
});

test('each line begins with how it ended and says in both languages what to do', () => {
  const findings = [
    found('ok', 'node-fits', { version: '24.0.0' }),
    found('problem', 'node-too-old', { version: '18.0.0' }),
  ];
  assert.deepEqual(doctorLines(findings, 'en'), [
    'ok       Node 24.0.0',
    'PROBLEM  Node 18.0.0 is too old. Install Node 24, or run "npm ci" on linux-x64, which brings it',
  ]);
  assert.match(doctorLines(findings, 'zh')[1] ?? '', /^问题 {2}Node 18\.0\.0 版本过低。请安装 Node 24/);
});

test('the sentences of both languages have the same gaps', () => {
  const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
  for (const [code, { en, zh }] of Object.entries(DOCTOR_WORDS)) assert.deepEqual(gaps(en), gaps(zh), code);
});
