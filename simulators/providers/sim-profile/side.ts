import { walletSecrets } from '../payers';
import type { PayerSide } from './design';
import type { SimDesk } from './desk';

/** A number with everything but its first and last four characters as stars. */
export const starred = (number: string): string =>
  `${number.slice(0, 4)}${'*'.repeat(Math.max(0, number.length - 8))}${number.slice(-4)}`;

/** Each person has one account with a made-up number, and nothing stands in its way. */
export function plainSide({ profile, random, context }: SimDesk): PayerSide {
  return {
    secrets: (person) => walletSecrets(context.keys, profile.provider, person),
    shown: ({ paidBy }) => ({
      payer: starred(random.stream(`payer/${paidBy}`).digits(16)),
      institution: profile.provider,
    }),
    refuses: () => undefined,
    refundEnds: () => undefined,
  };
}
