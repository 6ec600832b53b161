/** The charsets of forms and files of Chinese gateways. */
export type Charset = 'utf-8' | 'gbk';

/** The charset that a request names, in any case; undefined for any other. */
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

const [PERCENT, PLUS, SPACE, AMPERSAND, EQUALS] = [0x25, 0x2b, 0x20, 0x26, 0x3d] as const;

/** The value of each byte as a hexadecimal digit; NaN where it is none. */
const HEX_DIGIT = Array.from({ length: 256 }, (_, byte) => Number.parseInt(String.fromCharCode(byte), 16));
const hexDigit = (byte: number | undefined): number => HEX_DIGIT[byte ?? 0] ?? Number.NaN;

/** The bytes behind the percent signs, decoded once; a percent sign without two digits stands for itself. */
function decodeComponent(encoded: Uint8Array): Buffer {
  const decoded = Buffer.allocUnsafe(encoded.length);
  let size = 0;
  for (let i = 0; i < encoded.length; i += 1) {
    const byte = encoded[i] ?? 0;
    const escaped = byte === PERCENT ? hexDigit(encoded[i + 1]) * 16 + hexDigit(encoded[i + 2]) : Number.NaN;
    if (!Number.isNaN(escaped)) i += 2;
    decoded[size] = Number.isNaN(escaped) ? (byte === PLUS ? SPACE : byte) : escaped;
    size += 1;
  }
  return decoded.subarray(0, size);
}

/** One name and value of a form: the bytes behind the percent signs, in whatever charset they are. */
export interface FormPair {
  /** One character for each byte, so that equal names are equal bytes and sort as bytes do. */
  readonly name: string;
  readonly value: Uint8Array;
}

/** Splits a query or a form body into its pairs, decoded once. */
export function formPairs(encoded: Uint8Array): FormPair[] {
  const pairs: FormPair[] = [];
  for (let start = 0; start < encoded.length; ) {
    const next = encoded.indexOf(AMPERSAND, start);
    const part = encoded.subarray(start, next < 0 ? encoded.length : next);
    start += part.length + 1;
    if (part.length === 0) continue;
    const equals = part.indexOf(EQUALS);
    const split = equals < 0 ? part.length : equals;
    const name = decodeComponent(part.subarray(0, split)).toString('latin1');
    pairs.push({ name, value: decodeComponent(part.subarray(split + 1)) });
  }
  return pairs;
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
