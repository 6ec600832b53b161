import { type KeyMint, pem } from '../../kernel/keys';
import type { Applicant, Enrolment } from '../contract';
import type { SimDesk } from './desk';
import type { Payee } from './register';
import { keyName, type Signers } from './signers';

/** An application with everything that its owner must keep. */
export interface MerchantKit {
  readonly appId: string;
  readonly key: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  readonly payees: readonly Payee[];
}

/** Under which name an application's key is minted. */
export const appKeyRole = (provider: string, owner: string): string => `${provider}/app/${owner}`;

/** The provider's keys as a client starts with them, by name. */
export const providerKeys = (signers: Signers): Record<string, string> =>
  Object.fromEntries(signers.all().map((signer) => [signer.key, pem.publicSpki(signer)]));

type EnrolmentDesk = Pick<SimDesk, 'profile' | 'design' | 'register' | 'random'> & { readonly keys: KeyMint };

async function issue(
  desk: EnrolmentDesk,
  { owner, name }: Applicant,
  owners: readonly Applicant[],
): Promise<MerchantKit> {
  const { profile, design, register, random } = desk;
  const pair = await desk.keys.rsa(appKeyRole(profile.provider, owner));
  const key = keyName(pair.publicKey);
  const appId = `app${random.stream(`app/${owner}`).digits(13)}`;
  const payees = owners.map(
    (each): Payee => ({
      account: design.payeeForm(random.stream(`payee/${each.owner}`)),
      owner: each.owner,
      name: each.name,
    }),
  );
  const accounts = new Set(payees.map(({ account }) => account));
  register.add({ appId, owner, name, keys: new Map([[key, pair.publicKey]]), payees: accounts }, payees);
  return { appId, key, privateKey: pem.privatePkcs8(pair), payees };
}

/** Signs up a platform that collects for its merchants, each into an account of its own. */
export async function enrolPlatform(
  desk: EnrolmentDesk & Pick<SimDesk, 'signers' | 'label' | 'apiOrigin'>,
  platform: Applicant,
  merchants: readonly Applicant[],
): Promise<Enrolment> {
  const { appId, key, privateKey, payees } = await issue(desk, platform, merchants);
  const { label, apiOrigin, signers, design } = desk;
  const connection = { origin: apiOrigin, profile: label, appId, key, privateKey, words: design.words };
  return {
    connection: { ...connection, providerKeys: providerKeys(signers) },
    payees: Object.fromEntries(payees.map(({ owner, account }) => [owner, account])),
  };
}

/** Signs up one merchant that collects for itself. */
export const enrolDirect = (desk: EnrolmentDesk, merchant: Applicant): Promise<MerchantKit> =>
  issue(desk, merchant, [merchant]);
