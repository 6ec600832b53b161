import { Checkout } from '../checkout';
import { type CheckoutParts, checkoutParts, type ProviderConfig } from '../checkout/config';
import type { Clearing } from '../clearing';
import type { ClearingParts } from '../clearing/parts';
import type { CodeParts } from '../codes/parts';
import { Activity } from '../kernel/activity';
import { type BusinessClock, skewed, VirtualClock } from '../kernel/clock';
import { FaultPlan } from '../kernel/faults';
import { History } from '../kernel/history';
import { processMint, Tokens } from '../kernel/keys';
import { Random } from '../kernel/random';
import { beijingDay, type Millis } from '../kernel/time';
import { readClearingMarket } from '../market/clearing';
import type { Funding } from '../market/funding';
import { guestsAt, guestsOf } from '../market/guests';
import { type Market, readMarket } from '../market/market';
import { Network } from '../network/network';
import type { Reader } from '../network/party';
import type { Wire } from '../network/wire';
import {
  type Provider,
  type ProviderContext,
  type ProviderMemory,
  type ProviderParts,
  providerParts,
} from '../providers/contract';
import type { Trade } from '../providers/engine/trade';
import { providerEntries } from '../providers/registry';
import { ClearingRoom } from './clearing';
import { applicants, integration, placeOf } from './integration';

/** The parts of a world that a deliberately broken twin replaces. */
export interface WorldParts {
  readonly checkout?: Partial<CheckoutParts>;
  readonly providers?: Partial<ProviderParts>;
  readonly codes?: Partial<CodeParts>;
  readonly clearing?: Partial<ClearingParts>;
}

/** What a world is made from. */
export interface WorldOptions {
  readonly seed: string;
  readonly wire: Wire;
  readonly market?: Market;
  readonly parts?: WorldParts;
  /** Where the checkout keeps its database. */
  readonly databaseFile: string;
  /** False where the platform reads no bills; a year then passes in a moment. */
  readonly books?: boolean;
  /** Business time at the start; without a clock of its own the world has a virtual one. */
  readonly start?: Millis;
  /** Where payers open pages; the production hosts unless the sandbox says otherwise. */
  readonly pageOrigin?: (productionOrigin: string) => string;
  /** By how much a provider's clock goes ahead of the platform's, in milliseconds; without it all agree. */
  readonly skewMs?: (provider: string) => number;
}

/** Business time at which worlds begin, unless told otherwise: 24 November 2026, 09:00 in Beijing. */
export const DEFAULT_START: Millis = Date.parse('2026-11-24T09:00:00+08:00');

/** A whole simulated market: providers, one platform, the network between them, one clock and one history. */
export interface World {
  readonly market: Market;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly faults: FaultPlan;
  readonly network: Network;
  readonly random: Random;
  readonly tokens: Tokens;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly clearing: Clearing;
  readonly checkout: Checkout;
  /** Keys of merchants and operators for the platform's contract. */
  readonly merchantKeys: Readonly<Record<string, string>>;
  readonly operatorKey: string;
  /** Errors that nobody foresaw: the harness's own trouble. */
  readonly troubles: readonly unknown[];
  close(): void;
}

/** What a provider of this world writes down as it goes, and finds again when it starts anew after a crash. */
function writtenDown({ writing }: ProviderParts): ProviderMemory {
  const trades = new Map<string, Trade>();
  const kept = writing((trade) => void trades.set(trade.tradeNo, trade));
  return { keepTrades: Number.POSITIVE_INFINITY, kept, written: () => trades.values() };
}

export async function openProviders(
  market: Market,
  context: Omit<ProviderContext, 'send'>,
  network: Network,
  parts: ProviderParts,
  skewMs: (provider: string) => number = () => 0,
  fundingOf: (provider: string) => Funding | undefined = () => undefined,
): Promise<Map<string, Provider>> {
  const all = guestsOf(market);
  const open = async (id: string): Promise<[string, Provider]> => {
    const factory = providerEntries[id]?.load();
    if (!factory) throw new Error(`the market names provider "${id}", which has no folder`);
    const send: ProviderContext['send'] = async (request, reader, timeoutMs) =>
      network.send(await parts.outgoing(request), { from: id, reader, timeoutMs });
    const memory = context.memory ?? writtenDown(parts);
    const byMs = skewMs(id);
    const clock = byMs === 0 ? context.clock : skewed(context.clock, byMs);
    const guests = () => guestsAt(all, id, beijingDay(clock.now()));
    const provider = await factory({ ...context, clock, send, memory, guests }, parts);
    const funding = fundingOf(id);
    if (funding) provider.book.fundWith(parts.funding(funding));
    return [id, provider];
  };
  return new Map(await Promise.all(market.providers.map(({ id }) => open(id))));
}

