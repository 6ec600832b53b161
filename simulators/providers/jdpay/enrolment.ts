import { type KeyMint, pem } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import type { Applicant, Enrolment } from '../contract';
import type { Account, Register } from './register';
import { keyRole, type Signers } from './signers';

/** A merchant's account with everything that whoever speaks for it must keep. */
export interface MerchantKit {
  readonly account: Account;
  /** 24 bytes, base64. */
  readonly desKey: string;
  readonly privateKeyPkcs1: string;
  readonly privateKeyPkcs8: string;
}

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly apiOrigin: string;
  /** Where payers' browsers post their forms. */
  readonly cashiers: () => { readonly page: string; readonly h5: string };
}

const DES_KEY_DIGITS = 48;

/** Opens an account; `agent` is who will speak for it. */
export async function openAccount(desk: EnrolmentDesk, applicant: Applicant, agent: string): Promise<MerchantKit> {
  const { register, signers, keys, random } = desk;
  const { owner, name } = applicant;
  const role = keyRole(owner);
  const pair = await keys.rsa(role, signers.bits);
  const desKey = Buffer.from(keys.secret(`${role}/des-key`, DES_KEY_DIGITS), 'hex');
  const account: Account = {
    merchant: `11${random.stream(`merchant/${owner}`).digits(10)}`,
    owner,
    agent,
    name,
    desKey,
    md5Key: keys.secret(`${role}/md5-key`, 32),
    publicKey: pair.publicKey,
  };
  register.add(account);
  return {
    account,
    desKey: desKey.toString('base64'),
    privateKeyPkcs1: pem.privatePkcs1(pair),
    privateKeyPkcs8: pem.privatePkcs8(pair),
  };
}

/**
 * Signs up every merchant of a platform under its own number, since no field of this protocol names another payee than
 * the caller. The merchants leave their keys with the platform, which speaks for them.
 */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  const kits = await Promise.all(merchants.map((merchant) => openAccount(desk, merchant, platform.owner)));
  return {
    connection: {
      origin: desk.apiOrigin,
      cashiers: desk.cashiers(),
      jdPublicKey: pem.publicSpki(desk.signers.active()),
      merchants: Object.fromEntries(
        kits.map(({ account: { merchant, md5Key }, desKey, privateKeyPkcs8 }) => [
          merchant,
          { desKey, md5Key, privateKey: privateKeyPkcs8 },
        ]),
      ),
    },
    payees: Object.fromEntries(kits.map(({ account }) => [account.owner, account.merchant])),
  };
}
