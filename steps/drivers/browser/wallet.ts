import type { Locator, Page } from 'playwright';
import { type Language, WALLET_WORDS } from '../../../simulators/providers/pages';

/** What a person finds on a page of a wallet. */
export interface WalletObservation {
  /** It asks to confirm a payment, or says that it was paid or not; anything else is `unclear`. */
  readonly says: 'asks' | 'paid' | 'not-paid' | 'unclear';
  readonly sentence: string;
  /** True where the page lets the person go on: to try again, or back to the shop. */
  readonly waysOn: boolean;
}

const PAID: ReadonlySet<string> = new Set(
  Object.values(WALLET_WORDS).flatMap(({ done, already }): string[] => [done, already]),
);

function meaningOf(sentence: string, language: Language): WalletObservation['says'] {
  if (sentence.startsWith(WALLET_WORDS[language].notDone)) return 'not-paid';
  return PAID.has(sentence) ? 'paid' : 'unclear';
}

/** A button of the page, by its whole name. */
export const buttonOf = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** Reads the wallet's page by what is visible; undefined on a page that only leads to the wallet. */
export async function observeWallet(page: Page, language: Language): Promise<WalletObservation | undefined> {
  const words = WALLET_WORDS[language];
  if ((await buttonOf(page, words.confirm).count()) > 0) return { says: 'asks', sentence: '', waysOn: true };
  const status = page.getByRole('status').filter({ visible: true });
  if ((await status.count()) === 0) return undefined;
  const sentence = (await status.first().innerText()).trim();
  const ways = page.getByRole('main').getByRole('link').filter({ visible: true });
  return { says: meaningOf(sentence, language), sentence, waysOn: (await ways.count()) > 0 };
}