/** Signs the platform up with a provider and turns what it got into the checkout's settings. */
export async function integrate(
  market: Market,
  provider: Provider,
  wire: Wire,
  room?: ClearingRoom,
): Promise<ProviderConfig> {
  const { platform, shops } = applicants(market);
  const enrolment = await provider.enrolPlatform(platform, shops);
  room?.enrolled(provider, enrolment.payees);
  return integration(market, provider, enrolment, wire.originFor(provider, String(enrolment.connection['origin'])));
}

/** Builds a world and attaches it to its wire. Close it when the scenario is over. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { seed, wire, parts, databaseFile, start = DEFAULT_START } = options;
  const market = options.market ?? readMarket('open-platform');
  const activity = new Activity();
  const clock = new VirtualClock(start, activity);
  const history = new History(() => clock.now());
  const faults = new FaultPlan();
  const network = new Network(clock, history, faults, activity, wire.transport);
  const random = new Random(seed);
  const tokens = new Tokens(seed);
  const troubles: unknown[] = [];
  const report = (error: unknown) => void troubles.push(error);
  const shared = { clock: clock as BusinessClock, history, keys: processMint, tokens, people: market.payers, report };
  const send = (request: Request, from: string, reader: Reader) => network.send(request, { from, reader });
  const room = new ClearingRoom(
    market,
    { market: readClearingMarket(), clock, history, keys: processMint, tokens, send },
    parts?.clearing,
  );
  const { clearing } = room;
  const pageOrigin = options.pageOrigin ?? ((origin: string) => origin);

  const providers = await openProviders(
    market,
    { ...shared, random: random.stream('providers'), pageOrigin },
    network,
    { ...providerParts, ...parts?.providers },
    options.skewMs,
    (id) => clearing.join(id, room.directory(id)),
  );
  for (const party of [...providers.values(), ...clearing.parties()]) network.register(party);
  await wire.attach(network);
  const signedUp = await Promise.all(
    [...providers.values()].map((provider) => integrate(market, provider, wire, room)),
  );
  const integrated = options.books === false ? signedUp.map(({ books: _, ...rest }) => rest) : signedUp;

  const keyOf = (who: string) => processMint.secret(`platform/key/${who}`, 32);
  const merchants = market.merchants.map((merchant) => {
    const { id, name } = merchant;
    return { id, name, place: placeOf(merchant), apiKey: keyOf(id) };
  });
  const checkout = new Checkout(
    {
      name: market.name,
      publicOrigin: market.origin,
      databaseFile,
      orderLifeMs: market.orderLife,
      payerIpWhenLocal: '203.0.113.7',
      operatorKey: keyOf('operator'),
      openAccess: market.openAccess,
      providers: integrated,
      merchants,
    },
    {
      clock,
      random: random.stream('platform'),
      report,
      decided: (kind, order, record) =>
        history.append({
          type: 'decision',
          by: 'platform',
          kind,
          order,
          facts: JSON.parse(JSON.stringify(record)),
          // A browser may ask for the cashier as often as it likes.
          ...(kind === 'offer' ? { canonical: false } : {}),
        }),
    },
    { ...checkoutParts, ...parts?.checkout },
  );
  network.register(checkout);
  await wire.attach(network);

  return {
    market,
    clock,
    history,
    faults,
    network,
    random,
    tokens,
    providers,
    clearing,
    checkout,
    merchantKeys: Object.fromEntries(merchants.map(({ id, apiKey }) => [id, apiKey])),
    operatorKey: keyOf('operator'),
    troubles,
    close: () => checkout.stop(),
  };
}
