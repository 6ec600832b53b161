import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { World as CucumberWorld, type IWorldOptions, setWorldConstructor } from '@cucumber/cucumber';
import { judgeOf } from '../reports/judges';
import { type Judgement, runJudge } from '../reports/judges/judge';
import type { CheckEmission } from '../reports/verdicts/emission';
import { cutOffOf } from '../simulators/checkout/books/business-day';
import { HEALTH_RULE } from '../simulators/checkout/core/health';
import { PATIENCE_MS } from '../simulators/checkout/protocols/protocol';
import { factsOf, type HistoryEvent } from '../simulators/kernel/history';
import { guestsOf } from '../simulators/market/guests';
import type { WireName } from '../simulators/network/wire';
import type { Provider } from '../simulators/providers/contract';
import { billTerms } from '../simulators/providers/profile';
import { standingOf } from '../simulators/world/integration';
import { scratchFolder } from '../simulators/world/scratch';
import { openWorld, type World, type WorldParts } from '../simulators/world/world';
import { declareClearing } from './clearing';
import { PayerDriver } from './drivers/payer';
import { type HandOff, type PlacedOrder, PlatformDriver, type Setting } from './drivers/platform';
import { CheckFailed, HarnessTrouble } from './emissions';
import { type MarketChoice, marketIn, openToAll, startIn } from './run-market';
import { partsOf, sabotage } from './sabotage';
import { type HarnessParts, harnessParts } from './sabotage/harness';
import { profiles, providerNames } from './vocabulary';
import { wireNamed } from './wires';

/** What a run tells every scenario. */
export interface RunParameters extends MarketChoice {
  readonly seed: string;
  readonly wire: WireName;
  /** The deliberately broken part of this run. */
  readonly defect?: string;
  /** Where histories go; without it they stay in memory. */
  readonly evidenceDir?: string;
  /** Where traces of the browser go; without it none are made. */
  readonly traceDir?: string;
  /** True when the browser opens a window for somebody to look on. */
  readonly headed?: boolean;
}

const USER_AGENTS = {
  desktop: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36',
  phone: 'Mozilla/5.0 (Linux; Android 14; HarmonyOS) AppleWebKit/537.36 Mobile',
};

/** One scenario: its simulated market, the people in it, and what its checks say. */
export class HutongWorld extends CucumberWorld<RunParameters> {
  /** The scenario's id and example, which seed it. */
  scenario = '';
  setting: Setting = { device: 'desktop', language: 'zh' };
  /** The orders of the scenario, the one spoken of last. */
  readonly orders: PlacedOrder[] = [];
  /** What payers were handed, by order and provider: an open page or a picture of a code outlives the platform's mind. */
  readonly handOffs = new Map<string, HandOff>();
  readonly emissions: CheckEmission[] = [];
  /** A confirmation that a wallet's page has bound to one payment. */
  confirmation?: Readonly<{ provider: string; seal: string; order: PlacedOrder; handOff: HandOff }>;
  #market: World | undefined;
  #platform: PlatformDriver | undefined;
  #folder: string | undefined;
  /** Histories that the scenario made apart from its market, such as those of a property. */
  readonly extra: HistoryEvent[] = [];

  constructor(options: IWorldOptions<RunParameters>) {
    super({ ...options, parameters: { ...{ seed: '1', wire: 'memory' as const }, ...options.parameters } });
  }

  get seed(): string {
    return `${this.parameters.seed}/${this.scenario}`;
  }

  /** The replaced parts of a run with a defect. */
  get parts(): WorldParts | undefined {
    return partsOf(this.parameters.defect);
  }

  /** The parts of the harness on which rules of evidence look; a run with a twin of the harness replaces some. */
  get harness(): HarnessParts {
    return { ...harnessParts, ...sabotage.find(({ id }) => id === this.parameters.defect)?.harness };
  }

  #choice: MarketChoice | undefined;

  /** The market that the scenario is about: its own where it names one, else that of the run. */
  get choice(): MarketChoice {
    return this.#choice ?? this.parameters;
  }

  set choice(choice: MarketChoice) {
    this.#choice = choice;
  }

  /** By how much the clock of each provider goes ahead; set before the market opens. */
  skewMs: (provider: string) => number = () => 0;

  /** False in a scenario in which much time passes and nothing is about books. */
  books = true;

