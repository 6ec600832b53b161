import { z } from 'zod';

const accounts = z.record(
  z.string().regex(/^[0-9A-Za-z]{1,20}$/, 'expected a merchant number of at most 20 letters and digits'),
  z.object({ key: z.string().min(1), merchantPwd: z.string().min(1).max(20) }),
);

/** What BestPay issues to a platform: a merchant number with a data key and a trade key for each of its merchants. */
export const connectionSchema = z.object({
  /** Where servers call; only where it is not the production host. */
  baseUrl: z.string().default('https://webpaywg.bestpay.com.cn'),
  /** Where payers' browsers open the cashiers. */
  webOrigin: z.string().default('https://webpaywg.bestpay.com.cn'),
  wapOrigin: z.string().default('https://wappaywg.bestpay.com.cn'),
  /** The platform's own number, whose file for reconciliation lists all of them. */
  merchantId: z.string(),
  merchants: accounts,
  /** The till at which payers' codes are read. */
  storeId: z.string().max(10).optional(),
});

export type Connection = z.infer<typeof connectionSchema>;

/** The keys of one merchant. @throws Error for a merchant that the connection does not name. */
export function keysOf({ merchants }: Connection, merchantId: string): Connection['merchants'][string] {
  const keys = merchants[merchantId];
  if (!keys) throw new Error(`merchant ${merchantId} has no keys in the connection`);
  return keys;
}
