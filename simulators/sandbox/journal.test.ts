import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Trade } from '../providers/engine/trade';
import { Journal } from './journal';

const folder = mkdtempSync(join(tmpdir(), 'hutong-journal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** As much of a trade as a journal looks at. */
const trade = (tradeNo: string, status = 'open') => ({ tradeNo, status }) as unknown as Trade;

let files = 0;
const newFile = () => join(folder, `orders-${++files}.ndjson`);
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const states = (journal: Journal, gateway: string) =>
  journal
    .open()
    .trades.get(gateway)
    ?.map((each) => `${each.tradeNo} ${each.status}`);

test('the last state of each trade counts, gateway by gateway, and turns of keys keep their order', () => {
  const file = newFile();
  const journal = new Journal(file, 10);
  assert.deepEqual(journal.open(), { trades: new Map(), rotations: [] });
  journal.trade('a', trade('1'));
  journal.rotation('a', false);
  journal.trade('b', trade('1'));
  journal.trade('a', trade('1', 'paid'));
  journal.rotation('a', true);
  const again = new Journal(file, 10);
  assert.deepEqual(states(again, 'a'), ['1 paid']);
  assert.deepEqual(states(again, 'b'), ['1 open']);
  assert.deepEqual(
    again.open().rotations.map(({ activate }) => activate),
    [false, true],
  );
});

test('a journal keeps so many trades and never grows past so many lines', () => {
  const file = newFile();
  const journal = new Journal(file, 3);
  journal.open();
  let longest = 0;
  for (let number = 0; number < 200; number += 1) {
    journal.trade('a', trade(String(number)));
    longest = Math.max(longest, linesOf(file).length);
  }
  assert.ok(longest <= 13, `found ${longest} lines`);
  assert.deepEqual(states(new Journal(file, 3), 'a'), ['197 open', '198 open', '199 open']);
});

test('a last line that a killed run left unfinished is forgotten, and the next one is whole', () => {
  const file = newFile();
  const first = new Journal(file, 10);
  first.open();
  first.trade('a', trade('1'));
  appendFileSync(file, '{"gateway":"a","trade":{"trade');
  const second = new Journal(file, 10);
  second.open();
  second.trade('a', trade('2'));
  assert.deepEqual(states(new Journal(file, 10), 'a'), ['1 open', '2 open']);
});

test('any other line that is none is named', () => {
  for (const line of [
    'null',
    '[]',
    '7',
    '{}',
    '{"gateway":"a"}',
    '{"gateway":"a","trade":{}}',
    '{"trade":{"tradeNo":"1"}}',
    'half {',
  ]) {
    const file = newFile();
    writeFileSync(file, `{"gateway":"a","activate":true}\n${line}\n`);
    assert.throws(
      () => new Journal(file, 10).open(),
      { name: 'FolderError', message: /^line 2 of .* is not one of a journal/ },
      line,
    );
  }
});

test('forgotten trades are gone from the file, and turns of keys stay', () => {
  const file = newFile();
  const journal = new Journal(file, 10);
  journal.open();
  journal.rotation('a', false);
  journal.trade('a', trade('1'));
  journal.clearTrades();
  journal.trade('a', trade('2'));
  assert.deepEqual(states(new Journal(file, 10), 'a'), ['2 open']);
  assert.equal(linesOf(file).length, 2);
});
