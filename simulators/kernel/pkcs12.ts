import { createCipheriv, createHash, createHmac, randomBytes, X509Certificate } from 'node:crypto';
import type { RsaKeyPair } from './keys';

/*
 * Writes a key with its certificate as PKCS#12 (RFC 7292), as payment houses hand them out. No library of this project
 * writes such files. The old algorithms are those that every reader has: OpenSSL 3 without its legacy part, Java, Go, PHP.
 */

const ITERATIONS = 2048;
const SALT_BYTES = 8;

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  tripleDes: '1.2.840.113549.1.12.1.3',
  keyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  sha1: '1.3.14.3.2.26',
} as const;

/** One DER element: its tag, the length of what follows, and that. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

const sequence = (...content: readonly Uint8Array[]) => der(0x30, ...content);
const set = (...content: readonly Uint8Array[]) => der(0x31, ...content);
const octets = (content: Uint8Array) => der(0x04, content);
const explicit = (content: Uint8Array) => der(0xa0, content);
const NULL = der(0x05);

/** A whole number of up to two bytes. */
const integer = (value: number) => der(0x02, value < 0x80 ? Buffer.of(value) : Buffer.of(value >> 8, value & 0xff));

function oid(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

/** What derived bytes are for (RFC 7292, B.3). */
const FOR = { key: 1, vector: 2, mac: 3 } as const;

const BLOCK_BYTES = 64;

/** Repeats bytes to whole blocks. */
function blocks(bytes: Uint8Array): Buffer {
  const size = Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES;
  return Buffer.alloc(size, bytes);
}

/** Adds two numbers of one block and one, without what goes over. */
function added(block: Uint8Array, other: Uint8Array): Buffer {
  const sum = Buffer.from(block);
  let carry = 1;
  for (let i = sum.length - 1; i >= 0; i -= 1) {
    carry += (sum[i] ?? 0) + (other[i] ?? 0);
    sum[i] = carry & 0xff;
    carry >>= 8;
  }
  return sum;
}

/** Derives bytes from a password with SHA-1 (RFC 7292, B.2). */
function derived(password: string, salt: Uint8Array, purpose: keyof typeof FOR, length: number): Buffer {
  const wide = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const diversifier = Buffer.alloc(BLOCK_BYTES, FOR[purpose]);
  let input = Buffer.concat([blocks(salt), blocks(wide)]);
  const pieces: Buffer[] = [];
  for (let size = 0; size < length; size += 20) {
    let piece = createHash('sha1').update(diversifier).update(input).digest();
    for (let i = 1; i < ITERATIONS; i += 1) piece = createHash('sha1').update(piece).digest();
    pieces.push(piece);
    const addend = Buffer.alloc(BLOCK_BYTES, piece);
    const next: Buffer[] = [];
    for (let at = 0; at < input.length; at += BLOCK_BYTES)
      next.push(added(input.subarray(at, at + BLOCK_BYTES), addend));
    input = Buffer.concat(next);
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** Bytes under a password, and how they were made. */
function encrypted(content: Uint8Array, password: string): { readonly algorithm: Buffer; readonly bytes: Buffer } {
  const salt = randomBytes(SALT_BYTES);
  const key = derived(password, salt, 'key', 24);
  const cipher = createCipheriv('des-ede3-cbc', key, derived(password, salt, 'vector', 8));
  const parameters = sequence(octets(salt), integer(ITERATIONS));
  return {
    algorithm: sequence(oid(OID.tripleDes), parameters),
    bytes: Buffer.concat([cipher.update(content), cipher.final()]),
  };
}

/** Says which key a certificate belongs to; keys and certificates that belong together say the same. */
const keyId = (id: Uint8Array) => set(sequence(oid(OID.localKeyId), set(octets(id))));

/** The file with a private key and its certificate under a password. @param certificate PEM. */
export function pkcs12(pair: RsaKeyPair, certificate: string, password: string): Buffer {
  const x509 = new X509Certificate(certificate).raw;
  const id = createHash('sha1').update(x509).digest();
  const certificateBag = sequence(
    oid(OID.certificateBag),
    explicit(sequence(oid(OID.x509), explicit(octets(x509)))),
    keyId(id),
  );
  const key = encrypted(pair.privateKey.export({ type: 'pkcs8', format: 'der' }), password);
  const keyBag = sequence(oid(OID.keyBag), explicit(sequence(key.algorithm, octets(key.bytes))), keyId(id));
  const certificates = encrypted(sequence(certificateBag), password);
  const safe = sequence(
    sequence(
      oid(OID.encryptedData),
      explicit(sequence(integer(0), sequence(oid(OID.data), certificates.algorithm, der(0x80, certificates.bytes)))),
    ),
    sequence(oid(OID.data), explicit(octets(sequence(keyBag)))),
  );
  const salt = randomBytes(SALT_BYTES);
  const mac = createHmac('sha1', derived(password, salt, 'mac', 20))
    .update(safe)
    .digest();
  const macData = sequence(sequence(sequence(oid(OID.sha1), NULL), octets(mac)), octets(salt), integer(ITERATIONS));
  return sequence(integer(3), sequence(oid(OID.data), explicit(octets(safe))), macData);
}
