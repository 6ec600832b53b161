import type { KeyObject } from 'node:crypto';
import { randomHex, signRsa, verifyRsa } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';
import type { SignatureState } from '../contract';

/** Messages whose timestamp is further off the wall's clock are refused. */
export const WINDOW_SECONDS = 300;

/** The label that every answer carries, so that nobody takes a profile of ours for somebody's real wire. */
export const LABEL_HEADER = 'X-Sim-Profile';

/** Headers of every signed message, in lower case as they are looked up. */
export const HEADERS = {
  app: 'x-sim-app',
  key: 'x-sim-key',
  timestamp: 'x-sim-timestamp',
  nonce: 'x-sim-nonce',
  sign: 'x-sim-sign',
} as const;

/**
 * What a signature is about. Of a request and of its answer: method and target of the request. Of a notice it is always
 * {@link NOTICE}, because addresses may be rewritten on the way to a receiver; whom it is for stands in its body.
 */
export interface Subject {
  readonly verb: string;
  readonly target: string;
}
export const NOTICE: Subject = { verb: 'NOTICE', target: '*' };

/** Who signed, when, and with a number that is used once. */
export interface Stamp {
  readonly key: string;
  readonly timestamp: string;
  readonly nonce: string;
}

/** The five lines that are signed with RSA2 (RSASSA-PKCS1-v1_5 with SHA-256), each with a line feed at its end. */
export function signedText({ verb, target }: Subject, { timestamp, nonce }: Stamp, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${verb}\n${target}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
}

/** A stamp of this moment, or of one that is so many milliseconds off. */
export function stampNow(key: string, offMs = 0): Stamp {
  return { key, timestamp: String(Math.floor((signingNow() + offMs) / 1000)), nonce: randomHex(16) };
}

/** The headers of a signed message. */
export function signedHeaders(
  subject: Subject,
  stamp: Stamp,
  body: string | Uint8Array,
  privateKey: KeyObject,
): Record<string, string> {
  return {
    'X-Sim-Key': stamp.key,
    'X-Sim-Timestamp': stamp.timestamp,
    'X-Sim-Nonce': stamp.nonce,
    'X-Sim-Sign': signRsa(signedText(subject, stamp, Buffer.from(body)), privateKey),
  };
}

/** A message's stamp and signature; undefined when a part is missing or no stamp. */
export function readStamp(headers: Headers): (Stamp & { readonly signature: string }) | undefined {
  const [key, timestamp] = [headers.get(HEADERS.key), headers.get(HEADERS.timestamp)];
  const [nonce, signature] = [headers.get(HEADERS.nonce), headers.get(HEADERS.sign)];
  if (!key || !timestamp || !nonce || !signature) return undefined;
  const formed = /^\d{1,12}$/.test(timestamp) && /^[0-9A-Za-z]{8,64}$/.test(nonce);
  return formed ? { key, timestamp, nonce, signature } : undefined;
}

/** Checks stamp, window, key by its name and then the signature, in that order. */
export function checkSignature(
  headers: Headers,
  subject: Subject,
  body: Uint8Array,
  keyNamed: (key: string) => KeyObject | undefined,
): SignatureState {
  const stamp = readStamp(headers);
  if (!stamp) return 'missing';
  if (Math.abs(signingNow() / 1000 - Number(stamp.timestamp)) > WINDOW_SECONDS) return 'stale';
  const key = keyNamed(stamp.key);
  if (!key) return 'unknown-key';
  return verifyRsa(signedText(subject, stamp, body), stamp.signature, key) ? 'valid' : 'invalid';
}
