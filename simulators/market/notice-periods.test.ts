import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beijingDateTime, DAY_MS, readBeijingDateTime } from '../kernel/time';
import { isWorkingDay, noticeEnd, noticePeriods, workingDays } from './notice-periods';

const at = (text: string) => readBeijingDateTime(text) ?? Number.NaN;
const endOf = (text: string) => {
  const end = noticeEnd('planned-stop', at(text));
  return end === undefined ? undefined : beijingDateTime(end);
};

describe('the calendar of working days', () => {
  it('knows week-ends, holidays and week-end days that are worked', () => {
    const days = ['2026-10-01', '2026-10-07', '2026-10-08', '2026-10-10', '2026-10-11', '2026-12-31', '2027-01-01'];
    assert.deepEqual(
      days.map((day) => isWorkingDay(day)),
      [false, false, true, true, false, true, false],
    );
  });

  it('says nothing of days that no calendar has reached', () => {
    assert.deepEqual([isWorkingDay('2025-12-31'), isWorkingDay('2027-01-30')], [undefined, undefined]);
    const { from, to } = workingDays.known;
    assert.notEqual(isWorkingDay(from), undefined);
    assert.notEqual(isWorkingDay(to), undefined);
  });
});

describe('the period of notice', () => {
  it('counts whole working days from the day after the announcement', () => {
    assert.equal(endOf('2026-11-24 00:00:00'), '2026-12-02 00:00:00');
    assert.equal(endOf('2026-11-24 23:59:59'), '2026-12-02 00:00:00');
    assert.equal(
      endOf('2026-09-28 09:00:00'),
      '2026-10-11 00:00:00',
      'a holiday of a week and a Saturday that is worked',
    );
    assert.equal(endOf('2026-12-28 18:00:00'), '2027-01-06 00:00:00', 'New Year');
  });

  it('is not guessed where the calendar ends', () => {
    assert.equal(endOf('2027-01-22 09:00:00'), '2027-01-30 00:00:00');
    assert.equal(endOf('2027-01-25 09:00:00'), undefined);
  });

  it('counts days of 24 hours from the instant, for rules, agreements and fees', () => {
    const now = at('2026-11-24 09:00:00');
    const days = (['platform-rule', 'provider-agreement', 'fee'] as const).map(
      (change) => ((noticeEnd(change, now) ?? 0) - now) / DAY_MS,
    );
    assert.deepEqual(days, [7, 30, 30]);
  });

  it('holds from the day of its source on', () => {
    assert.equal(noticeEnd('platform-rule', at('2018-12-31 23:59:59')), at('2018-12-31 23:59:59'));
    assert.ok(noticePeriods.every(({ source, mark }) => source !== '' && mark !== ''));
  });
});
