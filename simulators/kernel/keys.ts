import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as rsaSign,
  verify as rsaVerify,
} from 'node:crypto';
import { promisify } from 'node:util';

/** A key pair, parsed once; passing PEM text to every signature would halve the gateway's speed. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** An RSA-2048 key pair. */
export type RsaKeyPair = KeyPair;

const generate = promisify(generateKeyPair);

/** The public half of each private key that this process minted or read. */
const publicHalf = new WeakMap<KeyObject, KeyObject>();

function known(pair: RsaKeyPair): RsaKeyPair {
  publicHalf.set(pair.privateKey, pair.publicKey);
  return pair;
}

/** Lengths of keys: the usual one, and that of protocols which are older. */
export type RsaBits = 2048 | 1024;

const USUAL_BITS = 2048;

const fresh = (modulusLength: RsaBits = USUAL_BITS) => generate('rsa', { modulusLength }).then(known);

/** PEM forms of a pair, as files and SDK settings want them. */
export const pem = {
  privatePkcs1: (pair: RsaKeyPair) => pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  privatePkcs8: (pair: RsaKeyPair) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicSpki: (pair: Pick<RsaKeyPair, 'publicKey'>) =>
    pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

/** Reads a pair back from its private PEM, for a sandbox that keeps its keys. */
export function rsaPairFromPem(privatePem: string): RsaKeyPair {
  const privateKey = createPrivateKey(privatePem);
  return known({ privateKey, publicKey: createPublicKey(privateKey) });
}

type Hash = 'sha256' | 'sha1';

/** A signature that this process made: over exactly these bytes and with the private half of this key. */
interface Made {
  readonly data: Uint8Array;
  readonly key: KeyObject;
  readonly hash: Hash;
}

/** How many of its own signatures the process remembers. */
const REMEMBERED = 256;

/**
 * The signatures made last, by their text. Whoever signs and whoever observes live in one process here, and an RSA
 * signature over given bytes is the same however often it is checked; so the observer need not do the sum again.
 */
const made = new Map<string, Made>();

function remember(signature: string, entry: Made): void {
  made.set(signature, entry);
  if (made.size <= REMEMBERED) return;
  for (const oldest of made.keys()) {
    made.delete(oldest);
    return;
  }
}

const bytesOf = (data: Uint8Array | string): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);

