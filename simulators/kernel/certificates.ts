import { webcrypto, X509Certificate } from 'node:crypto';
import type { KeyMint, RsaKeyPair } from './keys';
import { DAY_MS, type Millis } from './time';

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** The library that writes certificates; it needs reflect-metadata, and is only loaded where there is one to write. */
export function x509(): typeof import('@peculiar/x509') {
  require('reflect-metadata');
  return require('@peculiar/x509') as typeof import('@peculiar/x509');
}

/** What a minted certificate says. Names are relative distinguished names in the order of encoding, `C=CN, O=…, CN=…`. */
export interface CertificateRequest {
  readonly subject: string;
  readonly issuer: string;
  /** Upper-case hexadecimal. */
  readonly serial: string;
  readonly subjectKey: RsaKeyPair;
  readonly issuerKey: RsaKeyPair;
  readonly notBefore: Millis;
  readonly notAfter: Millis;
  readonly authority?: boolean;
  /** DNS names, for TLS. */
  readonly dns?: readonly string[];
}

/** A certificate as PEM, with its serial in upper-case hexadecimal without leading zeros removed by anyone. */
export interface Certificate {
  readonly pem: string;
  readonly serial: string;
  readonly notBefore: Millis;
  readonly notAfter: Millis;
}

interface CryptoPair {
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicKey: webcrypto.CryptoKey;
}

const imported = new WeakMap<RsaKeyPair, Promise<CryptoPair>>();

/** A pair in the form that signs certificates, made once for each pair. */
function cryptoKeys(pair: RsaKeyPair): Promise<CryptoPair> {
  const known = imported.get(pair) ?? importKeys(pair);
  imported.set(pair, known);
  return known;
}

async function importKeys(pair: RsaKeyPair): Promise<CryptoPair> {
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', pair.privateKey.export({ type: 'pkcs8', format: 'der' }), RSA, false, [
      'sign',
    ]),
    publicKey: await subtle.importKey('spki', pair.publicKey.export({ type: 'spki', format: 'der' }), RSA, true, [
      'verify',
    ]),
  };
}

/** Mints one certificate, signed SHA-256 with RSA. */
export async function mintCertificate(request: CertificateRequest): Promise<Certificate> {
  const { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } = x509();
  const [subjectKeys, issuerKeys] = await Promise.all([cryptoKeys(request.subjectKey), cryptoKeys(request.issuerKey)]);
  const extensions = [
    new BasicConstraintsExtension(request.authority ?? false, undefined, true),
    ...(request.dns
      ? [new SubjectAlternativeNameExtension(request.dns.map((value) => ({ type: 'dns' as const, value })))]
      : []),
  ];
  const certificate = await X509CertificateGenerator.create({
    serialNumber: request.serial,
    subject: request.subject,
    issuer: request.issuer,
    notBefore: new Date(request.notBefore),
    notAfter: new Date(request.notAfter),
    publicKey: subjectKeys.publicKey as CryptoKey,
    signingKey: issuerKeys.privateKey as CryptoKey,
    signingAlgorithm: RSA,
    extensions,
  });
  return readCertificate(`${certificate.toString('pem')}\n`);
}

/** Reads a certificate's PEM. */
export function readCertificate(pem: string): Certificate {
  const { serialNumber: serial, validFromDate, validToDate } = new X509Certificate(pem);
  return { pem, serial, notBefore: validFromDate.getTime(), notAfter: validToDate.getTime() };
}

/** The certificate of a role: minted once, and kept where the mint keeps its keys. */
export async function certificateOf(
  keys: KeyMint,
  role: string,
  request: () => CertificateRequest,
): Promise<Certificate> {
  return readCertificate(await keys.text(`${role}.crt`, async () => (await mintCertificate(request())).pem));
}

/** A validity that tolerates clocks behind ours: from one day ago for five years, as payment certificates usually run. */
export function fiveYears(now: Millis): Pick<CertificateRequest, 'notBefore' | 'notAfter'> {
  const notBefore = now - DAY_MS;
  return { notBefore, notAfter: notBefore + 5 * 365 * DAY_MS };
}
