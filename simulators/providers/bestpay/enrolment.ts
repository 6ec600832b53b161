import type { KeyMint } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
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
  parent?: string,
): Merchant {
  const merchant: Merchant = {
    merchantId: `043${random.stream(`merchant/${owner}`).digits(12)}`,
    owner,
    name,
    key: keys.secret(`bestpay/key/${owner}`, 48),
    password: keys.secret(`bestpay/password/${owner}`, 16),
    ...(parent === undefined ? {} : { parent }),
  };
  register.add(merchant);
  return merchant;
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
  const all = [own, ...others.map((merchant) => enrolMerchant(desk, merchant, own.merchantId))];
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