/** Signs with RSASSA-PKCS1-v1_5; standard base64. */
export function signRsa(data: Uint8Array | string, key: KeyObject, hash: Hash = 'sha256'): string {
  const bytes = bytesOf(data);
  const signature = rsaSign(hash, bytes, key).toString('base64');
  const half = publicHalf.get(key);
  if (half) remember(signature, { data: bytes, key: half, hash });
  return signature;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Verifies RSASSA-PKCS1-v1_5; false, never an exception, for text that is not base64 or not a signature. */
export function verifyRsa(
  data: Uint8Array | string,
  signature: string,
  key: KeyObject,
  hash: Hash = 'sha256',
): boolean {
  const bytes = bytesOf(data);
  const own = made.get(signature);
  if (own && own.key === key && own.hash === hash && Buffer.compare(own.data, bytes) === 0) return true;
  return BASE64.test(signature) && rsaVerify(hash, bytes, key, Buffer.from(signature, 'base64'));
}

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** Fresh random bytes as hexadecimal in lower case, for nonces and request numbers; drawn in large pieces. */
export function randomHex(bytes: number): string {
  if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
  const text = pool.toString('hex', 0, bytes);
  pool = pool.subarray(bytes);
  return text;
}

/** Where a mint keeps what it made, so that a later process goes on with it. Names have slashes. */
export interface KeyStore {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

/** A line of a private key's PEM that no other key has: well behind what all keys begin with. */
const MARKED_LINE = 5;

/** The first word of a secret's or key's name in its store tells what it is. */
const KINDS = { pair: 'keys', text: 'texts' } as const;

/**
 * Mints keys at run time and hands out the same key for the same role, so that one process pays for each key once.
 * Roles are names such as `wechatpay/platform-certificate-1`; nothing is written anywhere but to a store that is given.
 */
export class KeyMint {
  readonly #pairs = new Map<string, Promise<RsaKeyPair>>();
  readonly #texts = new Map<string, Promise<string>>();
  readonly #secrets = new Map<string, string>();
  readonly #ed25519 = new Map<string, KeyPair>();
  readonly #stock: Array<Promise<RsaKeyPair>> = [];

  /** @param store Keeps what is minted beyond this process; without it everything is fresh in each. */
  constructor(readonly store?: KeyStore) {}

  /** Starts minting pairs that have no role yet, while the process is still busy with other things. */
  prepare(count: number): void {
    for (let i = 0; i < count; i += 1) this.#stock.push(fresh());
  }

  /** The pair of a role. A role has one pair for good; `bits` counts when it is minted. */
  rsa(role: string, bits: RsaBits = USUAL_BITS): Promise<RsaKeyPair> {
    let pair = this.#pairs.get(role);
    if (!pair) {
      pair = this.#keptPair(`${KINDS.pair}/${role}`, bits);
      this.#pairs.set(role, pair);
    }
    return pair;
  }

  /** An Ed25519 pair, for the wires that are profiles of this project. */
  ed25519(role: string): KeyPair {
    let pair = this.#ed25519.get(role);
    if (!pair) {
      const name = `${KINDS.pair}/${role}`;
      const kept = this.store?.read(name);
      pair = kept === undefined ? generateKeyPairSync('ed25519') : rsaPairFromPem(kept);
      if (kept === undefined) this.store?.write(name, pem.privatePkcs8(pair));
      this.#ed25519.set(role, pair);
    }
    return pair;
  }

  /** A secret of letters and digits, for example the 32 characters of an APIv3 key. */
  secret(role: string, length: number): string {
    let text = this.#secrets.get(role);
    if (text === undefined) {
      const name = `${KINDS.text}/${role}`;
      text = this.store?.read(name) ?? randomBytes(length).toString('hex').slice(0, length);
      this.store?.write(name, text);
      this.#secrets.set(role, text);
    }
    return text;
  }

  /** What is made once for a role and kept with its key, such as a certificate. */
  text(role: string, make: () => Promise<string>): Promise<string> {
    let text = this.#texts.get(role);
    if (!text) {
      text = this.#keptText(`${KINDS.text}/${role}`, make);
      this.#texts.set(role, text);
    }
    return text;
  }

  /**
   * What gives away each secret that this mint has made, by its role: a text as it is, and a line out of each usual form
   * of a private key. For a scan that must find none of them (rule SEC-005).
   */
  async marks(): Promise<Map<string, readonly string[]>> {
    const marks = new Map<string, readonly string[]>([...this.#secrets].map(([role, text]) => [role, [text]]));
    for (const [role, made] of this.#pairs) {
      const pair = await made;
      const forms = [pem.privatePkcs1(pair), pem.privatePkcs8(pair)];
      marks.set(
        role,
        forms.map((form) => form.split('\n')[MARKED_LINE] ?? form),
      );
    }
    // The whole of such a key is one line of its PEM; the end of it is the secret itself.
    for (const [role, pair] of this.#ed25519)
      marks.set(role, [pem.privatePkcs8(pair).split('\n')[1]?.slice(-40) ?? role]);
    return marks;
  }

  async #keptPair(name: string, bits: RsaBits): Promise<RsaKeyPair> {
    const kept = this.store?.read(name);
    if (kept !== undefined) return rsaPairFromPem(kept);
    const pair = await ((bits === USUAL_BITS ? this.#stock.shift() : undefined) ?? fresh(bits));
    this.store?.write(name, pem.privatePkcs8(pair));
    return pair;
  }

  async #keptText(name: string, make: () => Promise<string>): Promise<string> {
    const kept = this.store?.read(name);
    if (kept !== undefined) return kept;
    const text = await make();
    this.store?.write(name, text);
    return text;
  }
}

/** The one mint of the process. */
export const processMint = new KeyMint();

/**
 * Turns personal values into keyed tokens: equal values give equal tokens under one key, and nobody reads them back.
 * A simulated market uses a key made from its seed, so that its history repeats; a real subject gets a random key.
 */
export class Tokens {
  readonly #key: Uint8Array;
  readonly #owners = new Map<string, string>();

  constructor(seed?: string) {
    this.#key = seed === undefined ? randomBytes(32) : Buffer.from(`tokens/${seed}`);
  }

  /** A number that is drawn anew in each process, such as a card's: its token stands for whose it is, and is the same in all. */
  stand(value: string, owner: string): void {
    this.#owners.set(value, owner);
  }

  token(value: string): string {
    return `token:${createHmac('sha256', this.#key)
      .update(this.#owners.get(value) ?? value)
      .digest('hex')
      .slice(0, 16)}`;
  }
}
