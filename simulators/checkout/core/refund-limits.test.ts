import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fen } from '../../kernel/money';
import { refundAdvice } from '../web/refund-advice';
import type { Order, RefundEntry } from './order';
import { reduceOrder } from './reduce';

const LIMITS = { windowMs: 1_000, most: 2, gapMs: 60 };
const SCHEDULES = {
  queryAfterMs: () => [],
  refundLimits: (provider: string) => (provider === 'p' ? LIMITS : undefined),
};

const inputs = { amountFen: fen(100), device: 'desktop' as const, merchantMethods: ['p'], providers: [] };
const route = {
  function: 'test/1',
  inputs: { ...inputs, chosen: 'p', payees: {} },
  provider: 'p',
  product: 'native',
  payee: 'm1',
  payableFen: fen(100),
  charges: [],
};

const entry = (refundNo: string, createdAt: number, status: RefundEntry['status'] = 'accepted'): RefundEntry => ({
  refundNo,
  attemptNo: 'O1A1',
  amountFen: fen(1),
  reason: 'asked-by-merchant',
  status,
  createdAt,
  looks: 0,
});

const paid = (...refunds: readonly RefundEntry[]): Order => ({
  orderNo: 'O1',
  token: 'token',
  merchantId: 'm1',
  merchantOrderNo: 'N1',
  amountFen: fen(100),
  description: 'tea',
  createdAt: 0,
  expiresAt: 500,
  status: 'paid',
  keptAttempt: 'O1A1',
  attempts: [
    { attemptNo: 'O1A1', status: 'paid', createdAt: 0, paidAt: 0, route, payerIp: '203.0.113.7', looks: 0, closes: 0 },
  ],
  refunds,
});

function ask(order: Order, at: number, schedules: Parameters<typeof reduceOrder>[2] = SCHEDULES): string {
  const result = reduceOrder(order, { type: 'ask-refund', refundNo: 'NEW', amountFen: fen(1), at }, schedules);
  return result.ok ? 'asked' : result.refusal;
}

describe('limits of refunds at the platform', () => {
  it('hold to the tick', () => {
    assert.equal(ask(paid(), 1_000), 'asked');
    assert.equal(ask(paid(), 1_001), 'refund-window-over');
    assert.equal(ask(paid(entry('R1', 10)), 69), 'refund-too-soon');
    assert.equal(ask(paid(entry('R1', 10)), 70), 'asked');
    assert.equal(ask(paid(entry('R1', 10), entry('R2', 80)), 900), 'too-many-refunds');
  });

  it('do not count what the provider refused, and are none where none are known', () => {
    assert.equal(ask(paid(entry('R1', 10, 'failed'), entry('R2', 10, 'failed')), 11), 'asked');
    assert.equal(ask(paid(entry('R1', 10), entry('R2', 80)), 2_000, { queryAfterMs: () => [] }), 'asked');
  });

  it('come with advice in both languages, and faults of the request with none', () => {
    const order = paid(entry('R1', Date.parse('2026-11-24T09:00:00+08:00')));
    const told = (refusal: string) => refundAdvice(refusal, order, { ...LIMITS, gapMs: 60_000 });
    assert.deepEqual(told('refund-too-soon'), {
      en: 'Ask again from 2026-11-24 09:01:00 (Beijing time).',
      zh: '请于北京时间 2026-11-24 09:01:00 起再次申请。',
    });
    assert.match(told('refund-exceeds')?.en ?? '', /at most ¥0\.99/);
    for (const refusal of ['refund-window-over', 'too-many-refunds']) assert.match(told(refusal)?.zh ?? '', /银行转账/);
    assert.equal(told('refund-changed'), undefined);
  });
});
