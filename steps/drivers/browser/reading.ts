import type { Locator, Page } from 'playwright';
import { type CashierObservation, type NamesOnPage, namedSomewhere, providerOnPage, whyOff } from '../pages';
import { readPrice } from '../prices';

/** A radio button as the browser tells it to everybody, whether they see or hear. */
export interface Choice {
  readonly name: string;
  readonly checked: boolean;
}

/** Reads name and state from the accessibility tree: `- radio "Alipay" [checked]`. */
export async function readChoice(radio: Locator): Promise<Choice> {
  const line = await radio.ariaSnapshot();
  const name = /^- '?radio ("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
  return { name: name === undefined ? '' : (JSON.parse(name) as string), checked: line.includes('[checked]') };
}

/** True when a sighted person finds it: its label, or itself where it has none, has a size, a place and some colour. */
export function canBeSeen(radio: Locator): Promise<boolean> {
  return radio.evaluate((element) => {
    const labels = [...((element as HTMLInputElement).labels ?? [])];
    return (labels.length > 0 ? labels : [element]).some((part) => {
      const { width, height, right, bottom } = part.getBoundingClientRect();
      const placed = width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
      return placed && part.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    });
  });
}

const textOf = async (part: Locator) => ((await part.isVisible()) ? (await part.innerText()).trim() : undefined);

/** A radio button's outward appearance as the browser computes it, apart from its name, and the text of its price. */
function appearance(radio: Locator): Promise<{ looks: string; price: string }> {
  return radio.evaluate((element) => {
    const [label] = [...((element as HTMLInputElement).labels ?? [])];
    const box = element.parentElement ?? element;
    const { left, width } = box.getBoundingClientRect();
    const styles = [box, element, label].map((part) => {
      if (!part) return '';
      const { fontSize, fontWeight, color, backgroundColor, opacity, padding } = getComputedStyle(part);
      return [fontSize, fontWeight, color, backgroundColor, opacity, padding].join(' ');
    });
    const described = document.getElementById(element.getAttribute('aria-describedby') ?? '');
    return { looks: [Math.round(left), Math.round(width), ...styles].join(' | '), price: described?.innerText ?? '' };
  });
}

interface MethodSeen {
  readonly provider: string;
  readonly checked: boolean;
  readonly seen: boolean;
  readonly looks: string;
  readonly price: string;
}

/** The methods of a page that can be picked, whether they are seen or folded away. */
async function readMethods(page: Page, names: NamesOnPage): Promise<MethodSeen[]> {
  const radios = await page.getByRole('radio', { disabled: false }).all();
  return Promise.all(
    radios.map(async (radio) => {
      const [{ name, checked }, seen, outward] = await Promise.all([
        readChoice(radio),
        canBeSeen(radio),
        appearance(radio),
      ]);
      return { provider: providerOnPage(names, name), checked, seen, ...outward };
    }),
  );
}

/** What a person finds on the cashier page: read by roles and names, of what is visible only. */
export async function observeCashier(page: Page, names: NamesOnPage): Promise<CashierObservation> {
  const [radios, items, payee, amountText, alert, language, personal, inside] = await Promise.all([
    readMethods(page, names),
    page.getByRole('listitem').filter({ visible: true }).allInnerTexts(),
    textOf(page.locator('[data-fact=payee]').first()),
    textOf(page.locator('[data-fact=amount]').first()),
    textOf(page.getByRole('alert').first()),
    page.locator('html').getAttribute('lang'),
    page
      .locator('[data-personal]')
      .filter({ visible: true })
      .evaluateAll(([part]) => part?.getAttribute('data-personal')),
    page
      .locator('dt[data-inside]')
      .filter({ visible: true })
      .evaluateAll((parts) =>
        parts.map((part) => [part.textContent ?? '', part.nextElementSibling?.textContent ?? ''] as const),
      ),
  ]);
  const methods = radios.filter(({ seen }) => seen);
  const because = items
    .map((text) => ({ provider: providerOnPage(names, text), why: whyOff(text) }))
    .filter(({ provider }) => provider in names);
  return {
    methods: methods.map(({ provider }) => provider),
    preselected: methods.find(({ checked }) => checked)?.provider ?? null,
    unavailable: because.map(({ provider }) => provider),
    because,
    inside: inside.map(([name, where]) => ({
      provider: namedSomewhere(names, name),
      host: namedSomewhere(names, where),
    })),
    payee: payee ?? '',
    amountText: amountText ?? '',
    alert: alert ?? null,
    language: language ?? '',
    prices: methods.map(({ provider, price }) => ({ provider, ...readPrice(price, amountText ?? '') })),
    personal: personal === 'on' || personal === 'off' ? personal : null,
    looks: radios.map(({ provider, looks, seen }) => ({ provider, looks, folded: !seen })),
  };
}

/** What the page says about the order, as its own word; undefined when it visibly says nothing. */
export async function observeStatus(page: Page): Promise<string | undefined> {
  const status = page.locator('[data-status]').filter({ visible: true });
  return (await status.count()) === 0 ? undefined : ((await status.first().getAttribute('data-status')) ?? undefined);
}

/** What the page visibly says of money that goes back unasked, as its own word; null where it says nothing of it. */
export async function observeReturn(page: Page): Promise<string | null> {
  const part = page.locator('[data-returned]').filter({ visible: true });
  return (await part.count()) === 0 ? null : part.first().getAttribute('data-returned');
}

/** Where a page of the shop leads whoever wants to do something about the order: choose, pay, ask for the result. */
const WAY_ON = /^\/pay\/[^/]+(\/go|\/return)?$/;

/** True where the page visibly lets its reader do something about the order, and not only read it again. */
export async function leadsOn(page: Page): Promise<boolean> {
  const links = page.getByRole('main').getByRole('link').filter({ visible: true });
  const paths = await links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).pathname));
  return paths.some((path) => WAY_ON.test(path)) || (await page.getByRole('radio').count()) > 0;
}

/** How far the page runs off sideways, in pixels, and which methods are seen. */
async function fit(page: Page, names: NamesOnPage): Promise<{ overflowPx: number; methods: string[] }> {
  const overflowPx = await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
  return { overflowPx, methods: (await observeCashier(page, names)).methods };
}

/**
 * Makes letters twice as large, once as a browser does that magnifies the whole page to 200 %, so that half as much has
 * room beside each other, and once as one does with letters alone.
 */
export async function inLargeType(page: Page, names: NamesOnPage): Promise<{ overflowPx: number; methods: string[] }> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: Math.floor(width / 2), height: Math.floor(height / 2) });
  const magnified = await fit(page, names);
  await page.setViewportSize({ width, height });
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  const lettered = await fit(page, names);
  const methods = magnified.methods.filter((method) => lettered.methods.includes(method));
  return { overflowPx: Math.max(magnified.overflowPx, lettered.overflowPx), methods };
}
