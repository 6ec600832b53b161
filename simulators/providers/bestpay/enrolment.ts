import { certificateOf, fiveYears } from '../../kernel/certificates';
import type { KeyMint, RsaKeyPair } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import { signingNow } from '../../kernel/time';
import type { Applicant, Enrolment } from '../contract';
import type { Merchant, Register } from './register';

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly origins: { readonly api: string; readonly wap: string };
  /** Where payers' browsers open the cashiers. */
  readonly pageOrigin: (origin: string) => string;
}

/** Gives a merchant its number, its data key and its trade key. */
export function enrolMerchant(
  { register, keys, random }: EnrolmentDesk,
  { owner, name }: Applicant,
  more: Pick<Merchant, 'parent' | 'institution'> = {},
): Merchant {
  const merchant: Merchant = {
    merchantId: `043${random.stream(`merchant/${owner}`).digits(12)}`,
    owner,
    name,
    key: keys.secret(`bestpay/key/${owner}`, 48),
    password: keys.secret(`bestpay/password/${owner}`, 16),
    ...more,
  };
  register.add(merchant);
  return merchant;
}

/** A merchant with everything that it must keep. */
export interface MerchantKit {
  readonly merchant: Merchant;
  /** The key with which it signs for the newer platform. */
  readonly pair: RsaKeyPair;
  /** The certificate of that key, PEM. */
  readonly certificate: string;
}

/** Signs up one merchant for itself, with a number and a key for the newer platform as well (sheet A2.2). */
export async function enrolDirect(desk: EnrolmentDesk, applicant: Applicant): Promise<MerchantKit> {
  const role = `bestpay/institution/${applicant.owner}`;
  const pair = await desk.keys.rsa(role);
  const code = `3178${desk.random.stream(`institution/${applicant.owner}`).digits(12)}`;
  const merchant = enrolMerchant(desk, applicant, { institution: { code, publicKey: pair.publicKey } });
  const name = `C=CN, O=BestPay (simulated), CN=${code}`;
  const { pem: certificate } = await certificateOf(desk.keys, role, () => ({
    subject: name,
    issuer: name,
    serial: desk.random.stream(`serial/${applicant.owner}`).hex(15),
    subjectKey: pair,
    issuerKey: pair,
    ...fiveYears(signingNow()),
  }));
  return { merchant, pair, certificate };
}

/** Signs up a platform, and each of its merchants with a number and keys of its own, which the platform keeps for them. */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  // A platform may sell its own goods: that account bears the name of its own shop.
  const own = enrolMerchant(desk, merchants.find(({ owner }) => owner === platform.owner) ?? platform);
  const others = merchants.filter(({ owner }) => owner !== platform.owner);
  const all = [own, ...others.map((merchant) => enrolMerchant(desk, merchant, { parent: own.merchantId }))];
  const { api, wap } = desk.origins;
  return {
    connection: {
      origin: api,
      webOrigin: desk.pageOrigin(api),
      wapOrigin: desk.pageOrigin(wap),
      merchantId: own.merchantId,
      merchants: Object.fromEntries(
        all.map(({ merchantId, key, password }) => [merchantId, { key, merchantPwd: password }]),
      ),
    },
    payees: Object.fromEntries(all.map(({ owner, merchantId }) => [owner, merchantId])),
  };
}
