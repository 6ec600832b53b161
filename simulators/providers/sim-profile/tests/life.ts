import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import type { SimProvider } from '../provider';
import { openSimBench, type SimBench, START } from './bench';
import { harbour, harbourProfile } from './harbour';

const codeOf = ({ body }: { body: Record<string, unknown> }) => body['code'];

describe('an order of a profile', () => {
  let bench: SimBench<SimProvider>;
  beforeEach(async () => {
    bench = await openSimBench(harbour);
  });

  it('goes from CREATED over PAYING to SUCCESS, which is final', async () => {
    const { client, provider } = bench;
    const placed = await client.order('A1', { attach: 'x=1' });
    assert.equal(placed.body['state'], 'CREATED');
    assert.match(String(placed.body['codeUrl']), /^https:\/\/pay\.harbour-sim\.example\/q\/[0-9A-Za-z]{24}$/);
    const code = String(placed.body['codeUrl']);
    const scanned = await provider.fetch(new Request(code));
    assert.equal(scanned.status, 302);
    const page = await provider.fetch(new Request(new URL(scanned.headers.get('location') ?? '', code)));
    assert.match(await page.text(), /¥128\.50/);
    assert.equal((await client.query('A1')).body['state'], 'PAYING');
    assert.equal(await bench.pay('A1'), undefined);
    const paid = (await client.query('A1')).body;
    assert.deepEqual([paid['state'], paid['attach'], paid['amount']], ['SUCCESS', 'x=1', 12_850]);
    assert.match(String(paid['payerId']), /^\d{4}\*{8}\d{4}$/);
    assert.equal(await bench.pay('A1', 'wang-wei'), 'already-paid');
    assert.equal(codeOf(await client.close('A1')), 'ORDER_PAID');
    assert.equal((await client.query('A1')).body['state'], 'SUCCESS');
  });

  it('is the same order when it is sent again, and no other under its number', async () => {
    const { client } = bench;
    const [first, again] = [await client.order('A1'), await client.order('A1')];
    assert.deepEqual(again.body, first.body);
    for (const more of [
      { amount: 1 },
      { summary: 'other' },
      { attach: 'x' },
      { notifyUrl: 'https://b.example/' },
      { terminalId: '7' },
      { present: 'CASHIER_PAGE' },
    ])
      assert.equal(codeOf(await client.order('A1', more)), 'DUPLICATE', JSON.stringify(more));
    await bench.pay('A1');
    assert.equal(codeOf(await client.order('A1')), 'ORDER_PAID');
    assert.equal(bench.provider.book.trades().length, 1);
  });

  it('is closed by its merchant, or at its deadline, and can then be paid no more', async () => {
    const { client, clock } = bench;
    await client.order('A1');
    assert.equal((await client.close('A1')).body['state'], 'CLOSED');
    assert.equal((await client.close('A1')).body['state'], 'CLOSED');
    assert.equal(await bench.pay('A1'), 'already-closed');
    assert.equal(codeOf(await client.order('A1')), 'ORDER_CLOSED');
    await client.order('A2', { expireMinutes: 5 });
    await client.order('A3', { expireAt: '2026-11-24T09:10:00+08:00' });
    await clock.advance(5 * MINUTE_MS);
    assert.equal((await client.query('A2')).body['state'], 'CREATED');
    await clock.advance(SECOND_MS);
    assert.equal((await client.query('A2')).body['state'], 'CLOSED');
    await clock.advance(5 * MINUTE_MS);
    assert.equal(await bench.pay('A3'), 'already-closed');
    assert.equal(codeOf(await client.close('nothing')), 'NOT_FOUND');
    assert.equal(
      codeOf(await client.order('A4', { expireMinutes: 5, expireAt: '2026-11-24T09:30:00+08:00' })),
      'PARAM_ERROR',
    );
  });

  it('tells its success on the published schedule until it is heard, each time freshly signed', async () => {
    const { client, clock, notices } = bench;
    const answers = [
      new Response('', { status: 500 }),
      Response.json({ code: 'FAIL' }),
      new Response('SUCCESS'),
      Response.json({ code: 'SUCCESS' }, { status: 202 }),
    ];
    bench.answer = () => answers.shift() ?? Response.json({ code: 'SUCCESS' });
    await client.order('A1');
    await bench.pay('A1');
    await clock.advance(DAY_MS);
    const gaps = harbourProfile.numbers.noticeGaps.value;
    const times = [0, ...gaps.slice(0, 4).map((_, i) => gaps.slice(0, i + 1).reduce((sum, gap) => sum + gap, 0))];
    assert.deepEqual(
      notices.map(({ at }) => at - START),
      times,
    );
    assert.ok(notices.every(({ signature, label }) => signature === 'valid' && label === 'harbour-sim-profile/0'));
    assert.equal(new Set(notices.map(({ body }) => body['noticeId'])).size, 1);
    const told = notices[0]?.body ?? {};
    assert.deepEqual([told['event'], told['state'], told['appId']], ['ORDER.SUCCESS', 'SUCCESS', client.kit.appId]);
    // Of the payer a number with stars, and neither name nor phone (EC-12).
    assert.doesNotMatch(JSON.stringify(told), /li-na/);
  });

  it('gives up after the last of the gaps', async () => {
    const { client, clock, notices } = bench;
    bench.answer = () => new Response('', { status: 500 });
    await client.order('A1');
    await bench.pay('A1');
    await clock.advance(3 * DAY_MS);
    assert.equal(notices.length, 1 + harbourProfile.numbers.noticeGaps.value.length);
  });

  it('outlives a crash with the signature of whoever asked', async () => {
    const { client, provider } = bench;
    await client.order('A1');
    await client.order('A2');
    await bench.pay('A1');
    await client.refund('A1', 'R1', 100);
    await provider.crash();
    assert.deepEqual([bench.trade('A1')?.status, bench.trade('A2')?.status], ['paid', 'open']);
    assert.ok(provider.book.trades().every((trade) => provider.proves(trade)));
    await bench.clock.advance(MINUTE_MS);
    assert.equal((await client.queryRefund('R1')).body['state'], 'SUCCESS');
    assert.equal(provider.ledger.balance(`payee:${client.payee}`), 12_750n);
    const [trade] = provider.book.trades();
    assert.ok(trade?.proof);
    assert.equal(provider.proves({ ...trade, proof: { ...trade.proof, key: `${client.kit.appId} ffff` } }), false);
    assert.equal(provider.proves({ ...trade, proof: undefined }), false);
  });
});

