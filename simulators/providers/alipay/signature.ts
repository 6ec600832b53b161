import type { KeyObject } from 'node:crypto';
import { signRsa, verifyRsa } from '../../kernel/keys';
import { MINUTE_MS, readBeijingDateTime, signingNow } from '../../kernel/time';
import { type Charset, encodeText } from '../charset';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { type Profile, setting } from '../profile';
import type { Parameters } from './parameters';
import type { App, Register } from './register';
import type { Signer, Signers } from './signers';

export type SignType = 'RSA2' | 'RSA';

const HASHES = { RSA2: 'sha256', RSA: 'sha1' } as const;

/** In strict mode a timestamp further off is refused; the window is that of the newer protocol (sheet 7.2). */
const STRICT_WINDOW_MS = 10 * MINUTE_MS;

/** The two ways in which clients treat empty values when they sign (sheet 1.4.4). */
export type EmptyValues = 'left-out' | 'signed';

/** The bytes that a request signs: every parameter but `sign`, by name, values as they were sent (sheet 1.4). */
export function requestBytes(parameters: Parameters, empties: EmptyValues): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const name of parameters.names().sort()) {
    const value = parameters.bytes(name) ?? new Uint8Array();
    if (name === 'sign' || (empties === 'left-out' && value.length === 0)) continue;
    pieces.push(Buffer.from(`${pieces.length > 0 ? '&' : ''}${name}=`, 'latin1'), value);
  }
  return Buffer.concat(pieces);
}

/**
 * Whether the name of its algorithm belongs to what a notice signs. Payments leave it out; messages of the open platform
 * sign it, and clients call the two rules V1 and V2 (sheet 3.3).
 */
export type SignTypeRule = 'left-out' | 'signed';

/** The rule that signs here. */
export const signTypeRule = (profile: Profile): SignTypeRule =>
  setting(profile, 'signTypeInNotices') === 'signed' ? 'signed' : 'left-out';

/** The text that a notice or a return signs: without `sign`, and usually without `sign_type` (sheet 3.3). */
export function noticeText(values: Iterable<readonly [string, string]>, rule: SignTypeRule = 'left-out'): string {
  return [...values]
    .filter(([name]) => name !== 'sign' && (rule === 'signed' || name !== 'sign_type'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

export function sign(text: string, signer: Signer, signType: SignType, charset: Charset): string {
  return signRsa(encodeText(text, charset), signer.privateKey, HASHES[signType]);
}

export function verify(text: string | Uint8Array, signature: string, key: KeyObject, signType: SignType): boolean {
  return verifyRsa(text, signature, key, HASHES[signType]);
}

/** The signature algorithm that a request names; undefined when there is none of that name. */
export const signTypeOf = (parameters: Parameters): SignType | undefined => {
  const named = parameters.text('sign_type');
  return named === 'RSA2' || named === 'RSA' ? named : undefined;
};

/** Why the certificates that a request names do not fit its application, as the gateway's code; undefined when they do. */
export function certificateFault(parameters: Parameters, app: App, rootSn: string): string | undefined {
  const [appSn, named] = [parameters.text('app_cert_sn'), parameters.text('alipay_root_cert_sn')];
  if (app.keys.mode === 'key') return appSn === undefined ? undefined : 'isv.app-cert-not-exist';
  if (appSn === undefined) return app.keys.mode === 'either' ? undefined : 'isv.missing-app-cert-sn';
  if (named === undefined) return 'isv.missing-alipay-root-cert-sn';
  if (named !== rootSn) return 'isv.invalid-alipay-root-cert-sn';
  const certificate = app.keys.certificates.get(appSn);
  if (!certificate) return 'isv.app-cert-not-exist';
  return certificate.notAfter < signingNow() ? 'isv.app-cert-expired' : undefined;
}

/** What a request's signature is checked against. */
export interface SignatureDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly profile: Profile;
  /** The serial numbers of the roots that clients must name. */
  readonly rootSn: string;
}

/** A checked request; the application is known whenever its number was. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly app?: App;
  /** The gateway's own code, where certificates do not fit. */
  readonly fault?: string;
  /** Which of the two conventions for empty values fitted. */
  readonly empties?: EmptyValues;
}

/** The key that verifies an application's request, by the certificate that the request names. */
export function keyOf({ keys }: App, certificate: string | undefined): KeyObject | undefined {
  if (keys.mode === 'key' || (keys.mode === 'either' && certificate === undefined)) return keys.publicKey;
  return keys.certificates.get(certificate ?? '')?.publicKey;
}

function isStale(parameters: Parameters): boolean {
  const at = readBeijingDateTime(parameters.text('timestamp') ?? '');
  return at === undefined || Math.abs(signingNow() - at) > STRICT_WINDOW_MS;
}

/** Checks a request's signature: application, certificates, then the signature itself in both conventions. */
export function checkRequest(parameters: Parameters, desk: SignatureDesk): CheckedRequest {
  const app = desk.register.app(parameters.text('app_id'));
  if (!app) return { state: 'unknown-key' };
  const signature = parameters.text('sign');
  if (signature === undefined) return { state: 'missing', app };
  if (setting(desk.profile, 'timestampSkew') === 'strict' && isStale(parameters)) return { state: 'stale', app };
  const fault = certificateFault(parameters, app, desk.rootSn);
  if (fault !== undefined) return { state: 'unknown-key', app, fault };
  const key = keyOf(app, parameters.text('app_cert_sn'));
  const signType = signTypeOf(parameters);
  const refused = setting(desk.profile, 'conflictingParameters') === 'refused' && parameters.conflicts.length > 0;
  if (key === undefined || signType === undefined || refused) return { state: 'invalid', app };
  const empties = (['left-out', 'signed'] as const).find((convention) =>
    verify(requestBytes(parameters, convention), signature, key, signType),
  );
  return empties === undefined ? { state: 'invalid', app } : { state: 'valid', app, empties };
}

/** What a request leaves behind as a proof of who asked; undefined when it carries no signature. */
export function proofOf(parameters: Parameters, { app, empties = 'left-out' }: CheckedRequest): Proof | undefined {
  const [signature, signType] = [parameters.text('sign'), signTypeOf(parameters)];
  if (!app || signature === undefined || signType === undefined) return undefined;
  const signed = Buffer.from(requestBytes(parameters, empties)).toString('base64');
  return { signed, signature, key: [app.appId, signType, parameters.text('app_cert_sn') ?? ''].join(' ') };
}

/** True when a kept signature fits what was signed, under the key that it names. */
export function verifiesProof(register: Register, { signed, signature, key: named }: Proof): boolean {
  const [appId, signType, certificate] = named.split(' ');
  const app = register.app(appId);
  const key = app && keyOf(app, certificate || undefined);
  const type = signType === 'RSA' ? 'RSA' : 'RSA2';
  return key !== undefined && verify(Buffer.from(signed, 'base64'), signature, key, type);
}
