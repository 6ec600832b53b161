import { constants, privateDecrypt } from 'node:crypto';
import { sensitiveErrors } from './errors';
import type { Signers } from './signers';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** RSA-OAEP with SHA-1 for both of its hashes, base64 (sheet 2.4). Undefined for what was encrypted otherwise. */
function opened(text: string, privateKey: Parameters<typeof privateDecrypt>[0] & object): string | undefined {
  if (!BASE64.test(text)) return undefined;
  try {
    return privateDecrypt(privateKey, Buffer.from(text, 'base64')).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * Reads encrypted members of a request under the platform key that its `Wechatpay-Serial` names.
 * @param members The members by their place in the body; empty ones are left out of the result.
 * @throws WechatError in the gateway's words when the name is missing or unknown, or a member does not open.
 */
export function readSensitive(
  signers: Signers,
  headers: Headers,
  members: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const given = Object.entries(members).flatMap(([at, text]) => (text ? [[at, text] as const] : []));
  if (given.length === 0) return {};
  const serial = headers.get('wechatpay-serial');
  if (serial === null) throw sensitiveErrors.serialMissing();
  const signer = signers.isPublished(serial) ? signers.all().find((each) => each.serial === serial) : undefined;
  if (!signer) throw sensitiveErrors.serialUnknown();
  const key = { key: signer.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  return Object.fromEntries(
    given.map(([at, text]) => {
      const plain = opened(text, key);
      if (plain === undefined) throw sensitiveErrors.undecipherable(at);
      return [at, plain];
    }),
  );
}
