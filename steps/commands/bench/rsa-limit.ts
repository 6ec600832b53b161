import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';
import { NotMeasured } from './trouble';

/** How often one core can do nothing but verify one RSA-2048 signature and make one. */
export interface RsaLimit {
  /** Pairs of one verification and one signature, for each second of processor time. */
  readonly pairsPerSecond: number;
}

/** Whatever measures the limit; `name` says what it is, in words for the report. */
export interface LimitMeter {
  readonly name: string;
  /** @throws NotMeasured */
  measure(): Promise<RsaLimit>;
}

/** A number of equal sums, and the processor seconds that they took. */
interface Sums {
  readonly count: number;
  readonly seconds: number;
}

/**
 * The limit that follows from two measurements.
 * @throws NotMeasured when one of them counted nothing or took no time.
 */
export function limitOf(signatures: Sums, verifications: Sums): RsaLimit {
  const cost = ({ count, seconds }: Sums) => seconds / count;
  const pairsPerSecond = 1 / (cost(signatures) + cost(verifications));
  const all = [signatures.count, signatures.seconds, verifications.count, verifications.seconds];
  if (!Number.isFinite(pairsPerSecond) || all.some((number) => !(number > 0))) {
    throw new NotMeasured(`the RSA limit cannot be computed from ${JSON.stringify({ signatures, verifications })}`);
  }
  return { pairsPerSecond };
}

/**
 * Reads what `openssl speed -mr rsa2048` prints: `+R1:count:bits:seconds` for signatures, `+R2` for verifications, in
 * seconds of processor time.
 * @throws NotMeasured when one of the lines is missing.
 */
export function limitIn(output: string): RsaLimit {
  const sums = (kind: 'R1' | 'R2'): Sums => {
    const [, count, seconds] = new RegExp(`^\\+${kind}:(\\d+):2048:([\\d.]+)\\s*$`, 'm').exec(output) ?? [];
    if (count === undefined) throw new NotMeasured(`openssl speed printed no line +${kind} for 2048 bits`);
    return { count: Number(count), seconds: Number(seconds) };
  };
  return limitOf(sums('R1'), sums('R2'));
}

const run = promisify(execFile);

/** Measures with the openssl of the machine: a second for signatures and a second for verifications. */
const withOpenssl = (version: string): LimitMeter => ({
  name: `openssl speed (${version})`,
  measure: async () => {
    const { stdout, stderr } = await run('openssl', ['speed', '-mr', '-seconds', '1', 'rsa2048']);
    return limitIn(`${stdout}\n${stderr}`);
  },
});

/** So long each of the two is done in this process, in seconds of its processor time. */
const OWN_SECONDS = 0.5;

/** Does a sum again and again until its share of processor time is used up. */
function repeat(sum: () => void): Sums {
  const started = process.cpuUsage();
  for (let count = 1; ; count += 1) {
    sum();
    const { user, system } = process.cpuUsage(started);
    const seconds = (user + system) / 1e6;
    if (seconds >= OWN_SECONDS) return { count, seconds };
  }
}

/** Measures with the cryptography of this Node, inside this process; nothing else of it runs meanwhile. */
export function withNode(): LimitMeter {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(256, 'x');
  const signature = sign('sha256', data, privateKey);
  return {
    name: `node:crypto (OpenSSL ${process.versions.openssl})`,
    measure: async () =>
      limitOf(
        repeat(() => sign('sha256', data, privateKey)),
        repeat(() => verify('sha256', data, publicKey, signature)),
      ),
  };
}

/** The openssl of the machine where one is installed that can do this, else the same sums with node:crypto. */
export async function limitMeter(): Promise<LimitMeter> {
  try {
    const { stdout: version } = await run('openssl', ['version']);
    const { stdout, stderr } = await run('openssl', ['speed', '-help']);
    return `${stdout}${stderr}`.includes('-seconds') ? withOpenssl(version.split(' (')[0]?.trim() ?? '') : withNode();
  } catch {
    return withNode();
  }
}
