import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldNames } from './fields';

test('fields are named where they stand, entries of a list under one name', () => {
  const message = { b: 1, a: { c: 'x', d: null }, list: [{ e: 1 }, { f: 2 }], none: [], left: undefined };
  assert.deepEqual(fieldNames(message, { b: 2, g: '' }), ['a.c', 'a.d', 'b', 'g', 'list.e', 'list.f', 'none']);
});

test('what no protocol has is cut: depth, length of names, number of names', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  assert.deepEqual(fieldNames({ deep }), ['deep']);
  const [long = ''] = fieldNames({ ['n'.repeat(10_000)]: 1 });
  assert.equal(long.length, 64);
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`n${i}`, i]));
  assert.equal(fieldNames(many).length, 200);
});
