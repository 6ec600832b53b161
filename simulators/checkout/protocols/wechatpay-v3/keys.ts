import { X509Certificate } from 'node:crypto';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { z } from 'zod';
import { signingNow } from '../../../kernel/time';

/** Verifying keys by the serial that the protocol names: platform certificates and public keys side by side. */
export type Keys = Readonly<Record<string, string>>;

/** A notice dated further off is refused (requirement M4). */
const WINDOW_SECONDS = 300;

export const knows = (keys: Keys, serial: string): boolean => Object.hasOwn(keys, serial);

/** Why a notice is not believed; undefined when its signature is good. */
export function distrusted(keys: Keys, headers: Headers, body: string): string | undefined {
  const [timestamp, nonce] = [headers.get('wechatpay-timestamp'), headers.get('wechatpay-nonce')];
  const [serial, signature] = [headers.get('wechatpay-serial'), headers.get('wechatpay-signature')];
  if (!timestamp || !nonce || !serial || !signature) return 'unsigned';
  if (!(Math.abs(signingNow() / 1000 - Number(timestamp)) <= WINDOW_SECONDS)) return 'stale';
  const key = knows(keys, serial) ? keys[serial] : undefined;
  if (key === undefined) return 'unknown key';
  try {
    if (Rsa.verify(Formatter.response(timestamp, nonce, body), signature, key)) return undefined;
  } catch {
    // Text that is not a signature at all counts as one that does not fit (requirement M3).
  }
  return 'signature does not fit';
}

const sealed = z.object({ nonce: z.string(), associated_data: z.string().optional(), ciphertext: z.string() });
const certificates = z.object({ data: z.array(z.object({ serial_no: z.string(), encrypt_certificate: sealed })) });

/** The envelope of a notice. */
export const envelope = z.object({
  id: z.string(),
  event_type: z.string(),
  resource: sealed.extend({ algorithm: z.literal('AEAD_AES_256_GCM') }),
});

/**
 * Opens what was encrypted under the APIv3 key.
 * @throws Error when tag or associated data do not fit (requirement M6).
 */
export function open({ ciphertext, nonce, associated_data: aad }: z.infer<typeof sealed>, apiV3Key: string): string {
  return Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, aad);
}

/** The published certificates; they are believed because only the holder of the APIv3 key can make them. */
export function openCertificates(text: string, apiV3Key: string): Keys {
  const entries = certificates.parse(JSON.parse(text)).data.map(({ serial_no: serial, encrypt_certificate }) => {
    const pem = open(encrypt_certificate, apiV3Key);
    const named = new X509Certificate(pem).serialNumber;
    if (named !== serial) throw new Error(`found certificate ${named} under the serial ${serial}`);
    return [serial, pem] as const;
  });
  return Object.fromEntries(entries);
}
