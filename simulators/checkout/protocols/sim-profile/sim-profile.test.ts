import assert from 'node:assert/strict';
import { createHash, sign } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fen } from '../../../kernel/money';
import type { StartRequest } from '../protocol';
import { protocol as open } from '.';
import { namedPair, PAYEE, ScriptedGateway, seal, type Told } from './test-gateway';

const gateway = new ScriptedGateway();
const adapter = () => open(gateway.connection, () => Date.now());
const PAY_BY = Date.parse('2026-11-24T09:30:00+08:00');
const payment = { attemptNo: 'A1', payee: PAYEE };
const refund = { ...payment, refundNo: 'R1', amountFen: fen(50), totalFen: fen(100), notifyUrl: 'https://p.example/n' };
const request = (more: Partial<StartRequest> = {}): StartRequest => ({
  ...payment,
  product: 'qr',
  amountFen: fen(100),
  description: '一壶龙井',
  payBy: PAY_BY,
  notifyUrl: 'https://p.example/n',
  returnUrl: 'https://p.example/back',
  payerIp: '203.0.113.7',
  now: PAY_BY - 1_000,
  ...more,
});
const order = { outTradeNo: 'A1', tradeNo: 'T1', merchantId: PAYEE, amount: 100, currency: 'CNY', state: 'CREATED' };
const placed = {
  ...order,
  codeUrl: 'https://pay.example/q/x',
  payUrl: 'https://pay.example/c',
  expireAt: '2026-11-24T09:30:00+08:00',
};
const paid = { ...order, state: 'SUCCESS', finishedAt: '2026-11-24T09:00:01+08:00' };
const back = {
  outTradeNo: 'A1',
  outRefundNo: 'R1',
  refundNo: 'T2',
  merchantId: PAYEE,
  amount: 50,
  currency: 'CNY',
  state: 'SUCCESS',
};

/** The gateway answers so, whatever it is asked. */
const telling = (told: Told) => {
  gateway.answer = () => told;
};
const saying = (code: string, status = 409) => telling({ status, view: { code, message: 'no' } });

before(() => gateway.open());
after(() => gateway.close());
beforeEach(() => {
  gateway.asked.length = 0;
});

