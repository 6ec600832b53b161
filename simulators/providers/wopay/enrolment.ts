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
  /** Where payers' browsers bring their orders. */
  readonly pageOrigin: () => string;
}

/** The n-th key that a merchant shares: 32 letters and digits, minted at run time. */
const signKeyOf = (keys: KeyMint, owner: string, n: number): string => keys.secret(`wopay/merchant/${owner}/${n}`, 32);

/**
 * Signs up one merchant: its number, and a key that it shares with WoPay.
 * @param heldBy Who keeps that key and speaks in its name.
 */
export function enrolMerchant(
  { register, keys, random }: Pick<EnrolmentDesk, 'register' | 'keys' | 'random'>,
  { owner, name }: Applicant,
  heldBy = owner,
): Merchant {
  const merNo = `301100${random.stream(`merchant/${owner}`).digits(9)}`;
  const merchant = { merNo, owner, name, heldBy, keys: [signKeyOf(keys, owner, 0)] };
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
      pageOrigin: desk.pageOrigin(),
      keys: Object.fromEntries(enrolled.map((merchant) => [merchant.merNo, keyInForce(merchant)])),
    },
    payees: Object.fromEntries(enrolled.map(({ owner, merNo }) => [owner, merNo])),
  };
}

/** Mints the next key of every merchant, which is told to it past the gateway; `activate` puts it in force. */
export function rotate({ register, keys: mint }: Pick<EnrolmentDesk, 'register' | 'keys'>, activate: boolean): void {
  for (const merchant of register.all()) {
    const { owner, keys, nextKey } = merchant;
    if (!activate) register.add({ ...merchant, nextKey: signKeyOf(mint, owner, keys.length) });
    else if (nextKey !== undefined) register.add({ ...merchant, keys: [...keys, nextKey], nextKey: undefined });
  }
}
