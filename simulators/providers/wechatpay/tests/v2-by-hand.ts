import { createHash, createHmac } from 'node:crypto';
import type { Bench } from './bench';
import { ORIGIN } from './by-hand';

export type Texts = Readonly<Record<string, string>>;

/** The signature of the old protocol, made without any code of the simulator. */
export function signedBy(key: string, members: Texts, type = members['sign_type'] ?? 'MD5'): string {
  const named = Object.keys(members)
    .filter((name) => name !== 'sign' && members[name] !== '')
    .sort();
  const text = `${named.map((name) => `${name}=${members[name]}`).join('&')}&key=${key}`;
  const hash = type === 'HMAC-SHA256' ? createHmac('sha256', key) : createHash('md5');
  return hash.update(text).digest('hex').toUpperCase();
}

const escaped = (text: string) =>
  text.replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[mark] ?? mark);

export const xmlOf = (members: Texts): string =>
  `<xml>${Object.entries(members)
    .map(([name, text]) => `<${name}>${escaped(text)}</${name}>`)
    .join('')}</xml>`;

/** Reads an answer of the gateway: one level, every text in CDATA. */
export function textsOf(xml: string): Record<string, string> {
  const inner = /^<xml>(.*)<\/xml>$/s.exec(xml.trim())?.[1];
  if (inner === undefined) throw new Error(`no xml: ${xml}`);
  const found = [...inner.matchAll(/<(\w+)><!\[CDATA\[(.*?)\]\]><\/\1>/gs)];
  return Object.fromEntries(found.map(([, name = '', text = '']) => [name, text]));
}

export interface ReplyV2 {
  readonly status: number;
  readonly text: string;
  readonly members: Readonly<Record<string, string>>;
}

/** Sends bytes as they are. */
export async function sendV2(
  bench: Bench,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  method = 'POST',
): Promise<ReplyV2> {
  const request = new Request(`${ORIGIN}${path}`, method === 'POST' ? { method, body } : { method });
  const response = await bench.network.receive(bench.provider, request, path);
  const text = await response.text();
  return { status: response.status, text, members: text.startsWith('<xml>') ? textsOf(text) : {} };
}

/** Who signs a request of the old protocol. */
export interface CallerV2 {
  readonly appid: string;
  readonly mchid: string;
  readonly apiV2Key: string;
}

/** The members that every request has. */
export const callerMembers = ({ appid, mchid }: CallerV2): Texts => ({
  appid,
  mch_id: mchid,
  nonce_str: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
});

/** Sends members that the caller signed by hand. */
export function callV2(bench: Bench, path: string, more: Texts, caller: CallerV2 = bench.direct): Promise<ReplyV2> {
  const members = { ...callerMembers(caller), ...more };
  return sendV2(bench, path, xmlOf({ ...members, sign: signedBy(caller.apiV2Key, members) }));
}

/** The members of a payment with a code. */
export const micropayment = (number: string, code: string, more: Texts = {}): Texts => ({
  body: '一壶龙井',
  out_trade_no: number,
  total_fee: '12850',
  spbill_create_ip: '203.0.113.9',
  auth_code: code,
  ...more,
});
