import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { compareRows } from '../codes/xscan/rows';
import { SWITCH } from '../codes/xscan/switch';
import { DAY_MS, HOUR_MS } from '../kernel/time';
import { readAllowList } from '../market/allow-list';
import { type CodesBench, openCodesBench } from './codes-bench';

const PAIRS = [
  ['alipay', 'wechatpay'],
  ['wechatpay', 'alipay'],
] as const;

describe('scanning across wallets', () => {
  let bench: CodesBench;
  let orders = 0;
  before(async () => {
    bench = await openCodesBench('codes');
  });
  after(() => bench.close());

  const number = () => {
    orders += 1;
    return `CODES${String(orders).padStart(4, '0')}`;
  };
  const world = () => bench.day.world;
  const ledger = (by: string, kind: string) =>
    world()
      .history.events()
      .filter((event) => event.type === 'ledger' && event.by === by && event.kind === kind);
  const tradeOf = (provider: string, outTradeNo: string) => {
    const found = world().providers.get(provider);
    return found?.book.trades().find((trade) => trade.outTradeNo === outTradeNo);
  };
  const last = () => bench.codes.scanSwitch.payments().at(-1);

  for (const [wallet, scheme] of PAIRS) {
    it(`pays an order of ${scheme} from ${wallet}, and its merchant hears of it from ${scheme} alone`, async () => {
      const no = number();
      const code = await bench.orderCode(scheme, no, 12_850);
      const page = await bench.page(wallet, `/sim/wallet?${new URLSearchParams({ code })}`);
      assert.match(page.text, /data-fact="payee">清风茶馆</);
      assert.match(page.text, /data-fact="amount">¥128\.50</);
      assert.equal(await bench.scanAndPay(wallet, code), 'PAID');
      assert.equal(tradeOf(scheme, no)?.status, 'paid');
      assert.deepEqual([last()?.state, last()?.settled, last()?.amountFen], ['PAID', true, 12_850]);
      assert.equal(ledger(wallet, 'payment').at(-1)?.facts['amountFen'], 12_850);
      await world().clock.settle();
      const told = world()
        .history.events()
        .filter(({ type, kind, trade }) => type === 'message' && kind === 'notice.payment' && trade === no);
      assert.deepEqual(
        told.map(({ by }) => by),
        [scheme],
      );
      const fields = told[0]?.facts['fields'];
      assert.ok(Array.isArray(fields) && fields.some((name) => /(^|\.)payer_scheme$/.test(String(name))));
      // A second payer finds the order over, and the same answer again moves nothing.
      assert.equal(await bench.scanAndPay(wallet, code), 'order-over');
    });

    it(`pays at a counter of ${scheme} from ${wallet}, each time as an order of its own`, async () => {
      const desk = bench.codes.desks.get(scheme);
      const payee = world().checkout.service.provider(scheme)?.payees['book-shop'] ?? '';
      const { text } = desk?.register.issue(payee, { en: 'Book Shop', zh: '晓月书店' }, []) ?? { text: '' };
      assert.equal(await bench.scanAndPay(wallet, text, { amount: '3.20' }), 'PAID');
      assert.equal(await bench.scanAndPay(wallet, text, { amount: '3.20' }), 'PAID');
      const [one, other] = bench.codes.scanSwitch.payments().slice(-2);
      assert.notEqual(one?.switchTxnId, other?.switchTxnId);
      assert.deepEqual([one?.amountFen, other?.amountFen], [320, 320]);
    });

    it(`lets a merchant of ${scheme} read a code of ${wallet}`, async () => {
      const till = bench.codes.till([scheme]);
      const shown = world().providers.get(wallet)?.showCode('li-na', 'pays');
      const order = { number: number(), merchant: 'tea-house', amountFen: 990, description: '茶点' };
      assert.deepEqual(await till.read(shown?.code ?? '', order), { kind: 'paid' });
      assert.equal(tradeOf(scheme, order.number)?.status, 'paid');
      assert.equal(ledger(wallet, 'payment').at(-1)?.facts['amountFen'], 990);
      const again = { ...order, number: number() };
      assert.deepEqual(await till.read(shown?.code ?? '', again), { kind: 'refused', why: 'used-code' });
    });

    it(`asks a payer of ${wallet} who must confirm, and gives up when he does not`, async () => {
      const till = bench.codes.till([scheme]);
      const ask = async (confirms: boolean) => {
        const shown = world().providers.get(wallet)?.showCode('li-na', 'needs-password');
        const order = { number: number(), merchant: 'tea-house', amountFen: 500, description: '茶点' };
        assert.deepEqual(await till.read(shown?.code ?? '', order), { kind: 'asks' });
        const txn = last()?.switchTxnId ?? '';
        if (confirms) await bench.codes.desks.get(wallet)?.debits.answer(txn, 'li-na');
        await world().clock.advance(DAY_MS / 24);
        return [last()?.state, tradeOf(scheme, order.number)?.status === 'paid'];
      };
      assert.deepEqual(await ask(true), ['PAID', true]);
      assert.deepEqual(await ask(false), ['FAILED', false]);
    });

    it(`gives a refund of ${scheme} back to the payer of ${wallet}, in parts and once each`, async () => {
      const no = number();
      const code = await bench.orderCode(scheme, no, 10_000);
      assert.equal(await bench.scanAndPay(wallet, code), 'PAID');
      const { service } = world().checkout;
      const payee = service.provider(scheme)?.payees['tea-house'] ?? '';
      for (const [refundNo, amountFen] of [
        [`${no}A`, 3_000],
        [`${no}B`, 7_000],
      ] as const) {
        const refund = { attemptNo: no, payee, refundNo, amountFen: amountFen as never, totalFen: 10_000 as never };
        await service.protocol(scheme).refund({ ...refund, notifyUrl: `${world().market.origin}/notify/${scheme}` });
        await world().clock.advance(HOUR_MS);
      }
      assert.deepEqual(
        last()?.refunds.map(({ amountFen, returned }) => [amountFen, returned]),
        [
          [3_000, true],
          [7_000, true],
        ],
      );
      const back = ledger(wallet, 'refund').slice(-2);
      assert.deepEqual(
        back.map(({ facts }) => facts['amountFen']),
        [3_000, 7_000],
      );
      assert.equal(last()?.state, 'PAID');
    });
  }

  for (const [wallet] of PAIRS) {
    it(`is undone at the till where nobody learns how a charge of ${wallet} ended`, async () => {
      const till = bench.codes.till([wallet]);
      const shown = world().providers.get(wallet)?.showCode('li-na', 'never-confirms');
      const order = { number: number(), merchant: 'tea-house', amountFen: 500, description: '茶点' };
      assert.deepEqual(await till.read(shown?.code ?? '', order), { kind: 'asks' });
      assert.deepEqual(await till.conclude(order, false), { kind: 'asks' });
      await world().clock.advance(20_000);
      assert.deepEqual(await till.conclude(order, true), { kind: 'refused', why: 'undone' });
      assert.match(tradeOf(wallet, order.number)?.status ?? '', /^(reversed|closed)$/);
    });
  }

  it('is refused where the wallet does not recognise the scheme, before anything is taken', async () => {
    const code = await bench.orderCode('alipay', number(), 100);
    const kept = bench.rows.splice(0);
    const taken = ledger('wechatpay', 'payment').length;
    assert.equal(await bench.scanAndPay('wechatpay', code), 'not-recognised');
    const shown = world().providers.get('wechatpay')?.showCode('li-na', 'pays');
    const order = { number: number(), merchant: 'tea-house', amountFen: 1, description: '茶点' };
    const read = await bench.codes.till(['alipay']).read(shown?.code ?? '', order);
    assert.deepEqual(read, { kind: 'refused', why: 'no-acquirer' });
    assert.equal(ledger('wechatpay', 'payment').length, taken);
    bench.rows.push(...kept);
  });

  it('stands in both files once, joined by the number of the switch', () => {
    const day = '2026-11-24';
    const [payer, payee] = [bench.codes.scanSwitch.rows('alipay', day), bench.codes.scanSwitch.rows('wechatpay', day)];
    assert.ok(payer.length > 4);
    assert.deepEqual(compareRows(payer, payee), []);
    const one = payer[0]?.switchTxnId ?? '';
    assert.equal(compareRows(payer.slice(1), payee)[0]?.what, 'missing-at-payer');
    assert.equal(
      compareRows(
        payer,
        payee.filter(({ switchTxnId }) => switchTxnId !== one),
      )[0]?.what,
      'missing-at-payee',
    );
    assert.equal(compareRows([...payer, ...payer.slice(0, 1)], payee)[0]?.what, 'twice');
    const changed = payer.map((row, i) => (i === 0 ? { ...row, amountFen: row.amountFen + 1 } : row));
    assert.equal(compareRows(changed, payee)[0]?.what, 'amount-differs');
  });

  it('is settled between the members over a clearing institution', () => {
    const booked = world()
      .history.events()
      .filter(
        ({ type, kind, facts }) => type === 'clearing' && kind === 'transfer.booked' && facts['transfer'] === 'push',
      );
    const paid = bench.codes.scanSwitch.payments().filter(({ state }) => state === 'PAID');
    const refunds = paid.flatMap(({ refunds: each }) => each);
    assert.equal(booked.length, paid.length + refunds.length);
    for (const { facts } of booked) {
      assert.deepEqual(
        new Set([facts['payerInstitution'], facts['payeeInstitution']]),
        new Set(['alipay', 'wechatpay']),
      );
    }
    const kept = ['alipay', 'wechatpay'].flatMap((wallet) =>
      ['alipay', 'wechatpay'].map((scheme) => {
        const member = world().clearing.members.get(wallet);
        return [...(world().providers.get(wallet)?.ledger.balances() ?? [])]
          .filter(([account]) => account.includes(`:xscan/${scheme}/`))
          .reduce((sum, [, fen]) => sum + fen, member?.heldFen(`scheme:${scheme}`, '') ?? 0n);
      }),
    );
    assert.deepEqual(kept, [0n, 0n, 0n, 0n], 'nothing is left on the way between them');
  });

  it('tells members and switch nothing beyond the declared list, and never who pays', () => {
    const file = join(__dirname, '..', 'codes', 'xscan', 'fields.yaml');
    const list = new Map(readAllowList(file, SWITCH).messages.map((message) => [message.kind, message]));
    const messages = world()
      .history.events()
      .filter(({ type, kind }) => (type === 'message' || type === 'answer') && kind.startsWith('scan.'));
    assert.ok(messages.length > 50);
    for (const { type, kind, facts } of messages) {
      const allowed = list.get(kind)?.[type === 'answer' ? 'answer' : 'request'] ?? [];
      const told = Array.isArray(facts['fields']) ? facts['fields'].map(String) : [];
      assert.deepEqual(
        told.filter((field) => !allowed.includes(field)),
        [],
        `${type} ${kind}`,
      );
    }
  });

  it('was without trouble of its own', async () => {
    const { status } = await bench.page('alipay', '/sim/nothing');
    assert.equal(status, 404);
    assert.deepEqual(world().troubles, []);
  });
});

