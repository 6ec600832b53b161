import { answer } from '../../network/message';
import { sealDocument } from './container';
import type { Account } from './register';
import { signText } from './signature';
import type { Signers } from './signers';
import { type Declaration, type Elements, type Members, writeXml } from './xml';

export const VERSION = 'V2.0';
export const SUCCESS = '000000';

/** What JD Pay says of a call as a whole. */
export interface ResultWords {
  readonly code: string;
  readonly desc: string;
}

/** How one inner document is written. */
export interface DocumentForm {
  readonly declaration?: Declaration;
  /** The element behind which the signature stands; it is the last one where none is named. */
  readonly signatureAfter?: string;
}

/** Puts a signature into the text of a document; without it this is exactly the text that was signed (sheet 2.4). */
export function withSignature(text: string, signature: string, after?: string): string {
  const element = `<sign>${signature}</sign>`;
  const [place, behind] = after === undefined ? ['</jdpay>', false] : [`</${after}>`, true];
  const at = text.lastIndexOf(place) + (behind ? place.length : 0);
  return `${text.slice(0, at)}${element}${text.slice(at)}`;
}

/** The inner document of an answer or a notice, signed. */
export function signedDocument(elements: Elements, signers: Signers, form: DocumentForm = {}): string {
  const text = writeXml(elements, form.declaration);
  return withSignature(text, signText(text, signers.active().privateKey), form.signatureAfter);
}

/** The outer document: who is spoken to, what came of it, and the sealed inner one where there is one. */
export function outerDocument(merchant: string, result: ResultWords, encrypt?: string, declaration?: Declaration) {
  const { code, desc } = result;
  return writeXml(
    { version: VERSION, merchant, result: { code, desc }, ...(encrypt === undefined ? {} : { encrypt }) },
    declaration,
  );
}

/** An inner document in its outer one, as the merchant gets it. */
export const sealedDocument = (
  { merchant, desKey }: Account,
  result: ResultWords,
  inner: string,
  spelled?: Declaration,
) => outerDocument(merchant, result, sealDocument(desKey, inner), spelled);

/** What every inner document begins with. */
export const beginning = (merchant: string, { code, desc }: ResultWords): Elements => ({
  version: VERSION,
  merchant,
  result: { code, desc },
});

export const xmlAnswer = (text: string, headers: Members = {}): Response =>
  answer(200, { 'Content-Type': 'application/xml', ...headers }, text);
