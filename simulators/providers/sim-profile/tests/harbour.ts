import { join } from 'node:path';
import { type Profile, readProfile } from '../../profile';
import { plainDesign, simProvider } from '..';

const base = readProfile(join(__dirname, '..', '..', 'banks', 'profile.yaml'));

const sourced = <T>(value: T) => ({ value, source: 'test', mark: '?' as const });

/** A profile that is nobody's: what the ground does by itself. */
export const harbourProfile: Profile = {
  ...base,
  provider: 'harbour',
  label: 'harbour-sim-profile/0',
  name: { en: 'Harbour', zh: '港湾支付' },
  origins: ['https://api.harbour-sim.example', 'https://pay.harbour-sim.example'],
  numbers: {
    ...base.numbers,
    mostRefunds: sourced(3),
    refundGap: sourced(1_000),
    credentialLife: sourced({ qr: 86_400_000, page: 86_400_000 }),
  },
  settings: {},
};

export const harbour = simProvider(harbourProfile, plainDesign);
