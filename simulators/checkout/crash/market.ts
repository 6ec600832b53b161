import { DatabaseSync } from 'node:sqlite';
import { Activity } from '../../kernel/activity';
import { VirtualClock } from '../../kernel/clock';
import { FaultPlan } from '../../kernel/faults';
import { History } from '../../kernel/history';
import { processMint, Tokens } from '../../kernel/keys';
import { Random } from '../../kernel/random';
import { readMarket } from '../../market/market';
import { LoopbackWire } from '../../network/loopback';
import { incoming } from '../../network/message';
import { Network } from '../../network/network';
import { ConnectionLost, type Party } from '../../network/party';
import { type Provider, providerParts } from '../../providers/contract';
import { productAt } from '../../providers/profile';
import { placeOf } from '../../world/integration';
import { DEFAULT_START, integrate, openProviders } from '../../world/world';
import type { CheckoutConfig, ProviderConfig } from '../config';
import { PlatformReader } from '../reader';
import { anyInstant, type Instant } from './plan';
import { CheckoutProcess, Died } from './process';
import type { TwinName } from './twins';

/** Nobody asks a platform more often than this; past it the platform counts as unable to answer. */
const MOST_TRIES = 60;
const PAYER = 'li-na';

export interface CrashMarketOptions {
  readonly seed: string;
  /** How many processes are killed. */
  readonly kills: number;
  readonly child: string;
  readonly databaseFile: string;
  readonly twin?: TwinName;
}

/** The product by which a provider hands out codes that payers scan; undefined where it has none. */
const codeProduct = ({ profile }: Provider): string | undefined => productAt(profile, 'qr');

/** Providers, merchants and payers in this process; the checkout in another one, which is killed again and again. */
export class CrashMarket {
  readonly clock: VirtualClock;
  readonly faults = new FaultPlan();
  readonly random: Random;
  readonly troubles: string[] = [];
  readonly wire = new LoopbackWire();
  providers: ReadonlyMap<string, Provider> = new Map();
  /** The instants at which processes died, in the order of their deaths. */
  readonly deaths: string[] = [];
  /** Messages between the platform and anybody else so far. */
  messages = 0;
  #config: CheckoutConfig | undefined;
  #process: CheckoutProcess | undefined;
  #spare: CheckoutProcess | undefined;
  #opening: Promise<CheckoutProcess> | undefined;
  #isOpen = false;
  #closed = false;
  #instant: Instant | undefined;
  #counted = { arrives: 0, answered: 0, payment: 0 };

  constructor(readonly options: CrashMarketOptions) {
    this.clock = new VirtualClock(DEFAULT_START, new Activity());
    this.random = new Random(options.seed);
  }

