import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Fen } from '../../kernel/money';
import { refundedFen, type ScanContent, type ScanPayment, scanMachine } from './payment';
import { type MemberWord, reduceScan, type ScanEffect, type ScanEvent } from './reduce';

const GAPS = [1, 2, 3];
const AMOUNT = 1_000;

const contentOf = (direction: ScanContent['direction']): ScanContent => ({
  direction,
  payerScheme: 'a',
  payeeScheme: 'b',
  memberRef: 'W1',
  orderRef: 'O-1',
  amountFen: AMOUNT as Fen,
  merchantName: '清风茶馆',
});

const WORDS: readonly MemberWord[] = ['paid', 'paying', 'failed', 'absent', 'silent'];
const anyEvent: fc.Arbitrary<ScanEvent> = fc.oneof(
  fc.record({ type: fc.constant('settled' as const), ok: fc.boolean(), at: fc.nat(100) }),
  fc.record({ type: fc.constant('answered' as const), says: fc.constantFrom(...WORDS), at: fc.nat(100) }),
  fc.record({ type: fc.constant('ask-again' as const), at: fc.nat(100) }),
  fc.record({
    type: fc.constant('refund' as const),
    refundNo: fc.constantFrom('R1', 'R2', 'R3'),
    amountFen: fc.integer({ min: 1, max: AMOUNT }).map((amount) => amount as Fen),
    at: fc.nat(100),
  }),
);

/** What a payment comes to by its events, with everything that followed and every state on the way. */
function live(direction: ScanContent['direction'], events: readonly ScanEvent[]) {
  const effects: ScanEffect[] = [];
  const states: string[] = [];
  let payment: ScanPayment | undefined;
  for (const event of [
    { type: 'begin', content: contentOf(direction), switchTxnId: 'X1', at: 0 } as const,
    ...events,
  ]) {
    const outcome = reduceScan(payment, event, GAPS);
    if (!outcome.ok) continue;
    payment = outcome.payment;
    effects.push(...outcome.effects);
    states.push(payment.state);
  }
  assert.ok(payment);
  return { payment, effects, states };
}

describe('a payment on the switch', () => {
  for (const direction of ['payer-scans', 'merchant-scans'] as const) {
    it(`keeps its promises whatever happens in whatever order: ${direction}`, () => {
      fc.assert(
        fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
          const { payment, effects, states } = live(direction, events);
          for (const [i, state] of states.entries()) {
            const before = states[i - 1];
            if (before === undefined || before === state) continue;
            assert.ok(scanMachine.allows(before as ScanPayment['state'], state as ScanPayment['state']));
          }
          assert.ok(refundedFen(payment) <= AMOUNT);
          const told = effects.filter(({ type }) => type === 'tell').length;
          assert.ok(told <= 1);
          const back = effects.filter((effect) => effect.type === 'settle' && effect.ref === 'X1-reversal');
          assert.ok(back.length <= 1);
          if (payment.state === 'PAID') assert.ok(payment.settled && back.length === 0);
          if (payment.state === 'FAILED' || payment.state === 'REVERSED') assert.ok(!payment.settled);
          if (payment.state === 'REVERSED') assert.equal(effects.filter(({ type }) => type === 'undo').length, 1);
        }),
      );
    });

    it(`comes to an end by itself when nobody answers: ${direction}`, () => {
      const silence = { type: 'answered', says: 'silent', at: 0 } as const;
      const asks = GAPS.flatMap(() => [{ type: 'ask-again', at: 0 } as const, silence]);
      const { payment } = live(direction, [silence, ...asks]);
      assert.equal(payment.state, 'REVERSED');
      assert.equal(payment.why, 'no-answer');
    });
  }

  it('refuses other content under the same number, and refunds beyond what was paid', () => {
    const { payment } = live('payer-scans', [
      { type: 'settled', ok: true, at: 1 },
      { type: 'answered', says: 'paid', at: 2 },
    ]);
    assert.equal(payment.state, 'PAID');
    const begin = (amountFen: number): ScanEvent => ({
      type: 'begin',
      content: { ...contentOf('payer-scans'), amountFen: amountFen as Fen },
      switchTxnId: 'X1',
      at: 3,
    });
    const refund = (refundNo: string, amountFen: number): ScanEvent => ({
      type: 'refund',
      refundNo,
      amountFen: amountFen as Fen,
      at: 3,
    });
    const why = (event: ScanEvent) => {
      const outcome = reduceScan(payment, event, GAPS);
      return outcome.ok ? outcome.effects.length : outcome.why;
    };
    assert.deepEqual([why(begin(AMOUNT)), why(begin(AMOUNT + 1))], [0, 'content-changed']);
    assert.deepEqual([why(refund('R1', AMOUNT)), why(refund('R1', AMOUNT + 1))], [2, 'refund-exceeds']);
  });
});
