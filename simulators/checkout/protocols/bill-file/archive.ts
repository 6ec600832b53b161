import { crc32, inflateRawSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import { BILL_LIMIT_BYTES, expect, Unusable } from './unusable';

const MOST_FILES = 16;
const STORED = 0;
const DEFLATED = 8;

/** Names are in GBK although no flag says so. */
const GBK_NAMES = {
  efs: false,
  encode: (text: string) => Buffer.from(text),
  decode: (bytes: Uint8Array) => new TextDecoder('gb18030').decode(bytes),
};

type Entry = ReturnType<AdmZip['getEntries']>[number];

function directory(bytes: Uint8Array): Entry[] {
  try {
    return new AdmZip(Buffer.from(bytes), { decoder: GBK_NAMES }).getEntries();
  } catch (error) {
    throw new Unusable('not-an-archive', error instanceof Error ? error.message : String(error));
  }
}

function inflated(entry: Entry): Buffer {
  const { method, size } = entry.header;
  expect(size <= BILL_LIMIT_BYTES, 'too-large', `${entry.entryName} says ${size} bytes`);
  expect(method === STORED || method === DEFLATED, 'not-an-archive', `compression ${method}`);
  try {
    const packed = entry.getCompressedData();
    if (method === STORED) return packed;
    // What a header says of a size is not believed: inflation stops at the limit by itself.
    return packed.length === 0 ? packed : inflateRawSync(packed, { maxOutputLength: BILL_LIMIT_BYTES });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw new Unusable(tooLarge ? 'too-large' : 'truncated', `${entry.entryName} cannot be inflated`);
  }
}

/** The files of an archive by name; each is whole, by the size and the checksum that the archive has of it. */
export function filesOfArchive(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const entries = directory(bytes);
  expect(entries.length <= MOST_FILES, 'too-large', `${entries.length} files in one archive`);
  const files = new Map<string, Uint8Array>();
  let left = BILL_LIMIT_BYTES;
  for (const entry of entries) {
    const content = inflated(entry);
    left -= content.length;
    expect(left >= 0, 'too-large', 'the files of the archive together');
    const whole = content.length === entry.header.size && crc32(content) === entry.header.crc >>> 0;
    expect(whole, 'truncated', `${entry.entryName} does not fit its checksum`);
    files.set(entry.entryName, content);
  }
  return files;
}