  /** Opens the scenario's market. */
  async open(): Promise<void> {
    if (this.#market) return;
    this.#folder = scratchFolder();
    const wire = wireNamed(this.parameters.wire);
    const databaseFile = join(this.#folder, 'checkout.db');
    const { seed, parts, skewMs, books, choice } = this;
    const [market, start] = [marketIn(choice), startIn(choice)];
    this.#market = await openWorld({ seed, wire, databaseFile, parts, skewMs, market, start, books });
    this.#platform = new PlatformDriver(this.#market, providerNames);
    const facts = { patienceMs: PATIENCE_MS, health: { ...HEALTH_RULE } };
    this.#market.history.append({ type: 'declared', by: 'harness', kind: 'platform', facts });
    for (const entry of this.#market.market.providers) this.#declare(entry.id);
    this.#declareGuests();
    declareClearing(this.#market);
  }

  /** Whoever is found inside another's cashier, whose, and since when. */
  #declareGuests(): void {
    const { history, market } = this.market;
    for (const { id: provider, host } of guestsOf(market)) {
      history.append({ type: 'declared', by: 'harness', kind: 'guest', facts: { provider, host } });
      const facts = factsOf({ provider, ...standingOf(market, provider) });
      history.append({ type: 'declared', by: 'harness', kind: 'standing', facts });
    }
  }

  #declare(provider: string): void {
    const { history, market, checkout } = this.market;
    const entry = market.providers.find(({ id }) => id === provider);
    const profile = profiles.get(provider);
    const numbers = profile?.numbers;
    const terms = profile && billTerms(profile);
    const facts = {
      provider,
      minFen: entry?.minFen,
      maxFen: entry?.maxFen,
      devices: Object.keys(entry?.products ?? {}),
      combinedDevices: Object.keys(entry?.combined ?? {}),
      closes: profile?.closes,
      firstQueryWithinMs: numbers?.firstQueryWithin.value,
      queries: numbers?.queryAfter.value.length,
      noticeTimeoutMs: numbers?.noticeTimeout.value,
      noticeGapsMs: numbers?.noticeGaps.value,
      cutOffMs: terms && cutOffOf(terms.dayEnds),
      billReadyAfterMs: terms?.readyAfterMs,
    };
    history.append({ type: 'declared', by: 'harness', kind: 'provider', facts });
    const standing = standingOf(market, provider);
    history.append({ type: 'declared', by: 'harness', kind: 'standing', facts: factsOf({ provider, ...standing }) });
    const application = checkout.service.protocol(provider).application;
    history.append({ type: 'declared', by: 'harness', kind: 'application', facts: { provider, application } });
  }

  /** The providers of the scenario's market that are open to everybody when it begins. */
  get openProviders(): string[] {
    const ids = this.market.market.providers.map(({ id }) => id);
    const { asOf, platform } = this.choice;
    return asOf === undefined && platform === undefined ? ids : ids.filter((id) => openToAll(id, this.choice));
  }

  /** Where the checkout keeps its database. */
  get folder(): string {
    if (this.#folder === undefined) throw new HarnessTrouble('the scenario has no market yet');
    return this.#folder;
  }

  get market(): World {
    if (!this.#market) throw new HarnessTrouble('the scenario has no market yet');
    return this.#market;
  }

  get platform(): PlatformDriver {
    if (!this.#platform) throw new HarnessTrouble('the scenario has no platform yet');
    return this.#platform;
  }

  provider(id: string): Provider {
    const provider = this.market.providers.get(id);
    if (!provider) throw new HarnessTrouble(`the market has no provider "${id}"`);
    return provider;
  }

  /** The order that the scenario speaks of. */
  get order(): PlacedOrder {
    const order = this.orders.at(-1);
    if (!order) throw new HarnessTrouble('the scenario has no order yet');
    return order;
  }

  payer(provider: string): PayerDriver {
    return new PayerDriver(this.market, this.provider(provider), USER_AGENTS[this.setting.device]);
  }

  readonly #imposed = new Map<string, () => void>();

  /** Remembers a fault under a name, so that a later step can lift it. */
  impose(name: string, lift: () => void): void {
    this.#imposed.set(name, lift);
  }

  /** Lifts a fault that an earlier step imposed. */
  lift(name: string): void {
    this.#imposed.get(name)?.();
    this.#imposed.delete(name);
  }

  #refunds = 0;

  /** A refund number of the merchant that no step has used; providers take no shorter ones. */
  nextRefundNo(): string {
    this.#refunds += 1;
    return `R${String(this.#refunds).padStart(6, '0')}`;
  }

  /** Everything the scenario's history holds. */
  events(): readonly HistoryEvent[] {
    return [...(this.#market?.history.events() ?? []), ...this.extra];
  }

  /** Reads every order as its merchant, so that judges see how the platform stands. */
  async observe(): Promise<void> {
    for (const order of this.orders) await this.platform.readOrder(order);
  }

  /** Judges the history so far by a check, puts the verdict on record, and ends the scenario when it is no pass. */
  judge(check: string): void {
    this.put(check, runJudge(judgeOf(check), this.events()));
  }

  /** Puts a judgement on record. */
  put(check: string, { observed, findings }: Judgement): void {
    const [first] = findings;
    const verdict = first ? 'fail' : observed === 0 ? 'inconclusive' : 'pass';
    const emission: CheckEmission = {
      check,
      verdict,
      observed,
      reasons: [...new Set(findings.map(({ reason }) => reason))],
      ...(first ?? {}),
      ...(verdict === 'pass' ? {} : { repeat: this.#repeat(check) }),
    };
    this.emissions.push(emission);
    if (verdict !== 'pass') throw new CheckFailed(emission, findings);
  }

  #repeat(check: string): string {
    const [rule] = check.split('/');
    const { seed, wire, asOf, platform } = this.parameters;
    const day = asOf === undefined ? '' : ` --as-of ${asOf}`;
    const where = platform === undefined ? '' : ` --platform ${platform}`;
    return `npx hutong run --rule ${rule} --seed ${seed} --wire ${wire}${day}${where}`;
  }

  /** Ends the scenario's market. Trouble that nobody foresaw inside it is the harness's own. */
  async close(): Promise<void> {
    const troubles = this.#market?.troubles ?? [];
    this.#market?.close();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    const [first] = troubles;
    if (first === undefined) return;
    const text = first instanceof Error ? (first.stack ?? first.message) : String(first);
    throw new HarnessTrouble(`${troubles.length} unforeseen error(s), the first: ${text}`);
  }
}

setWorldConstructor(HutongWorld);