describe('the adapter of profiles asks', () => {
  it('for an order in the words of the profile, signed, the same each time', async () => {
    telling({ view: placed });
    const ready = await adapter().start(request());
    await adapter().start(request());
    assert.deepEqual(ready, {
      kind: 'ready',
      handOff: { type: 'qr', content: 'https://pay.example/q/x', until: PAY_BY },
    });
    const [first, second] = gateway.asked;
    assert.deepEqual(first?.body, second?.body);
    assert.deepEqual(first, {
      method: 'POST',
      target: '/v0/orders',
      signed: true,
      body: {
        outTradeNo: 'A1',
        merchantId: PAYEE,
        amount: 100,
        currency: 'CNY',
        summary: '一壶龙井',
        notifyUrl: 'https://p.example/n',
        present: 'MERCHANT_QR',
        expireAt: '2026-11-24T09:30:00+08:00',
      },
    });
  });

  it('for pages and apps with the way back, and for nothing that it does not know', async () => {
    telling({ view: placed });
    for (const product of ['app', 'page']) {
      const started = await adapter().start(request({ product }));
      assert.deepEqual(started, {
        kind: 'ready',
        handOff: { type: 'redirect', url: 'https://pay.example/c', until: PAY_BY },
      });
      assert.equal(gateway.asked.at(-1)?.body['returnUrl'], 'https://p.example/back');
    }
    assert.deepEqual(await adapter().startInApp?.(request({ product: 'app' })), {
      kind: 'ready',
      invocation: 'https://pay.example/c',
    });
    await assert.rejects(
      adapter().start(request({ product: 'native' })),
      /found product "native", expected one of qr, app, page/,
    );
  });

  it('with a summary of one line, whatever the goods are called', async () => {
    telling({ view: placed });
    for (const [description, summary] of [
      ['a\nb\u0000c', 'a b c'],
      ['', '-'],
      ['龙'.repeat(300), '龙'.repeat(64)],
      ['🍵'.repeat(100), '🍵'.repeat(64)],
    ] as const) {
      await adapter().start(request({ description }));
      assert.equal(gateway.asked.at(-1)?.body['summary'], summary);
    }
  });

  it('for what became of it, for its end, and for money back', async () => {
    telling({ view: paid });
    assert.deepEqual(await adapter().query(payment), {
      kind: 'paid',
      attemptNo: 'A1',
      tradeNo: 'T1',
      amountFen: 100,
      payee: PAYEE,
      application: 'app1',
      paidAt: Date.parse('2026-11-24T09:00:01+08:00'),
    });
    assert.equal(gateway.asked[0]?.target, `/v0/orders/A1?merchantId=${PAYEE}`);
    for (const [state, kind] of [
      ['CREATED', 'open'],
      ['PAYING', 'open'],
      ['CLOSED', 'closed'],
      ['FAILED', 'closed'],
      ['REVERSED', 'unanswered'],
      ['success', 'unanswered'],
    ] as const) {
      telling({ view: { ...order, state } });
      assert.equal((await adapter().query(payment)).kind, kind, state);
    }
    telling({ view: { ...order, state: 'CLOSED' } });
    assert.equal((await adapter().close(payment)).kind, 'closed');
    for (const [state, kind] of [
      ['SUCCESS', 'done'],
      ['PROCESSING', 'accepted'],
      ['FAILED', 'refused'],
      ['ABNORMAL', 'unanswered'],
    ] as const) {
      telling({ view: { ...back, state } });
      assert.equal((await adapter().refund(refund)).kind, kind, state);
      assert.equal((await adapter().queryRefund(refund)).kind, kind, state);
    }
    telling({ view: { ...back, state: 'FAILED', failure: 'WALLET_CLOSED' } });
    assert.deepEqual(await adapter().queryRefund(refund), { kind: 'refused', code: 'WALLET_CLOSED' });
  });

  it('for a payment with a payer’s code', async () => {
    const charge = () => adapter().charge?.({ ...request({ product: 'code' }), payerCode: '0100320229316139647' });
    telling({ view: paid });
    assert.equal((await charge())?.kind, 'paid');
    assert.equal(gateway.asked[0]?.body['payerCode'], '0100320229316139647');
    telling({ view: { ...order, state: 'PAYING' } });
    assert.equal((await charge())?.kind, 'open');
    for (const code of ['CODE_USED', 'CODE_EXPIRED', 'CODE_UNKNOWN', 'INSUFFICIENT', 'LIMIT_DAY']) {
      saying(code);
      assert.deepEqual(await charge(), { kind: 'refused', code });
    }
    saying('UNKNOWN', 500);
    assert.equal((await charge())?.kind, 'unanswered');
  });
});

