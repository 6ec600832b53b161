import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import AdmZip from 'adm-zip';
import fc from 'fast-check';
import { countOfBill, fenOfBill, timeOfBill, total, totalOfBill } from './amounts';
import { filesOfArchive } from './archive';
import { boundedBody } from './fetching';
import { quotedCells, TableRow } from './table';
import { strictText } from './text';
import { BILL_LIMIT_BYTES, Unusable } from './unusable';

const refuses = (why: string, work: () => unknown) =>
  assert.throws(work, (error) => error instanceof Unusable && error.why === why, why);

describe('amounts of bills', () => {
  it('are read exactly, in whole fen', () => {
    const read = [
      ['128.50', 12_850],
      ['0.01000', 1],
      ['-0.01', -1],
      ['-0.00', 0],
      ['7', 700],
      ['0.1', 10],
    ] as const;
    for (const [text, fen] of read) assert.equal(fenOfBill(text), fen, text);
    for (const bad of ['', '0.005', '1e2', '１', '1,000.00', '--1', '99999999999999999', '.5', '1.'])
      refuses('strange-row', () => fenOfBill(bad));
    assert.equal(totalOfBill('99999999999999999999.99'), 9_999_999_999_999_999_999_999n);
    assert.equal(total([2 ** 53 - 1, 2 ** 53 - 1]), 18_014_398_509_481_982n);
    assert.equal(countOfBill('45.0'), 45);
    for (const bad of ['', '45.5', '-1', 'many']) refuses('sums-differ', () => countOfBill(bad));
    assert.equal(timeOfBill('2026-11-24 09:00:00'), Date.parse('2026-11-24T09:00:00+08:00'));
    for (const bad of ['2026-02-30 00:00:00', '2026-11-24', '']) refuses('strange-row', () => timeOfBill(bad));
  });
});

describe('lines of bills', () => {
  it('are cut at commas, but not within quotation marks', () => {
    assert.deepEqual(quotedCells('a\t,"b,""c""",,"d"\t,e'), ['a\t', 'b,"c"', '', 'd\t', 'e']);
    refuses('strange-row', () => quotedCells('a,"b'));
    refuses('strange-row', () => quotedCells('a,"b"c'));
  });

  it('come back as they were written, whatever a merchant writes', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\t]/.test(text));
    const written = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        assert.deepEqual(quotedCells(cells.map(written).join(',')), cells);
      }),
      { seed: 20261124 },
    );
  });

  it('have their cells under the names of their columns', () => {
    assert.equal(new TableRow(['a', 'b'], ['1', '2']).at('b'), '2');
    refuses('strange-row', () => new TableRow(['a', 'b'], ['1']));
    refuses('strange-columns', () => new TableRow(['a'], ['1']).at('b'));
  });
});

describe('encodings of bills', () => {
  it('are read strictly', () => {
    assert.equal(strictText(Buffer.from('茶'), 'utf-8'), '茶');
    assert.equal(strictText(Uint8Array.of(0xb2, 0xe8), 'gb18030'), '茶');
    refuses('strange-encoding', () => strictText(Uint8Array.of(0xff, 0xfe), 'utf-8'));
    refuses('strange-encoding', () => strictText(Uint8Array.of(0xb2), 'gb18030'));
    refuses('strange-encoding', () => strictText(Uint8Array.of(0xff, 0xff), 'gb18030'));
  });
});

describe('archives of bills', () => {
  const packed = (files: Readonly<Record<string, Buffer>>) => {
    const zip = new AdmZip();
    for (const [name, content] of Object.entries(files)) zip.addFile(name, content);
    return zip.toBuffer();
  };

  it('give their files by name', () => {
    const files = filesOfArchive(packed({ 'a.csv': Buffer.from('one'), 'b.csv': Buffer.alloc(0) }));
    assert.deepEqual([...files.keys()], ['a.csv', 'b.csv']);
    assert.equal(Buffer.from(files.get('a.csv') ?? []).toString(), 'one');
  });

  it('are refused when they unpack to more than a bill can be, whatever they say of themselves', () => {
    const bomb = packed({ 'a.csv': Buffer.alloc(BILL_LIMIT_BYTES + 1) });
    refuses('too-large', () => filesOfArchive(bomb));
    // The directory of the archive is made to say that the file is small.
    const lying = Buffer.from(bomb);
    const entry = lying.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    lying.writeUInt32LE(10, entry + 24);
    refuses('too-large', () => filesOfArchive(lying));
    const together = Buffer.alloc(BILL_LIMIT_BYTES / 2 + 1);
    refuses('too-large', () => filesOfArchive(packed({ a: together, b: together })));
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`f${i}`, Buffer.from('x')]));
    refuses('too-large', () => filesOfArchive(packed(many)));
  });

  it('are refused when they are cut, damaged, or none', () => {
    const whole = packed({ 'a.csv': Buffer.from('one'.repeat(1_000)) });
    for (const bad of [Buffer.alloc(0), Buffer.from('no archive'), whole.subarray(0, whole.length - 8)])
      refuses('not-an-archive', () => filesOfArchive(bad));
    for (let i = 0; i < whole.length; i += 1) {
      const damaged = Buffer.from(whole);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      try {
        const files = filesOfArchive(damaged);
        const same = Buffer.from([...files.values()][0] ?? []).toString();
        assert.ok(same === 'one'.repeat(1_000) || files.size === 0, `byte ${i}`);
      } catch (error) {
        assert.ok(error instanceof Unusable, `byte ${i}: ${error}`);
      }
    }
  });
});

describe('the way of a bill', () => {
  it('is left when more comes than a bill can be', async () => {
    assert.equal((await boundedBody(new Response('abc'))).length, 3);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    await assert.rejects(boundedBody(new Response(endless)), (error) => error instanceof Unusable);
    assert.ok(sent < 70, `${sent} MiB were read`);
  });
});
