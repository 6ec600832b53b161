import { randomBytes } from 'node:crypto';
import { certificateOf, fiveYears } from '../../kernel/certificates';
import { type KeyMint, pem } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import { signingNow } from '../../kernel/time';
import type { Applicant, Enrolment } from '../contract';
import type { Account, Register } from './register';
import type { Signers } from './signers';

/** A merchant account with everything that its owner must keep. */
export interface MerchantKit {
  readonly account: Account;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  readonly certificate: string;
  readonly serial: string;
  readonly apiV3Key: string;
  readonly apiV2Key: string;
}

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly apiOrigin: string;
}

async function issueKit(
  desk: EnrolmentDesk,
  base: Omit<Account, 'apiKeys' | 'apiV3Key' | 'apiV2Key'>,
): Promise<MerchantKit> {
  const role = `wechatpay/merchant/${base.owner}`;
  const [pair, authority] = await Promise.all([desk.keys.rsa(role), desk.keys.rsa('wechatpay/certificate-authority')]);
  // A platform's is minted once for all worlds of a process: only its serial is ever told.
  const named = base.owner === 'platform' ? role : `${role}/${base.mchid}`;
  const certificate = await certificateOf(desk.keys, named, () => ({
    subject: `C=CN, O=Merchant (simulated), CN=${base.mchid}`,
    issuer: 'C=CN, O=Tenpay.com (simulated), OU=Tenpay.com CA Center, CN=Tenpay.com Root CA',
    serial: `4C${randomBytes(19).toString('hex').toUpperCase()}`,
    subjectKey: pair,
    issuerKey: authority,
    ...fiveYears(signingNow()),
  }));
  const { serial, pem: text } = certificate;
  const apiV3Key = desk.keys.secret(`${role}/api-v3-key`, 32);
  const apiV2Key = desk.keys.secret(`${role}/api-v2-key`, 32);
  const account: Account = { ...base, apiKeys: new Map([[serial, pair.publicKey]]), apiV3Key, apiV2Key };
  desk.register.add(account);
  return { account, privateKey: pem.privatePkcs8(pair), certificate: text, serial, apiV3Key, apiV2Key };
}

const merchantNumber = (desk: EnrolmentDesk, prefix: string, owner: string) =>
  `${prefix}${desk.random.stream(`mchid/${owner}`).digits(8)}`;

const appidOf = (desk: EnrolmentDesk, owner: string) =>
  `wx${desk.random.stream(`appid/${owner}`).hex(16).toLowerCase()}`;

/** The verifying keys that a client starts with, by the serial that the protocol names. */
export function platformKeys(signers: Signers): Record<string, string> {
  const certificates = signers.certificates().map(({ serial, certificate }) => [serial, certificate.pem] as const);
  return { ...Object.fromEntries(certificates), [signers.publicKey.serial]: pem.publicSpki(signers.publicKey) };
}

/** Signs up a platform as a service provider, and each of its merchants as a sub-merchant. */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  const subs = merchants.map((merchant) => ({ merchant, mchid: merchantNumber(desk, '16', merchant.owner) }));
  const appid = appidOf(desk, platform.owner);
  const kit = await issueKit(desk, {
    mchid: merchantNumber(desk, '19', platform.owner),
    owner: platform.owner,
    name: platform.name,
    role: 'service-provider',
    appids: [appid],
    actsFor: subs.map(({ mchid }) => mchid),
    noticesSignedWith: 'certificate',
    h5Domains: platform.domains,
  });
  for (const { merchant, mchid } of subs) {
    const { owner, name, domains } = merchant;
    desk.register.add({
      mchid,
      owner,
      name,
      role: 'sub-merchant',
      appids: [appidOf(desk, owner)],
      apiKeys: new Map(),
      noticesSignedWith: 'certificate',
      h5Domains: domains,
    });
  }
  return {
    connection: {
      origin: desk.apiOrigin,
      appid,
      mchid: kit.account.mchid,
      merchantSerial: kit.serial,
      merchantPrivateKey: kit.privateKey,
      apiV3Key: kit.apiV3Key,
      apiV2Key: kit.apiV2Key,
      platformKeys: platformKeys(desk.signers),
    },
    payees: Object.fromEntries(subs.map(({ merchant, mchid }) => [merchant.owner, mchid])),
  };
}

/** Signs up one merchant for itself, as an SDK's quick start expects it. */
export async function enrolDirect(desk: EnrolmentDesk, merchant: Applicant): Promise<MerchantKit> {
  return issueKit(desk, {
    mchid: merchantNumber(desk, '15', merchant.owner),
    owner: merchant.owner,
    name: merchant.name,
    role: 'direct',
    appids: [appidOf(desk, merchant.owner)],
    noticesSignedWith: 'certificate',
    h5Domains: merchant.domains,
  });
}
