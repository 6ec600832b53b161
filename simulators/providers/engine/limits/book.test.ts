import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LimitBook } from './book';
import { limitAt, limitTable } from './table';

const AT = Date.parse('2026-11-24T09:00:00+08:00');

describe('the limits of a payer', () => {
  const cautious = () => {
    const book = new LimitBook();
    book.change('li-na', { factors: ['payment-password'], funding: 'balance' });
    return book;
  };

  it('are taken in one step, given back, and recalled without being asked', () => {
    const book = cautious();
    const all = book.payment('li-na', 100_000, 'online', 'page', AT);
    const fen = { ...all, amountFen: 1 };
    assert.deepEqual([book.take(all), book.take(fen)], [true, false]);
    book.giveBack(all);
    assert.equal(book.admits(all), true);
    book.recall(all);
    assert.equal(book.admits(fen), false);
    book.clear();
    assert.equal(book.admits(all), true);
  });

  it('are those of one payer alone, and of the set-up at the moment', () => {
    const book = cautious();
    assert.equal(book.take(book.payment('li-na', 100_001, 'online', 'page', AT)), false);
    assert.equal(book.take(book.payment('wang-wei', 100_001, 'online', 'page', AT)), true);
    book.change('li-na', { factors: ['payment-password', 'face'] });
    assert.equal(book.take(book.payment('li-na', 100_001, 'online', 'page', AT)), true);
  });
});

describe('the table of limits', () => {
  it('holds each from its day on', () => {
    assert.equal(limitAt('static-code', Date.parse('2018-03-31T23:59:59+08:00')), undefined);
    assert.equal(limitAt('static-code', Date.parse('2018-04-01T00:00:00+08:00')), 50_000);
    assert.ok(limitTable.every(({ source, mark }) => source !== '' && mark !== ''));
  });
});