  /** Opens the providers and the platform, with every merchant accepting every provider. */
  async open(): Promise<void> {
    const market = readMarket('open-platform');
    const { clock, faults, wire, options } = this;
    const history = new History(() => clock.now());
    const network = new Network(clock, history, faults, clock.activity, wire.transport);
    const report = (error: unknown) => void this.troubles.push(error instanceof Error ? `${error.stack}` : `${error}`);
    const context = {
      clock,
      history,
      keys: processMint,
      tokens: new Tokens(options.seed),
      people: market.payers,
      report,
    };
    const random = this.random.stream('providers');
    const pageOrigin = (origin: string) => origin;
    const opened = await openProviders(market, { ...context, random, pageOrigin }, network, providerParts);
    // Payers of these stories keep codes on their screens, so only who hands out codes takes part.
    this.providers = new Map([...opened].filter(([, provider]) => codeProduct(provider) !== undefined));
    for (const provider of this.providers.values()) network.register(this.#watched(provider));
    network.register(this.#platform(market.origin));
    await wire.attach(network);
    const integrated = await Promise.all([...this.providers.values()].map((one) => integrate(market, one, wire)));
    this.#config = {
      name: market.name,
      publicOrigin: market.origin,
      databaseFile: options.databaseFile,
      orderLifeMs: market.orderLife,
      payerIpWhenLocal: '203.0.113.7',
      operatorKey: 'operator-key',
      providers: integrated.map((config) => this.#withCodes(config)),
      merchants: market.merchants.map((merchant) => {
        const { id, name } = merchant;
        return { id, name, place: placeOf(merchant), apiKey: `key-of-${id}` };
      }),
    };
    for (const { id } of integrated) {
      await this.ask('PUT', `/api/providers/${id}`, 'operator-key', { platformOptedIn: true, providerOptedIn: true });
      for (const merchant of this.merchants) {
        await this.ask('PUT', `/api/methods/${id}`, `key-of-${merchant}`, { enabled: true });
      }
    }
    this.#isOpen = true;
    this.#instant = { moment: 'payment', n: 1 };
  }

  /** A payer pays with a code; the platform need not be alive for that, and may die of it. */
  async pay(provider: string, code: string): Promise<void> {
    const refused = await this.providers.get(provider)?.pay(code, PAYER, 'paid');
    if (refused === undefined) await this.#moment('payment');
  }

  get merchants(): string[] {
    return (this.#config?.merchants ?? []).map(({ id }) => id);
  }

  /** Asks the platform until it answers, as everybody does whose connection was lost. */
  async ask(method: string, path: string, key?: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const form = body instanceof URLSearchParams;
    if (form) headers['content-type'] = 'application/x-www-form-urlencoded';
    const text = body === undefined ? undefined : form ? body.toString() : JSON.stringify(body);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const process = await this.up();
      try {
        return await this.#pass(() => process.fetch(path, { method, headers, body: text }));
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
      }
    }
    throw new Error(`the platform never answered ${method} ${path}`);
  }

  /** The living checkout; a dead one is followed by another on the same database. */
  async up(): Promise<CheckoutProcess> {
    if (this.#process?.alive) return this.#process;
    this.#opening ??= this.#start().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Lets everything happen that is due, on both sides, without moving time; the checkout is alive afterwards. */
  async settle(): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const before = this.messages;
      await this.clock.settle();
      const process = await this.up();
      try {
        await process.settle(this.clock.now());
      } catch (error) {
        if (error instanceof Died) continue;
        throw error;
      }
      if (process.alive && before === this.messages) return;
    }
    throw new Error('the market never comes to rest');
  }

  async advance(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
    await this.settle();
  }

  /** What the database says of itself; empty when it is whole. */
  integrity(): string[] {
    const database = new DatabaseSync(this.options.databaseFile, { readOnly: true });
    const found = database.prepare('PRAGMA integrity_check').all();
    const dangling = database.prepare('PRAGMA foreign_key_check').all();
    database.close();
    return [
      ...found.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok'),
      ...dangling.map(String),
    ];
  }

  /** The end of the market: whoever still wants the platform does not bring it back to life. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => undefined);
    await this.#process?.kill();
    await this.#spare?.kill();
    await this.wire.close();
  }

  async #start(): Promise<CheckoutProcess> {
    if (!this.#config) throw new Error('the market is not open yet');
    for (;;) {
      if (this.#closed) throw new ConnectionLost('ECONNREFUSED');
      const process = this.#spare ?? this.#born();
      // The next one loads while this one works.
      this.#spare = this.deaths.length + 1 < this.options.kills ? this.#born() : undefined;
      this.#instant = this.#nextInstant();
      this.#counted = { arrives: 0, answered: 0, payment: 0 };
      const { seed, twin } = this.options;
      try {
        await process.open({ config: this.#config, seed, now: this.clock.now(), dieAt: this.#instant, twin });
        this.#process = process;
        return process;
      } catch (error) {
        if (!(error instanceof Died)) throw error;
        // One that fell over by itself would do so again and again.
        const [trouble] = this.troubles;
        if (trouble !== undefined) throw new Error(trouble);
      }
    }
  }

  /** While the shop is being set up, and when enough have died, processes live. */
  #nextInstant(): Instant | undefined {
    return this.#isOpen && this.deaths.length < this.options.kills ? anyInstant(this.random) : undefined;
  }

  #born(): CheckoutProcess {
    return new CheckoutProcess(this.options.child, {
      died: (process, killed) => {
        if (process === this.#spare) return;
        if (!killed) this.deaths.push(`at ${this.#instant?.moment} ${this.#instant?.n}`);
      },
      trouble: (text) => void this.troubles.push(text),
    });
  }

  async #die(process: CheckoutProcess, when: string): Promise<void> {
    this.#instant = undefined;
    this.deaths.push(when);
    await process.kill();
  }

  /** One message between the platform and somebody else: the process may be killed before it, and before its answer. */
  async #pass(work: () => Promise<Response>): Promise<Response> {
    this.messages += 1;
    await this.#moment('arrives');
    const response = await work();
    await this.#moment('answered');
    return response;
  }

  async #moment(moment: 'arrives' | 'answered' | 'payment'): Promise<void> {
    this.#counted[moment] += 1;
    const instant = this.#instant;
    if (instant?.moment !== moment || this.#counted[moment] < instant.n) return;
    if (this.#process?.alive) await this.#die(this.#process, `at ${moment} ${instant.n}`);
  }

  #watched(provider: Provider): Party {
    const { name, origins, reader } = provider;
    return { name, origins, reader, fetch: (request) => this.#pass(async () => provider.fetch(request)) };
  }

  #platform(origin: string): Party {
    const fetch = (request: Request) =>
      this.#pass(async () => {
        const { target, method, headers, body } = await incoming(request);
        if (!this.#process) throw new ConnectionLost('ECONNREFUSED');
        return this.#process.fetch(target, { method, headers, body: body as Uint8Array<ArrayBuffer> });
      });
    return { name: 'platform', origins: [origin], reader: new PlatformReader(), fetch };
  }

  /** Every device gets a code: asking for one is a request to the provider, which a crash can interrupt. */
  #withCodes(config: ProviderConfig): ProviderConfig {
    const provider = this.providers.get(config.id);
    const product = provider && codeProduct(provider);
    // Refunds of these stories follow one another faster than providers take them from people.
    const { refundLimits: _, ...settings } = config;
    return { ...settings, products: { desktop: product, phone: product } };
  }
}
