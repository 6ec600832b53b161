import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyMint, Tokens } from '../../kernel/keys';
import { incoming } from '../../network/message';
import { missingFields, PROTECTED_FIELDS } from './instruction';
import { parsed, readInstruction, readSettlement, readTrace } from './read';
import { ClearingReader } from './reader';
import { openedAnswer, sealedAnswer, sealedRequest, senderOf } from './seal';

const keys = new KeyMint();
const known = (institution: string) => ['wallet', 'switch'].includes(institution);
const URL_OF_SWITCH = 'https://switch.example/transfers';

const order = (): Record<string, unknown> => ({
  traceId: 'w-1',
  kind: 'pull',
  payer: { institution: 'bank', account: '6222020000000000', name: '李娜' },
  payee: { institution: 'wallet', account: '19', name: '清风茶馆' },
  merchants: [{ orderNo: 'A1', name: '清风茶馆', code: '19', category: '5499', amountFen: 100 }],
  amountFen: 100,
  currency: 'CNY',
  at: '2026-11-24T09:00:00+08:00',
  channel: 'online',
  terminal: 'online-interface',
});

test('a whole order is read; one that lacks a field is told which', () => {
  assert.deepEqual(missingFields(order()), []);
  assert.equal(readInstruction(order())?.traceId, 'w-1');
  assert.deepEqual(missingFields({ ...order(), merchants: [] }), [
    'merchants.name',
    'merchants.code',
    'merchants.category',
  ]);
  assert.deepEqual(missingFields({ ...order(), payer: { institution: 'bank', account: '', name: null } }), [
    'payer.account',
    'payer.name',
  ]);
  assert.deepEqual(missingFields(undefined), [...PROTECTED_FIELDS]);
});

test('what is no order is not taken for one', () => {
  const broken: Record<string, unknown> = {
    'an amount of nothing': { amountFen: 0 },
    'a fraction of a fen': { amountFen: 1.5 },
    'an amount as text': { amountFen: '100' },
    'more than is safe': { amountFen: 2 ** 53 },
    'parts that do not come to the whole': { amountFen: 99 },
    'another currency': { currency: 'USD' },
    'a kind that nobody knows': { kind: 'gift' },
    'a time that is none': { at: 'yesterday' },
    'a field that nobody knows': { secret: 'x' },
    'a category that is none': {
      merchants: [{ orderNo: 'A1', name: 'x', code: '19', category: 'tea', amountFen: 100 }],
    },
    'a name without end': { payee: { institution: 'wallet', account: '19', name: 'x'.repeat(129) } },
  };
  for (const [what, change] of Object.entries(broken)) {
    assert.equal(readInstruction({ ...order(), ...(change as object) }), undefined, what);
  }
  for (const value of [undefined, null, 1, 'x', [], {}]) assert.equal(readInstruction(value), undefined);
  assert.equal(readTrace({ traceId: '' }), undefined);
  assert.equal(readSettlement({ session: 's', participant: 'bank', lines: [{}], netFen: 0 }), undefined);
  assert.equal(parsed(Buffer.from('{')), undefined);
});

test('a message proves who sent it by its signature over way, address and body', async () => {
  const genuine = await incoming(await sealedRequest(keys, 'wallet', URL_OF_SWITCH, order()));
  assert.equal(senderOf(keys, genuine, known), 'wallet');
  const changed = Buffer.from(Buffer.from(genuine.body).toString().replace('100', '900'));
  assert.equal(senderOf(keys, { ...genuine, body: changed }, known), undefined);
  assert.equal(senderOf(keys, { ...genuine, target: '/entries' }, known), undefined);
  const stranger = await incoming(await sealedRequest(keys, 'stranger', URL_OF_SWITCH, order()));
  assert.equal(senderOf(keys, stranger, known), undefined);
  const headers = new Headers(genuine.headers);
  headers.set('X-Sim-Signature', 'no signature');
  assert.equal(senderOf(keys, { ...genuine, headers }, known), undefined);
});

test('an answer that is not signed by whom it was expected from counts as none', async () => {
  const answer = sealedAnswer(keys, 'switch', { state: 'succeeded' });
  assert.equal(answer.headers.get('X-Sim-Profile'), 'clearing-sim-profile/0');
  assert.deepEqual(await openedAnswer(keys, 'switch', answer), { state: 'succeeded' });
  assert.equal(await openedAnswer(keys, 'bank', answer), undefined);
  assert.equal(await openedAnswer(keys, 'switch', new Response('{"state":"succeeded"}')), undefined);
});

test('facts name fields and amounts, and of accounts only tokens', async () => {
  const reader = new ClearingReader(keys, new Tokens('wire'), known);
  reader.owners.set('19', 'merchant:tea-house');
  const { kind, from, trade, facts } = reader.request(
    await incoming(await sealedRequest(keys, 'wallet', URL_OF_SWITCH, order())),
  );
  assert.deepEqual([kind, from, trade], ['clearing.pull', 'wallet', 'A1']);
  assert.deepEqual([facts['payee'], facts['amountFen'], facts['signature']], ['merchant:tea-house', 100, 'valid']);
  assert.equal(JSON.stringify(facts).includes('6222020000000000'), false);
});