describe('faults between members', () => {
  const opened: CodesBench[] = [];
  afterEach(async () => {
    for (const bench of opened.splice(0)) await bench.close();
  });
  const open = async (seed: string) => {
    const bench = await openCodesBench(seed);
    opened.push(bench);
    return bench;
  };
  const FAULTS = ['lose', 'lose-answer', 'corrupt-answer', 'duplicate', 'delay', 'refuse'] as const;

  for (const kind of ['scan.pay', 'scan.credit', 'scan.charge', 'scan.debit', 'scan.query'] as const) {
    for (const fault of FAULTS)
      it(`end well where ${kind} meets ${fault}: paid once on both sides`, async () => {
        const bench = await open(`faults-${fault}-${kind}`);
        const { world } = bench.day;
        const merchantScans = kind === 'scan.charge' || kind === 'scan.debit';
        world.faults.add({ fault, kind, times: 1, delayMs: 3_000 });
        if (kind === 'scan.query') world.faults.add({ fault: 'lose-answer', kind: 'scan.credit', times: 1 });
        if (merchantScans) {
          const shown = world.providers.get('alipay')?.showCode('li-na', 'pays');
          const order = { number: 'FAULTS1', merchant: 'tea-house', amountFen: 700, description: '茶点' };
          await bench.codes.till(['wechatpay']).read(shown?.code ?? '', order);
        } else await bench.scanAndPay('alipay', await bench.orderCode('wechatpay', 'FAULTS1', 700));
        await world.clock.advance(DAY_MS / 2);
        const [payment, ...others] = bench.codes.scanSwitch.payments();
        assert.deepEqual([payment?.state, others.length], ['PAID', 0]);
        const taken = world.history.events().filter(({ kind: each, by }) => each === 'payment' && by === 'alipay');
        assert.equal(taken.length, 1);
        assert.equal(world.providers.get('wechatpay')?.book.trades()[0]?.status, 'paid');
        assert.deepEqual(world.troubles, []);
      });
  }

  it('are undone on both sides where the scheme is never heard again', async () => {
    const bench = await open('faults-silent');
    const { world } = bench.day;
    const code = await bench.orderCode('wechatpay', 'FAULTS2', 700);
    world.faults.add({ fault: 'lose-answer', kind: 'scan.credit' });
    const lift = world.faults.add({ fault: 'refuse', kind: 'scan.query' });
    assert.equal(await bench.scanAndPay('alipay', code), 'PAYING');
    await world.clock.advance(DAY_MS / 2);
    lift();
    await world.clock.advance(DAY_MS / 2);
    const [payment] = bench.codes.scanSwitch.payments();
    assert.deepEqual([payment?.state, payment?.settled], ['REVERSED', false]);
    const kinds = world.history.events().filter(({ type, by }) => type === 'ledger' && by === 'alipay');
    assert.deepEqual(
      kinds.map(({ kind }) => kind),
      ['payment', 'reversal'],
    );
    assert.equal(world.providers.get('wechatpay')?.book.trades()[0]?.status, 'reversed');
    assert.deepEqual(world.troubles, []);
  });

  it('are refused where the seal does not fit', async () => {
    const bench = await open('faults-seal');
    const { world, call } = bench.day;
    assert.ok(call);
    const url = 'https://switch.xscan.example/v0/look';
    const headers = { 'content-type': 'application/json', 'X-Sim-Member': 'alipay', 'X-Sim-Seal': '00' };
    const request = new Request(url, { method: 'POST', headers, body: JSON.stringify({ code: 'x' }) });
    const response = await world.network.receive(bench.codes.scanSwitch, request);
    assert.deepEqual([response.status, response.headers.get('X-Sim-Profile')], [401, 'xscan-sim-profile/0']);
  });
});

