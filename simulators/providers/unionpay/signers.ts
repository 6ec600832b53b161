import { charsetNamed } from '../charset';
import { type Authority, carried, type Holder } from './certificates';
import type { SignMethod, Version } from './signature';
import { signedBytes, signWithKey, signWithSecret } from './signature';
import type { Fields } from './wire';

/** How a message of the house is sealed: as the request was that it belongs to. */
export interface Seal {
  readonly version: Version;
  readonly method: SignMethod;
  /** The merchant's secret, for methods 11 and 12. */
  readonly secret?: string;
}

/** The house's own certificates: those that sign, which rotate, and the one for encryption. */
export class Signers {
  readonly #signers: Holder[] = [];
  #active = 0;

  private constructor(
    readonly authority: Authority,
    first: Holder,
  ) {
    this.#signers.push(first);
  }

  static async create(authority: Authority): Promise<Signers> {
    return new Signers(authority, await authority.signer(1));
  }

  /** Publishes one more certificate; it signs only after {@link activateNewest}. */
  async publish(): Promise<void> {
    this.#signers.push(await this.authority.signer(this.#signers.length + 1));
  }

  activateNewest(): void {
    this.#active = this.#signers.length - 1;
  }

  /** The certificate that signs now. */
  active(): Holder {
    const holder = this.#signers[this.#active];
    if (!holder) throw new Error('the house has no certificate');
    return holder;
  }

  all(): readonly Holder[] {
    return this.#signers;
  }

  /** The certificate for encryption; minted when the first merchant asks for it. */
  encryption(): Promise<Holder> {
    return this.authority.encryption(1);
  }
}

/** Seals a message: names the key, then signs everything (sheet 5). */
export function sealed(fields: Fields, seal: Seal, signer: Holder): Fields {
  const { version, method, secret = '' } = seal;
  const charset = charsetNamed(fields['encoding']) ?? 'utf-8';
  const named = method === '01' ? { ...fields, ...nameOf(signer, version) } : fields;
  const signed = signedBytes(named, charset);
  const signature =
    method === '01' ? signWithKey(signed, version, signer.pair.privateKey) : signWithSecret(signed, method, secret);
  return { ...named, signature };
}

/** 5.1.0 carries the certificate; 5.0.0 names it, and clients have it as a file. */
const nameOf = ({ certificate, certId }: Holder, version: Version): Fields =>
  version === '5.1.0' ? { signPubKeyCert: carried(certificate) } : { certId };