describe('the adapter of profiles takes a refusal', () => {
  const kinds = async () => {
    const results = [
      adapter().start(request()),
      adapter().query(payment),
      adapter().close(payment),
      adapter().refund(refund),
      adapter().queryRefund(refund),
    ];
    return (await Promise.all(results)).map(({ kind }) => kind);
  };

  it('for final only where the same request meets it again', async () => {
    for (const code of [
      'DUPLICATE',
      'NO_RIGHT',
      'PARAM_ERROR',
      'LIMIT_SINGLE',
      'WALLET_FROZEN',
      'REFUND_EXCEEDS',
      'ORDER_FAILED',
    ]) {
      saying(code);
      assert.deepEqual(await kinds(), ['refused', 'unanswered', 'unanswered', 'refused', 'unanswered'], code);
    }
    for (const code of [
      'UNKNOWN',
      'SIGN_ERROR',
      'SIGN_STALE',
      'NONCE_USED',
      'KEY_UNKNOWN',
      'SOMETHING_NEW',
      '',
      'TOO_LARGE',
    ]) {
      saying(code, 500);
      assert.deepEqual(await kinds(), Array(5).fill('unanswered'), code);
    }
  });

  it('for what it means to each question', async () => {
    saying('NOT_FOUND', 404);
    assert.deepEqual(await kinds(), ['refused', 'absent', 'closed', 'refused', 'absent']);
    saying('ORDER_PAID');
    assert.deepEqual(await kinds(), ['unanswered', 'unanswered', 'paid', 'unanswered', 'unanswered']);
    saying('ORDER_CLOSED');
    assert.deepEqual(await kinds(), ['refused', 'unanswered', 'closed', 'refused', 'unanswered']);
  });

  it('and believes no word of an answer that nobody can have signed for it', async () => {
    const forger = namedPair();
    const wrong: Readonly<Record<string, Told>> = {
      unsigned: { view: paid, unsigned: true },
      'signed by a forger': { view: paid, by: { ...forger, name: gateway.provider.name } },
      'by an unknown key': { view: paid, by: forger },
      'under an unknown name': { view: paid, named: 'ffffffffffffffff' },
      'one bit changed': { view: paid, altered: (body) => body.replace('"T1"', '"T0"') },
      rewritten: { view: paid, altered: (body) => body.replace('{', '{ ') },
      'the answer to another question': { view: paid, target: '/v0/orders/A2' },
      'of another time': { view: paid, offSeconds: -301 },
      'of another profile': { view: paid, profile: 'other-sim-profile/0' },
      'about another order': { view: { ...paid, outTradeNo: 'A2' } },
      'about another payee': { view: { ...paid, merchantId: '8' } },
      'without a time of payment': { view: { ...paid, finishedAt: undefined } },
      'in another currency': { view: { ...paid, currency: 'USD' } },
      'with an amount that is none': { view: { ...paid, amount: 1.5 } },
      'of success under another status': { view: paid, status: 202 },
      'of a redirect': { location: 'https://evil.example/' },
      'no JSON': { view: 'SUCCESS' },
      'too large': { view: { ...paid, attach: 'x'.repeat(1_100_000) } },
    };
    for (const [what, told] of Object.entries(wrong)) {
      telling(told);
      assert.equal((await adapter().query(payment)).kind, 'unanswered', what);
    }
    telling({ view: { ...placed, amount: 101 } });
    assert.equal((await adapter().start(request())).kind, 'unanswered');
    telling({ view: { ...placed, codeUrl: undefined } });
    assert.equal((await adapter().start(request())).kind, 'unanswered');
    telling({ view: { ...placed, payUrl: 'javascript:alert(1)' } });
    assert.equal((await adapter().start(request({ product: 'page' }))).kind, 'unanswered');
    telling({ view: paid });
    assert.equal((await adapter().start(request())).kind, 'unanswered');
    for (const change of [{ amount: 51 }, { outRefundNo: 'R2' }, { outTradeNo: 'A2' }, { merchantId: '8' }]) {
      telling({ view: { ...back, ...change } });
      assert.equal((await adapter().refund(refund)).kind, 'unanswered', JSON.stringify(change));
    }
  });
});