describe('codes of persons', () => {
  let bench: CodesBench;
  before(async () => {
    bench = await openCodesBench('persons');
  });
  after(() => bench.close());

  const codeOf = async (person: string, form: string, wallet = 'wechatpay') => {
    const { text } = await bench.page(wallet, `/sim/my-code?${new URLSearchParams({ person, form })}`);
    return /data-fact="code">([^<]*)</.exec(text)?.[1] ?? '';
  };

  it('take money from whoever stands before them, of either wallet', async () => {
    const code = await codeOf('wang-wei', 'static');
    assert.equal(await bench.scanAndPay('wechatpay', code, { amount: '1.00' }), 'PAID');
    assert.equal(await bench.scanAndPay('alipay', code, { amount: '1.00' }), 'PAID');
  });

  it('take none from afar, printed or saved, unless that is allowed', async () => {
    const [printed, drawn] = [await codeOf('wang-wei', 'static'), await codeOf('wang-wei', 'dynamic')];
    const pay = (wallet: string, code: string, scene: string) =>
      bench.scanAndPay(wallet, code, { amount: '5.00', scene });
    for (const wallet of ['wechatpay', 'alipay']) {
      assert.equal(await pay(wallet, printed, 'remote'), 'remote-not-allowed');
      assert.equal(await pay(wallet, drawn, 'saved'), 'remote-not-allowed');
    }
    assert.equal(await pay('wechatpay', drawn, 'remote'), 'PAID');
    const at = bench.day.world.clock.now();
    const allowance = { from: at, until: at + HOUR_MS, count: 2, amountFen: 1_000 };
    bench.codes.desks.get('wechatpay')?.register.apply('wang-wei', { type: 'allowed', allowance });
    assert.equal(await pay('alipay', printed, 'remote'), 'PAID');
    assert.equal(await pay('alipay', printed, 'remote'), 'PAID');
    assert.equal(await pay('alipay', printed, 'remote'), 'remote-not-allowed');
    const returned = bench.day.world.history.events().filter(({ kind }) => kind === 'reversal');
    assert.equal(returned.length, 3, 'whoever could not pay has his money back');
  });

  it('go stale after a minute', async () => {
    const drawn = await codeOf('zhao-min', 'dynamic');
    await bench.day.world.clock.advance(61_000);
    assert.equal(await bench.scanAndPay('wechatpay', drawn, { amount: '1.00' }), 'code-expired');
  });
});

