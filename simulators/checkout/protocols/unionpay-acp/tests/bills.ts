import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import { BILL_LIMIT_BYTES, Unusable } from '../../bill-file/unusable';
import { readBill } from '../bills';

const DAY = '2026-11-24';
const MER_ID = '777290058000001';
const NAME = `${MER_ID}_20261124.zip`;

/** Where each column of the sheet begins and how wide it is, written down apart from the reader. */
const PLACES: Readonly<Record<number, readonly [number, number]>> = {
  5: [35, 10],
  7: [66, 12],
  10: [87, 21],
  12: [112, 32],
  16: [166, 13],
  17: [180, 13],
  20: [215, 2],
  27: [271, 21],
  28: [293, 15],
  41: [476, 32],
};
const LINE_BYTES = 608;

const PAYMENT: Readonly<Record<number, string>> = {
  5: '1124090000',
  7: '000000012850',
  10: '1'.repeat(21),
  12: 'ORDER00001',
  16: 'D000000000077',
  17: 'C000000012773',
  20: '01',
  28: MER_ID,
};
const REFUND: Readonly<Record<number, string>> = {
  ...PAYMENT,
  7: '000000002850',
  10: '2'.repeat(21),
  12: 'REFUND00001',
  16: 'C000000000000',
  17: 'D000000002850',
  20: '04',
  27: '1'.repeat(21),
  41: 'ORDER00001',
};

function line(cells: Readonly<Record<number, string>>): Buffer {
  const bytes = Buffer.alloc(LINE_BYTES, 0x20);
  // Somebody else's text, in GBK, where nobody reads it.
  bytes.set([0xb2, 0xe8], 400);
  for (const [column, text] of Object.entries(cells)) {
    const [start, width] = PLACES[Number(column)] ?? [0, 0];
    bytes.write(text.padEnd(width), start, 'latin1');
  }
  return Buffer.concat([bytes, Buffer.from('\r\n')]);
}

function content(files: Readonly<Record<string, Buffer>>): string {
  const zip = new AdmZip();
  for (const [name, bytes] of Object.entries(files)) zip.addFile(name, bytes);
  return deflateSync(zip.toBuffer()).toString('base64');
}

const ORDINARY = `INN26112488ZM_${MER_ID}`;
const file = (...rows: Array<Readonly<Record<number, string>>>) =>
  content({ [ORDINARY]: Buffer.concat(rows.map(line)), [`INN26112488ZME_${MER_ID}`]: Buffer.alloc(0) });

const refuses = (why: string, name: string, packed: string) =>
  assert.throws(
    () => readBill(name, packed, MER_ID, DAY),
    (error) => error instanceof Unusable && error.why === why,
    why,
  );

describe('UnionPay for the checkout: files of clearing days', () => {
  it('are read whole: payments, refunds, fees, times without a year', () => {
    const at = Date.parse('2026-11-24T09:00:00+08:00');
    const shared = { feeFen: 0, at, state: 'done', payee: MER_ID };
    const payment = {
      ...shared,
      kind: 'payment',
      paymentNo: 'ORDER00001',
      tradeNo: '1'.repeat(21),
      amountFen: 12_850,
      feeFen: 77,
    };
    const numbers = {
      paymentNo: 'ORDER00001',
      refundNo: 'REFUND00001',
      tradeNo: '1'.repeat(21),
      tradeRefundNo: '2'.repeat(21),
    };
    assert.deepEqual(readBill(NAME, file(PAYMENT, REFUND), MER_ID, DAY), [
      payment,
      { ...shared, kind: 'refund', ...numbers, amountFen: 2_850 },
    ]);
    assert.deepEqual(readBill(NAME, file(), MER_ID, DAY), []);
    const turn = readBill(`${MER_ID}_20270101.zip`, file({ ...PAYMENT, 5: '1231233000' }), MER_ID, '2027-01-01');
    assert.equal(turn[0]?.at, Date.parse('2026-12-31T23:30:00+08:00'));
  });

  it('are refused as a whole when one row is not as it must be', () => {
    const bad: ReadonlyArray<readonly [string, Readonly<Record<number, string>>]> = [
      ['strange-row', { 7: '00000001285x' }],
      ['strange-row', { 16: 'X000000000077' }],
      ['strange-row', { 20: '88' }],
      ['strange-row', { 5: '1399000000' }],
      ['sums-differ', { 17: 'C000000012850' }],
      ['sums-differ', { 20: '04' }],
      ['another-account', { 28: '777290058000002' }],
      ['another-day', { 5: '1124230000' }],
      ['another-day', { 5: '1123225959' }],
    ];
    for (const [why, change] of bad) refuses(why, NAME, file(PAYMENT, { ...PAYMENT, ...change }));
  });

  it('are refused when they are of another day or account, cut, no archive, or too large', () => {
    refuses('another-day', `${MER_ID}_20261125.zip`, file(PAYMENT));
    refuses('another-account', `777290058000002_20261124.zip`, file(PAYMENT));
    refuses('another-account', '../../etc/passwd', file(PAYMENT));
    refuses('truncated', NAME, content({ [ORDINARY]: line(PAYMENT).subarray(0, -2) }));
    refuses('strange-row', NAME, content({ [ORDINARY]: line(PAYMENT).subarray(1) }));
    refuses(
      'strange-row',
      NAME,
      content({ [ORDINARY]: line(PAYMENT), [`INN26112488ZME_${MER_ID}`]: Buffer.from('x') }),
    );
    refuses('not-an-archive', NAME, content({ other: line(PAYMENT) }));
    refuses('not-an-archive', NAME, '');
    refuses('not-an-archive', NAME, 'not base64!');
    refuses('not-an-archive', NAME, Buffer.from('no deflated bytes').toString('base64'));
    refuses('not-an-archive', NAME, file(PAYMENT).slice(0, 100));
    refuses('too-large', NAME, deflateSync(Buffer.alloc(BILL_LIMIT_BYTES + 1)).toString('base64'));
    refuses('too-large', NAME, content({ [ORDINARY]: Buffer.alloc(BILL_LIMIT_BYTES + 1) }));
    const strange = line(PAYMENT);
    strange.set([0xff, 0xff], 112);
    refuses('strange-encoding', NAME, content({ [ORDINARY]: strange }));
  });
});
