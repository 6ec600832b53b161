import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** The elements of a document by name: texts, elements with elements in them, or several of one name. */
export interface Elements {
  readonly [name: string]: string | Elements | ReadonlyArray<string | Elements>;
}

/** The texts of a document's first level. */
export type Members = Readonly<Record<string, string>>;

/** Marks attributes, of which this protocol has none. */
const ATTRIBUTE = '@';

/** The declaration in all of its spellings; nothing else that begins like it may stand in a document (sheet 2.4). */
const DECLARATION = /^<\?xml version=(["'])1\.0\1(?: encoding=(["'])UTF-8\2)?\s*\?>/i;

/** Document types, comments, sections of raw text, instructions: nobody needs them, and each can hide something. */
const BEYOND_ELEMENTS = /<[!?]/;

/** An ampersand that begins none of the entities that XML itself has. */
const FOREIGN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;

const DEEPEST = 8;

// Whole numbers of characters are decoded with the set that also has HTML's names; those were refused before.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
});

function parsed(text: string): unknown {
  try {
    return XMLValidator.validate(text) === true ? parser.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Blanks between elements are nothing; text between them, and attributes, are no part of any document. */
function elementsOf(value: unknown, depth = 0): Elements | undefined {
  if (value === '') return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > DEEPEST) return undefined;
  const elements: Record<string, Elements[string]> = {};
  for (const [name, child] of Object.entries(value)) {
    if (name === '#text' && String(child).trim() === '') continue;
    const read = name === '#text' || name.startsWith(ATTRIBUTE) ? undefined : contentOf(child, depth + 1);
    if (read === undefined) return undefined;
    elements[name] = read;
  }
  return elements;
}

function contentOf(child: unknown, depth: number): Elements[string] | undefined {
  if (typeof child === 'string') return child;
  if (!Array.isArray(child)) return elementsOf(child, depth);
  const list = child.map((each) => (typeof each === 'string' ? each : elementsOf(each, depth)));
  return list.every((each) => each !== undefined) ? list : undefined;
}

/** Reads the elements of one `jdpay` document; undefined for anything else, and for everything that can hide something. */
export function readXml(text: string): Elements | undefined {
  const rest = text.trimStart().replace(DECLARATION, '');
  if (BEYOND_ELEMENTS.test(rest) || FOREIGN_ENTITY.test(rest)) return undefined;
  const root = parsed(rest);
  if (typeof root !== 'object' || root === null) return undefined;
  const { jdpay, '#text': between = '', ...others } = root as Record<string, unknown>;
  if (Object.keys(others).length > 0 || String(between).trim() !== '') return undefined;
  return elementsOf(jdpay);
}

/** The texts of the first level; undefined where a name comes twice. */
export function membersOf(elements: Elements): Members | undefined {
  if (Object.values(elements).some(Array.isArray)) return undefined;
  return Object.fromEntries(
    Object.entries(elements).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string) => text.replaceAll(/[&<>]/g, (found) => ESCAPES[found] ?? found);

const builder = new XMLBuilder({
  format: false,
  processEntities: false,
  tagValueProcessor: (_name, value) => escaped(String(value)),
});

/** How a document begins: JD's answers without, its notices with a blank before the last question mark. */
export const DECLARATIONS = {
  plain: '<?xml version="1.0" encoding="UTF-8"?>',
  spaced: '<?xml version="1.0" encoding="UTF-8" ?>',
} as const;
export type Declaration = keyof typeof DECLARATIONS;

/** Writes one `jdpay` document in one line; elements without text keep both of their tags. */
export const writeXml = (elements: Elements, declaration: Declaration = 'plain'): string =>
  `${DECLARATIONS[declaration]}${builder.build({ jdpay: elements })}`;
