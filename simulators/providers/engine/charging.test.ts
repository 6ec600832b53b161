import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fen } from '../../kernel/money';
import { Random } from '../../kernel/random';
import { type Command, type EngineRules, engine, type Outcome } from './engine';
import { PayerCodes } from './payer-codes';
import type { Trade } from './trade';

const RULES: EngineRules = {
  preparedFirst: () => false,
  closesWhenExpired: false,
  failsWhenExpired: (product) => product === 'code',
  refundTakesMs: 0,
  refundWindowMs: 1_000_000,
};

const ORDER: Command = {
  type: 'order',
  content: {
    outTradeNo: 'N1',
    payee: 'tea-house',
    caller: 'tea-house',
    product: 'code',
    amountFen: fen(500),
    description: 'tea',
  },
  tradeNo: 'T1',
  credential: 'C1',
  credentialUntil: 100,
  payBy: 100,
  at: 0,
};

function after(...commands: readonly Command[]): { trade: Trade; outcome: Outcome } {
  let trade: Trade | undefined;
  let outcome: Outcome | undefined;
  for (const command of [ORDER, ...commands]) {
    outcome = engine(trade, command, RULES);
    if (outcome.ok) trade = outcome.trade;
  }
  assert.ok(trade && outcome);
  return { trade, outcome };
}

const charge = (asks: boolean, at = 1): Command => ({ type: 'charge', payer: 'li-na', asks, at });

describe("a payer's code", () => {
  it('pays at once, or after the payer has confirmed', () => {
    assert.equal(after(charge(false)).trade.status, 'paid');
    const asked = after(charge(true));
    assert.deepEqual([asked.trade.status, asked.trade.chargedTo], ['open', 'li-na']);
    assert.equal(after(charge(true), { type: 'pay', payer: 'li-na', at: 2 }).trade.paidBy, 'li-na');
  });

  it("is nobody else's to confirm", () => {
    const { outcome } = after(charge(true), { type: 'pay', payer: 'wang-wei', at: 2 });
    assert.deepEqual(outcome.ok ? 'paid' : outcome.refusal, 'wrong-payer');
  });

  it('fails for good: nothing can be paid or charged after it', () => {
    const failed: Command = { type: 'fail', why: 'declined', at: 2 };
    for (const later of [charge(false, 3), { type: 'pay', payer: 'li-na', at: 3 } as const, failed]) {
      const { trade, outcome } = after(charge(true), failed, later);
      assert.deepEqual([trade.status, outcome.ok || outcome.refusal], ['failed', 'payment-failed']);
    }
  });

  it('fails at its deadline, to the tick', () => {
    assert.equal(after(charge(true), { type: 'expire', at: 100 }).trade.status, 'open');
    const late = after(charge(true), { type: 'expire', at: 101 }).trade;
    assert.deepEqual([late.status, late.failedBecause], ['failed', 'not-confirmed-in-time']);
    assert.equal(after(charge(false), { type: 'expire', at: 101 }).trade.status, 'paid');
  });
});

describe('reversing', () => {
  const reverse: Command = { type: 'reverse', at: 9 };

  it('gives back what is left, once', () => {
    const { outcome } = after(
      charge(false),
      { type: 'refund', outRefundNo: 'R1', refundNo: 'P1', amountFen: fen(200), at: 2 },
      reverse,
    );
    assert.ok(outcome.ok);
    const [effect] = outcome.effects;
    assert.ok(effect?.type === 'post');
    assert.deepEqual([effect.posting.amountFen, effect.posting.to], [300, 'payer:li-na']);
    const again = engine(outcome.trade, reverse, RULES);
    assert.ok(again.ok);
    assert.deepEqual(again.effects, []);
  });

  it('shuts what was never paid', () => {
    for (const before of [[], [charge(true)], [charge(true), { type: 'fail', why: 'declined', at: 2 } as const]]) {
      const { trade, outcome } = after(...before, reverse);
      assert.deepEqual([trade.status, outcome.ok && outcome.effects], ['reversed', []]);
    }
    const { outcome } = after(charge(true), reverse, { type: 'pay', payer: 'li-na', at: 10 });
    assert.deepEqual(outcome.ok || outcome.refusal, 'already-closed');
  });
});

describe('the codes of a wallet', () => {
  const codes = () => new PayerCodes(new Random('codes'), 60_000, (random) => `13${random.digits(16)}`);

  it('serve one order only, and a retry of it', () => {
    const wallet = codes();
    const { code } = wallet.show('li-na', 'pays', 0);
    assert.match(code, /^13\d{16}$/);
    assert.ok(wallet.read(code, 'N1', 60_000).ok);
    assert.ok(wallet.read(code, 'N1', 70_000).ok);
    assert.deepEqual(wallet.read(code, 'N2', 10), { ok: false, refusal: 'used-code' });
  });

  it('end to the tick, and are not guessed', () => {
    const wallet = codes();
    const { code } = wallet.show('li-na', 'pays', 0);
    assert.deepEqual(wallet.read(code, 'N1', 60_001), { ok: false, refusal: 'expired-code' });
    assert.deepEqual(wallet.read('130000000000000000', 'N1', 0), { ok: false, refusal: 'unknown-code' });
  });
});
