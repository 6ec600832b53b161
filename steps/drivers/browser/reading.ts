import type { Locator, Page } from 'playwright';
import { type CashierObservation, type NamesOnPage, providerOnPage } from '../pages';

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

/** The methods of a page that can be picked and seen. */
async function readMethods(page: Page, names: NamesOnPage): Promise<Array<{ provider: string; checked: boolean }>> {
  const radios = await page.getByRole('radio', { disabled: false }).all();
  const read = await Promise.all(
    radios.map(async (radio) => {
      const [{ name, checked }, seen] = await Promise.all([readChoice(radio), canBeSeen(radio)]);
      return seen ? [{ provider: providerOnPage(names, name), checked }] : [];
    }),
  );
  return read.flat();
}

/** What a person finds on the cashier page: read by roles and names, of what is visible only. */
export async function observeCashier(page: Page, names: NamesOnPage): Promise<CashierObservation> {
  const [methods, items, payee, amountText, alert, language] = await Promise.all([
    readMethods(page, names),
    page.getByRole('listitem').filter({ visible: true }).allInnerTexts(),
    textOf(page.locator('[data-fact=payee]').first()),
    textOf(page.locator('[data-fact=amount]').first()),
    textOf(page.getByRole('alert').first()),
    page.locator('html').getAttribute('lang'),
  ]);
  const unavailable = items.map((text) => providerOnPage(names, text)).filter((provider) => provider in names);
  return {
    methods: methods.map(({ provider }) => provider),
    preselected: methods.find(({ checked }) => checked)?.provider ?? null,
    unavailable,
    payee: payee ?? '',
    amountText: amountText ?? '',
    alert: alert ?? null,
    language: language ?? '',
  };
}

/** What the page says about the order, as its own word; undefined when it visibly says nothing. */
export async function observeStatus(page: Page): Promise<string | undefined> {
  const status = page.locator('[data-status]').filter({ visible: true });
  return (await status.count()) === 0 ? undefined : ((await status.first().getAttribute('data-status')) ?? undefined);
}
