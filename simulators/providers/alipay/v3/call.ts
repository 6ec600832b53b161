import type { Incoming } from '../../../network/message';
import { decodeText, formPairs } from '../../charset';
import { textAt } from '../fields';
import { readMultipart } from '../multipart';
import { Parameters } from '../parameters';
import { type Authorization, readAuthorization } from './authorization';

/** A request of the HTTP style, with its parameters under the names that the gateway's methods know (sheet 7.1). */
export interface V3Call {
  readonly verb: string;
  /** The method that the path names. */
  readonly method: string;
  /** Undefined when the header is absent or of another scheme. */
  readonly authorization: Authorization | undefined;
  readonly parameters: Parameters;
  /** The bytes that the sender signed. */
  readonly signed: Uint8Array;
}

const PATH = /^\/v3((?:\/[a-z0-9_]+)+)$/;

const pathOf = ({ target }: Pick<Incoming, 'target'>) => target.split('?')[0] ?? '';

/** True when a request line names a method of the HTTP style, as it was sent. */
export const namesV3 = (message: Pick<Incoming, 'target'>): boolean => PATH.test(pathOf(message));

/** What a request carries: of an upload the part `data`, else the body (sheet 7.2). */
function payload({ headers, body }: Incoming): Uint8Array {
  const type = headers.get('content-type') ?? '';
  if (!/^multipart\/form-data/i.test(type)) return body;
  const data = readMultipart(type, body)?.fields.find(({ name }) => name === 'data');
  return data?.value ?? new Uint8Array();
}

/** The content of a request without a body: the members of its query. */
function queryContent({ target }: Incoming): string {
  const query = target.slice(pathOf({ target }).length + 1);
  const pairs = formPairs(Buffer.from(query, 'latin1'));
  return JSON.stringify(Object.fromEntries(pairs.map(({ name, value }) => [name, decodeText(value, 'utf-8')])));
}

/** The bytes behind the signature: the lines of 7.2, each with its end. */
function signedBytes(message: Incoming, authorization: Authorization | undefined, body: Uint8Array): Uint8Array {
  const { method, target, headers } = message;
  const token = headers.get('alipay-app-auth-token');
  return Buffer.concat([
    Buffer.from(`${authorization?.signed ?? ''}\n${method}\n${target}\n`, 'latin1'),
    body,
    Buffer.from(`\n${token === null ? '' : `${token}\n`}`, 'latin1'),
  ]);
}

function pairsOf(values: Readonly<Record<string, string | null | undefined>>) {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [{ name, value: Buffer.from(value) }],
  );
}

const calls = new WeakMap<Incoming, V3Call>();

function readCall(message: Incoming): V3Call {
  const { method: verb, headers } = message;
  const authorization = readAuthorization(headers.get('authorization') ?? '');
  const member = (name: string) => authorization?.members.get(name);
  const body = payload(message);
  const bodiless = verb === 'GET' || verb === 'HEAD';
  const content = bodiless ? queryContent(message) : decodeText(body, 'utf-8');
  const method = pathOf(message).slice('/v3/'.length).replaceAll('/', '.');
  const common = {
    app_id: member('app_id'),
    method,
    charset: 'utf-8',
    sign_type: 'RSA2',
    version: '1.0',
    app_cert_sn: member('app_cert_sn'),
    alipay_root_cert_sn: headers.get('alipay-root-cert-sn'),
    app_auth_token: headers.get('alipay-app-auth-token'),
    // Only bodies are encrypted.
    encrypt_type: bodiless ? undefined : headers.get('alipay-encrypt-type'),
    biz_content: content,
  };
  const signed = signedBytes(message, authorization, body);
  return { verb, method, authorization, parameters: new Parameters([], pairsOf(common), [], 'query-wins'), signed };
}

/** Reads a request of the HTTP style; once for all who ask. */
export function v3Call(message: Incoming): V3Call {
  const call = calls.get(message) ?? readCall(message);
  calls.set(message, call);
  return call;
}

/** The parameters of a call with the address that its content names: in the HTTP style it is a field of the body. */
export function withNotifyUrl({ parameters }: V3Call, content: unknown): Parameters {
  const text = (name: string) => parameters.text(name);
  const names = parameters.names();
  const values = Object.fromEntries(names.map((name) => [name, text(name)]));
  return new Parameters([], pairsOf({ ...values, notify_url: textAt(content, 'notify_url') }), [], 'query-wins');
}
