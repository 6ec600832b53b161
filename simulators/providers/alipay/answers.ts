import { isDeepStrictEqual } from 'node:util';
import { type Charset, decodeText, encodeText } from '../charset';
import { decryptContent } from './content-encryption';
import { envelopeKey } from './envelope';
import { parseContent } from './fields';
import { type SignType, verify } from './signature';
import type { Signer } from './signers';

/** An encrypted answer: a text instead of an object, signed with its quotation marks (sheet 1.5, 1.8). */
const ENCRYPTED = /^\s*:\s*("[A-Za-z0-9+/=]*")/;

/**
 * Cuts the signed text out of an answer as a careful client does: from the key's brace to the one that matches it, or the
 * text that stands there instead.
 */
export function signedObject(text: string, key: string): string | undefined {
  const after = text.indexOf(`"${key}"`) + key.length + 2;
  if (!text.includes(`"${key}"`)) return undefined;
  const encrypted = ENCRYPTED.exec(text.slice(after))?.[1];
  const start = text.indexOf('{', after);
  if (encrypted !== undefined || start < 0) return encrypted;
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i];
    if (quoted && character === '\\') i += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth += 1;
    else if (!quoted && character === '}' && --depth === 0) return text.slice(start, i + 1);
  }
  return undefined;
}

/** What the harness reads in an answer. */
export interface ReadAnswer {
  readonly body: Record<string, unknown>;
  readonly sn?: string;
  /** True when one of the signers made the signature over just this body; undefined when there is none. */
  readonly valid?: boolean;
}

/** Of two objects of one name the first is cut out and the last is read; only one that is both counts as signed (trap 23). */
function isThat(object: string, given: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(object), given);
  } catch {
    return false;
  }
}

/** Reads an answer and checks its signature against the signers that may have made it. */
export function readAnswer(
  bytes: Uint8Array,
  method: string | undefined,
  signType: SignType,
  signers: readonly Signer[],
  charset: Charset,
  aesKey?: string,
): ReadAnswer {
  const text = decodeText(bytes, charset);
  const key = envelopeKey(method);
  let parsed: Record<string, unknown>;
  try {
    parsed = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return { body: {} };
  }
  const [given, sn, signature] = [parsed[key], parsed['alipay_cert_sn'], parsed['sign']];
  const opened = typeof given === 'string' && aesKey !== undefined ? decryptContent(given, aesKey) : undefined;
  const body = opened === undefined ? Object(given) : (parseContent(opened) ?? {});
  const object = signedObject(text, key);
  if (typeof signature !== 'string' || object === undefined) return { body };
  const candidates = sn === undefined ? signers : signers.filter((signer) => signer.sn === sn);
  const signed = encodeText(object, charset);
  const valid =
    isThat(object, given) && candidates.some(({ publicKey }) => verify(signed, signature, publicKey, signType));
  return { body, valid, ...(typeof sn === 'string' ? { sn } : {}) };
}
