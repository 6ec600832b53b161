import type { KeyObject } from 'node:crypto';
import { type Certificate, certificateOf, fiveYears } from '../../kernel/certificates';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import { DAY_MS, type Millis, signingNow } from '../../kernel/time';

const ROOT = 'C=CN, O=Hutong simulation, CN=UnionPay sim root CA';
const MIDDLE = 'C=CN, O=Hutong simulation, CN=UnionPay sim OCA1';
/** Clients cut the common name at `@` and look for the company (sheet 5). */
const SIGNER = 'C=CN, O=Hutong simulation, CN=041@8310000000083040@中国银联股份有限公司@00016495';
const ENCRYPTION = 'C=CN, O=Hutong simulation, CN=041@8310000000083040@中国银联股份有限公司@00016496';

const TWENTY_YEARS_MS = 20 * 365 * DAY_MS;

/** A key with its certificate. */
export interface Holder {
  readonly pair: RsaKeyPair;
  readonly certificate: Certificate;
  /** The serial number as `certId` writes it, decimal. */
  readonly certId: string;
}

/** The certificate as a message carries it: PEM with CR LF, and nothing after it (sheet 5). */
export const carried = ({ pem }: Certificate): string => pem.trim().replaceAll(/\r?\n/g, '\r\n');

/** The decimal of a serial number. */
export const certIdOf = ({ serial }: Certificate): string => BigInt(`0x${serial}`).toString();

/**
 * A serial of 40 bits: real ones look so, and one client reads them as numbers, which hold 53 bits (sheet 3). Fixed by the
 * name of its holder, so that a restarted house has the same.
 */
const serialOf = (keys: KeyMint, role: string) => `10${keys.secret(`${role}/serial`, 8).toUpperCase()}`;

/** The authority of the simulated house, minted at run time: a root, a middle one, and what they issued. */
export class Authority {
  private constructor(
    readonly keys: KeyMint,
    readonly root: Holder,
    readonly middle: Holder,
  ) {}

  static async of(keys: KeyMint): Promise<Authority> {
    const [rootKey, middleKey] = await Promise.all([keys.rsa('unionpay/root'), keys.rsa('unionpay/middle')]);
    const notBefore = signingNow() - DAY_MS;
    const life = { notBefore, notAfter: notBefore + TWENTY_YEARS_MS, authority: true, issuerKey: rootKey };
    const root = await holder(keys, 'unionpay/root', rootKey, { subject: ROOT, issuer: ROOT, ...life });
    const middle = await holder(keys, 'unionpay/middle', middleKey, { subject: MIDDLE, issuer: ROOT, ...life });
    return new Authority(keys, root, middle);
  }

  /** Issues a certificate for five years, back-dated by a day. */
  async issue(role: string, subject: string): Promise<Holder> {
    const pair = await this.keys.rsa(role);
    const life = { ...fiveYears(signingNow()), issuerKey: this.middle.pair };
    return holder(this.keys, role, pair, { subject, issuer: MIDDLE, ...life });
  }

  /** The house's own certificate number `count`, which signs answers and notices. */
  signer(count: number): Promise<Holder> {
    return this.issue(`unionpay/signer-${count}`, SIGNER);
  }

  /** The certificate with whose key merchants encrypt what nobody else may read. */
  encryption(count: number): Promise<Holder> {
    return this.issue(`unionpay/encryption-${count}`, ENCRYPTION);
  }
}

/** A certificate that says what the house's own says, and that its holder has issued himself. */
export async function strangersSigner(keys: KeyMint): Promise<Holder> {
  const pair = await keys.rsa('forger');
  const request = { subject: SIGNER, issuer: SIGNER, issuerKey: pair, ...fiveYears(signingNow()) };
  return holder(keys, 'forger', pair, request);
}

interface Request {
  readonly subject: string;
  readonly issuer: string;
  readonly issuerKey: RsaKeyPair;
  readonly notBefore: Millis;
  readonly notAfter: Millis;
  readonly authority?: boolean;
}

async function holder(keys: KeyMint, role: string, pair: RsaKeyPair, request: Request): Promise<Holder> {
  const serial = serialOf(keys, role);
  const certificate = await certificateOf(keys, role, () => ({ ...request, serial, subjectKey: pair }));
  return { pair, certificate, certId: certIdOf(certificate) };
}

/** A key that verifies, and until when its certificate is good. */
export interface KnownCertificate {
  readonly publicKey: KeyObject;
  readonly notAfter: Millis;
}
