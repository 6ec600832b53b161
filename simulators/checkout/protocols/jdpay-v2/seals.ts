import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateEncrypt,
  publicDecrypt,
} from 'node:crypto';

/** What one merchant and JD Pay know each other by: the sheet's 24 bytes of triple DES, and a private key. */
export class MerchantKeys {
  readonly #des: Buffer;
  readonly #private: KeyObject;

  /** @param desKey Base64. @param privateKey PEM. @throws Error when either is none. */
  constructor(
    desKey: string,
    privateKey: string,
    readonly md5Key?: string,
  ) {
    this.#des = Buffer.from(desKey, 'base64');
    if (this.#des.length !== 24) throw new Error(`found a desKey of ${this.#des.length} bytes, expected 24`);
    this.#private = createPrivateKey(privateKey);
  }

  /** Enciphers the digest of a text with the private key, without the name of the digest (sheet 2.2). */
  sign(text: string): string {
    const padding = constants.RSA_PKCS1_PADDING;
    return privateEncrypt({ key: this.#private, padding }, Buffer.from(sha256(text))).toString('base64');
  }

  /** Signs what an app hands to the wallet's app (sheet 2.5). @throws Error where the merchant's third key is not known. */
  signForApp(merchant: string, orderId: string): string {
    if (this.md5Key === undefined) throw new Error(`no md5Key of merchant ${merchant}`);
    return createHash('md5').update(`merchant=${merchant}&orderId=${orderId}&key=${this.md5Key}`).digest('hex');
  }

  /** Length, text, zeros to the end of a block, enciphered, as hexadecimal digits (sheet 2.1). */
  seal(text: string): string {
    const content = Buffer.from(text);
    const head = Buffer.alloc(4);
    head.writeInt32BE(content.length);
    const filled = Buffer.concat([head, content, Buffer.alloc((8 - ((content.length + 4) % 8)) % 8)]);
    const cipher = createCipheriv('des-ede3', this.#des, null);
    cipher.setAutoPadding(false);
    return cipher.update(filled, undefined, 'hex') + cipher.final('hex');
  }

  /** Opens a container. @throws Error when it is none. */
  open(hex: string): string {
    if (!/^([0-9a-f]{16})+$/i.test(hex)) throw new Error('not a container');
    const decipher = createDecipheriv('des-ede3', this.#des, null);
    decipher.setAutoPadding(false);
    const plain = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]);
    const length = plain.readInt32BE(0);
    if (length < 0 || length > plain.length - 4) throw new Error('a container that is shorter than it says');
    return new TextDecoder('utf-8', { fatal: true }).decode(plain.subarray(4, 4 + length));
  }
}

/** JD Pay's own key, which is the same for every merchant. */
export class JdKey {
  readonly #public: KeyObject;

  constructor(publicKey: string) {
    this.#public = createPublicKey(publicKey);
  }

  /** True when JD Pay signed exactly this text. */
  verifies(text: string, signature: string): boolean {
    try {
      const padding = constants.RSA_PKCS1_PADDING;
      const told = publicDecrypt({ key: this.#public, padding }, Buffer.from(signature, 'base64'));
      return told.equals(Buffer.from(sha256(text)));
    } catch {
      return false;
    }
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
