import { randomUUID } from 'node:crypto';
import { signRsa, verifyRsa } from '../../../kernel/keys';
import { signingNow } from '../../../kernel/time';
import { writtenHeaders } from '../../../network/message';
import { certificateSn, rootBundleSn } from '../certificates';
import type { MerchantKit } from '../enrolment';
import { type Bench, privateKeyOf, type Values } from './bench';

/** A request as it goes out. */
export interface V3Request {
  readonly target: string;
  readonly body: string;
  readonly headers: Values;
}

/** One request of the HTTP style, made by hand. */
export interface V3Wish {
  readonly verb?: string;
  /** Path and query. */
  readonly target: string;
  readonly body?: string;
  /** Members of the Authorization header in their order; an undefined one is left out. */
  readonly members?: Readonly<Record<string, string | undefined>>;
  /** All members of that header, where their order matters. */
  readonly ordered?: Values;
  readonly headers?: Values;
  /** What is changed in the request after it was signed. */
  readonly tamper?: (request: V3Request) => Partial<V3Request>;
}

/** The answer of the HTTP style, parsed where it is JSON. */
export interface V3Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The names of the headers as they were written. */
  readonly names: readonly string[];
  readonly text: string;
  readonly body: Record<string, unknown>;
}

function authString(kit: MerchantKit, { members, ordered }: V3Wish): string {
  const files = kit.certificates;
  const all: Readonly<Record<string, string | undefined>> = {
    app_id: kit.app.appId,
    ...(files ? { app_cert_sn: certificateSn(files.appCert) } : {}),
    nonce: randomUUID(),
    timestamp: String(signingNow()),
    ...members,
  };
  return Object.entries(ordered ?? all)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(',');
}

/** Headers of a signed request: the lines of 7.2 over exactly what is sent. */
function v3Headers(kit: MerchantKit, wish: V3Wish): Values {
  const { verb = 'POST', target, body = '', headers = {} } = wish;
  const signed = authString(kit, wish);
  const token = headers['alipay-app-auth-token'];
  const lines = [signed, verb, target, body, ...(token === undefined ? [] : [token])];
  const signature = signRsa(lines.map((line) => `${line}\n`).join(''), privateKeyOf(kit));
  const files = kit.certificates;
  return {
    'content-type': 'application/json',
    ...(files ? { 'alipay-root-cert-sn': rootBundleSn(files.alipayRootCert) } : {}),
    authorization: `ALIPAY-SHA256withRSA ${signed},sign=${signature}`,
    ...headers,
  };
}

/** Sends a request made by hand past the seam that reads it. */
export async function v3Send(bench: Bench, kit: MerchantKit, wish: V3Wish): Promise<V3Reply> {
  const { verb = 'POST', target, body = '' } = wish;
  const signed: V3Request = { target, body, headers: v3Headers(kit, wish) };
  const request = { ...signed, ...wish.tamper?.(signed) };
  const response = await bench.network.receive(
    bench.provider,
    new Request(`https://openapi.alipay.com${request.target}`, {
      method: verb,
      headers: request.headers,
      ...(verb === 'GET' || verb === 'HEAD' ? {} : { body: request.body }),
    }),
    request.target,
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const names = Object.keys(writtenHeaders(response));
  return { status: response.status, headers: response.headers, names, text, body: isJson ? JSON.parse(text) : {} };
}

/** True when Alipay's signature covers exactly the bytes of the answer. */
export function v3IsSealed(bench: Bench, kit: MerchantKit, { headers, text }: V3Reply): boolean {
  const of = (name: string) => headers.get(`alipay-${name}`) ?? '';
  const { publicKey } = bench.provider.signers.signerFor(kit.app);
  return verifyRsa(`${of('timestamp')}\n${of('nonce')}\n${text}\n`, of('signature'), publicKey);
}
