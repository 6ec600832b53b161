import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { openWorld, type World } from '../../../simulators/world/world';
import { providerNames } from '../../vocabulary';
import { closeWires, wireNamed } from '../../wires';
import { type PlacedOrder, PlatformDriver, type Setting } from '../platform';
import { contextOptions } from './person';
import { browserSession, closeBrowser } from './session';

/** The merchant whose pages the bench opens. */
const MERCHANT = 'tea-house';

/** A market with an open shop and a browser at its door: for tests of pages, outside of any scenario. */
export class PageBench {
  readonly platform: PlatformDriver;
  #orders = 0;

  private constructor(
    readonly world: World,
    readonly folder: string,
  ) {
    this.platform = new PlatformDriver(world, providerNames);
  }

  /** Every provider has agreed, and the merchant takes them all. */
  static async open(): Promise<PageBench> {
    const folder = mkdtempSync(join(tmpdir(), 'hutong-pages-'));
    const wire = wireNamed('memory');
    const world = await openWorld({ seed: 'pages', wire, databaseFile: join(folder, 'checkout.db') });
    const bench = new PageBench(world, folder);
    for (const { id } of world.market.providers) {
      await bench.platform.declareProvider(id, { platformOptedIn: true, providerOptedIn: true, inService: true });
      await bench.platform.enable(MERCHANT, id, true);
    }
    return bench;
  }

  /** A browser window as a person of this setting has it. */
  async window(setting: Setting, javaScriptEnabled = true): Promise<{ context: BrowserContext; page: Page }> {
    const { browser, door } = await browserSession();
    door.attach(this.world.network);
    const context = await browser.newContext({ ...contextOptions(setting, browser.version()), javaScriptEnabled });
    context.setDefaultTimeout(10_000);
    return { context, page: await context.newPage() };
  }

  /** A new order of ¥128.50, of a payer who is known or of nobody in particular. */
  order(payer?: string): Promise<PlacedOrder> {
    this.#orders += 1;
    const merchantOrderNo = `P${this.#orders}`;
    return this.platform.placeOrder({ merchant: MERCHANT, merchantOrderNo, amountFen: 12_850, payer });
  }

  async inService(provider: string, inService: boolean): Promise<void> {
    await this.platform.declareProvider(provider, { inService });
  }

  async close(): Promise<void> {
    await closeBrowser();
    this.world.close();
    await closeWires();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
