import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright';
import { WORDS } from '../../../simulators/checkout/web/words';
import type { Facts } from '../../../simulators/kernel/history';
import { WALLET_FAILURES, WALLET_WORDS } from '../../../simulators/providers/pages';
import type { World } from '../../../simulators/world/world';
import { readRecord } from '../books';
import { type CashierObservation, type NamesOnPage, providerOnPage } from '../pages';
import { type PlacedOrder, Prerequisite, type Setting } from '../platform';
import { walkByKeyboard } from './keyboard';
import { followForm } from './onward';
import { inLargeType, leadsOn, observeCashier, observeReturn, observeStatus, readChoice } from './reading';
import { browserSession } from './session';
import { buttonOf, observeWallet } from './wallet';

/** How long a page may take to come. Longer than this nobody waits at a cashier. */
const PATIENCE_MS = 10_000;
/** How many pages a person goes through between the shop and the wallet, and back. */
const MOST_PAGES = 6;

const AGENT = (system: string, version: string, mobile = '') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} ${mobile}Safari/537.36`;

/** The window of a person with this device and language. */
export function contextOptions({ device, language }: Setting, version: string): BrowserContextOptions {
  const common = { locale: language === 'zh' ? 'zh-CN' : 'en', timezoneId: 'Asia/Shanghai', ignoreHTTPSErrors: true };
  if (device === 'desktop')
    return { ...common, viewport: { width: 1280, height: 800 }, userAgent: AGENT('X11; Linux x86_64', version) };
  const userAgent = AGENT('Linux; Android 14; K', version, 'Mobile ');
  return { ...common, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, userAgent };
}

/** Lets pass that the browser could not take a picture; any other trouble is thrown again. */
function unlessUnable(error: unknown): undefined {
  if (error instanceof Error && /Unable to capture screenshot/.test(error.message)) return undefined;
  throw error;
}

/** Keeps what a person saw: a picture or a copy of a page, under a short name. */
export type Album = (name: string, kind: 'png' | 'html', content: Buffer) => void;

/** What is kept of a person's visit, and whether somebody looks on. */
export interface Visit {
  /** Absent where nobody looks at pictures. */
  readonly album?: Album;
  /** The file for a trace of everything that the browser did; without it none is made. */
  readonly traceFile?: string;
  readonly headed?: boolean;
}

/** What a person does in the wallet: which button, with which password where one is typed, pressed how often. */
export interface Decision {
  readonly outcome: 'paid' | 'declined' | 'insufficient-balance';
  readonly password?: string;
  readonly twice?: boolean;
}

/** How the record names a decision with a password that nobody has. */
const WRONG = 'wrong-password';

/** A person at a browser, who sees what is visible and presses what can be pressed. */
export class Person {
  private constructor(
    readonly world: World,
    readonly names: NamesOnPage,
    readonly setting: Setting,
    readonly visit: Visit,
    readonly context: BrowserContext,
    /** The open tabs, the one that the person looks at first. */
    readonly tabs: Page[],
  ) {}

  /** The page that the person looks at. */
  get page(): Page {
    const [page] = this.tabs;
    if (!page) throw new Prerequisite('an open tab', 'the person has closed the browser');
    return page;
  }

  /** A person with a browser that has seen nothing yet. */
  static async arrive(world: World, names: NamesOnPage, setting: Setting, visit: Visit): Promise<Person> {
    const { browser, door } = await browserSession(visit.headed);
    door.attach(world.network);
    const context = await browser.newContext(contextOptions(setting, browser.version()));
    context.setDefaultTimeout(PATIENCE_MS);
    if (visit.traceFile !== undefined) await context.tracing.start({ screenshots: true, snapshots: true });
    return new Person(world, names, setting, visit, context, [await context.newPage()]);
  }

  /** Opens the cashier and records what can be found there. */
  async openCashier(order: PlacedOrder): Promise<CashierObservation> {
    const address = `${order.cashierUrl}?lang=${this.setting.language}`;
    await this.#turnPage('cashier', () => this.page.goto(address));
    return this.#seeCashier(order);
  }

  async #seeCashier(order: PlacedOrder): Promise<CashierObservation> {
    const seen = await observeCashier(this.page, this.names);
    this.#saw(order, 'cashier.shown', { ...seen, device: this.setting.device });
    return seen;
  }

  /** Opens the cashier of the order once more, in another tab, and stays there. */
  async openTab(order: PlacedOrder): Promise<void> {
    this.tabs.unshift(await this.context.newPage());
    await this.openCashier(order);
  }

  /** Looks at the other tab. */
  async turnToOtherTab(): Promise<void> {
    const [first, ...others] = this.tabs;
    if (!first || others.length === 0) throw new Prerequisite('another tab', 'the person has only one');
    this.tabs.splice(0, this.tabs.length, ...others, first);
    await this.page.bringToFront();
  }

  /** Picks every method with the keyboard alone, goes on with the last one, and records how far that led. */
  async walkThroughCashier(order: PlacedOrder): Promise<void> {
    const { picked, unmarked, atButton } = await walkByKeyboard(this.page, this.names);
    await this.#photograph('keyboard');
    const goesOn = atButton && (await this.#press(order));
    this.#saw(order, 'cashier.walked', { picked, unmarked, goesOn, device: this.setting.device });
  }

  /** Meets the cashier with the keyboard, by what a screen reader says, and in type of twice the size. */
  async tryAids(order: PlacedOrder): Promise<void> {
    const { language } = this.setting;
    const index = language === 'en' ? 0 : 1;
    const radios = await Promise.all((await this.page.getByRole('radio').all()).map(readChoice));
    const named = Object.entries(this.names).filter(([, names]) => radios.some(({ name }) => name === names[index]));
    const says = await this.page.locator('html').getAttribute('lang');
    const { picked } = await walkByKeyboard(this.page, this.names);
    const { overflowPx, methods } = await inLargeType(this.page, this.names);
    await this.#photograph('large-type');
    this.#saw(order, 'cashier.adapted', {
      device: this.setting.device,
      language,
      says: says?.split('-')[0] ?? null,
      named: named.map(([provider]) => provider),
      picked,
      large: methods,
      overflowPx,
    });
  }

  /** Presses Enter at the button; true when another page comes. */
  async #press(order: PlacedOrder): Promise<boolean> {
    const { preselected: last } = await observeCashier(this.page, this.names);
    if (last !== null) this.#did('method.chosen', { provider: last }, order);
    const before = this.page.url();
    try {
      await this.#turnPage('gone-on', () => this.page.keyboard.press('Enter'));
    } catch (error) {
      if (error instanceof Prerequisite) return false;
      throw error;
    }
    return this.page.url() !== before;
  }

  /**
   * Picks a method with finger or mouse and goes on to where the platform leads.
   * @param twice True for a person who presses the button twice in one go.
   */
  async choose(order: PlacedOrder, provider: string, twice = false): Promise<void> {
    const radio = await this.#radioOf(provider);
    await radio.check();
    const button = this.page.locator('form').filter({ has: radio }).getByRole('button').first();
    const { payee, prices } = await observeCashier(this.page, this.names);
    const payableFen = prices.find((price) => price.provider === provider)?.payableFen ?? null;
    this.#did('method.chosen', { provider, payee, payableFen }, order);
    await this.#turnPage('chosen', () => (twice ? button.dblclick() : button.click()));
  }

  async #radioOf(provider: string): Promise<Locator> {
    for (const radio of await this.page.getByRole('radio').all()) {
      const { name } = await readChoice(radio);
      if (providerOnPage(this.names, name) === provider) return radio;
    }
    throw new Prerequisite(`the cashier to offer ${provider}`, 'it does not');
  }

  /** Follows the pages of the provider to where the wallet asks; where several ways lead on, such as banks, the first. */
  async enterWallet(): Promise<void> {
    const confirm = buttonOf(this.page, WALLET_WORDS[this.setting.language].confirm);
    for (let page = 0; (await confirm.count()) === 0; page += 1) {
      const onward = this.page.getByRole('main').getByRole('link');
      if (page === MOST_PAGES || (await onward.count()) === 0)
        throw new Prerequisite('the wallet to let the person decide', `its page shows neither that nor a way there`);
      await this.#turnPage('wallet', () => onward.first().click());
    }
  }

  /** Goes into the wallet, and pays or gives up there, or fails to pay; reads what the wallet says to it. */
  async decide(order: PlacedOrder, provider: string, payer: string, decision: Decision): Promise<void> {
    const { language } = this.setting;
    const { outcome, password, twice = false } = decision;
    const words = WALLET_WORDS[language];
    const names = { paid: words.confirm, declined: words.decline };
    await this.#scan(provider);
    await this.enterWallet();
    await this.page.getByLabel(words.payer).selectOption(payer);
    if (password !== undefined) await this.page.getByLabel(words.password).fill(password);
    const name = outcome === 'insufficient-balance' ? WALLET_FAILURES[language][outcome] : names[outcome];
    const button = buttonOf(this.page, name ?? outcome);
    await this.#turnPage('decided', () => (twice ? button.dblclick() : button.click()));
    const right = password === undefined || password === this.world.providers.get(provider)?.secretsOf(payer).password;
    this.#did('wallet.confirmed', { provider, outcome: right ? outcome : WRONG });
    await this.#seeWallet(order, provider);
  }

  async #seeWallet(order: PlacedOrder, provider: string): Promise<void> {
    const seen = await observeWallet(this.page, this.setting.language);
    if (seen) this.#saw(order, 'wallet.said', { provider, ...seen });
  }

  /** Tries once more in the wallet where a payment did not come about. */
  async tryAgain(): Promise<void> {
    await this.#follow('again', WALLET_WORDS[this.setting.language].again);
  }

  /** Follows the shop's way into the payment that was begun. */
  async goOnPaying(): Promise<void> {
    await this.#follow('gone-on', WORDS[this.setting.language].goOn);
  }

  /** Asks the shop for the result of a payment that was begun, and reads its answer. */
  async checkResult(order: PlacedOrder): Promise<void> {
    await this.#follow('result', WORDS[this.setting.language].check);
    await this.#seeStatus(order);
  }

  async #follow(page: string, name: string): Promise<void> {
    const link = this.page.getByRole('link', { name, exact: true });
    if ((await link.count()) === 0) throw new Prerequisite(`a way on called "${name}"`, 'the page has none');
    await this.#turnPage(page, () => link.click());
  }

  /** Presses the browser's own button until the shop is there again, and reads every page on the way. */
  async pressBack(order: PlacedOrder, provider: string): Promise<void> {
    for (let page = 0; !this.#isAtShop() && page < MOST_PAGES; page += 1) {
      await this.#turnPage('back', () => this.page.goBack());
      if (!this.#isAtShop()) await this.#seeWallet(order, provider);
    }
    if (!this.#isAtShop()) throw new Prerequisite('a way back to the shop', `the person ends at ${this.page.url()}`);
    if ((await this.page.getByRole('radio').count()) > 0) await this.#seeCashier(order);
    else await this.#seeStatus(order);
  }

  /** What the shop says of the order; while there is something to do about it, whether the page leads there. */
  async #seeStatus(order: PlacedOrder): Promise<string | undefined> {
    const says = await observeStatus(this.page);
    if (says === undefined) return undefined;
    const waysOn = says === 'pay' || says === 'choose' ? { waysOn: await leadsOn(this.page) } : {};
    const returned = await observeReturn(this.page);
    this.#saw(order, 'status.shown', { says, language: this.setting.language, returned, ...waysOn });
    return says;
  }

  /** Goes back to the shop, by the wallet's way back or with the browser's own button, and reads what the shop says. */
  async goBack(order: PlacedOrder): Promise<string | undefined> {
    const back = this.page.getByRole('link', { name: WALLET_WORDS[this.setting.language].back, exact: true });
    this.#did('payer.returned', {}, order);
    if ((await back.count()) > 0) await this.#turnPage('back', () => back.click());
    for (let page = 0; !this.#isAtShop() && page < MOST_PAGES; page += 1)
      await this.#turnPage('back', () => this.page.goBack());
    if (!this.#isAtShop()) throw new Prerequisite('a way back to the shop', `the person ends at ${this.page.url()}`);
    return this.#seeStatus(order);
  }

  /** At a computer the shop shows a code: the person opens the wallet with what it says, as a camera would. */
  async #scan(provider: string): Promise<void> {
    const code = this.page.locator('[data-fact=code]');
    if ((await code.count()) === 0 || !this.#isAtShop()) return;
    const address = this.world.providers.get(provider)?.walletUrl(await code.innerText());
    if (address === undefined) throw new Prerequisite('a wallet for the code', `there is no ${provider}`);
    await this.#turnPage('scanned', () => this.page.goto(address));
  }

  /** Closes the browser in the middle of it all. */
  async walkAway(): Promise<void> {
    await this.#close();
  }

  /** Opens the page of the order's record and records what it says. @returns How much it says went back, in fen. */
  async openRecord(order: PlacedOrder): Promise<number> {
    const { language } = this.setting;
    await this.#turnPage('record', () => this.page.goto(`${order.cashierUrl}/record?lang=${language}`));
    const seen = readRecord({ status: 200, text: await this.page.content() }, this.names);
    this.#saw(order, 'record.shown', { language, ...seen });
    return seen.found ? seen.refundedFen : 0;
  }

  /** Closes the browser's window; after a failure with a last picture and a copy of the page that was open. */
  async leave(failed: boolean): Promise<void> {
    try {
      if (!failed || this.tabs.length === 0) return;
      this.visit.album?.('last', 'html', Buffer.from(await this.page.content()));
      await this.#photograph('last');
    } finally {
      await this.#close();
    }
  }

  /** Closes every tab, once; what was traced is kept. */
  async #close(): Promise<void> {
    if (this.tabs.length === 0) return;
    this.tabs.length = 0;
    const { traceFile: path } = this.visit;
    if (path !== undefined) await this.context.tracing.stop({ path });
    await this.context.close();
  }

  #isAtShop(): boolean {
    return new URL(this.page.url()).origin === this.world.market.origin;
  }

  /** A picture of the whole page; one that fits the window is taken as it is, which is twice as fast. */
  async #photograph(name: string): Promise<void> {
    const { album } = this.visit;
    if (!album) return;
    const fullPage = await this.page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    const picture = await this.page.screenshot({ fullPage }).catch(unlessUnable);
    // A browser on a busy machine may be unable to take a picture; no verdict rests on one, and the page itself is kept.
    if (picture) album(name, 'png', picture);
    else album(name, 'html', Buffer.from(await this.page.content()));
  }

  /** Does what brings another page, and waits until it is there; business time stands still meanwhile. */
  async #turnPage(name: string, act: () => Promise<unknown>): Promise<void> {
    await this.world.network.activity.track(async () => {
      try {
        await Promise.all([this.page.waitForEvent('load'), act()]);
        await followForm(this.page);
      } catch (error) {
        const [said = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
        throw new Prerequisite(`the page "${name}" to come`, `the browser says: ${said}`);
      }
    });
    await this.#photograph(name);
  }

  #saw(order: PlacedOrder, kind: string, facts: Facts): void {
    this.world.history.append({ type: 'page', by: 'payer', kind, order: order.orderNo, facts });
  }

  #did(kind: string, facts: Facts, order?: PlacedOrder): void {
    this.world.history.append({ type: 'act', by: 'payer', kind, order: order?.orderNo, facts });
  }
}
