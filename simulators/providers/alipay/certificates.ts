import 'reflect-metadata';
import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
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

/** The serial numbers of a root bundle; roots that do not sign with RSA are left out (sheet 1.7, requirement A9). */
export function rootBundleSn(bundle: string): string {
  const roots = pemBlocks(bundle).filter((pem) => new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa');
  return roots.map(certificateSn).join('_');
}

const AUTHORITY =
  'C=CN, O=Ant Financial (simulated), OU=Certification Authority, CN=Ant Financial Certification Authority';
const RSA_ROOT = `${AUTHORITY} R1`;
const EC_ROOT = `${AUTHORITY} E1`;
const ISSUERS = { app: `${AUTHORITY} Class 1 R1`, alipay: `${AUTHORITY} Class 2 R1` } as const;

const newSerial = () => `20${randomBytes(15).toString('hex').toUpperCase()}`;

/** A root that signs with an elliptic curve, as the real bundle has one, so that clients must skip it. */
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

/** A certificate with the file that its owner gets: itself, and its issuer where clients want the chain. */
export interface IssuedCertificate {
  readonly sn: string;
  readonly certificate: Certificate;
  readonly chain: string;
}

/** The certificate authority of the simulated Alipay: two roots in a bundle, and one issuer for each purpose. */
export class Authority {
  private constructor(
    readonly issuingKey: RsaKeyPair,
    readonly issuers: Readonly<Record<keyof typeof ISSUERS, string>>,
    /** PEM of all roots, as clients configure it. */
    readonly rootBundle: string,
  ) {}

  static async create(keys: KeyMint): Promise<Authority> {
    const [root, issuing] = await Promise.all([keys.rsa('alipay/root'), keys.rsa('alipay/issuing-authority')]);
    const period = fiveYears(signingNow());
    const ca = (subject: string, subjectKey: RsaKeyPair) =>
      mintCertificate({
        subject,
        issuer: RSA_ROOT,
        serial: newSerial(),
        subjectKey,
        issuerKey: root,
        authority: true,
        ...period,
      });
    const [rsa, ec, app, alipay] = await Promise.all([
      ca(RSA_ROOT, root),
      ecRoot(),
      ca(ISSUERS.app, issuing),
      ca(ISSUERS.alipay, issuing),
    ]);
    return new Authority(issuing, { app: app.pem, alipay: alipay.pem }, `${rsa.pem}${ec}`);
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
