import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, writtenHeaders } from './message';

test('header names stay as their sender wrote them, whoever has read the answer before', () => {
  const given = answer(200, { 'Wechatpay-Nonce': 'a', 'Content-Type': 'application/json' }, '{}');
  assert.deepEqual([...given.headers.keys()], ['content-type', 'wechatpay-nonce']);
  assert.deepEqual(writtenHeaders(given), { 'Wechatpay-Nonce': 'a', 'Content-Type': 'application/json' });
  assert.deepEqual(writtenHeaders(new Response('', { headers: { 'X-Any': 'b' } }))['x-any'], 'b');
});
