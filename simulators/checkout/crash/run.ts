import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrashMarket } from './market';
import { liveStory } from './story';
import type { TwinName } from './twins';

/** What became of a market whose checkout was killed again and again. */
export interface CrashReport {
  readonly violations: readonly string[];
  /** When the processes died. */
  readonly deaths: readonly string[];
  readonly stories: number;
  readonly payments: number;
  readonly refunds: number;
}

/** Lives stories until so many processes have been killed, or something is not as it must be. */
export async function runCrashes(child: string, seed: string, kills: number, twin?: TwinName): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-crash-'));
  const market = new CrashMarket({ seed, kills, child, twin, databaseFile: join(folder, 'checkout.db') });
  const violations: string[] = [];
  let stories = 0;
  try {
    await market.open();
    while (market.deaths.length < kills && violations.length === 0)
      violations.push(...(await outcome(market, stories++)));
    violations.push(...market.troubles, ...unbalanced(market), ...market.integrity());
  } finally {
    await market.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const trades = [...market.providers.values()].flatMap(({ book }) => book.trades());
  return {
    violations,
    deaths: market.deaths,
    stories,
    payments: trades.filter(({ status }) => status === 'paid').length,
    refunds: trades.flatMap((trade) => trade.refunds).length,
  };
}

/** A story that cannot be lived to its end is a violation, too. */
async function outcome(market: CrashMarket, index: number): Promise<string[]> {
  try {
    return await liveStory(market, index);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Books in which money was made, lost, or taken twice for one trade. */
function unbalanced(market: CrashMarket): string[] {
  return [...market.providers.values()].flatMap(({ name, ledger, book }) => {
    const total = [...ledger.balances().values()].reduce((sum, balance) => sum + balance, 0n);
    const twice = book.trades().filter(({ tradeNo }) => {
      return ledger.postings().filter(({ ref, reason }) => ref === tradeNo && reason === 'payment').length > 1;
    });
    return [
      ...(total === 0n ? [] : [`the books of ${name} are off by ${total} fen`]),
      ...twice.map(({ outTradeNo }) => `${name} took the money for ${outTradeNo} twice`),
    ];
  });
}
