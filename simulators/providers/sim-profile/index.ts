import { join } from 'node:path';
import type { Random } from '../../kernel/random';
import type { ProviderContext, ProviderParts } from '../contract';
import { type Profile, readProfile, setting } from '../profile';
import { CASHIER_PAGE, MERCHANT_QR } from './codes';
import type { SimDesign } from './design';
import { SimProvider } from './provider';
import { Signers } from './signers';

/** What a profile is that adds nothing of its own: a code to scan, a cashier page, one account for each person. */
export const plainDesign: SimDesign = {
  words: { payee: 'merchantId', payer: 'payerId', institution: 'payerInstitution' },
  presents: [MERCHANT_QR, CASHIER_PAGE],
  payeeForm: (random: Random) => `8${random.digits(14)}`,
  wayOf: (product) => (product === MERCHANT_QR.product ? 'dynamic-code' : 'online'),
};

/** Opens a provider of this ground. */
export type OpenSimProvider = (context: ProviderContext, parts: ProviderParts) => Promise<SimProvider>;

/** A provider whose wire is a profile of ours, with its design. */
export const simProvider =
  (profile: Profile, design: SimDesign): OpenSimProvider =>
  async (context, parts) => {
    const signers = await Signers.create(profile.provider, context.keys);
    return new SimProvider(context, parts, profile, design, signers);
  };

/** Reads the profile of a folder and checks each of its settings. */
export function simProfile(folder: string): Profile {
  const profile = readProfile(join(folder, 'profile.yaml'));
  for (const name of Object.keys(profile.settings)) setting(profile, name);
  return profile;
}

/** The provider of a folder that has a profile and no code of its own. */
export const plainProvider = (folder: string): OpenSimProvider => simProvider(simProfile(folder), plainDesign);
