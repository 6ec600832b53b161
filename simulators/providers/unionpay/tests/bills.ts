import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { fitted, ZM_WIDTHS, ZME_WIDTHS } from '../bills/records';
import { ask, type Bench, commonOf, openBench, paidOrder, queryIdOf, refundOf, type Values } from './bench';

/** Cuts a line as clients do: so many bytes, one more for the separator, each decoded as GBK. */
function cells(line: Uint8Array): string[] {
  const texts: string[] = [];
  let at = 0;
  for (const width of ZM_WIDTHS) {
    texts.push(new TextDecoder('gbk').decode(line.subarray(at, at + width)));
    at += width + 1;
  }
  assert.equal(at, line.length);
  return texts;
}

describe('UnionPay: files of clearing days', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const file = (own: Bench, settleDate: string, more: Values = {}) => {
    const { channelType: _, ...common } = commonOf(own);
    const wish = { ...common, bizType: '000000', txnType: '76', txnSubType: '01', fileType: '00', settleDate };
    return ask(own, 'file', { ...wish, ...more });
  };

  function linesOf(content: string): { readonly names: string[]; readonly rows: string[][] } {
    const zip = new AdmZip(inflateSync(Buffer.from(content, 'base64')));
    const entries = zip.getEntries().map((entry) => [entry.entryName, entry.getData()] as const);
    const [, ordinary = Buffer.alloc(0)] = entries.find(([name]) => name.slice(11).startsWith('ZM_')) ?? [];
    const text = ordinary.toString('latin1').split('\r\n').slice(0, -1);
    return { names: entries.map(([name]) => name), rows: text.map((line) => cells(Buffer.from(line, 'latin1'))) };
  }

  it('have the widths of the sheet (sheet 10)', () => {
    assert.deepEqual([ZM_WIDTHS.length, ZME_WIDTHS.length], [42, 22]);
    assert.deepEqual(Buffer.from(fitted('茶a', 3)), Buffer.from([0xb2, 0xe8, 0x61]));
    assert.deepEqual(Buffer.from(fitted('茶茶', 3)), Buffer.from([0xb2, 0xe8, 0x20]));
  });

  it('come the next morning, with the payments and refunds of the day from 23:00 to 23:00 (UP-14)', async () => {
    const order = await paidOrder(bench, { reqReserved: '会员一号' });
    const queryId = await queryIdOf(bench, order);
    const refund = refundOf(bench, queryId, '2850');
    await ask(bench, 'back', refund);
    await bench.clock.advance(MINUTE_MS);
    await bench.clock.advanceTo(Date.parse('2026-11-24T23:00:00+08:00'));
    const next = await paidOrder(bench);
    assert.equal((await file(bench, '1124'))['respCode'], '98');
    await bench.clock.advance(10 * HOUR_MS);
    const told = await file(bench, '1124');
    const { merId } = bench.kit.merchant;
    assert.deepEqual([told['respCode'], told['fileName']], ['00', `${merId}_20261124.zip`]);
    const { names, rows } = linesOf(told['fileContent'] ?? '');
    assert.deepEqual(names, [`INN26112488ZM_${merId}`, `INN26112488ZME_${merId}`]);
    const known = rows.map((row) => [5, 7, 10, 12, 16, 17, 20, 27, 28, 41].map((column) => row[column - 1]?.trim()));
    const refundId = (await queryOf(refund))['queryId'];
    const paid = ['1124090000', '000000012850', queryId, order['orderId'], 'D000000000077', 'C000000012773', '01', ''];
    const back = [
      '1124090100',
      '000000002850',
      refundId,
      refund['orderId'],
      'C000000000000',
      'D000000002850',
      '04',
      queryId,
    ];
    assert.deepEqual(known, [
      [...paid, merId, ''],
      [...back, merId, order['orderId']],
    ]);
    assert.equal(rows[0]?.[34]?.trim(), '会员一号');
    await bench.clock.advance(24 * HOUR_MS);
    const after = linesOf((await file(bench, '1125'))['fileContent'] ?? '');
    assert.deepEqual(
      after.rows.map((row) => row[11]?.trim()),
      [next['orderId']],
    );
  });

  const queryOf = ({ orderId = '', txnTime = '' }: Values) =>
    ask(bench, 'query', { ...commonOf(bench), bizType: '000000', txnType: '00', txnSubType: '00', orderId, txnTime });

  it('are the same bytes when they are asked for again, and empty on a day without payments', async () => {
    const own = await openBench();
    await paidOrder(own);
    own.provider.closeDay('2026-11-24');
    const [one, two] = [await file(own, '1124'), await file(own, '1124')];
    assert.equal(one['fileContent'], two['fileContent']);
    own.provider.closeDay('2026-11-20');
    assert.deepEqual(linesOf((await file(own, '1120'))['fileContent'] ?? '').rows, []);
    const other = await openBench({ emptyDay: '98' });
    other.provider.closeDay('2026-11-24');
    assert.equal((await file(other, '1124'))['respCode'], '98');
    assert.equal((await file(own, '1124', { fileType: '01' }))['respCode'], '98');
    assert.equal((await file(own, '0230'))['respCode'], '98');
    assert.equal((await file(own, '1340'))['respCode'], '10');
  });
});