describe('a refund of a profile', () => {
  let bench: SimBench<SimProvider>;
  beforeEach(async () => {
    bench = await openSimBench(harbour);
    await bench.client.order('A1');
    await bench.pay('A1');
    await bench.clock.settle();
    bench.notices.length = 0;
  });

  it('is accepted first, then done, told, and its number moves money once', async () => {
    const { client, clock, provider, notices } = bench;
    assert.equal((await client.refund('A1', 'R1', 2_850)).body['state'], 'PROCESSING');
    assert.equal((await client.refund('A1', 'R1', 2_850)).body['state'], 'PROCESSING');
    await clock.advance(MINUTE_MS);
    const done = (await client.queryRefund('R1')).body;
    assert.deepEqual([done['state'], done['amount'], done['totalAmount']], ['SUCCESS', 2_850, 12_850]);
    assert.equal((await client.refund('A1', 'R1', 2_850)).body['state'], 'SUCCESS');
    assert.equal(provider.ledger.balance(`payee:${client.payee}`), 10_000n);
    assert.deepEqual(
      notices.map(({ body }) => body['event']),
      ['REFUND.SUCCESS'],
    );
    assert.equal((await client.query('A1')).body['refundedAmount'], 2_850);
    assert.equal((await client.query('A1')).body['state'], 'SUCCESS');
  });

  it('is refused where it is another, too much, too soon, too many, too late, or of nothing paid', async () => {
    const { client, clock } = bench;
    assert.equal(codeOf(await client.refund('nothing', 'R1', 1)), 'NOT_FOUND');
    assert.equal(codeOf(await client.queryRefund('R1')), 'NOT_FOUND');
    assert.equal(codeOf(await client.refund('A1', 'R1', 12_851)), 'REFUND_EXCEEDS');
    assert.equal(codeOf(await client.refund('A1', 'R1', 12_000)), 'SUCCESS');
    assert.equal(codeOf(await client.refund('A1', 'R1', 11_999)), 'DUPLICATE');
    assert.equal(codeOf(await client.refund('A1', 'R2', 1)), 'REFUND_TOO_SOON');
    await client.order('A2');
    assert.equal(codeOf(await client.refund('A2', 'R2', 1)), 'NOT_PAID');
    await bench.pay('A2');
    // A refund number names one refund of the account, whichever order it is of.
    assert.equal(codeOf(await client.refund('A2', 'R1', 12_000)), 'DUPLICATE');
    await clock.advance(SECOND_MS);
    assert.equal(codeOf(await client.refund('A1', 'R2', 851)), 'REFUND_EXCEEDS');
    assert.equal(codeOf(await client.refund('A1', 'R2', 800)), 'SUCCESS');
    await clock.advance(SECOND_MS);
    assert.equal(codeOf(await client.refund('A1', 'R3', 49)), 'SUCCESS');
    await clock.advance(SECOND_MS);
    assert.equal(codeOf(await client.refund('A1', 'R4', 1)), 'REFUND_TOO_MANY');
    await clock.advance(harbourProfile.numbers.refundWindow.value);
    assert.equal(codeOf(await client.refund('A2', 'R5', 1)), 'REFUND_OVERDUE');
  });
});

