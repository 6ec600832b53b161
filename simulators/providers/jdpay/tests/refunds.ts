import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { type Bench, ORDER, openBench, paidOrder, REFUND, stateOf } from './bench';

const refundState = async ({ call }: Bench, tradeNum = 'HARNESS0001R1') =>
  (await call('query', { tradeNum, oTradeNum: 'HARNESS0001', tradeType: '1' })).elements['status'];

const REVOCATION = { tradeNum: 'HARNESS0001V', oTradeNum: 'HARNESS0001', amount: '12850', currency: 'CNY' };

const back = ({ provider }: Bench) =>
  provider.ledger
    .postings()
    .filter(({ reason }) => reason === 'refund')
    .map(({ amountFen }) => amountFen);

async function endingAs(endsAs: 'closed' | 'abnormal'): Promise<Bench> {
  const bench = await paidOrder();
  const [trade] = bench.provider.book.trades();
  bench.provider.book.apply(trade, { type: 'expect-refund', endsAs, at: bench.clock.now() });
  assert.equal((await bench.call('refund', REFUND)).elements['status'], '0');
  await bench.clock.advance(MINUTE_MS);
  return bench;
}

describe('refunds', () => {
  it('are accepted first and done later; the answer has the members of JD’s sample', async () => {
    const bench = await paidOrder();
    const { code, inner = '', elements } = await bench.call('refund', REFUND);
    assert.deepEqual([code, elements['status']], ['000000', '0']);
    const names = [...inner.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    const expected =
      'jdpay version merchant result code desc tradeNum tradeType oTradeNum amount currency tradeTime note status sign';
    assert.deepEqual(names, expected.split(' '));
    await bench.clock.advance(MINUTE_MS);
    assert.equal(await refundState(bench), '1');
    assert.equal(await stateOf(bench), '2');
  });

  it('never sum to more than was paid (JD-11)', async () => {
    const bench = await paidOrder();
    const ask = async (tradeNum: string, amount: string) =>
      (await bench.call('refund', { ...REFUND, tradeNum, amount })).code;
    assert.equal(await ask('R1', '12000'), '000000');
    assert.equal(await ask('R2', '851'), 'RFND000002');
    assert.equal(await ask('R3', '850'), '000000');
    assert.equal(await ask('R4', '1'), 'RFND000002');
    await bench.clock.advance(MINUTE_MS);
    assert.deepEqual(back(bench), [12_000, 850]);
    const { elements } = await bench.call('queryRefund', { oTradeNum: 'HARNESS0001', tradeType: '1' });
    const { refund } = elements['refList'] as unknown as { refund: Array<Record<string, string>> };
    assert.deepEqual(
      refund.map(({ tradeNum, amount, status }) => [tradeNum, amount, status]),
      [
        ['R1', '12000', '1'],
        ['R3', '850', '1'],
      ],
    );
  });

  it('of one number are one refund: asked for again it is refused, or answered the same where the setting says so', async () => {
    const bench = await paidOrder();
    await bench.call('refund', REFUND);
    assert.equal((await bench.call('refund', REFUND)).code, 'RFND000001');
    assert.equal((await bench.call('refund', { ...REFUND, amount: '1' })).code, 'RFND000001');
    const kind = await paidOrder({ settings: { repeatedRefund: 'same-answer' } });
    await kind.call('refund', REFUND);
    assert.equal((await kind.call('refund', REFUND)).code, '000000');
    assert.equal((await kind.call('refund', { ...REFUND, amount: '1' })).code, 'RFND000001');
    await Promise.all([bench, kind].map(({ clock }) => clock.advance(MINUTE_MS)));
    assert.deepEqual([back(bench), back(kind)], [[2850], [2850]]);
  });

  it('that have served one payment serve no other', async () => {
    const bench = await paidOrder();
    await bench.call('refund', REFUND);
    await bench.call('uniorder', { ...ORDER, tradeNum: 'HARNESS0002' });
    const second = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, 'HARNESS0002');
    await bench.provider.pay(second?.credential ?? '', 'li-na', 'paid');
    assert.equal((await bench.call('refund', { ...REFUND, oTradeNum: 'HARNESS0002' })).code, 'RFND000001');
  });

  it('of what was not paid, or is not known, are refused', async () => {
    const bench = await openBench();
    assert.equal((await bench.call('refund', REFUND)).code, 'RFND000003');
    await bench.call('uniorder', ORDER);
    assert.equal((await bench.call('refund', REFUND)).code, 'RFND009000');
    assert.equal((await bench.call('queryRefund', { oTradeNum: 'HARNESS0001' })).code, 'RFND000004');
    assert.equal(
      (await bench.call('query', { tradeNum: 'X', oTradeNum: 'HARNESS0001', tradeType: '1' })).code,
      'RFND000004',
    );
    assert.equal((await bench.call('query', { tradeNum: 'X', tradeType: '1' })).code, 'JPGT100005');
    const lax = await openBench({ settings: { originalInRefundQuery: 'optional' } });
    assert.equal((await lax.call('query', { tradeNum: 'X', tradeType: '1' })).code, 'RFND000004');
  });

  it('in state 2 have failed for good, and want another number (JD-10)', async () => {
    const bench = await endingAs('closed');
    assert.equal(await refundState(bench), '2');
    assert.equal((await bench.call('refund', REFUND)).code, 'RFND000001');
    assert.equal(
      (await bench.call('refund', { ...REFUND, tradeNum: 'HARNESS0001R2', amount: '12850' })).code,
      '000000',
    );
    await bench.clock.advance(MINUTE_MS);
    assert.deepEqual(back(bench), [12_850]);
  });

  it('in state 3 want the same number once more, and move money once (JD-10)', async () => {
    const bench = await endingAs('abnormal');
    assert.equal(await refundState(bench), '3');
    assert.equal((await bench.call('refund', { ...REFUND, amount: '1' })).code, 'RFND000001');
    assert.equal((await bench.call('refund', REFUND)).elements['status'], '1');
    assert.equal((await bench.call('refund', REFUND)).code, 'RFND000001');
    assert.deepEqual(back(bench), [2850]);
    await bench.clock.settle();
    assert.deepEqual([bench.told().elements['tradeType'], bench.told().elements['status']], ['1', '1']);
  });
});

