import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { openSimBench, type SimBench } from '../../sim-profile/tests/bench';
import { type Ecny, ecny } from '..';
import type { Tap } from '../hard-wallets';
import { debtorOf, REGIMES, regimeOn } from '../regimes';

let on: SimBench<Ecny>;

const place = (outTradeNo: string, more: Record<string, unknown> = {}) =>
  on.client.order(outTradeNo, { present: 'HARD_WALLET', amount: 5_000, ...more });
const tap = (amount = 5_000, person = 'li-na') =>
  on.provider.hardWallets.tap(person, on.client.payee, amount, on.clock.now());
const deliver = (outTradeNo: string, paid: Tap | Record<string, unknown>) =>
  on.client.call('POST', `/v0/orders/${outTradeNo}/offline`, { ...paid, currency: 'CNY' });

describe('a payment without a network', () => {
  beforeEach(async () => {
    on = await openSimBench(ecny);
  });

  it('is delivered late and pays its order', async () => {
    await place('H1');
    const paid = tap();
    await on.clock.advance(10 * MINUTE_MS);
    const { body } = await deliver('H1', paid);
    assert.deepEqual([body['state'], body['offlineState'], body['offlineSeq']], ['SUCCESS', 'SUCCESS', 1]);
    assert.equal(on.provider.ledger.balance(`payee:${on.client.payee}`), 5_000n);
  });

  it('collapses where the same tap comes again, even after a crash (EC-10)', async () => {
    await place('H1');
    await place('H2');
    const paid = tap();
    for (let i = 0; i < 3; i += 1) assert.equal((await deliver('H1', paid)).body['offlineState'], 'SUCCESS');
    assert.equal((await deliver('H2', paid)).body['code'], 'DUPLICATE');
    await on.provider.crash();
    assert.equal((await deliver('H1', paid)).body['offlineState'], 'SUCCESS');
    assert.equal(on.provider.ledger.balance('payer:li-na'), -5_000n);
    assert.equal(tap().offlineSeq, 2);
  });

  it('that comes after the order is over goes back by itself, and the merchant is told (EC-10)', async () => {
    await place('H1');
    await on.client.close('H1');
    const paid = tap();
    assert.equal((await deliver('H1', paid)).body['offlineState'], 'RETURNED');
    assert.equal((await deliver('H1', paid)).body['offlineState'], 'RETURNED');
    await place('H2', { expireMinutes: 5 });
    const late = tap();
    await on.clock.advance(HOUR_MS);
    assert.equal((await deliver('H2', late)).body['offlineState'], 'RETURNED');
    await place('H3');
    await deliver('H3', tap());
    assert.equal((await deliver('H3', tap(5_000, 'wang-wei'))).body['offlineState'], 'RETURNED');
    await on.clock.settle();
    const told = on.notices.map(({ body, signature }) => [body['event'], body['outTradeNo'], signature]);
    assert.deepEqual(
      told.filter(([event]) => event === 'OFFLINE.RETURNED'),
      [
        ['OFFLINE.RETURNED', 'H1', 'valid'],
        ['OFFLINE.RETURNED', 'H2', 'valid'],
        ['OFFLINE.RETURNED', 'H3', 'valid'],
      ],
    );
    assert.equal(on.provider.ledger.balance('payer:li-na'), -5_000n);
    assert.equal(on.provider.ledger.balance('payer:wang-wei'), 0n);
  });

  it('is refused where the card did not make it, or it is not of this order', async () => {
    await place('H1');
    await on.client.order('Q1');
    const paid = tap();
    for (const [change, code] of [
      [{ tapCode: 'f'.repeat(64) }, 'TAP_REFUSED'],
      [{ offlineSeq: 2 }, 'TAP_REFUSED'],
      [{ hardWalletId: '0020000000000000' }, 'TAP_REFUSED'],
      [{ amount: 4_999 }, 'TAP_REFUSED'],
      [{ merchantWalletId: on.other.payee }, 'TAP_REFUSED'],
      [{ tapCode: 'short' }, 'PARAM_ERROR'],
      [{ offlineSeq: 0 }, 'PARAM_ERROR'],
      [{ tappedAt: 'now' }, 'PARAM_ERROR'],
      [{ more: 1 }, 'PARAM_ERROR'],
    ] as const) {
      assert.equal((await deliver('H1', { ...paid, ...change })).body['code'], code, JSON.stringify(change));
    }
    assert.equal((await deliver('Q1', tap(12_850))).body['code'], 'PARAM_ERROR');
    assert.equal((await deliver('H1', tap(4_000))).body['code'], 'PARAM_ERROR');
    assert.equal((await deliver('nothing', tap())).body['code'], 'NOT_FOUND');
    await place('H9', { amount: 50_001 });
    assert.equal((await deliver('H9', tap(50_001))).body['code'], 'LIMIT_SINGLE');
    assert.equal(on.provider.ledger.balance('payer:li-na'), 0n);
    assert.deepEqual(on.troubles, []);
  });
});

describe('who owes what a wallet holds', () => {
  it('is the central bank until the end of 2025, and the operator since', async () => {
    assert.deepEqual([regimeOn('2025-12-31').owes, regimeOn('2026-01-01').owes], ['central-bank', 'operator']);
    assert.equal(debtorOf('0082022111000010', '2025-12-31'), 'central-bank');
    assert.equal(debtorOf('0082022111000010', '2026-01-01'), 'operator:008');
    assert.throws(() => regimeOn('2019-12-31'), /not known who owes/);
    assert.ok(REGIMES.every(({ source }) => source !== ''));
  });

  it('changes nothing on the wire: the same story sends the same messages on both days', async () => {
    const told = async (start: number) => {
      on = await openSimBench(ecny, { start });
      await on.client.order('D1');
      await on.pay('D1', 'wang-wei');
      await on.clock.settle();
      const body: Record<string, unknown> = on.notices[0]?.body ?? {};
      return { members: Object.keys(body), state: body['state'], owed: on.provider.owed() };
    };
    const before = await told(Date.parse('2025-12-31T12:00:00+08:00'));
    const after = await told(Date.parse('2026-01-01T12:00:00+08:00'));
    assert.deepEqual([before.members, before.state], [after.members, after.state]);
    // Money of one wallet became money of another: for the central bank nothing changes, between banks a debt moves.
    assert.deepEqual([...before.owed], [['central-bank', 0n]]);
    assert.deepEqual(
      new Map(after.owed),
      new Map([
        ['operator:008', -12_850n],
        ['operator:002', 12_850n],
      ]),
    );
  });
});
