import { z } from 'zod';

/** What a provider with a profile of ours issues to an application. */
export const connectionSchema = z.object({
  baseUrl: z.string().transform((url) => url.replace(/\/$/, '')),
  /** The label that every answer and notice must carry, for example `ecny-sim-profile/0`. */
  profile: z.string(),
  appId: z.string(),
  /** The name of the application's key, and the key itself: PKCS#8, PEM. */
  key: z.string(),
  privateKey: z.string(),
  /** The provider's keys that are trusted from the beginning: PEM, by name. */
  providerKeys: z.record(z.string(), z.string()),
  /** What this profile calls the account that is paid. */
  words: z.object({ payee: z.string() }),
});
export type Connection = z.infer<typeof connectionSchema>;
