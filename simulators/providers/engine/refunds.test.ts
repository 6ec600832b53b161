import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fen } from '../../kernel/money';
import { type Command, type EngineRules, engine, type Outcome } from './engine';
import type { Trade } from './trade';

const RULES: EngineRules = {
  preparedFirst: () => false,
  closesWhenExpired: false,
  refundTakesMs: 3,
  refundWindowMs: 1_000,
  mostRefunds: 2,
  refundGapMs: 60,
};

const CONTENT = { payee: 'tea-house', caller: 'tea-house', product: 'code', amountFen: fen(500), description: 'tea' };
const ORDER = { type: 'order', content: { ...CONTENT, outTradeNo: 'N1' }, tradeNo: 'T1', credential: 'C1' } as const;
const PAID: readonly Command[] = [
  { ...ORDER, credentialUntil: 100, payBy: 100, at: 0 },
  { type: 'pay', payer: 'li-na', at: 0 },
];
const refund = (number: string, at: number, amount = 1): Command => ({
  type: 'refund',
  outRefundNo: number,
  refundNo: `P${number}`,
  amountFen: fen(amount),
  at,
});
const finish = (number: string, as: 'success' | 'abnormal', at: number): Command => ({
  type: 'finish-refund',
  outRefundNo: number,
  as,
  at,
});

function after(commands: readonly Command[], rules = RULES): { trade: Trade; outcome: Outcome } {
  let trade: Trade | undefined;
  let outcome: Outcome | undefined;
  for (const command of [...PAID, ...commands]) {
    outcome = engine(trade, command, rules);
    if (outcome.ok) trade = outcome.trade;
  }
  assert.ok(trade && outcome);
  return { trade, outcome };
}
const answer = (commands: readonly Command[], rules = RULES) => {
  const { outcome } = after(commands, rules);
  return outcome.ok ? 'taken' : outcome.refusal;
};

describe('the limits of refunds', () => {
  it('hold to the tick, and a repetition passes none', () => {
    assert.equal(answer([refund('R1', 1_000)]), 'taken');
    assert.equal(answer([refund('R1', 1_001)]), 'refund-window-over');
    assert.equal(answer([refund('R1', 1), refund('R2', 60)]), 'refund-too-soon');
    assert.equal(answer([refund('R1', 1), refund('R2', 61)]), 'taken');
    assert.equal(answer([refund('R1', 1), refund('R2', 61), refund('R3', 121)]), 'too-many-refunds');
    assert.equal(answer([refund('R1', 1), refund('R2', 61), refund('R1', 2_000)]), 'taken');
  });

  it('are none where the provider has none', () => {
    const { mostRefunds: _, refundGapMs: __, ...open } = RULES;
    const many = Array.from({ length: 60 }, (_each, i) => refund(`R${i}`, 1));
    assert.equal(answer(many, open), 'taken');
  });
});

describe('refunds that cannot reach the payer', () => {
  const card = { kind: 'user-bank-card', shown: 'a bank ..6789' };
  const blocked: readonly Command[] = [{ type: 'expect-refund', endsAs: 'abnormal', at: 1 }, refund('R1', 1, 200)];
  const redirect: Command = { type: 'redirect-refund', outRefundNo: 'R1', to: card, at: 9 };

  it('end as was said, only the next one, with nothing moved', () => {
    const { trade, outcome } = after(blocked);
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.effects, [{ type: 'finish-refund-at', outRefundNo: 'R1', as: 'abnormal', at: 4 }]);
    assert.equal(trade.nextRefundEnds, undefined);
    const ended = after([...blocked, finish('R1', 'abnormal', 4)]);
    assert.ok(ended.outcome.ok);
    assert.deepEqual(ended.outcome.effects, [{ type: 'notify', about: 'refund', outRefundNo: 'R1' }]);
    assert.equal(answer([...blocked, refund('R2', 100, 301)]), 'refund-exceeds', 'it still holds the money back');
  });

  it('go to the account that the merchant names, once, and only when they are abnormal', () => {
    assert.equal(answer([...blocked, redirect]), 'refund-not-abnormal');
    const stuck = [...blocked, finish('R1', 'abnormal', 4)];
    const { trade } = after([...stuck, redirect]);
    assert.deepEqual([trade.refunds[0]?.status, trade.refunds[0]?.sentTo], ['processing', card]);
    assert.deepEqual(after([...stuck, redirect, redirect]).trade, trade);
    const done = after([...stuck, redirect, finish('R1', 'success', 12)]);
    assert.ok(done.outcome.ok);
    const [effect] = done.outcome.effects;
    assert.ok(effect?.type === 'post');
    assert.deepEqual([effect.posting.to, effect.posting.amountFen], ['user-bank-card:li-na', 200]);
    assert.equal(answer([...stuck, { ...redirect, outRefundNo: 'R9' }]), 'no-such-trade');
  });
});
