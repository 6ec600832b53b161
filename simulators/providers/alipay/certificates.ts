import { createHash, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { type Certificate, certificateOf, fiveYears, x509 } from '../../kernel/certificates';
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

/** The algorithm that signed a certificate: its number from newer runtimes, else its name from the library. */
const signatureAlgorithm = (pem: string): string =>
  new X509Certificate(pem).signatureAlgorithmOid ?? new (x509().X509Certificate)(pem).signatureAlgorithm.name;

/** True for a certificate that was signed with RSA, by name or number. */
const signedWithRsa = (pem: string) => /^(RSA|1\.2\.840\.113549\.1\.1\.)/.test(signatureAlgorithm(pem));

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
  const certificate = await x509().X509CertificateGenerator.createSelfSigned({
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
  keys: KeyMint,
  role: string,
  subject: string,
  subjectKey: RsaKeyPair,
  issuer: { readonly subject: string; readonly key: RsaKeyPair },
  serial = newSerial(),
): Promise<Certificate> =>
  certificateOf(keys, `alipay/${role}`, () => ({
    subject,
    issuer: issuer.subject,
    serial,
    subjectKey,
    issuerKey: issuer.key,
    authority: true,
    ...fiveYears(signingNow()),
  }));

/** A certificate with the file that its owner gets: itself, and its issuer where clients want the chain. */
export interface IssuedCertificate {
  readonly sn: string;
  readonly certificate: Certificate;
  readonly chain: string;
}

const authorities = new WeakMap<KeyMint, Promise<Authority>>();

/** The certificate authority of the simulated Alipay: three roots in a bundle, and one issuer for each purpose. */
export class Authority {
  /** The serial numbers of the roots, which clients name in every request. */
  readonly rootSn: string;

  private constructor(
    readonly keys: KeyMint,
    readonly issuingKey: RsaKeyPair,
    readonly issuers: Readonly<Record<keyof typeof ISSUERS, string>>,
    /** PEM of all roots, as clients configure it. */
    readonly rootBundle: string,
  ) {
    this.rootSn = rootBundleSn(rootBundle);
  }

  /** The authority of a mint's keys; made once, because every world of a process has the same. */
  static of(keys: KeyMint): Promise<Authority> {
    const known = authorities.get(keys) ?? Authority.#create(keys);
    authorities.set(keys, known);
    return known;
  }

  static async #create(keys: KeyMint): Promise<Authority> {
    const [root, second, issuing] = await Promise.all(
      ['alipay/root', 'alipay/second-root', 'alipay/issuing-authority'].map((role) => keys.rsa(role)),
    );
    if (!root || !second || !issuing) throw new Error('the key mint gave no keys to the authority');
    const [ec, rsa, other, app, alipay] = await Promise.all([
      keys.text('alipay/elliptic-root.crt', ecRoot),
      authorityCertificate(keys, 'root', RSA_ROOT, root, { subject: RSA_ROOT, key: root }),
      authorityCertificate(
        keys,
        'second-root',
        SECOND_ROOT,
        second,
        { subject: SECOND_ROOT, key: second },
        newSerial(20),
      ),
      authorityCertificate(keys, 'issuer-of-applications', ISSUERS.app, issuing, { subject: RSA_ROOT, key: root }),
      authorityCertificate(keys, 'issuer-of-alipay', ISSUERS.alipay, issuing, { subject: RSA_ROOT, key: root }),
    ]);
    // As in the real bundle: a root to skip comes first, one serial is long, and an empty line stands between them.
    return new Authority(keys, issuing, { app: app.pem, alipay: alipay.pem }, [ec, rsa.pem, other.pem].join('\n'));
  }

  /** Issues the certificate of a role's key; the same role gets the same certificate. */
  async issue(
    purpose: keyof typeof ISSUERS,
    role: string,
    commonName: string,
    subjectKey: RsaKeyPair,
  ): Promise<IssuedCertificate> {
    const certificate = await certificateOf(this.keys, role, () => ({
      subject: `C=CN, O=Simulated, OU=Alipay, CN=${commonName}`,
      issuer: ISSUERS[purpose],
      serial: newSerial(),
      subjectKey,
      issuerKey: this.issuingKey,
      ...fiveYears(signingNow()),
    }));
    const { pem } = certificate;
    return { sn: certificateSn(pem), certificate, chain: `${pem}${this.issuers[purpose]}` };
  }
}
