import { type Charset, charsetNamed, decodeText, encodeText, formPairs, formText } from '../charset';

/** The fields of a message by name. */
export type Fields = Readonly<Record<string, string>>;

/** A form as it arrived: its fields as text, and as the bytes over which its sender signed. */
export interface Form {
  readonly fields: Fields;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  readonly charset: Charset;
  /** Why the form is none: a repeated field, an encoding that nobody has. */
  readonly trouble?: string;
}

/** Reads a form body; `encoding` names the charset of its values (sheet 2). */
export function readForm(body: Uint8Array): Form {
  const pairs = formPairs(body);
  const bytes = new Map(pairs.map(({ name, value }) => [name, value]));
  const named = Buffer.from(bytes.get('encoding') ?? []).toString('latin1');
  const charset = charsetNamed(named) ?? 'utf-8';
  const fields = Object.fromEntries([...bytes].map(([name, value]) => [name, decodeText(value, charset)]));
  const repeated = pairs.find(({ name }, i) => pairs.findIndex((other) => other.name === name) < i);
  const unreadable = Object.entries(fields).find(([, value]) => value.includes('\uFFFD'));
  const trouble = repeated
    ? `${repeated.name} is repeated`
    : charsetNamed(named) === undefined
      ? 'encoding is unknown'
      : unreadable && `${unreadable[0]} is not in the encoding that was named`;
  return { fields, bytes, charset, ...(trouble === undefined ? {} : { trouble }) };
}

/** Names in the order of their bytes, with the values that are not empty (sheet 5). */
export const inOrder = (fields: Fields): Array<[string, string]> =>
  Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** `k=v&k=v`, values as they are: what is signed, and how answers are written (sheet 2, 5). */
export const rawText = (fields: Fields): string =>
  inOrder(fields)
    .map((pair) => pair.join('='))
    .join('&');

/** An answer's bytes; its values are not percent-encoded. */
export const rawBytes = (fields: Fields, charset: Charset): Uint8Array => encodeText(rawText(fields), charset);

const OPENING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * Reads `k=v&k=v` as clients do: cut at `&` outside of braces and brackets, then at the first `=` (sheet 2).
 * A part without `=` is no field and is left out.
 */
export function readRaw(text: string): Fields {
  const fields: Record<string, string> = {};
  for (const part of partsOf(text)) {
    const equals = part.indexOf('=');
    if (equals > 0) fields[part.slice(0, equals)] = part.slice(equals + 1);
  }
  return fields;
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] ?? '';
    const closing = OPENING[character];
    if (closing !== undefined) open.push(closing);
    else if (character === open.at(-1)) open.pop();
    else if (character === '&' && open.length === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** True for a value that comes back whole from an answer, whatever stands beside it. */
export function survives(value: string): boolean {
  const read = readRaw(`a=${value}&b=1`);
  return read['a'] === value && read['b'] === '1';
}

/** A form as notices carry it: percent-encoded, in the charset that `encoding` names (sheet 2). */
export const formBody = (fields: Fields): string =>
  formText(inOrder(fields), charsetNamed(fields['encoding']) ?? 'utf-8');
