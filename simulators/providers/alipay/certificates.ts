import 'reflect-metadata';
import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { X509Certificate as ParsedCertificate, X509CertificateGenerator } from '@peculiar/x509';
import { type Certificate, fiveYears, mintCertificate } from '../../kernel/certificates';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import { signingNow } from '../../kernel/time';

/**
 * The serial number that the protocol uses: MD5 over the issuer's names in reverse order and the serial in decimal
 * (sheet 1.7, vectors in 6.1).
 */
export function serialNumber(reversedIssuer: string, decimalSerial: string): string {
  return createHash('md5').update(`${reversedIssuer}${decimalSerial}`).digest('hex');
}

/** The serial number of a certificate. */
export function certificateSn(pem: string): string {
  const { issuer, serialNumber: hex } = new X509Certificate(pem);
  return serialNumber(issuer.split('\n').reverse().join(','), BigInt(`0x${hex}`).toString());
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a file, one after another. */
export const pemBlocks = (text: string): string[] => text.match(PEM_BLOCK) ?? [];

/** True for a certificate that was signed with RSA, by its name or, where the library has none, by its number. */
const signedWithRsa = (pem: string) =>
  /^(RSA|1\.2\.840\.113549\.1\.1\.)/.test(new ParsedCertificate(pem).signatureAlgorithm.name);

/** The serial numbers of a root bundle; roots that are not signed with RSA are left out (sheet 1.7, requirement A9). */
export function rootBundleSn(bundle: string): string {
  return pemBlocks(bundle).filter(signedWithRsa).map(certificateSn).join('_');
}

const AUTHORITY =
  'C=CN, O=Ant Financial (simulated), OU=Certification Authority, CN=Ant Financial Certification Authority';
const RSA_ROOT = `${AUTHORITY} R1`;
const EC_ROOT = `${AUTHORITY} E1`;
const SECOND_ROOT = 'C=CN, O=Second Trust (simulated), OU=Trust Network, CN=Second Trust Root CA';
const ISSUERS = { app: `${AUTHORITY} Class 1 R1`, alipay: `${AUTHORITY} Class 2 R1` } as const;

/** Serials begin as real ones do, so that 16 bytes stay below 128 bits: some clients write longer ones in hexadecimal. */
const newSerial = (bytes = 16) =>
  `20${randomBytes(bytes - 1)
    .toString('hex')
    .toUpperCase()}`;

/** A root that signs with an elliptic curve; the real bundle has such roots, and clients must skip them. */
async function ecRoot(): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { notBefore, notAfter } = fiveYears(signingNow());
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: EC_ROOT,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    keys: keys as CryptoKeyPair,
    signingAlgorithm: algorithm,
  });
  return `${certificate.toString('pem')}\n`;
}

/** A certificate that signs others; a root when it is its own issuer. */
const authorityCertificate = (
  subject: string,
  subjectKey: RsaKeyPair,
  issuer: { readonly subject: string; readonly key: RsaKeyPair },
  serial = newSerial(),
): Promise<Certificate> =>
  mintCertificate({
    subject,
    issuer: issuer.subject,
    serial,
    subjectKey,
    issuerKey: issuer.key,
    authority: true,
    ...fiveYears(signingNow()),
  });

/** A certificate with the file that its owner gets: itself, and its issuer where clients want the chain. */
export interface IssuedCertificate {
  readonly sn: string;
  readonly certificate: Certificate;
  readonly chain: string;
}

/** The certificate authority of the simulated Alipay: three roots in a bundle, and one issuer for each purpose. */
export class Authority {
  private constructor(
    readonly issuingKey: RsaKeyPair,
    readonly issuers: Readonly<Record<keyof typeof ISSUERS, string>>,
    /** PEM of all roots, as clients configure it. */
    readonly rootBundle: string,
  ) {}

  static async create(keys: KeyMint): Promise<Authority> {
    const [root, second, issuing] = await Promise.all(
      ['alipay/root', 'alipay/second-root', 'alipay/issuing-authority'].map((role) => keys.rsa(role)),
    );
    if (!root || !second || !issuing) throw new Error('the key mint gave no keys to the authority');
    const [ec, rsa, other, app, alipay] = await Promise.all([
      ecRoot(),
      authorityCertificate(RSA_ROOT, root, { subject: RSA_ROOT, key: root }),
      authorityCertificate(SECOND_ROOT, second, { subject: SECOND_ROOT, key: second }, newSerial(20)),
      authorityCertificate(ISSUERS.app, issuing, { subject: RSA_ROOT, key: root }),
      authorityCertificate(ISSUERS.alipay, issuing, { subject: RSA_ROOT, key: root }),
    ]);
    // As in the real bundle: a root to skip comes first, one serial is long, and an empty line stands between them.
    return new Authority(issuing, { app: app.pem, alipay: alipay.pem }, [ec, rsa.pem, other.pem].join('\n'));
  }

  async issue(purpose: keyof typeof ISSUERS, commonName: string, subjectKey: RsaKeyPair): Promise<IssuedCertificate> {
    const certificate = await mintCertificate({
      subject: `C=CN, O=Simulated, OU=Alipay, CN=${commonName}`,
      issuer: ISSUERS[purpose],
      serial: newSerial(),
      subjectKey,
      issuerKey: this.issuingKey,
      ...fiveYears(signingNow()),
    });
    const { pem } = certificate;
    return { sn: certificateSn(pem), certificate, chain: `${pem}${this.issuers[purpose]}` };
  }
}
