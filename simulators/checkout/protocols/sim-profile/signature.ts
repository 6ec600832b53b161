import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { signingNow } from '../../../kernel/time';
import { fits, type TrustedKeys } from './keys';

/** A message dated further off is not believed. */
const WINDOW_SECONDS = 300;

/** Why a message is not believed. */
export type Distrust = 'another profile' | 'unsigned' | 'stale' | 'unknown key' | 'signature does not fit';

/** What a signature covers beside stamp and body: method and target of the request; of a notice always the same. */
export interface Covered {
  readonly verb: string;
  readonly target: string;
}
export const NOTICE: Covered = { verb: 'NOTICE', target: '*' };

const textOf = ({ verb, target }: Covered, timestamp: string, nonce: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${verb}\n${target}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);

/** The headers that sign a request. */
export function sealed(
  covered: Covered,
  body: string,
  { appId, key, privateKey }: { appId: string; key: string; privateKey: KeyObject },
): Record<string, string> {
  const timestamp = String(Math.floor(signingNow() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signature = sign('sha256', textOf(covered, timestamp, nonce, Buffer.from(body)), privateKey);
  return {
    'X-Sim-App': appId,
    'X-Sim-Key': key,
    'X-Sim-Timestamp': timestamp,
    'X-Sim-Nonce': nonce,
    'X-Sim-Sign': signature.toString('base64'),
  };
}

/** The key that a message names. */
export const keyNamed = (headers: Headers): string => headers.get('x-sim-key') ?? '';

/** Why a message of the provider is not believed; undefined when its signature is good. */
export function distrusted(
  headers: Headers,
  covered: Covered,
  body: Uint8Array,
  { profile, keys }: { profile: string; keys: TrustedKeys },
): Distrust | undefined {
  if (headers.get('x-sim-profile') !== profile) return 'another profile';
  const [timestamp, nonce] = [headers.get('x-sim-timestamp'), headers.get('x-sim-nonce')];
  const [name, signature] = [headers.get('x-sim-key'), headers.get('x-sim-sign')];
  if (!timestamp || !nonce || !name || !signature) return 'unsigned';
  if (!(Math.abs(signingNow() / 1000 - Number(timestamp)) <= WINDOW_SECONDS)) return 'stale';
  const key = keys.named(name);
  if (!key) return 'unknown key';
  return fits(textOf(covered, timestamp, nonce, body), signature, key) ? undefined : 'signature does not fit';
}
