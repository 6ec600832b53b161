import { createHmac, timingSafeEqual } from 'node:crypto';

/** The values of a message by name; what is missing counts as empty (requirement HB-01). */
export type Values = Readonly<Record<string, string | undefined>>;

/** The text that a message signs: values alone, one after another, in the message's fixed order (sheet B2). */
export const signedText = (values: Values, order: readonly string[]): string =>
  order.map((name) => values[name] ?? '').join('');

const hmacMd5 = (key: string, text: string): string => createHmac('md5', key).update(text, 'utf8').digest('hex');

/** The `hmac` of a text: twice, first with an empty key (sheet B2, requirement HB-02). */
export const hmacOf = (text: string, key: string): string => hmacMd5(key, hmacMd5('', text));

/** True when that is the `hmac` of the text under the key; small letters only, as it is written. */
export function fits(text: string, hmac: string, key: string): boolean {
  const expected = Buffer.from(hmacOf(text, key));
  const given = Buffer.from(hmac);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
