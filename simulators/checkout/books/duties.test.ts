import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keptThrough, type Measure, passed, readDuties } from './duties';

const duties = readDuties();
const DAY = '2026-11-24';

describe('the thresholds of incidents', () => {
  const edges: ReadonlyArray<readonly [Measure, number]> = [
    ['interruptionSeconds', 7_200],
    ['interruptedTransactions', 100_000],
    ['leakedRecords', 5_000],
    ['leakedCustomers', 500],
    ['duplicateSettlements', 0],
  ];
  for (const [measure, at] of edges) {
    it(`${measure}: ${at} is none, one more is one`, () => {
      assert.deepEqual(passed(duties, { [measure]: at }, DAY), []);
      assert.deepEqual(
        passed(duties, { [measure]: at + 1 }, DAY).map(({ of, source }) => [of, source]),
        [[measure, 'INCID']],
      );
      assert.deepEqual(passed(duties, { [measure]: at + 1 }, '2021-08-31'), [], 'not yet in force');
    });
  }
});

describe('how long records are kept', () => {
  const ended = Date.parse('2026-11-24T10:00:00+08:00');
  it('is the longest period that binds what ended on that day', () => {
    assert.equal(keptThrough(duties, 'transaction', ended), '2036-11-24');
    assert.equal(keptThrough(duties, 'operation', ended), '2031-11-24');
    assert.equal(keptThrough(duties, 'log', ended), '2027-05-24');
    assert.equal(keptThrough(duties, 'transaction', Date.parse('2024-06-01T10:00:00+08:00')), '2027-06-01');
  });

  it('counts calendar days, whatever the length of a month', () => {
    assert.equal(keptThrough(duties, 'log', Date.parse('2026-08-31T10:00:00+08:00')), '2027-02-28');
    assert.equal(keptThrough(duties, 'transaction', Date.parse('2028-02-29T10:00:00+08:00')), '2038-02-28');
  });
});
