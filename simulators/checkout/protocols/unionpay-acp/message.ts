/** The fields of a message by name. */
export type Fields = Readonly<Record<string, string>>;

/** Fields in the order of their names, without those that are empty and without the signature. */
function covered(fields: Fields): Array<[string, string]> {
  return Object.entries(fields)
    .filter(([name, value]) => name !== 'signature' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The text over which a message is signed: values as they are, not percent-encoded (sheet 5). */
export const signedText = (fields: Fields): string =>
  covered(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** Where the next field begins: an `&` that stands in no braces and no brackets. */
function nextBoundary(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth = Math.max(0, depth - 1);
    if (character === '&' && depth === 0) return at;
  }
  return text.length;
}

/**
 * Reads an answer: `name=value` joined by `&`, values not percent-encoded, so that they may hold `=`, `+`, line ends and,
 * within braces and brackets, `&` (sheet 2).
 * @throws Error when a part is no field, or a field is there twice.
 */
export function readAnswer(text: string): Fields {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const end = nextBoundary(text, at);
    const part = text.slice(at, end);
    const equals = part.indexOf('=');
    if (equals < 1) throw new Error(`an answer has a part that is no field: ${part.slice(0, 40)}`);
    const name = part.slice(0, equals);
    if (fields.has(name)) throw new Error(`an answer has the field ${name} twice`);
    fields.set(name, part.slice(equals + 1));
    at = end + 1;
  }
  return Object.fromEntries(fields);
}

/** Reads a notice, a form; undefined when a field is there twice. */
export function readForm(body: string): Fields | undefined {
  const pairs = [...new URLSearchParams(body)];
  const fields = Object.fromEntries(pairs);
  return Object.keys(fields).length === pairs.length ? fields : undefined;
}
