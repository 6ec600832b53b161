import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refundNumber } from './references';

test('the number of a refund at a provider has letters and digits only, and no more than 30', () => {
  const order = '2026112409000012345678';
  assert.equal(refundNumber(order, 'R1'), `${order}RR1`);
  assert.equal(refundNumber(order, 'R1', 'P2'), `${order}P2RR1`);
  const others = ['R_1', 'R-1', '12345678', 'x'.repeat(64), 'X'.repeat(64)].map((number) =>
    refundNumber(order, number),
  );
  assert.equal(new Set(others).size, others.length);
  for (const number of others) assert.match(number, /^[0-9A-Za-z]{30}$/);
  assert.equal(refundNumber(order, 'R_1'), refundNumber(order, 'R_1'));
});
