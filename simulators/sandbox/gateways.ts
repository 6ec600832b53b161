import type { WallClock } from '../kernel/clock';
import type { KeyMint } from '../kernel/keys';
import { Tokens } from '../kernel/keys';
import { Random } from '../kernel/random';
import type { Market } from '../market/market';
import type { ProviderContext } from '../providers/contract';
import type { Trade } from '../providers/engine/trade';
import { providerEntries } from '../providers/registry';
import type { SandboxGateway, SignUps } from '../providers/sandbox';
import { applicants } from '../world/integration';
import type { Journal, Kept } from './journal';
import type { Seam } from './seam';

/** How many trades each gateway remembers; the oldest are forgotten past it. */
export const KEPT_TRADES = 50_000;

/** The names of every gateway that the sandbox can open, in the order of their ports. */
export const GATEWAY_NAMES: readonly string[] = Object.keys(providerEntries);

/** What gateways are opened with. */
export interface GatewaySurroundings {
  readonly market: Market;
  readonly keys: KeyMint;
  readonly clock: WallClock;
  readonly seam: Seam;
  readonly journal?: Journal;
  readonly kept?: Kept;
  readonly report: (error: unknown) => void;
  /** Hosts under which a browser on this machine may open shops and the demonstration platform. */
  readonly hosts: readonly string[];
}

/** Everybody who signs up with a gateway. */
function signUps(market: Market, hosts: readonly string[]): SignUps {
  const { platform, shops } = applicants(market, hosts);
  return { merchant: { owner: 'merchant:integrator', name: '联调商户', domains: hosts }, platform, shops };
}

/**
 * The trade that a merchant means by its own number, of whichever of its accounts; the latest where several have it. The
 * number of a combined order means the first of its orders.
 */
export function tradeOf(
  { provider, payees }: Pick<SandboxGateway, 'provider' | 'payees'>,
  outTradeNo: string,
  payee?: string,
): Trade | undefined {
  const found = (payee === undefined ? payees() : [payee]).flatMap(
    (account) => provider.book.byOutTradeNo(account, outTradeNo) ?? provider.book.combined({ account, outTradeNo }),
  );
  return found.sort((a, b) => b.createdAt - a.createdAt)[0];
}

/** Opens one gateway at its address and takes up what an earlier run left. */
export async function openGateway(
  name: string,
  origin: string,
  surroundings: GatewaySurroundings,
): Promise<SandboxGateway> {
  const { market, keys, clock, seam, journal, kept, report, hosts } = surroundings;
  const entry = providerEntries[name];
  if (!entry) throw new Error(`no gateway "${name}"`);
  const context: ProviderContext = {
    clock,
    history: seam.network.history,
    random: new Random(keys.secret('sandbox/seed', 32)).stream(name),
    keys,
    tokens: new Tokens(),
    people: market.payers,
    send: (request, reader) => seam.send(request, reader, name),
    pageOrigin: () => origin,
    report,
    memory: { keepTrades: KEPT_TRADES, kept: journal && ((trade) => journal.trade(name, trade)) },
  };
  const gateway = await entry.loadSandbox()(context, signUps(market, hosts));
  for (const { gateway: rotated, activate } of kept?.rotations ?? []) {
    if (rotated === name) await gateway.provider.rotateKeys(activate);
  }
  for (const trade of kept?.trades.get(name) ?? []) gateway.provider.book.restore(trade);
  return gateway;
}
