import type { Random } from '../../kernel/random';
import { beijingDay } from '../../kernel/time';
import type { ProviderFactory } from '../contract';
import type { Profile } from '../profile';
import { simProfile } from '../sim-profile';
import { APP_JUMP, MERCHANT_QR, payerCodePresent } from '../sim-profile/codes';
import type { SimDesign } from '../sim-profile/design';
import { SimProvider } from '../sim-profile/provider';
import { Signers } from '../sim-profile/signers';
import { HardWallets, hardWalletPresent } from './hard-wallets';
import { mountOffline } from './offline';
import { owedChanges } from './regimes';
import { EcnySide } from './side';
import { mountSubWallets } from './sub-wallet-page';
import { SubWallets, subWalletPresent } from './sub-wallets';
import type { Wallets } from './wallets';

export const ecnyProfile = simProfile(__dirname);

/** 19 digits that begin with 01 (sheet 2). */
const payerCode = (random: Random) => `01${random.digits(17)}`;

/** What e-CNY has beside the common ground of profiles. */
interface Extras {
  readonly subWallets: SubWallets;
  readonly hardWallets: HardWallets;
}

const designOf = ({ subWallets, hardWallets }: Extras): SimDesign => ({
  words: { payee: 'merchantWalletId', payer: 'payerWalletId', institution: 'payerOperator' },
  presents: [
    MERCHANT_QR,
    APP_JUMP,
    payerCodePresent(/^01\d{17}$/, 'expected 19 digits that begin with 01'),
    subWalletPresent(subWallets),
    hardWalletPresent,
  ],
  payeeForm: (random) => `002${random.digits(13)}`,
  side: (desk) => new EcnySide(desk),
  payerCode,
  mount: (api) => {
    mountSubWallets(api.app, api.desk, subWallets);
    mountOffline(api, hardWallets);
  },
});

/** e-CNY under this project's own profile. */
export class Ecny extends SimProvider implements Extras {
  readonly subWallets: SubWallets;
  readonly hardWallets: HardWallets;

  constructor(
    extras: Extras,
    ...[context, parts, profile, signers]: [...Parameters<ProviderFactory>, Profile, Signers]
  ) {
    super(context, parts, profile, designOf(extras), signers);
    this.subWallets = extras.subWallets;
    this.hardWallets = extras.hardWallets;
  }

  /** The test users' wallets, with their classes. */
  get wallets(): Wallets {
    if (this.side instanceof EcnySide) return this.side.wallets;
    throw new Error('e-CNY has no other payer side');
  }

  /** By how much the payments so far have changed what each debtor owes, as of today's regime. */
  owed(): ReadonlyMap<string, bigint> {
    const walletOf = (account: string) => {
      const [kind, id = ''] = account.split(':');
      if (kind === 'payee') return id;
      return kind === 'payer' ? this.wallets.find(id)?.id : undefined;
    };
    return owedChanges(this.ledger, walletOf, beijingDay(this.context.clock.now()));
  }
}

/** Opens e-CNY with other answers to the open questions of its profile. */
export function ecnyWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<Ecny> {
  const changed = Object.entries(settings).map(([name, value]) => {
    const entry = ecnyProfile.settings[name];
    if (!entry) throw new Error(`profile of ecny has no setting "${name}"`);
    return [name, { ...entry, value }] as const;
  });
  const profile = { ...ecnyProfile, settings: { ...ecnyProfile.settings, ...Object.fromEntries(changed) } };
  return async (context, parts) => {
    const signers = await Signers.create(profile.provider, context.keys);
    const { keys, random, people } = context;
    const extras = { subWallets: new SubWallets(), hardWallets: new HardWallets(keys, random, people) };
    return new Ecny(extras, context, parts, profile, signers);
  };
}

/** Opens e-CNY for one world. */
export const ecny = ecnyWith({});
