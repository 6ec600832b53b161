import type { Locator, Page } from 'playwright';
import { type NamesOnPage, providerOnPage } from '../pages';
import { readChoice } from './reading';

/** More stops than any cashier has; a page that holds the keyboard longer than this is left. */
const MOST_STOPS = 100;
/** Room around an element in which its focus may be marked, in pixels. */
const MARGIN_PX = 8;

/** What a person without a mouse can do on a cashier page. */
export interface KeyboardWalk {
  /** Providers that could be picked. */
  readonly picked: readonly string[];
  /** Providers at which nothing shows where the keyboard is. */
  readonly unmarked: readonly string[];
  /** True when the keyboard now is at the button that goes on with what was picked. */
  readonly atButton: boolean;
}

interface Stop {
  readonly kind: 'radio' | 'button' | 'other' | 'end';
  /** False when the keyboard has been here before. */
  readonly fresh: boolean;
}

/** Where the keyboard is; the page itself remembers where it has been. */
function stopAt(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const store = globalThis as { hutongStops?: Set<Element> };
    store.hutongStops ??= new Set();
    const element = document.activeElement;
    if (!element || element === document.body) return { kind: 'end', fresh: true };
    const fresh = !store.hutongStops.has(element);
    store.hutongStops.add(element);
    if (element.matches('input[type=radio], [role=radio]')) return { kind: 'radio', fresh };
    const button = element.matches('button, input[type=submit], [role=button]');
    return { kind: button ? 'button' : 'other', fresh };
  });
}

async function regionOf(focused: Locator) {
  await focused.scrollIntoViewIfNeeded();
  return focused.evaluate((element, margin) => {
    const parts = [element, ...((element as HTMLInputElement).labels ?? [])].map((part) =>
      part.getBoundingClientRect(),
    );
    const x = Math.max(0, Math.min(...parts.map(({ left }) => left)) - margin);
    const y = Math.max(0, Math.min(...parts.map(({ top }) => top)) - margin);
    const width = Math.max(...parts.map(({ right }) => right)) + margin - x;
    return { x, y, width, height: Math.max(...parts.map(({ bottom }) => bottom)) + margin - y };
  }, MARGIN_PX);
}

/** True when the screen shows where the keyboard is: it looks different with the focus there and without it. */
async function focusIsMarked(page: Page, focused: Locator): Promise<boolean> {
  const clip = await regionOf(focused);
  const look = () => page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  const handle = await focused.elementHandle();
  const marked = await look();
  await handle?.evaluate((element) => (element as HTMLElement).blur());
  const plain = await look();
  await handle?.evaluate((element) => (element as HTMLElement).focus());
  return !marked.equals(plain);
}

/**
 * Walks through a freshly opened page with Tab, picks with Space and the arrows, and stops at the button that goes on.
 * @returns What could be picked, in the order of the walk.
 */
export async function walkByKeyboard(page: Page, names: NamesOnPage): Promise<KeyboardWalk> {
  const picked: string[] = [];
  const unmarked: string[] = [];
  const focused = page.locator(':focus');
  const record = async () => {
    const { name, checked } = await readChoice(focused);
    const provider = providerOnPage(names, name);
    if (checked) picked.push(provider);
    if (!(await focusIsMarked(page, focused))) unmarked.push(provider);
  };
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await stopAt(page);
    if (stop.kind === 'end' || !stop.fresh) break;
    if (stop.kind === 'button' && picked.length > 0) return { picked, unmarked, atButton: true };
    if (stop.kind !== 'radio') continue;
    await page.keyboard.press('Space');
    await record();
    for (let more = await arrow(page); more.kind === 'radio' && more.fresh; more = await arrow(page)) await record();
  }
  return { picked, unmarked, atButton: false };
}

async function arrow(page: Page): Promise<Stop> {
  await page.keyboard.press('ArrowDown');
  return stopAt(page);
}
