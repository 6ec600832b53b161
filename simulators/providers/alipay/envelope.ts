import { randomBytes } from 'node:crypto';
import { html, raw } from 'hono/html';
import { answer } from '../../network/message';
import { type Charset, encodeText } from '../charset';
import { encryptContent } from './content-encryption';
import type { AlipayError } from './errors';
import { type SignType, sign } from './signature';
import type { Signer } from './signers';

/** A value of an answer; every scalar is a string (requirement A11). */
export type Value = string | readonly Value[] | { readonly [name: string]: Value | undefined };
export type Body = Readonly<Record<string, Value | undefined>>;

/**
 * JSON as the wire wants it: compact, and with braces inside strings escaped, because one client counts braces without
 * looking at strings (sheet 1.5).
 */
export function compactJson(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d');
  if (Array.isArray(value)) return `[${value.map(compactJson).join(',')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${compactJson(member)}`],
  );
  return `{${members.join(',')}}`;
}

/** The result codes, then the other members by name: the order of real answers. */
export function ordered(body: Body): Body {
  const first = ['code', 'msg', 'sub_code', 'sub_msg'];
  const rest = Object.keys(body).filter((name) => !first.includes(name));
  return Object.fromEntries([...first, ...rest.sort()].map((name) => [name, body[name]]));
}

const METHOD = /^[A-Za-z0-9._]{1,128}$/;

/** The member that carries the answer; the old general one for names that are no method. */
export const envelopeKey = (method: string | undefined): string =>
  method !== undefined && METHOD.test(method) ? `${method.replaceAll('.', '_')}_response` : 'error_response';

/** How an answer is signed. Without a signer it is not. */
export interface Seal {
  readonly signer: Signer | undefined;
  readonly signType: SignType;
  /** True when the request named its certificate (requirement A8). */
  readonly withCertificate: boolean;
  readonly charset: Charset;
  /** The key of the application, where the answer is encrypted (sheet 1.8). */
  readonly encryptWith?: string | undefined;
}

const headers = (charset: Charset) => ({
  'Content-Type': `text/html;charset=${charset === 'gbk' ? 'GBK' : 'utf-8'}`,
  trace_id: randomBytes(16).toString('hex'),
});

/** The text of an answer in the order that every client can cut: object, certificate number, signature (sheet 1.5). */
export function envelopeText(method: string | undefined, body: Body, seal: Seal): string {
  const key = envelopeKey(method);
  const { signer, signType, withCertificate, charset, encryptWith } = seal;
  const plain = compactJson(ordered(body));
  // An encrypted answer is a text, and its quotation marks are signed with it.
  const object = encryptWith === undefined ? plain : `"${encryptContent(plain, encryptWith)}"`;
  if (!signer) return `{"${key}":${object}}`;
  const certificate = withCertificate && signer.sn !== undefined ? `,"alipay_cert_sn":"${signer.sn}"` : '';
  return `{"${key}":${object}${certificate},"sign":"${sign(object, signer, signType, charset)}"}`;
}

/** The answer to an API call: HTTP 200 whatever happened, because most clients throw on anything else (requirement A6). */
export function envelope(method: string | undefined, body: Body, seal: Seal): Response {
  return answer(200, headers(seal.charset), encodeText(envelopeText(method, body, seal), seal.charset));
}

/** The page that a browser gets instead of the cashier: GBK, the code without its prefix (sheet 1.9, requirement A25). */
export function errorPage({ subCode, subMsg }: AlipayError): Response {
  const code = subCode.replace(/^isv\./, '');
  const page = html`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="GBK"><title>支付宝 - 网上支付 安全快速！</title></head>
<body><main><h1>抱歉，操作失败</h1><p>错误代码：<code>${code}</code></p><p>${subMsg}</p></main></body></html>${raw('\n')}`;
  return answer(200, headers('gbk'), encodeText(String(page), 'gbk'));
}