describe('keys and files of a profile', () => {
  let bench: SimBench<SimProvider>;
  before(async () => {
    bench = await openSimBench(harbour);
  });

  it('a new key is published and endorsed before it signs', async () => {
    const { client, provider } = bench;
    const [first] = provider.signers.all();
    await provider.rotateKeys(false);
    assert.equal(provider.signers.active().key, first?.key);
    await provider.rotateKeys(true);
    assert.notEqual(provider.signers.active().key, first?.key);
    const { keys } = (await client.call('GET', '/v0/keys')).body as { keys: Array<Record<string, string>> };
    assert.deepEqual(
      keys.map(({ endorsedBy }) => endorsedBy),
      [undefined, first?.key],
    );
  });

  it('the files of a day are there at their time, one for each account, without a fee of any payer (EC-11)', async () => {
    const { client, other, clock, provider } = bench;
    await client.order('F1', { summary: 'a,b "c"' });
    await bench.pay('F1');
    await client.refund('F1', 'R1', 50);
    await other.order('F9');
    const list = () => client.call('GET', '/v0/recon?date=2026-11-24');
    assert.equal(codeOf(await list()), 'PARAM_ERROR');
    await clock.advanceTo(Date.parse('2026-11-25T08:59:59+08:00'));
    assert.equal(codeOf(await list()), 'RECON_NOT_READY');
    await clock.advance(SECOND_MS);
    const { files } = (await list()).body as { files: Array<{ path: string; rows: number; merchantId: string }> };
    assert.deepEqual(
      files.map(({ rows, merchantId }) => [rows, merchantId]),
      [[2, client.payee]],
    );
    const response = await provider.fetch(client.request('GET', files[0]?.path ?? '', ''));
    const [header, ...rows] = (await response.text()).trimEnd().split('\r\n');
    assert.equal(header, 'outTradeNo,serialNo,payerInstitution,amount,refundOf,countedAt,finishedAt,state');
    assert.match(
      rows[0] ?? '',
      /^F1,\d{28},harbour,12850,,2026-11-24T09:00:00\+08:00,2026-11-24T09:00:00\+08:00,SUCCESS$/,
    );
    assert.match(rows[1] ?? '', /^R1,\d{28},harbour,50,F1,/);
    const stranger = await other.call('GET', files[0]?.path ?? '');
    assert.equal(codeOf(stranger), 'NOT_FOUND');
    await clock.advance(11 * MINUTE_MS);
    assert.equal(codeOf(await client.call('GET', files[0]?.path ?? '')), 'NOT_FOUND');
    provider.closeDay('2026-11-25');
    assert.deepEqual((await client.call('GET', '/v0/recon?date=2026-11-25')).body['files'], []);
    await clock.advance(6 * 366 * DAY_MS + HOUR_MS);
    assert.equal(codeOf(await list()), 'RECON_TOO_OLD');
    assert.deepEqual(bench.troubles, []);
  });
});
