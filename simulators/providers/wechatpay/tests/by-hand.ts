import { createPrivateKey, createSign, type KeyObject, randomBytes } from 'node:crypto';
import type { MerchantKit } from '../enrolment';

export const ORIGIN = 'https://api.mch.weixin.qq.com';

/** Who signs a request, and with what. */
export type Caller = Pick<MerchantKit, 'privateKey' | 'serial' | 'apiV3Key'> & { readonly mchid: string };

/** What a hand-made request has that the usual one has not. */
export interface Change {
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly serial?: string;
  readonly mchid?: string;
  readonly signature?: string;
  /** The whole header; null leaves it out. */
  readonly authorization?: string | null;
  /** What is signed where it is not what is sent. */
  readonly signedTarget?: string;
  readonly signedBody?: string;
  /** Further headers; null takes one away. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

const parsed = new Map<string, KeyObject>();

/** The signature that a merchant makes, without any code of the simulator; each key is parsed once. */
export function signature(caller: Caller, text: string | Uint8Array): string {
  const key = parsed.get(caller.privateKey) ?? createPrivateKey(caller.privateKey);
  parsed.set(caller.privateKey, key);
  return createSign('RSA-SHA256').update(text).sign(key, 'base64');
}

/** The header of a request, made by hand. */
export function authorize(
  caller: Caller,
  method: string,
  target: string,
  body: string | Uint8Array,
  change: Change = {},
) {
  const timestamp = change.timestamp ?? String(Math.floor(Date.now() / 1000));
  const nonce = change.nonce ?? randomBytes(16).toString('hex');
  const head = Buffer.from(`${method}\n${change.signedTarget ?? target}\n${timestamp}\n${nonce}\n`);
  const signed = Buffer.concat([head, Buffer.from(change.signedBody ?? body), Buffer.from('\n')]);
  const values = {
    mchid: change.mchid ?? caller.mchid,
    nonce_str: nonce,
    timestamp,
    serial_no: change.serial ?? caller.serial,
    signature: change.signature ?? signature(caller, signed),
  };
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${pairs.join(',')}`;
}

/** A request that its caller signed by hand. */
export function request(caller: Caller, method: string, target: string, body: unknown, change: Change): Request {
  const bytes =
    body === undefined ? '' : body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = new Headers({
    Accept: 'application/json',
    'User-Agent': 'bench/1.0',
    ...(bytes.length > 0 ? { 'Content-Type': 'application/json' } : {}),
  });
  const { authorization = authorize(caller, method, target, bytes, change) } = change;
  if (authorization !== null) headers.set('Authorization', authorization);
  for (const [name, value] of Object.entries(change.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const withBody = method === 'GET' || method === 'HEAD' ? {} : { body: bytes as string | Uint8Array<ArrayBuffer> };
  return new Request(`${ORIGIN}${target}`, { method, headers, ...withBody });
}
