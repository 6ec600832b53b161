import type { Incoming } from '../../network/message';
import { type Charset, decodeText, formPairs } from '../charset';

/** `characterSet` of a message: 00 GBK, 01 GB2312, which GBK contains, 02 UTF-8 (sheet B1). */
export const charsetOf = (characterSet: string | undefined): Charset =>
  characterSet === '00' || characterSet === '01' ? 'gbk' : 'utf-8';

/** The fields of a message as they were sent. */
export interface Sent {
  readonly values: Readonly<Record<string, string>>;
  readonly charset: Charset;
  /** A field that stands there more than once; which of them was meant nobody can say. */
  readonly repeated?: string;
}

/**
 * Reads a form in the charset that it names itself.
 * @param fallback The charset of forms that name none.
 */
export function readForm(encoded: Uint8Array, fallback: Charset = 'utf-8'): Sent {
  const pairs = formPairs(encoded);
  const named = pairs.find(({ name }) => name === 'characterSet');
  const charset = named ? charsetOf(Buffer.from(named.value).toString('latin1')) : fallback;
  const names = pairs.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  const values = Object.fromEntries(pairs.map(({ name, value }) => [name, decodeText(value, charset)]));
  return { values, charset, ...(repeated === undefined ? {} : { repeated }) };
}

const read = new WeakMap<Incoming, Sent>();

/** The fields of a request: a form, or, where it comes by GET as one platform's code has it, the query. Read once for all who ask. */
export function sentIn(message: Incoming): Sent {
  const known = read.get(message);
  if (known) return known;
  const query = message.target.split('?')[1] ?? '';
  const sent = readForm(message.method === 'GET' ? Buffer.from(query, 'latin1') : message.body);
  read.set(message, sent);
  return sent;
}
