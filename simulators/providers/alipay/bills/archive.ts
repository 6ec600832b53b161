import AdmZip from 'adm-zip';
import { compactDateTime, type Millis } from '../../../kernel/time';
import { decodeText, encodeText } from '../../charset';

/** A file of an archive. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Names in GBK without the flag that would say UTF-8: what real bills have and careless readers trip over (sheet 5). */
const gbkNames = {
  efs: false,
  encode: (text: string) => Buffer.from(encodeText(text, 'gbk')),
  decode: (bytes: Uint8Array) => decodeText(bytes, 'gbk'),
};

/** A time as archives write it, in Beijing: seven bits of year, then month, day, hour, minute and half seconds. */
function archiveTime(at: Millis): number {
  const text = compactDateTime(at);
  const part = (from: number, length = 2) => Number(text.slice(from, from + length));
  const day = ((part(0, 4) - 1980) << 9) | (part(4) << 5) | part(6);
  return (day * 0x10000 + ((part(8) << 11) | (part(10) << 5) | (part(12) >> 1))) >>> 0;
}

/** Packs files into a ZIP; the same files and time give the same bytes. */
export function archive(entries: readonly ArchiveEntry[], at: Millis): Uint8Array {
  const zip = new AdmZip({ noSort: true, decoder: gbkNames });
  for (const { name, content } of entries) {
    const entry = zip.addFile(name, Buffer.from(content));
    entry.header.timeval = archiveTime(at);
    entry.header.made = 20;
  }
  return zip.toBuffer();
}

/** The files of a bill's archive. */
export function unpacked(bytes: Uint8Array): ArchiveEntry[] {
  const zip = new AdmZip(Buffer.from(bytes), { decoder: gbkNames });
  return zip.getEntries().map((entry) => ({ name: entry.entryName, content: entry.getData() }));
}