describe('the adapter of profiles hears a notice', () => {
  const told = { noticeId: 'N1', event: 'ORDER.SUCCESS', appId: 'app1', ...paid };
  const hears = (body: string, wrong: Told = {}, by = gateway.provider) =>
    adapter().readNotice({ headers: new Headers(seal('NOTICE', '*', wrong.altered?.(body) ?? body, by, wrong)), body });

  it('that is signed over its own bytes, and says what it says', async () => {
    const reading = await hears(JSON.stringify(told));
    assert.ok(reading.ok && reading.content.kind === 'paid', JSON.stringify(reading));
    assert.deepEqual([reading.noticeId, reading.content.amountFen, reading.content.application], ['N1', 100, 'app1']);
    const other = await hears(JSON.stringify({ ...told, appId: 'app2' }));
    assert.ok(other.ok && other.content.kind === 'paid' && other.content.application === 'app2');
    for (const [event, state, expected] of [
      ['REFUND.SUCCESS', 'SUCCESS', 'done'],
      ['REFUND.FAILED', 'FAILED', 'failed'],
    ] as const) {
      const of = await hears(JSON.stringify({ noticeId: 'N2', appId: 'app1', ...back, event, state }));
      assert.ok(of.ok && of.content.kind === 'refund' && of.content.state === expected, JSON.stringify(of));
    }
    for (const [event, state] of [
      ['REFUND.SUCCESS', 'FAILED'],
      ['REFUND.PROCESSING', 'PROCESSING'],
    ]) {
      const of = await hears(JSON.stringify({ noticeId: 'N2', appId: 'app1', ...back, event, state }));
      assert.ok(of.ok && of.content.kind === 'nothing-new', JSON.stringify(of));
    }
    const late = await hears(JSON.stringify({ ...told, event: 'OFFLINE.RETURNED', state: 'CLOSED' }));
    assert.ok(late.ok && late.content.kind === 'nothing-new');
  });

  it('and refuses what is not, or takes back what is final (EC-03)', async () => {
    const body = JSON.stringify(told);
    const reasons: ReadonlyArray<readonly [Told, string]> = [
      [{ unsigned: true }, 'unsigned'],
      [{ offSeconds: 301 }, 'stale'],
      [{ offSeconds: -301 }, 'stale'],
      [{ named: 'ffffffffffffffff' }, 'unknown key'],
      [{ profile: 'other-sim-profile/0' }, 'another profile'],
      [{ altered: (text) => `${text} ` }, 'signature does not fit'],
    ];
    for (const [wrong, reason] of reasons) assert.deepEqual(await hears(body, wrong), { ok: false, reason });
    for (const bad of [
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...told, noticeId: '' }),
      JSON.stringify({ ...told, finishedAt: 'soon' }),
      JSON.stringify({ ...told, amount: '100' }),
    ])
      assert.deepEqual(await hears(bad), { ok: false, reason: 'not of the form' }, bad);
    for (const change of [
      { event: 'ORDER.FAILED', state: 'FAILED' },
      { event: 'ORDER.CLOSED', state: 'CLOSED' },
      { state: 'FAILED' },
      { event: 'ORDER.PAYING' },
    ])
      assert.deepEqual(await hears(JSON.stringify({ ...told, ...change })), {
        ok: false,
        reason: 'says of an order what is never told',
      });
  });

  it('and answers what the profile takes for heard', async () => {
    const [heard, not] = [adapter().noticeAnswer(true), adapter().noticeAnswer(false)];
    assert.deepEqual([heard.status, await heard.json()], [200, { code: 'SUCCESS' }]);
    assert.deepEqual([not.status, await not.json()], [400, { code: 'FAIL' }]);
  });
});

describe('the adapter of profiles finds a new key', () => {
  const endorsedBy = (by: ReturnType<typeof namedPair>, next: ReturnType<typeof namedPair>) => ({
    key: next.name,
    publicKey: next.pem,
    endorsedBy: by.name,
    endorsement: sign('sha256', Buffer.from(`${next.name}\n${next.pem.trimEnd()}\n`), by.privateKey).toString('base64'),
  });

  it('by an unbroken chain of endorsements, and by nothing else', async () => {
    const [second, third, forger] = [namedPair(), namedPair(), namedPair()];
    const first = gateway.provider;
    const published = { key: first.name, publicKey: first.pem };
    const cases: ReadonlyArray<readonly [string, unknown[], typeof second, string]> = [
      ['one step', [published, endorsedBy(first, second)], second, 'paid'],
      ['two steps', [published, endorsedBy(first, second), endorsedBy(second, third)], third, 'paid'],
      ['a forger’s own', [published, endorsedBy(forger, third)], third, 'unanswered'],
      ['a forged chain', [endorsedBy(forger, forger), endorsedBy(forger, third)], third, 'unanswered'],
      ['without an endorsement', [published, { key: second.name, publicKey: second.pem }], second, 'unanswered'],
      [
        'another key under the name',
        [published, { ...endorsedBy(first, second), publicKey: forger.pem }],
        forger,
        'unanswered',
      ],
      ['not published', [published], second, 'unanswered'],
    ];
    for (const [what, keys, by, kind] of cases) {
      gateway.answer = ({ target }) => ({ view: target === '/v0/keys' ? { keys } : paid, by });
      assert.equal((await adapter().query(payment)).kind, kind, what);
    }
    gateway.answer = ({ target }) => (target === '/v0/keys' ? { view: 'no keys' } : { view: paid, by: second });
    assert.equal((await adapter().query(payment)).kind, 'unanswered');
  });

  it('once, and then knows it', async () => {
    const second = namedPair();
    const keys = [endorsedBy(gateway.provider, second)];
    gateway.answer = ({ target }) => ({ view: target === '/v0/keys' ? { keys } : paid, by: second });
    const one = adapter();
    for (let i = 0; i < 3; i += 1) assert.equal((await one.query(payment)).kind, 'paid');
    assert.equal(gateway.asked.filter(({ target }) => target === '/v0/keys').length, 1);
    await one.refreshKeys();
  });
});

