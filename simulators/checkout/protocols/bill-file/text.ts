import { Unusable } from './unusable';

/** Reads text strictly: a byte that the encoding does not have makes the whole bill unusable. */
export function strictText(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Unusable('strange-encoding', `bytes that are not ${encoding}`);
  }
}
