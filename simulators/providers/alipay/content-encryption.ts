import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Profile, setting } from '../profile';
import { errors } from './errors';
import { type Content, parseContent } from './fields';
import type { Parameters } from './parameters';
import type { App } from './register';

/** AES-128 in CBC with PKCS#7 and sixteen zero bytes to begin with, as the protocol wants it (sheet 1.8). */
const ALGORITHM = 'aes-128-cbc';
const START = Buffer.alloc(16);

/** Encrypts a text. @param key Base64 of 16 bytes. @returns Base64. */
export function encryptContent(text: string, key: string): string {
  const cipher = createCipheriv(ALGORITHM, Buffer.from(key, 'base64'), START);
  return `${cipher.update(text, 'utf8', 'base64')}${cipher.final('base64')}`;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decrypts a text; undefined when it is not one that this key has encrypted. */
export function decryptContent(text: string, key: string): string | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    const cipher = createDecipheriv(ALGORITHM, Buffer.from(key, 'base64'), START);
    return utf8.decode(Buffer.concat([cipher.update(text, 'base64'), cipher.final()]));
  } catch {
    return undefined;
  }
}

/** True when a request says that its content is encrypted. */
export const isEncrypted = (parameters: Parameters): boolean => parameters.text('encrypt_type') === 'AES';

/** The key of an encrypted request's answer; undefined for a plain one. */
export const answerKey = (parameters: Parameters, { aesKey }: App): string | undefined =>
  isEncrypted(parameters) ? aesKey : undefined;

/** Refuses a kind of encryption that nobody has, and encryption for an application without a key (sheet 1.6, 1.8). */
export function checkEncryptType(parameters: Parameters, app: App, profile: Profile): void {
  const named = parameters.text('encrypt_type');
  if (named === undefined) return;
  if (named !== 'AES') throw errors.wrongEncryptType(setting(profile, 'wrongEncryptType'));
  if (app.aesKey === undefined) throw errors.noEncryptKey();
}

/** Opens an encrypted text. @throws AlipayError decryption-error-unknown. */
function opened(text: string, key: string, profile: Profile): string {
  const plain = decryptContent(text, key);
  if (plain !== undefined) return plain;
  throw errors.undecryptable(setting(profile, 'undecryptableCode') === '40003' ? '40003' : '40002');
}

/**
 * The content of a request, decrypted where the request says so; empty when none was sent.
 * @throws AlipayError isv.illegal-json, or one of the decryption errors (sheet 1.6).
 */
export function readContent(parameters: Parameters, app: App, profile: Profile): Content {
  const text = parameters.text('biz_content');
  if (text === undefined) return {};
  const key = answerKey(parameters, app);
  const plain = key === undefined ? text : opened(text, key, profile);
  const content = plain === '' ? {} : parseContent(plain);
  if (content) return content;
  const unsaid = key === undefined && app.aesKey !== undefined && decryptContent(text, app.aesKey) !== undefined;
  throw unsaid ? errors.missingEncryptType() : errors.illegalJson();
}

/** The content as an observer sees it: empty when it cannot be read. */
export function seenContent(parameters: Parameters, app: App | undefined): Content {
  const text = parameters.text('biz_content') ?? '';
  const key = app && answerKey(parameters, app);
  return parseContent(key === undefined ? text : (decryptContent(text, key) ?? '')) ?? {};
}
