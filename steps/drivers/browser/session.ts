import type { Browser } from 'playwright';
import { Door } from './door';
import { launchBrowser } from './launch';

/** The browser of the process and the door through which it sees the market. */
export interface BrowserSession {
  readonly browser: Browser;
  readonly door: Door;
}

let session: Promise<BrowserSession> | undefined;

async function begin(headed: boolean): Promise<BrowserSession> {
  const door = await Door.open();
  try {
    const { browser } = await launchBrowser(door.switches, undefined, headed);
    return { browser, door };
  } catch (error) {
    await door.close();
    throw error;
  }
}

/**
 * The one browser of the process, started when first asked for; each scenario gets a context of its own.
 * @param headed Whether it opens a window; whoever asks first decides.
 * @throws ConfigurationError when the machine has no browser that starts.
 */
export function browserSession(headed = false): Promise<BrowserSession> {
  session ??= begin(headed);
  return session;
}

/** Ends the browser of the process, if there is one. */
export async function closeBrowser(): Promise<void> {
  const open = session;
  session = undefined;
  // A session that never began has nothing to close; whoever asked for it has been told.
  const begun = await open?.catch(() => undefined);
  await begun?.browser.close();
  await begun?.door.close();
}
