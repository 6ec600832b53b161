import { createHash, createPrivateKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { type Fields, signedText } from './message';

/** What a platform signs with, and with what it checks the house. */
export interface SealKeys {
  /** The serial of its certificate, decimal. */
  readonly certId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly rootCertificate: string;
  readonly middleCertificate: string;
}

/** Whom a certificate must name, as the third part of its common name (sheet 5). */
const COMPANY = '中国银联股份有限公司';

/** So many certificates of the house are remembered; it changes them once in years. */
const REMEMBERED = 8;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The 64 characters over which keys sign: the text is hashed, and hashed again by the signature (sheet 5). */
const digestOf = (fields: Fields) => createHash('sha256').update(signedText(fields)).digest('hex');

const isWithin = ({ validFromDate, validToDate }: X509Certificate, now: number) =>
  validFromDate.getTime() <= now && now <= validToDate.getTime();

const commonName = ({ subject }: X509Certificate) => /^CN=(.*)$/m.exec(subject)?.[1] ?? '';

function read(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Signs what goes out and checks what comes in, version 5.1.0 with certificates. */
export class Sealer {
  readonly #certId: string;
  readonly #key: KeyObject;
  readonly #root: X509Certificate;
  readonly #middle: X509Certificate;
  readonly #known = new Map<string, X509Certificate>();

  /** @throws Error when the certificates that the house handed out do not belong together. */
  constructor({ certId, privateKey, rootCertificate, middleCertificate }: SealKeys) {
    this.#certId = certId;
    this.#key = createPrivateKey(privateKey);
    this.#root = new X509Certificate(rootCertificate);
    this.#middle = new X509Certificate(middleCertificate);
    if (!issued(this.#middle, this.#root))
      throw new Error(
        'the middle certificate was not issued by the root certificate; expected the two files of one environment',
      );
  }

  /** Adds the name of the key and the signature. */
  sealed(fields: Fields): Fields {
    const named = { ...fields, certId: this.#certId, signMethod: '01' };
    return { ...named, signature: sign('sha256', Buffer.from(digestOf(named)), this.#key).toString('base64') };
  }

  /**
   * True when a message carries a certificate of the house that is good now, and a signature of its key over exactly what
   * the message says. Nothing else of a message is used before.
   */
  verifies(fields: Fields, now = Date.now()): boolean {
    const { signature = '', signPubKeyCert = '', version, signMethod } = fields;
    if (version !== '5.1.0' || signMethod !== '01' || !BASE64.test(signature)) return false;
    const certificate = this.#certificate(signPubKeyCert, now);
    if (!certificate) return false;
    return verify('sha256', Buffer.from(digestOf(fields)), certificate.publicKey, Buffer.from(signature, 'base64'));
  }

  /** The certificate of a message, if it leads to the root and names the company (UP-04). */
  #certificate(pem: string, now: number): X509Certificate | undefined {
    const certificate = this.#known.get(pem) ?? this.#checked(pem);
    if (!certificate) return undefined;
    const chain = [certificate, this.#middle, this.#root];
    return chain.every((each) => isWithin(each, now)) ? certificate : undefined;
  }

  #checked(pem: string): X509Certificate | undefined {
    const certificate = read(pem);
    if (!certificate || !issued(certificate, this.#middle)) return undefined;
    if (commonName(certificate).split('@')[2] !== COMPANY) return undefined;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(pem, certificate);
    return certificate;
  }
}

const issued = (certificate: X509Certificate, issuer: X509Certificate) =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
