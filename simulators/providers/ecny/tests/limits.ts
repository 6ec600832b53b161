import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS } from '../../../kernel/time';
import { openSimBench, type SimBench } from '../../sim-profile/tests/bench';
import { type Ecny, ecny, ecnyWith } from '..';
import { limitPassed, spentBy } from '../counting';
import { LIMITS, limitsOn, WALLET_CLASSES, type WalletClass } from '../limits';

const at = (text: string) => Date.parse(`${text}+08:00`);

async function bench(of: WalletClass, open = ecny): Promise<SimBench<Ecny>> {
  const made = await openSimBench(open);
  made.provider.wallets.change('li-na', { class: of });
  return made;
}

let orders = 0;

/** Places an order and lets li-na pay it; gives the reason of a refusal. */
async function pays(on: SimBench<Ecny>, amount: number, client = on.client): Promise<string | undefined> {
  orders += 1;
  await client.order(`L${orders}`, { amount });
  const trade = on.provider.book.byOutTradeNo(client.payee, `L${orders}`);
  return on.provider.pay(trade?.credential ?? '', 'li-na', 'paid');
}

describe('the dated limits of wallet classes', () => {
  it('leave no day without exactly one row of each class, from 2020 on', () => {
    for (const walletClass of WALLET_CLASSES) {
      const rows = LIMITS.filter((row) => row.class === walletClass).toSorted((a, b) => (a.from < b.from ? -1 : 1));
      assert.equal(rows[0]?.from, '2020-01-01');
      for (const [i, { to }] of rows.entries()) {
        const next = rows[i + 1]?.from;
        const after = to && new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
        assert.equal(after, next, `class ${walletClass} after ${to}`);
      }
    }
    assert.throws(() => limitsOn('IV', '2019-12-31'), /no limits of wallet class IV are known on 2019-12-31/);
    assert.ok(LIMITS.every(({ source, mark }) => source !== '' && mark !== undefined));
  });

  it('are those of the white paper on a day after it', () => {
    const rowOf = (of: WalletClass) => {
      const { singleFen, dayFen, balanceFen } = limitsOn(of, '2022-01-04');
      return [singleFen, dayFen, balanceFen];
    };
    assert.deepEqual(rowOf('II'), [5_000_000, 10_000_000, 50_000_000]);
    assert.deepEqual(rowOf('IV'), [200_000, 500_000, 1_000_000]);
    assert.deepEqual(rowOf('I'), [undefined, undefined, undefined]);
  });
});

describe('the counting', () => {
  it('adds up one account’s Beijing day and year, by whichever entrance', () => {
    const payments = [
      { account: 'a', amountFen: 1, at: at('2026-11-23T23:59:59') },
      { account: 'a', amountFen: 10, at: at('2026-11-24T00:00:00') },
      { account: 'b', amountFen: 100, at: at('2026-11-24T12:00:00') },
      { account: 'a', amountFen: 1_000, at: at('2025-12-31T23:59:59') },
      { account: 'a', amountFen: 10_000, at: at('2026-11-24T23:59:59') },
    ];
    assert.deepEqual(spentBy('a', at('2026-11-24T12:00:00'), payments), { dayFen: 10_010, yearFen: 10_011 });
    assert.deepEqual(spentBy('c', at('2026-11-24T12:00:00'), payments), { dayFen: 0, yearFen: 0 });
  });

  it('lets through what is exactly at a limit, and names the first that is passed', () => {
    const limits = { singleFen: 100, dayFen: 250, yearFen: 300 };
    const passed = (amountFen: number, dayFen: number, yearFen: number) =>
      limitPassed(limits, amountFen, { dayFen, yearFen });
    assert.deepEqual([passed(100, 150, 200), passed(101, 0, 0)], [undefined, 'limit-single']);
    assert.deepEqual([passed(100, 151, 200), passed(100, 150, 201)], ['limit-day', 'limit-year']);
    assert.equal(limitPassed({}, Number.MAX_SAFE_INTEGER, { dayFen: 1, yearFen: 1 }), undefined);
  });
});