describe('revocations (JD-12)', () => {
  it('close an order that is not paid: it can never be paid afterwards', async () => {
    const bench = await openBench();
    await bench.call('uniorder', ORDER);
    const { code, elements } = await bench.call('revoke', REVOCATION);
    assert.deepEqual([code, elements['tradeType'], elements['status']], ['000000', '2', '1']);
    assert.equal(await stateOf(bench), '4');
    const [trade] = bench.provider.book.trades();
    assert.equal(await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid'), 'already-closed');
    assert.equal((await bench.call('revoke', REVOCATION)).code, '000000');
    assert.deepEqual(back(bench), []);
  });

  it('of what is paid give it back once, and say so', async () => {
    const bench = await paidOrder();
    assert.equal((await bench.call('revoke', REVOCATION)).elements['status'], '0');
    for (const tradeNum of ['HARNESS0001V', 'HARNESS0001W']) {
      assert.match((await bench.call('revoke', { ...REVOCATION, tradeNum })).code, /^RFND00000[12]$/);
    }
    await bench.clock.advance(MINUTE_MS);
    assert.deepEqual(back(bench), [12_850]);
    assert.deepEqual([bench.told().elements['tradeType'], bench.told().elements['status']], ['2', '1']);
    assert.equal((await bench.call('refund', { ...REFUND, amount: '1' })).code, 'RFND000002');
  });

  it('give back only what is left', async () => {
    const bench = await paidOrder();
    await bench.call('refund', REFUND);
    assert.equal((await bench.call('revoke', REVOCATION)).elements['amount'], '10000');
    await bench.clock.advance(MINUTE_MS);
    assert.deepEqual(back(bench), [2850, 10_000]);
  });

  it('want the amount of the order, and may be refused for what is paid', async () => {
    const bench = await paidOrder({ settings: { revokeOfPaid: 'refused' } });
    assert.equal((await bench.call('revoke', { ...REVOCATION, amount: '1' })).code, 'JPGT100006');
    assert.equal((await bench.call('revoke', REVOCATION)).code, 'JMPT200071');
    assert.equal((await bench.call('revoke', { ...REVOCATION, oTradeNum: 'NOBODY' })).code, 'RFND000003');
    assert.deepEqual(back(bench), []);
  });
});
