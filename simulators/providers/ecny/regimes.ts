import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Ledger } from '../../kernel/ledger';
import type { FenTotal } from '../../kernel/money';
import { operatorOf } from './operators';

const regime = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date().optional(),
  owes: z.enum(['central-bank', 'operator']),
  interest: z.boolean(),
  insured: z.boolean(),
  source: z.string(),
  mark: z.enum(['X', 'V', 'D', 'M', '?']),
});
export type Regime = z.infer<typeof regime>;

/** The dated answers to the question who owes what a wallet holds. */
export const REGIMES: readonly Regime[] = z
  .array(regime)
  .parse(parse(readFileSync(join(__dirname, 'regimes.yaml'), 'utf8')));

/** The regime of a Beijing day. @throws Error for a day that none has. */
export function regimeOn(day: string): Regime {
  const found = REGIMES.find(({ from, to }) => from <= day && day <= (to ?? day));
  if (!found) throw new Error(`it is not known who owes what a wallet holds on ${day}`);
  return found;
}

/** Who owes what a wallet holds on a day: the central bank, or the institution that keeps the wallet. */
export const debtorOf = (walletId: string, day: string): string =>
  regimeOn(day).owes === 'operator' ? `operator:${operatorOf(walletId)}` : 'central-bank';

/**
 * By how much the payments in the books have changed what each debtor owes, in fen. Before 2026 a payment changed
 * nothing for the central bank, which owed both wallets; since then it moves a debt from one bank to another.
 * @param walletOf The number of the wallet behind an account of the ledger; undefined for one that is no wallet.
 */
export function owedChanges(
  ledger: Ledger,
  walletOf: (account: string) => string | undefined,
  day: string,
): ReadonlyMap<string, FenTotal> {
  const owed = new Map<string, FenTotal>();
  for (const [account, balance] of ledger.balances()) {
    const wallet = walletOf(account);
    if (wallet === undefined) continue;
    const debtor = debtorOf(wallet, day);
    owed.set(debtor, (owed.get(debtor) ?? 0n) + balance);
  }
  return owed;
}