describe('a wallet with a class', () => {
  it('pays up to its limit and not a fen more; what was refused uses nothing up and stays payable (EC-04)', async () => {
    const on = await bench('IV');
    assert.equal(await pays(on, 200_001), 'limit-single');
    assert.equal(await pays(on, 200_000), undefined);
    assert.equal(await pays(on, 200_000), undefined);
    assert.equal(await pays(on, 100_001), 'limit-day');
    const refused = `L${orders}`;
    assert.match(String((await on.client.query(refused)).body['state']), /CREATED|PAYING/);
    assert.equal(await pays(on, 100_000), undefined);
    assert.equal(await pays(on, 1), 'limit-day');
    // Another payer, or the same one tomorrow.
    assert.equal(await on.pay(refused, 'wang-wei'), undefined);
    await on.clock.advance(DAY_MS);
    assert.equal(await pays(on, 1), undefined);
  });

  it('counts over all merchants and ways, and its year', async () => {
    const on = await bench('IV');
    assert.equal(await pays(on, 200_000), undefined);
    assert.equal(await pays(on, 200_000, on.other), undefined);
    const code = on.provider.showCode('li-na', 'pays').code;
    const byCode = await on.client.order('CODE', { amount: 100_001, present: 'PAYER_CODE', payerCode: code });
    assert.equal(byCode.body['code'], 'LIMIT_DAY');
    for (let day = 1; day <= 9; day += 1) {
      await on.clock.advance(DAY_MS);
      for (const amount of [200_000, 200_000, 100_000]) assert.equal(await pays(on, amount), undefined, `day ${day}`);
    }
    await on.clock.advance(DAY_MS);
    assert.equal(await pays(on, 100_001), 'limit-year');
    assert.equal(await pays(on, 100_000), undefined);
    await on.clock.advanceTo(at('2027-01-01T00:00:00'));
    assert.equal(await pays(on, 200_000), undefined);
  });

  it('keeps the limit when many payments come at once (LIM-007)', async () => {
    const on = await bench('IV');
    for (let i = 0; i < 8; i += 1) await on.client.order(`RACE${i}`, { amount: 100_000 });
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => on.pay(`RACE${i}`)));
    assert.deepEqual(outcomes.filter((outcome) => outcome === undefined).length, 5);
    assert.deepEqual(new Set(outcomes.filter(Boolean)), new Set(['limit-day']));
    assert.equal(on.provider.ledger.balance('payer:li-na'), -500_000n);
  });

  it('follows its owner’s identification, and is not refilled by a refund unless a setting says so', async () => {
    for (const [restores, expected] of [
      ['no', 'limit-day'],
      ['yes', undefined],
    ] as const) {
      const on = await bench('IV', ecnyWith({ refundRestoresLimits: restores }));
      for (const amount of [200_000, 200_000, 100_000]) await pays(on, amount);
      await on.client.refund(`L${orders}`, 'BACK', 100_000);
      await on.clock.advance(60_000);
      assert.equal(await pays(on, 100_000), expected, restores);
      on.provider.wallets.change('li-na', { class: 'II' });
      assert.equal(await pays(on, 4_000_000), undefined);
    }
    assert.throws(() => ecnyWith({ refundRestores: 'yes' }), /no setting "refundRestores"/);
  });

  it('outlives a crash with what it has used', async () => {
    const on = await bench('IV');
    for (const amount of [200_000, 200_000, 100_000]) await pays(on, amount);
    await on.provider.crash();
    assert.equal(await pays(on, 1), 'limit-day');
  });

  it('tells its payer which limit it was, with a way on', async () => {
    const on = await bench('IV');
    await on.client.order('PAGE', { amount: 200_001, present: 'APP_JUMP', returnUrl: 'https://shop.example/back' });
    const code = on.trade('PAGE')?.credential ?? '';
    const post = (language: string) =>
      on.provider.fetch(
        new Request('https://wallet.ecny-sim.example/sim/cashier', {
          method: 'POST',
          headers: { 'accept-language': language, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ code, payer: 'li-na', outcome: 'paid' }).toString(),
        }),
      );
    const english = await (await post('en')).text();
    assert.match(english, /more than this wallet may pay at once; choose another way to pay/);
    assert.match(english, /https:\/\/shop\.example\/back/);
    assert.match(english, /Try again/);
    assert.match(await (await post('zh')).text(), /超过该钱包单笔支付限额/);
  });
});

describe('a personal wallet that collects', () => {
  it('holds no more than its class may, whoever pays it', async () => {
    const on = await bench('I');
    on.provider.wallets.collectsInto(on.client.payee, 'IV');
    assert.equal(await pays(on, 600_000), undefined);
    assert.equal(await pays(on, 400_001), 'limit-balance');
    assert.equal(await pays(on, 400_000), undefined);
    assert.equal(await pays(on, 1), 'limit-balance');
    assert.equal(await pays(on, 1, on.other), undefined);
    await on.client.refund(`L${orders - 2}`, 'ROOM', 10);
    await on.clock.advance(60_000);
    assert.equal(await pays(on, 10), undefined);
  });
});