describe('an aggregated code', () => {
  it('leads each app to its own scheme, with the amount of the order, and charges once', async () => {
    const bench = await openCodesBench('aggregated');
    const { day, codes } = bench;
    const { world } = day;
    const { orderNo } = await day.order('tea-house', 12_850, 'wechatpay');
    const address = codes.aggregator.issue({ orderNo, amountFen: 12_850 });
    assert.doesNotMatch(address, /128|12850|amount/);
    const scan = async (agent: string) => {
      const headers = { 'user-agent': `Mozilla/5.0 (Linux; Android 14) Mobile ${agent}` };
      const response = await world.network.receive(codes.aggregator, new Request(address, { headers }));
      return [response.status, response.headers.get('location')];
    };
    const token = world.checkout.service.store.order(orderNo)?.token;
    const go = `https://pay.open-platform.example/pay/${token}/go`;
    const [one, other] = await Promise.all([scan('MicroMessenger/8.0'), scan('AlipayClient/10.5')]);
    assert.deepEqual(one, [302, go]);
    assert.deepEqual(other, [302, go]);
    const attempts = world.checkout.service.store.order(orderNo)?.attempts ?? [];
    assert.deepEqual(new Set(attempts.map(({ route }) => route.provider)), new Set(['wechatpay', 'alipay']));
    assert.deepEqual(await scan('Chrome/140'), [200, null]);
    await day.pay({ orderNo });
    await world.clock.advance(HOUR_MS);
    assert.equal(world.checkout.service.store.order(orderNo)?.status, 'paid');
    assert.deepEqual(await scan('MicroMessenger/8.0'), [302, go.replace('/go', '/status')]);
    await bench.close();
  });
});
