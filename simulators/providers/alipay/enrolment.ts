import { type KeyMint, pem } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import type { Applicant, Enrolment } from '../contract';
import type { App, AppKeys, Register } from './register';
import type { Signers } from './signers';

/** The files of certificate mode, PEM. */
export interface CertificateFiles {
  readonly appCert: string;
  /** Alipay's certificate and its issuer. */
  readonly alipayCert: string;
  readonly alipayRootCert: string;
}

/** An application with everything that its owner must keep. */
export interface MerchantKit {
  readonly app: App;
  readonly privateKeyPkcs1: string;
  readonly privateKeyPkcs8: string;
  /** For encrypted contents: base64 of 16 bytes. */
  readonly aesKey?: string;
  /** In key mode: the key of Alipay that verifies answers and notices, PEM. */
  readonly alipayPublicKey?: string;
  /** In certificate mode. */
  readonly certificates?: CertificateFiles;
}

/** How a direct merchant signs up. */
export interface DirectWish {
  readonly mode: AppKeys['mode'];
  /** An old application, which may still sign with SHA-1. */
  readonly legacy?: boolean;
  /** False for an application that has set up no key for encrypted contents. */
  readonly encrypts?: boolean;
}

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly apiOrigin: string;
  /** Where payers' browsers open the gateway. */
  readonly pageOrigin: () => string;
}

type AppBase = Omit<App, 'appId' | 'pid' | 'keys' | 'aesKey'>;

const accountNumber = ({ random }: EnrolmentDesk, kind: string, owner: string) =>
  `2088${random.stream(`${kind}/${owner}`).digits(12)}`;

/** Under which name the mint keeps an application's key. */
export const appKeyRole = ({ owner, keys }: { owner: string; keys: Pick<AppKeys, 'mode'> }) =>
  `alipay/app/${owner}/${keys.mode}`;

/** The key of an application's encrypted contents: the mint's secret is 32 hexadecimal digits, which are 16 bytes. */
const newAesKey = (keys: KeyMint, role: string) =>
  Buffer.from(keys.secret(`${role}/aes-key`, 32), 'hex').toString('base64');

async function issueKit(
  desk: EnrolmentDesk,
  base: AppBase,
  mode: AppKeys['mode'],
  encrypts = true,
): Promise<MerchantKit> {
  const { register, signers, keys, random } = desk;
  const { owner } = base;
  const role = appKeyRole({ owner, keys: { mode } });
  const pair = await keys.rsa(role);
  const identity = {
    ...base,
    appId: `2021${random.stream(`app/${mode}/${owner}`).digits(12)}`,
    pid: accountNumber(desk, 'pid', owner),
    ...(encrypts ? { aesKey: newAesKey(keys, role) } : {}),
  };
  const privateKeys = {
    privateKeyPkcs1: pem.privatePkcs1(pair),
    privateKeyPkcs8: pem.privatePkcs8(pair),
    aesKey: identity.aesKey,
  };
  const alipayPublicKey = mode === 'certificate' ? undefined : pem.publicSpki(await signers.openKeyMode());
  if (mode === 'key') {
    const app: App = { ...identity, keys: { mode, publicKey: pair.publicKey } };
    register.addApp(app);
    return { app, ...privateKeys, alipayPublicKey };
  }
  // A platform's is minted once for all worlds of a process: only its number is ever told.
  const named = identity.role === 'platform' ? role : `${role}/${identity.appId}`;
  const issued = await signers.authority.issue('app', named, identity.appId, pair);
  const { pem: appCert, notAfter } = issued.certificate;
  const certificate = { publicKey: pair.publicKey, notAfter };
  const certificates = new Map([[issued.sn, certificate]]);
  const keysOf: AppKeys =
    mode === 'either' ? { mode, publicKey: pair.publicKey, certificates } : { mode, certificates };
  const app: App = { ...identity, keys: keysOf };
  register.addApp(app);
  const [alipayCert, alipayRootCert] = [signers.active().issued.chain, signers.authority.rootBundle];
  return { app, ...privateKeys, alipayPublicKey, certificates: { appCert, alipayCert, alipayRootCert } };
}

/** Signs up a platform in certificate mode, and each of its merchants as a sub-merchant (sheet 8: direct pay-through). */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  const subs = merchants.map(({ owner, name }) => ({ owner, name, pid: accountNumber(desk, 'sub-merchant', owner) }));
  const { owner, name } = platform;
  const subMerchants = subs.map(({ pid }) => pid);
  const kit = await issueKit(desk, { owner, name, role: 'platform', subMerchants, legacy: false }, 'certificate');
  for (const sub of subs) desk.register.addSeller(sub);
  return {
    connection: {
      origin: desk.apiOrigin,
      pageOrigin: desk.pageOrigin(),
      appId: kit.app.appId,
      privateKey: kit.privateKeyPkcs8,
      keyType: 'PKCS8',
      aesKey: kit.aesKey,
      ...kit.certificates,
    },
    payees: Object.fromEntries(subs.map((sub) => [sub.owner, sub.pid])),
  };
}

/** Signs up one merchant for itself, as an SDK's quick start expects it. */
export async function enrolDirect(
  desk: EnrolmentDesk,
  { owner, name }: Applicant,
  { mode, legacy = false, encrypts }: DirectWish,
): Promise<MerchantKit> {
  return issueKit(desk, { owner, name, role: 'direct', subMerchants: [], legacy }, mode, encrypts);
}
