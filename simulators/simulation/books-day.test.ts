import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DIFFERENCE_CLASSES, type DifferenceClass } from '../checkout/books/differences';
import { reconcile } from '../checkout/books/reconcile';
import { Random } from '../kernel/random';
import { booksDay } from './books-day';

describe('the books of a day with differences put in on purpose', () => {
  it('find fifty injected differences of all classes, each in its class', () => {
    const injected = Array.from({ length: 50 }, (_, i) => DIFFERENCE_CLASSES[i % DIFFERENCE_CLASSES.length]);
    const { input: day, injected: expected } = booksDay(200, injected as DifferenceClass[], new Random('fifty'));
    const { matched, differences } = reconcile(day);
    const found = differences.map(({ class: each, key, copy }) => ({ class: each, key, copy }));
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    assert.deepEqual(found.toSorted(byKey), expected.toSorted(byKey));
    const repeated = injected.filter((each) => each === 'duplicated-row').length;
    assert.equal(matched.length, 200 + repeated, 'the first of two equal rows agrees');
  });
});
