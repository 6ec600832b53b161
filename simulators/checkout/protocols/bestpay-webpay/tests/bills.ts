import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { BestPayWebpay } from '..';
import { MERCHANT, md5, OTHER, refusal, ScriptedGateway, textOf } from './gateway';

const DAY = '2026-11-24';
const LINES = [
  '#bestpay-sim-profile/0 reconciliation, not a file of BestPay',
  `#merchantId=${MERCHANT},billDate=20261124,writtenAt=2026-11-25 09:00:00`,
  'merchantId,type,orderNo,refundReqNo,ourTransNo,amountFen,feeFen,completedAt',
  `${OTHER},PAY,A1,,2026112400000000000001,12850,77,2026-11-24 09:00:00`,
  `${OTHER},REFUND,A1,R1,2026112400000000000002,50,0,2026-11-24 09:00:30`,
  '#payments=1,12850,refunds=1,50',
];
const FILE = `${LINES.join('\n')}\n`;

const changed = (line: number, text: string) => `${LINES.with(line, text).join('\n')}\n`;
const edited = (from: string, to: string) => FILE.replace(from, to);

const NAMES = ['merchantId', 'billDate', 'fileId', 'sha256'];

/** The signed answer that names a file. */
function naming(file: string, change: Readonly<Record<string, string>> = {}): object {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const values = { merchantId: MERCHANT, billDate: '20261124', fileId: 'F1', sha256, ...change };
  return { success: true, result: { ...values, sign: md5(textOf(values, NAMES)) }, errorCode: null, errorMsg: null };
}

describe('the adapter of BestPay: the file of a day', () => {
  const gateway = new ScriptedGateway();
  let adapter: BestPayWebpay;
  before(async () => {
    adapter = await gateway.open();
  });
  after(() => gateway.close());

  const bill = (file: string, answer: object = naming(file)) => {
    gateway.script(answer, file);
    return adapter.bill(DAY);
  };

  it('is read as a whole', async () => {
    const result = await bill(FILE);
    assert.ok(result.kind === 'ready');
    const [payment, refund] = result.rows;
    assert.deepEqual(
      [payment?.kind, payment?.paymentNo, payment?.amountFen, payment?.feeFen],
      ['payment', 'A1', 12850, 77],
    );
    assert.deepEqual([refund?.kind, refund?.refundNo, refund?.amountFen, refund?.payee], ['refund', 'R1', 50, OTHER]);
    const empty = `${[...LINES.slice(0, 3), '#payments=0,0,refunds=0,0'].join('\n')}\n`;
    assert.deepEqual(await bill(empty), { kind: 'ready', rows: [] });
  });

  it('is not used in part', async () => {
    const cases: ReadonlyArray<readonly [string, string]> = [
      ['strange-columns', changed(0, '#another-profile/1')],
      ['strange-columns', changed(2, 'a,b,c,d,e,f,g,h')],
      ['strange-columns', changed(1, '#merchantId=1')],
      ['another-account', edited(`#merchantId=${MERCHANT}`, `#merchantId=${OTHER}`)],
      ['another-day', edited('billDate=20261124', 'billDate=20261123')],
      ['another-day', edited('2026-11-24 09:00:30', '2026-11-25 00:00:00')],
      ['too-early', edited('writtenAt=2026-11-25', 'writtenAt=2026-11-24')],
      ['truncated', LINES.slice(0, 5).join('\n').concat('\n')],
      ['truncated', LINES.join('\n')],
      ['sums-differ', edited('payments=1,12850', 'payments=2,12850')],
      ['sums-differ', edited('payments=1,12850', 'payments=1,12851')],
      ['strange-row', edited(',12850,77,', ',128.50,77,')],
      ['strange-row', edited(',12850,77,', ',0,77,')],
      ['strange-row', edited(',PAY,', ',GIFT,')],
      ['strange-row', edited(',PAY,A1,,', ',PAY,A1,')],
      ['strange-row', edited('2026-11-24 09:00:00\n', '2026-11-24\n')],
    ];
    for (const [why, file] of cases) {
      const result = await bill(file);
      assert.equal(result.kind === 'unusable' && result.why, why, file);
    }
  });

  it('must have the digest that was signed', async () => {
    const result = await bill(edited('12850,77', '12851,77'), naming(FILE));
    assert.equal(result.kind === 'unusable' && result.why, 'hash-differs');
  });

  it('is not there yet, refused, or not known', async () => {
    assert.equal((await bill('', refusal('SIM0001'))).kind, 'not-yet');
    assert.equal((await bill('', refusal('SIM0002'))).kind, 'refused');
    const forged = naming(FILE) as { result: Record<string, string> };
    assert.equal((await bill(FILE, { ...forged, result: { ...forged.result, sign: 'x' } })).kind, 'unanswered');
    assert.equal((await bill(FILE, naming(FILE, { billDate: '20261123' }))).kind, 'unanswered');
    assert.equal((await bill(FILE, naming(FILE, { merchantId: OTHER }))).kind, 'unanswered');
    gateway.script(naming(FILE), 404);
    assert.equal((await adapter.bill(DAY)).kind, 'unanswered');
  });
});
