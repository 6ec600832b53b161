import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fen } from '../../kernel/money';
import type { Instruction } from '../wire/instruction';
import { advance } from './advance';
import { available, opened, paid, received, released, settled } from './quota';
import { netFen, positions, sessionAt } from './sessions';
import type { Admission, ClearingEvent, ClearingRules, Transfer } from './transfer';

const RULES: ClearingRules = {
  presumes: { pull: 'presumed-failure', push: 'presumed-success', return: 'presumed-success' },
};
const AT = Date.parse('2026-11-24T09:00:00+08:00');

const pull: Instruction = {
  traceId: 'w-1',
  kind: 'pull',
  payer: { institution: 'bank', account: 'card', name: 'li-na' },
  payee: { institution: 'wallet', account: '19', name: '清风茶馆' },
  merchants: [{ orderNo: 'A1', name: '清风茶馆', code: '19', category: '5499', amountFen: fen(100) }],
  amountFen: fen(100),
  currency: 'CNY',
  at: '2026-11-24T09:00:00+08:00',
  channel: 'online',
  terminal: 'online-interface',
};
const back = (amountFen: number, traceId = 'w-2'): Instruction => ({
  ...pull,
  traceId,
  kind: 'return',
  payer: pull.payee,
  payee: pull.payer,
  amountFen: fen(amountFen),
  original: 'w-1',
});

const instruct = (instruction: Instruction, admission: Admission = {}): ClearingEvent => ({
  type: 'instruct',
  instruction,
  asker: 'wallet',
  admission,
  at: AT,
});
const told = (answer: (ClearingEvent & { type: 'told' })['answer']): ClearingEvent => ({
  type: 'told',
  answer,
  session: 's',
  at: AT,
});

/** The transfer after one event that must be taken, and the names of what follows. */
function after(transfer: Transfer | undefined, event: ClearingEvent): { transfer: Transfer; effects: string[] } {
  const advanced = advance(transfer, event, RULES);
  assert.ok(advanced.ok, 'expected the event to be taken');
  return { transfer: advanced.transfer, effects: advanced.effects.map(({ type }) => type) };
}

function refusal(transfer: Transfer | undefined, event: ClearingEvent): string | undefined {
  const advanced = advance(transfer, event, RULES);
  assert.ok(!advanced.ok, 'expected a refusal');
  return advanced.answer.code;
}

const succeeded = (): Transfer => after(after(undefined, instruct(pull)).transfer, told({ state: 'done' })).transfer;

test('a pull needs no quota, is entered at the bank, and books once it is done', () => {
  const asked = after(undefined, instruct(pull, { availableFen: 0n }));
  assert.deepEqual(asked.effects, ['enter']);
  const done = after(asked.transfer, told({ state: 'done' }));
  assert.deepEqual([done.transfer.state, done.effects], ['succeeded', ['book']]);
});

test('the same order again is the same transfer, whenever it was written; other content is refused', () => {
  const { transfer } = after(undefined, instruct(pull));
  const again = after(transfer, instruct({ ...pull, at: '2026-11-24T09:05:00+08:00' }));
  assert.deepEqual([again.transfer, again.effects], [transfer, []]);
  assert.equal(refusal(transfer, instruct({ ...pull, amountFen: fen(101) })), 'trace-reused');
});

test('silence is presumed and asked about; a late word after the end changes nothing', () => {
  const asked = after(undefined, instruct(pull)).transfer;
  const silent = after(asked, told('silence'));
  assert.deepEqual([silent.transfer.state, silent.effects], ['presumed-failure', ['ask-later']]);
  const again = after(silent.transfer, told('silence'));
  assert.deepEqual([again.transfer.state, again.transfer.questions], ['presumed-failure', 2]);
  const ended = after(again.transfer, told({ state: 'not-found' })).transfer;
  assert.equal(ended.state, 'failed');
  assert.deepEqual(after(ended, told({ state: 'done' })).transfer, ended);
});

test('a push sets money aside, and free again where it comes to nothing', () => {
  const push: Instruction = { ...pull, kind: 'push', payer: pull.payee, payee: pull.payer };
  const asked = after(undefined, instruct(push, { availableFen: 100n }));
  assert.deepEqual(asked.effects, ['set-aside', 'enter']);
  assert.deepEqual(after(asked.transfer, told({ state: 'refused', code: 'no-such-account' })).effects, ['set-free']);
  assert.equal(refusal(undefined, instruct(push, { availableFen: 99n })), 'insufficient-quota');
});

test('a return fits one pull, goes back the same way, and never exceeds what is left', () => {
  const original = succeeded();
  assert.equal(refusal(undefined, instruct(back(100))), 'no-such-original');
  assert.equal(refusal(undefined, instruct(back(101), { original, availableFen: 1_000n })), 'exceeds-original');
  const elsewhere = { ...back(10), payee: { ...pull.payer, account: 'another' } };
  assert.equal(refusal(undefined, instruct(elsewhere, { original, availableFen: 1_000n })), 'no-such-original');
  const taken = after(undefined, instruct(back(60), { original, availableFen: 1_000n }));
  assert.deepEqual(taken.effects, ['set-aside', 'mark-original', 'enter']);
  const marked = after(original, { type: 'returning', amountFen: 60 }).transfer;
  assert.equal(
    refusal(undefined, instruct(back(41, 'w-3'), { original: marked, availableFen: 1_000n })),
    'exceeds-original',
  );
});

test('what may be paid is mapped + received − paid, and a session changes how it is made up, not how much it is', () => {
  let quota = opened(100);
  quota = paid(received(quota, 50), 120);
  assert.equal(available(quota), 30n);
  assert.equal(available(released(quota, 120)), 150n);
  const after = settled(quota, 50n, 70n);
  assert.deepEqual(after, { mappedFen: 80n, receivedFen: 0n, paidFen: 50n });
  assert.equal(available(after), 30n);
});

test('a session ends at its cut-off, and what happens at that instant belongs to the next', () => {
  const cutOffs = ['11:00', '23:00'];
  const at = (time: string) => sessionAt(Date.parse(`2026-11-24T${time}+08:00`), cutOffs).id;
  assert.deepEqual(['00:00:00', '10:59:59', '11:00:00', '22:59:59', '23:00:00'].map(at), [
    '2026-11-24/1',
    '2026-11-24/1',
    '2026-11-24/2',
    '2026-11-24/2',
    '2026-11-25/1',
  ]);
});

test('positions are what was received less what was paid, exact past 2^53', () => {
  const large = Number.MAX_SAFE_INTEGER;
  const line = (side: 'received' | 'paid') => ({ traceId: side, side, amountFen: large });
  const lines = new Map([
    ['bank', [line('paid'), line('paid')]],
    ['wallet', [line('received'), line('received')]],
  ]);
  assert.equal(netFen(lines.get('bank') ?? []), -2n * BigInt(large));
  assert.equal(
    [...positions(lines).values()].reduce((sum, net) => sum + net, 0n),
    0n,
  );
});
