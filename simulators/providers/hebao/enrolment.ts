import type { KeyMint } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import type { Applicant, Enrolment } from '../contract';
import { keyInForce, type Merchant, type Register } from './register';

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly apiOrigin: string;
}

/** The n-th key that a merchant shares: 64 letters and digits, minted at run time. */
export const signKeyOf = (keys: KeyMint, owner: string, n: number): string =>
  keys.secret(`hebao/merchant/${owner}/${n}`, 64);

/**
 * Signs up one merchant: its number, and a key that it shares with HeBao.
 * @param heldBy Who keeps that key and speaks in its name.
 */
export function enrolMerchant(
  { register, keys, random }: EnrolmentDesk,
  { owner, name }: Applicant,
  heldBy = owner,
): Merchant {
  const merchantId = `888009${random.stream(`merchant/${owner}`).digits(9)}`;
  const merchant = { merchantId, owner, name, heldBy, signKeys: [signKeyOf(keys, owner, 0)] };
  register.add(merchant);
  return merchant;
}

/**
 * Signs up the merchants of a platform. The protocol knows no platform: each merchant is paid under its own number, and
 * the platform holds the keys that its merchants entrust to it.
 */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  const enrolled = merchants.map((applicant) => enrolMerchant(desk, applicant, platform.owner));
  return {
    connection: {
      origin: desk.apiOrigin,
      signKeys: Object.fromEntries(enrolled.map((merchant) => [merchant.merchantId, keyInForce(merchant)])),
    },
    payees: Object.fromEntries(enrolled.map(({ owner, merchantId }) => [owner, merchantId])),
  };
}

/** Mints the next key of every merchant, which is told to it past the gateway; `activate` puts it in force. */
export function rotate({ register, keys }: Pick<EnrolmentDesk, 'register' | 'keys'>, activate: boolean): void {
  for (const merchant of register.all()) {
    const { owner, signKeys, nextKey } = merchant;
    if (!activate) register.add({ ...merchant, nextKey: signKeyOf(keys, owner, signKeys.length) });
    else if (nextKey !== undefined) register.add({ ...merchant, signKeys: [...signKeys, nextKey], nextKey: undefined });
  }
}
