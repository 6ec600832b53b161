import type { Incoming } from '../../network/message';
import { type Charset, charsetNamed, decodeText, formPairs } from '../charset';

/** The fields of a message as they were sent. */
export interface Sent {
  readonly values: Readonly<Record<string, string>>;
  readonly charset: Charset;
  /** A field that stands there more than once; which of them was meant nobody can say. */
  readonly repeated?: string;
}

/** Reads a form in the charset that its address names, or it itself; UTF-8 where neither does. */
export function readForm(encoded: Uint8Array, named?: string): Sent {
  const pairs = formPairs(encoded);
  const own = pairs.find(({ name }) => name === 'charSet');
  const charset = charsetNamed(named ?? (own && Buffer.from(own.value).toString('latin1'))) ?? 'utf-8';
  const names = pairs.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  const values = Object.fromEntries(pairs.map(({ name, value }) => [name, decodeText(value, charset)]));
  return { values, charset, ...(repeated === undefined ? {} : { repeated }) };
}

const read = new WeakMap<Incoming, Sent>();

/** The fields of a request; `reqCharSet` in its address says how to read them (sheet C1). Read once for all who ask. */
export function sentIn(message: Incoming): Sent {
  const known = read.get(message);
  if (known) return known;
  const named = new URLSearchParams(message.target.split('?')[1] ?? '').get('reqCharSet') ?? undefined;
  const sent = readForm(message.body, named);
  read.set(message, sent);
  return sent;
}
