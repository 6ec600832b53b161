/** The two charsets that the gateway takes (sheet 1.3). */
export type Charset = 'utf-8' | 'gbk';

/** The charset that a request names, in any case; undefined when the gateway has no such charset. */
export function charsetNamed(name: string | undefined): Charset | undefined {
  const lower = name?.toLowerCase();
  return lower === 'utf-8' || lower === 'gbk' ? lower : undefined;
}

const decoders = { 'utf-8': new TextDecoder('utf-8', { ignoreBOM: true }), gbk: new TextDecoder('gbk') };

export function decodeText(bytes: Uint8Array, charset: Charset): string {
  return decoders[charset].decode(bytes);
}

let gbkCodes: Map<string, number> | undefined;

/** The platform decodes GBK but does not encode it, so the table is read off its decoder, one pair of bytes a line. */
function gbkTable(): Map<string, number> {
  if (gbkCodes) return gbkCodes;
  const codes: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) codes.push((lead << 8) | trail);
  }
  const bytes = Buffer.from(codes.flatMap((code) => [code >> 8, code & 0xff, 0x0a]));
  gbkCodes = new Map();
  for (const [i, text] of decoders.gbk.decode(bytes).split('\n').entries()) {
    const code = codes[i];
    if (code !== undefined && text.length === 1 && text !== '\uFFFD' && !gbkCodes.has(text)) gbkCodes.set(text, code);
  }
  return gbkCodes;
}

/** Encodes text; a character that GBK lacks becomes a question mark. */
export function encodeText(text: string, charset: Charset): Uint8Array {
  if (charset === 'utf-8') return Buffer.from(text);
  const table = gbkTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = table.get(character);
    if (character.charCodeAt(0) < 0x80) bytes.push(character.charCodeAt(0));
    else if (code === undefined) bytes.push(0x3f);
    else bytes.push(code >> 8, code & 0xff);
  }
  return Buffer.from(bytes);
}

const HEX_PAIR = /%([0-9a-f]{2})/gi;

function decodeComponent(component: string): Buffer {
  const raw = component
    .replaceAll('+', ' ')
    .replace(HEX_PAIR, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(raw, 'latin1');
}

/** One name and value of a form: the bytes behind the percent signs, in whatever charset they are. */
export interface FormPair {
  /** One character for each byte, so that equal names are equal bytes and sort as bytes do. */
  readonly name: string;
  readonly value: Uint8Array;
}

/** Splits a query or a form body into its pairs, decoded once. */
export function formPairs(encoded: Uint8Array): FormPair[] {
  const parts = Buffer.from(encoded).toString('latin1').split('&');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const split = part.indexOf('=');
      const [name, value] = split < 0 ? [part, ''] : [part.slice(0, split), part.slice(split + 1)];
      return { name: decodeComponent(name).toString('latin1'), value: decodeComponent(value) };
    });
}

const PLAIN = /[0-9A-Za-z*._-]/;

function encodeComponent(text: string, charset: Charset): string {
  let encoded = '';
  for (const byte of encodeText(text, charset)) {
    const character = String.fromCharCode(byte);
    if (PLAIN.test(character)) encoded += character;
    else if (character === ' ') encoded += '+';
    else encoded += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Writes a form in a charset, as a notice or the address of a return carries it. */
export function formText(pairs: Iterable<readonly [string, string]>, charset: Charset): string {
  return [...pairs].map((pair) => pair.map((part) => encodeComponent(part, charset)).join('=')).join('&');
}
