import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** No answer and no notice of this protocol comes near this size. */
export const MOST_BYTES = 64 * 1024;

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, trimValues: false, htmlEntities: true });

const DECLARATION = /^\s*<\?xml [^<>]*\?>/;
/** Entities of XML itself; nobody may define others. */
const ENTITY = /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i;

/**
 * Reads the elements of a `jdpay` document. Document types, comments, raw text, instructions and foreign entities are
 * refused unread. @throws Error naming what was found.
 */
export function elementsIn(text: string): Record<string, unknown> {
  const content = text.replace(DECLARATION, '');
  if (Buffer.byteLength(text) > MOST_BYTES) throw new Error('a document that is too large');
  if (/<[!?]/.test(content) || ENTITY.test(content)) throw new Error('a document with more than elements in it');
  if (XMLValidator.validate(content) !== true) throw new Error('a document that is no XML');
  return z.strictObject({ jdpay: z.record(z.string(), z.unknown()) }).parse(parser.parse(content)).jdpay;
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Writes a document of texts in one line; what is empty is left out (sheet 2.4). */
export function documentOf(members: Readonly<Record<string, string>>): string {
  const elements = Object.entries(members)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<${name}>${value.replaceAll(/[&<>]/g, (found) => ESCAPED[found] ?? '')}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><jdpay>${elements.join('')}</jdpay>`;
}

const END = '</jdpay>';

/** The same document with its signature as the last element. */
export const signedDocument = (text: string, signature: string): string =>
  `${text.slice(0, -END.length)}<sign>${signature}</sign>${END}`;

/**
 * Takes the one signature out of a document, exactly as it was received (sheet 2.4).
 * @throws Error where there is none, or more than one.
 */
export function splitSignature(text: string): { readonly signed: string; readonly signature: string } {
  const [before = '', after, ...more] = text.split('<sign>');
  const [signature = '', rest, ...others] = (after ?? '').split('</sign>');
  if (after === undefined || rest === undefined || signature === '') throw new Error('unsigned');
  if (more.length > 0 || others.length > 0) throw new Error('more than one signature');
  return { signed: before + rest, signature };
}

/** What the outer document says of the whole. */
export const resultSchema = z.object({ code: z.string(), desc: z.string().optional() });

export const outerSchema = z.object({
  merchant: z.string().optional(),
  result: resultSchema.optional(),
  encrypt: z.string().optional(),
});
