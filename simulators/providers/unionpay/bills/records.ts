import { compactDateTime, type Millis } from '../../../kernel/time';
import { encodeText } from '../../charset';

/** The byte widths of a line's fields; one separator byte stands after each (sheet 10). */
export const ZM_WIDTHS = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
  8, 32, 13, 13, 12, 2, 1, 32, 98,
] as const;
export const ZME_WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13, 15, 15, 1, 12, 2, 135] as const;

const SEPARATOR = 0x20;
const LINE_END = Buffer.from('\r\n');

/** A text in exactly so many bytes of GBK: cut between characters, filled with spaces. */
export function fitted(text: string, width: number): Uint8Array {
  const field = Buffer.alloc(width, 0x20);
  let size = 0;
  for (const character of text) {
    const bytes = encodeText(character, 'gbk');
    if (size + bytes.length > width) break;
    field.set(bytes, size);
    size += bytes.length;
  }
  return field;
}

/** One line: each field in its width, each followed by the separator. */
export function record(widths: readonly number[], texts: readonly string[]): Uint8Array {
  const pieces = widths.flatMap((width, i) => [fitted(texts[i] ?? '', width), Uint8Array.of(SEPARATOR)]);
  return Buffer.concat([...pieces, LINE_END]);
}

/** Twelve digits of fen. */
export const n12 = (amountFen: number): string => String(amountFen).padStart(12, '0');

/** Who gets it, in one letter: C credits the merchant, D debits him; then twelve digits (sheet 10). */
export const signedN12 = (amountFen: number): string => `${amountFen < 0 ? 'D' : 'C'}${n12(Math.abs(amountFen))}`;

/** MMDDhhmmss in Beijing. */
export const shortTime = (at: Millis): string => compactDateTime(at).slice(4);
