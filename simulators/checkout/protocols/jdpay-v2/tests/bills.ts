import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Bench, head, MERCHANT, openBench } from './bench';

const HEADER = 'merchant,tradeNum,oTradeNum,tradeType,amount,fee,status,finishTime';
const PAID = `${MERCHANT},A1,,0,12850,77,2,20261124090000`;
const BACK = `${MERCHANT},R1,A1,1,100,0,1,20261124100000`;

describe('bills of JD Pay', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => bench.gateway.close());

  /** Serves a file, with what the signed answer says of it changed. */
  const bill = (lines: readonly string[], change: Readonly<Record<string, string>> = {}, end = '\n') => {
    const file = Buffer.from(lines.join('\n') + end);
    const told: Record<string, string> = {
      billDate: '20261124',
      rows: String(lines.length - 1),
      size: String(file.length),
      sha256: createHash('sha256').update(file).digest('hex'),
      url: 'https://paygate.jd.com/sim/recon/file?token=t',
      ...change,
    };
    const inner =
      head() +
      Object.entries(told)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('');
    bench.gateway.script('/sim/recon', { inner });
    bench.gateway.script('/sim/recon/file', { body: file });
    return bench.protocol.bill('2026-11-24');
  };

  it('are read whole, in neutral words', async () => {
    const result = await bill([HEADER, PAID, BACK]);
    assert.ok(result.kind === 'ready', JSON.stringify(result));
    assert.deepEqual(
      result.rows.map(({ kind, paymentNo, refundNo, amountFen, feeFen, payee }) => [
        kind,
        paymentNo,
        refundNo,
        amountFen,
        feeFen,
        payee,
      ]),
      [
        ['payment', 'A1', undefined, 12_850, 77, MERCHANT],
        ['refund', 'A1', 'R1', 100, 0, MERCHANT],
      ],
    );
    const empty = await bill([HEADER]);
    assert.deepEqual(empty, { kind: 'ready', rows: [] });
  });

  it('are not used in part', async () => {
    const wrong: ReadonlyArray<readonly [string, Parameters<typeof bill>]> = [
      ['hash-differs', [[HEADER, PAID], { sha256: 'a'.repeat(64) }]],
      ['another-day', [[HEADER, PAID], { billDate: '20261123' }]],
      ['another-day', [[HEADER, PAID.replace('20261124', '20261123')]]],
      ['sums-differ', [[HEADER, PAID], { rows: '2' }]],
      ['truncated', [[HEADER, PAID], {}, '']],
      ['strange-columns', [['merchant,tradeNum', `${MERCHANT},A1`]]],
      ['another-account', [[HEADER, PAID.replace(MERCHANT, '110000000002')]]],
      ['strange-row', [[HEADER, PAID.replace('12850', '128.50')]]],
      ['strange-row', [[HEADER, PAID.replace('12850', '-1')]]],
      ['strange-row', [[HEADER, PAID.replace(',2,', ',4,')]]],
      ['strange-row', [[HEADER, PAID.replace(',0,12850', ',9,12850')]]],
      ['strange-row', [[HEADER, `${PAID},x`]]],
      ['strange-row', [[HEADER, PAID.replace('20261124090000', '20261124990000')]]],
    ];
    for (const [why, given] of wrong) {
      const result = await bill(...given);
      assert.equal(result.kind === 'unusable' ? result.why : result.kind, why, JSON.stringify(given));
    }
  });

  it('are not there yet, refused, or unanswered', async () => {
    const kinds = { SIMR000001: 'not-yet', SIMR000002: 'refused' };
    for (const [code, kind] of Object.entries(kinds)) {
      bench.gateway.script('/sim/recon', { code });
      assert.equal((await bench.protocol.bill('2026-11-24')).kind, kind);
    }
    await bill([HEADER, PAID]);
    bench.gateway.script('/sim/recon/file', { body: '', status: 403 });
    assert.equal((await bench.protocol.bill('2026-11-24')).kind, 'unanswered');
    bench.gateway.script('/sim/recon', { inner: head(), key: null });
    assert.equal((await bench.protocol.bill('2026-11-24')).kind, 'unanswered');
  });
});
