import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { Incoming } from '../../network/message';
import { gateErrors, sensitiveErrors } from './errors';
import type { Account } from './register';
import type { Signer } from './signature';
import type { Signers } from './signers';

/** RSA-OAEP with SHA-1 and MGF1 over SHA-1 (sheet 2.4). */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } as const;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * WeChat Pay's key with which a request says that its fields are encrypted: a published certificate, or the public key.
 * @throws WechatError PARAM_ERROR when Wechatpay-Serial is missing or names no such key.
 */
export function namedKey(signers: Signers, { headers }: Pick<Incoming, 'headers'>): Signer {
  const serial = headers.get('wechatpay-serial');
  if (!serial) throw sensitiveErrors.serialMissing();
  const signer = signers.published().find((candidate) => candidate.serial === serial);
  if (!signer) throw gateErrors.unknownPlatformSerial();
  return signer;
}

/**
 * Reads a field that a merchant encrypted with {@link namedKey}.
 * @param at Where it stands, as a JSON pointer, and its Chinese name.
 * @throws WechatError PARAM_ERROR when it cannot be opened, or there is nothing in it.
 */
export function openField(
  signer: Signer,
  ciphertext: string,
  at: { readonly pointer: string; readonly zh: string },
): string {
  const text = opened(signer, ciphertext);
  if (text === undefined || text === '') throw sensitiveErrors.unreadable(at.pointer, at.zh);
  return text;
}

function opened({ privateKey }: Signer, ciphertext: string): string | undefined {
  if (!BASE64.test(ciphertext)) return undefined;
  try {
    const bytes = privateDecrypt({ key: privateKey, ...OAEP }, Buffer.from(ciphertext, 'base64'));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Encrypts a field of an answer with the merchant's own certificate.
 * @param serial The certificate, as the request's Authorization named it.
 * @throws Error when the account has no such certificate, which an admitted request excludes.
 */
export function sealField(account: Account, serial: string, text: string): string {
  const key = account.apiKeys.get(serial.toUpperCase());
  if (!key) throw new Error(`account ${account.mchid} has no certificate ${serial}`);
  return publicEncrypt({ key, ...OAEP }, Buffer.from(text)).toString('base64');
}