describe('the adapter of profiles reads the files of a day', () => {
  const DAY = '2026-11-24';
  const HEAD = 'outTradeNo,serialNo,payerInstitution,amount,refundOf,countedAt,finishedAt,state';
  const AT = '2026-11-24T09:00:00+08:00';
  const good = `${HEAD}\r\nA1,T1,x,100,,${AT},${AT},SUCCESS\r\nR1,T2,x,50,A1,${AT},,PROCESSING\r\n`;
  const path = '/v0/recon/files/abc';

  function serving(text: string | Uint8Array, listed: Record<string, unknown> = {}, day = DAY) {
    const file = Buffer.from(text);
    const entry = {
      merchantId: PAYEE,
      path,
      sha256: createHash('sha256').update(file).digest('hex'),
      rows: 2,
      ...listed,
    };
    gateway.answer = ({ target }) => (target === path ? { file } : { view: { date: day, files: [entry] } });
  }

  it('all of it', async () => {
    serving(good);
    const at = Date.parse(AT);
    const row = { payee: PAYEE, at };
    assert.deepEqual(await adapter().bill(DAY), {
      kind: 'ready',
      rows: [
        { ...row, kind: 'payment', paymentNo: 'A1', tradeNo: 'T1', amountFen: 100, state: 'done' },
        {
          ...row,
          kind: 'refund',
          paymentNo: 'A1',
          refundNo: 'R1',
          tradeNo: '',
          tradeRefundNo: 'T2',
          amountFen: 50,
          state: 'processing',
        },
      ],
    });
    telling({ view: { date: DAY, files: [] } });
    assert.deepEqual(await adapter().bill(DAY), { kind: 'empty' });
  });

  it('or nothing', async () => {
    const why = async () => {
      const result = await adapter().bill(DAY);
      return result.kind === 'unusable' ? result.why : result.kind;
    };
    const changed = (from: string, to: string) => serving(good.replace(from, to));
    const cases: ReadonlyArray<readonly [() => void, string]> = [
      [() => serving(good, { sha256: 'f'.repeat(64) }), 'hash-differs'],
      [() => serving(good, { rows: 3 }), 'sums-differ'],
      [() => serving(good, {}, '2026-11-23'), 'another-day'],
      [() => serving(good.trimEnd()), 'truncated'],
      [
        () => serving(Buffer.concat([Buffer.from(good), Buffer.from([0xff, 0x0d, 0x0a])]), { rows: 3 }),
        'strange-encoding',
      ],
      [() => changed('amount', 'betrag'), 'strange-columns'],
      [() => changed(',100,', ',1.00,'), 'strange-row'],
      [() => changed(',100,', ',-100,'), 'strange-row'],
      [() => changed(',100,', ',99999999999999999999,'), 'strange-row'],
      [() => changed('SUCCESS', 'MAYBE'), 'strange-row'],
      [() => changed('A1,T1,x', 'A1,T1,x,y'), 'strange-row'],
      [() => changed(`,,${AT},`, `,,2026-11-25T00:00:00+08:00,`), 'another-day'],
      [() => changed(`,,${AT},`, ',,yesterday,'), 'strange-row'],
      [() => serving(good, { path: '/v0/orders/A1' }), 'unanswered'],
      [() => serving(good, { path: 'https://evil.example/file' }), 'unanswered'],
      [() => saying('RECON_NOT_READY', 404), 'not-yet'],
      [() => saying('RECON_TOO_OLD', 404), 'refused'],
      [() => saying('PARAM_ERROR', 400), 'refused'],
      [() => saying('UNKNOWN', 500), 'unanswered'],
    ];
    for (const [i, [prepare, expected]] of cases.entries()) {
      prepare();
      assert.equal(await why(), expected, `case ${i}`);
    }
  });
});

describe('the connection of a profile', () => {
  it('is read strictly', () => {
    for (const change of [
      { baseUrl: undefined },
      { appId: 7 },
      { privateKey: 'no key' },
      { providerKeys: { x: 'no key' } },
      { words: {} },
    ])
      assert.throws(() => open({ ...gateway.connection, ...change }, () => 0), JSON.stringify(change));
  });
});
