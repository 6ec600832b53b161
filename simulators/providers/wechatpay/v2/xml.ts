import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** The members of a v2 message: one level of texts (sheet 1.3). */
export type Members = Readonly<Record<string, string>>;

/** The largest documented member has 6,000 characters; longer messages are refused before anybody parses them. */
const MOST_BYTES = 64 * 1024;

const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;
/** Document types, which could define entities, and whatever else begins so, comments apart. */
const DECLARATION = /<!(?!--)/;
/** An ampersand that begins none of the entities that XML itself has. */
const FOREIGN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;

// Whole numbers of characters are decoded with the set that also has HTML's names; those were refused before.
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
});

const builder = new XMLBuilder({ cdataPropName: 'text', format: false });

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return XMLValidator.validate(text) === true ? parser.parse(text) : {};
  } catch {
    return {};
  }
}

/**
 * Reads a v2 message; undefined for anything but one `xml` element with texts in it: other roots, nested or repeated
 * elements, document types, foreign entities, more than 64 KiB.
 */
export function readXml(bytes: Uint8Array): Members | undefined {
  const text = bytes.length > MOST_BYTES ? undefined : textOf(bytes);
  if (text === undefined) return undefined;
  const marked = text.replace(CDATA, '');
  if (DECLARATION.test(marked) || FOREIGN_ENTITY.test(marked)) return undefined;
  const root = parsed(text)['xml'];
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return undefined;
  const { '#text': between = '', ...members } = root as Record<string, unknown>;
  if (String(between).trim() !== '') return undefined;
  return Object.values(members).every((value) => typeof value === 'string') ? (members as Members) : undefined;
}

/** Writes a v2 message as the gateway does, each text as it is. */
export function writeXml(members: Members): string {
  const entries = Object.entries(members).map(([name, text]) => [name, { text }]);
  return builder.build({ xml: Object.fromEntries(entries) });
}
