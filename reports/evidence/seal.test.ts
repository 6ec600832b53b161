import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { canonicalDigest, type HistoryEvent } from '../../simulators/kernel/history';
import { objectionsTo, SEAL, sealFolder } from './seal';

const event: HistoryEvent = {
  seq: 0,
  at: 1,
  type: 'act',
  by: 'payer',
  kind: 'method.chosen',
  facts: { provider: 'p' },
};

describe('the seal of a run folder', () => {
  let dir = '';
  const put = (name: string, text: string) => writeFileSync(join(dir, name), text);
  const codes = () => objectionsTo(dir).map(({ code, file }) => `${code} ${file}`);

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'seal-'));
    mkdirSync(join(dir, 'evidence'));
    put('evidence/CHO-001.1_2.ndjson', `${JSON.stringify(event)}\n`);
    put(
      'results.json',
      JSON.stringify({ scenarios: [{ key: 'CHO-001.1/2', canonicalDigest: canonicalDigest([event]) }] }),
    );
    put('index.html', 'drawn from it at any time');
    sealFolder(dir);
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test('a folder as it was left is believed, its pages drawn again included', () => {
    put('index.html', 'in another language');
    assert.deepEqual(codes(), []);
  });

  test('what was changed, taken away or added is named', () => {
    put('evidence/CHO-001.1_2.ndjson', `${JSON.stringify({ ...event, by: 'somebody' })}\n`);
    put('evidence/other.png', '');
    assert.deepEqual(codes(), [
      'changed evidence/CHO-001.1_2.ndjson',
      'added evidence/other.png',
      'history-differs evidence/CHO-001.1_2.ndjson',
    ]);
    rmSync(join(dir, 'results.json'));
    assert.ok(codes().includes('missing results.json'));
  });

  test('a new seal hides no changed history', () => {
    put('evidence/CHO-001.1_2.ndjson', 'not a history\n');
    sealFolder(dir);
    assert.deepEqual(codes(), ['history-differs evidence/CHO-001.1_2.ndjson']);
  });

  test('without a seal nothing is believed', () => {
    rmSync(join(dir, SEAL));
    assert.deepEqual(codes(), [`no-seal ${SEAL}`]);
  });
});
