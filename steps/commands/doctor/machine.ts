import {
  createCipheriv,
  createDecipheriv,
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DoctorCode, DoctorFinding, Health } from '../../../reports/wording/doctor';
import type { Java } from '../java';

/** A finding with its facts. */
export function found(health: Health, code: DoctorCode, facts: Readonly<Record<string, string>> = {}): DoctorFinding {
  return { health, code, facts };
}

/** The line of an error that a person can use. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The oldest Node on which everything runs. */
const OLDEST: readonly [number, number] = [22, 20];

/** Node itself. */
export function examineNode(version: string): DoctorFinding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return found(fits ? 'ok' : 'problem', fits ? 'node-fits' : 'node-too-old', { version });
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const readManifest = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;

/** The packages of the house against what it declares. An alias (`npm:…`) only has to be there. */
export function examinePackages(root: string): DoctorFinding[] {
  const { dependencies, devDependencies } = readManifest<Manifest>(join(root, 'package.json'));
  const fileOf = (name: string) => join(root, 'node_modules', name, 'package.json');
  const missing = (names: readonly string[]) => names.filter((name) => !existsSync(fileOf(name)));
  const [needed, others] = [Object.keys(dependencies), Object.keys(devDependencies)];
  const differs = [...Object.entries(dependencies), ...Object.entries(devDependencies)]
    .filter(([name, version]) => !version.startsWith('npm:') && existsSync(fileOf(name)))
    .flatMap(([name, version]) => {
      const there = readManifest<{ version: string }>(fileOf(name)).version;
      return there === version ? [] : [`${name} ${there} (expected ${version})`];
    });
  const findings = [
    ...report('problem', 'package-missing', missing(needed), root),
    ...report('problem', 'package-differs', differs, root),
    ...report('note', 'development-package-missing', missing(others), root),
  ];
  const count = String(needed.length + others.length);
  return findings.length === 0 ? [found('ok', 'packages-fit', { count })] : findings;
}

const report = (health: Health, code: DoctorCode, names: readonly string[], root: string): DoctorFinding[] =>
  names.length === 0 ? [] : [found(health, code, { names: names.join(', '), root })];

/** Java is welcome, never needed. */
export function examineJava(java: Java | undefined): DoctorFinding {
  return java ? found('ok', 'java-there', { version: java.version }) : found('note', 'java-absent');
}

/** Writes a file where runs go, and takes it away again. */
export function examineOutput(folder: string): DoctorFinding {
  const file = join(folder, `.doctor-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, '');
    rmSync(file);
    return found('ok', 'output-writable', { folder });
  } catch (error) {
    return found('problem', 'output-not-writable', { folder, why: reasonOf(error) });
  }
}

/** Opens a port of 127.0.0.1 and asks it something. */
export async function examineLoopback(host = '127.0.0.1'): Promise<DoctorFinding> {
  const server = createServer((_request, response) => response.end('here'));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, host, resolve);
    });
    const answer = await fetch(`http://${host}:${(server.address() as AddressInfo).port}/`);
    if ((await answer.text()) !== 'here')
      return found('problem', 'loopback-closed', { why: `status ${answer.status}` });
    return found('ok', 'loopback-open');
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error;
    return found('problem', 'loopback-closed', { why: reasonOf(cause) });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** What the protocols of the house sign, hash and encrypt with. */
export const ABILITIES: Readonly<Record<string, () => boolean>> = {
  'RSA with SHA-256': () => signs('sha256'),
  'RSA with SHA-1': () => signs('sha1'),
  'AES-256-GCM': () => {
    const [key, nonce] = [randomBytes(32), randomBytes(12)];
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update('hutong'), cipher.final()]);
    const opened = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(cipher.getAuthTag());
    return Buffer.concat([opened.update(sealed), opened.final()]).toString() === 'hutong';
  },
  MD5: () => createHash('md5').update('').digest('hex') === 'd41d8cd98f00b204e9800998ecf8427e',
};

function signs(hash: string): boolean {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.from('hutong');
  return verify(hash, data, publicKey, sign(hash, data, privateKey));
}

/** Tries every ability; one that throws is lacking. */
export function examineCrypto(abilities = ABILITIES, version = process.versions.openssl): DoctorFinding {
  const lacking = Object.entries(abilities).flatMap(([name, works]) => {
    try {
      return works() ? [] : [name];
    } catch {
      return [name];
    }
  });
  if (lacking.length === 0) return found('ok', 'crypto-works', { version });
  return found('problem', 'crypto-lacks', { version, names: lacking.join(', ') });
}

/** The embedded database of the reference checkout. */
export function examineStorage(): DoctorFinding {
  try {
    const { DatabaseSync } = require('node:sqlite') as typeof import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    database.close();
    return found('ok', 'storage-works', { version: String(row?.['version']) });
  } catch (error) {
    return found('problem', 'storage-fails', { why: reasonOf(error) });
  }
}
