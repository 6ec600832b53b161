import { fault, type Read } from './objects';

/** One element of a consumer-presented code: a tag, and bytes in hexadecimal or the elements inside. */
export interface Element {
  /** In capital hexadecimal: `61`, `5F20`. */
  readonly tag: string;
  /** The value in capital hexadecimal, of templates too. */
  readonly hex: string;
  /** Present for templates. */
  readonly elements?: readonly Element[];
}

/** A consumer-presented EMVCo code, read (barcodes sheet §4). */
export interface ConsumerCode {
  /** One for each template 61. */
  readonly applications: ReadonlyArray<{ readonly aid: string; readonly label?: string }>;
  /** Everything, in order, the version element first. */
  readonly elements: readonly Element[];
}

/** Templates hold templates, but no code has more than a few layers. */
const DEEPEST = 4;
const VERSION = { tag: '85', hex: Buffer.from('CPV01').toString('hex').toUpperCase() };

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

interface Piece<T> {
  readonly value: T;
  readonly next: number;
}

/** A tag: one byte, or more where the low five bits of the first are all set. */
function tagAt(bytes: Uint8Array, start: number): Piece<string> | undefined {
  const first = bytes[start];
  if (first === undefined) return undefined;
  let end = start + 1;
  if ((first & 0x1f) === 0x1f) {
    while (((bytes[end] ?? 0) & 0x80) !== 0) end += 1;
    end += 1;
  }
  return end > bytes.length ? undefined : { value: hexOf(bytes.subarray(start, end)), next: end };
}

/** A length: one byte below 128, or 81/82 and one or two bytes. Indefinite lengths do not exist here. */
function lengthAt(bytes: Uint8Array, start: number): Piece<number> | undefined {
  const first = bytes[start];
  if (first === undefined) return undefined;
  if (first < 0x80) return { value: first, next: start + 1 };
  const count = first & 0x7f;
  const end = start + 1 + count;
  if (count === 0 || count > 2 || end > bytes.length) return undefined;
  return { value: Buffer.from(bytes).readUIntBE(start + 1, count), next: end };
}

const isTemplate = (tag: string) => (Number.parseInt(tag.slice(0, 2), 16) & 0x20) !== 0;

function readElements(bytes: Uint8Array, outer: string, depth: number): Read<readonly Element[]> {
  if (depth > DEEPEST) return fault('too-deep', outer, `${depth} layers`, `at most ${DEEPEST}`);
  const elements: Element[] = [];
  for (let i = 0; i < bytes.length; ) {
    const tag = tagAt(bytes, i);
    const at = `${outer === '' ? '' : `${outer}.`}${tag?.value ?? ''}`;
    const length = tag && lengthAt(bytes, tag.next);
    if (!tag || !length) return fault('truncated', at, 'the end of the code', 'a tag and a length');
    const end = length.next + length.value;
    if (end > bytes.length) {
      return fault('truncated', at, `${bytes.length - length.next} bytes`, `${length.value} bytes`);
    }
    const value = bytes.subarray(length.next, end);
    const inside = isTemplate(tag.value) ? readElements(value, at, depth + 1) : undefined;
    if (inside && !inside.ok) return inside;
    elements.push({ tag: tag.value, hex: hexOf(value), ...(inside ? { elements: inside.value } : {}) });
    i = end;
  }
  return { ok: true, value: elements };
}

const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The value of an element inside a template, as text. */
const textIn = (elements: readonly Element[] | undefined, tag: string) => {
  const found = elements?.find((element) => element.tag === tag);
  return found && Buffer.from(found.hex, 'hex').toString('utf8');
};

/** Reads a consumer-presented code. Refused: text that is not base64, another version, an element that is cut short. */
export function readConsumerCode(text: string): Read<ConsumerCode> {
  if (text === '' || !STRICT_BASE64.test(text)) return fault('not-base64', '', `"${text.slice(0, 16)}"`, 'base64');
  const bytes = Buffer.from(text, 'base64');
  const read = readElements(bytes, '', 1);
  if (!read.ok) return read;
  const [version] = read.value;
  if (version?.tag !== VERSION.tag || version.hex !== VERSION.hex) {
    return fault('version-wrong', version?.tag ?? '', version?.hex ?? 'nothing', '85 with "CPV01" in front');
  }
  const templates = read.value.filter(({ tag }) => tag === '61');
  const applications = templates.map(({ elements }) => ({
    aid: elements?.find(({ tag }) => tag === '4F')?.hex ?? '',
    label: textIn(elements, '50'),
  }));
  return { ok: true, value: { applications, elements: read.value } };
}
