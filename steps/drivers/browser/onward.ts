import type { Page } from 'playwright';

/** What a page does with a form for somebody else's address. */
interface OutwardForm {
  /** It has none, sends it by itself, waits for a press, or was sending it while it was asked. */
  readonly form: 'none' | 'sent' | 'waits' | 'gone';
  readonly origin?: string;
}

const OUTWARD = 'form[action^="http"]';

/** Asks the page; one that goes away while it is asked is sending its form. */
async function outwardForm(page: Page): Promise<OutwardForm> {
  try {
    return await page.evaluate((selector) => {
      const form = document.querySelector<HTMLFormElement>(selector);
      if (!form || new URL(form.getAttribute('action') ?? '').origin === location.origin) return { form: 'none' };
      const scripts = [...document.scripts].map(({ text }) => text);
      const sending = [...scripts, document.body.getAttribute('onload') ?? ''].some((script) =>
        /\.(requestS|s)ubmit\b/.test(script),
      );
      return { form: sending ? 'sent' : 'waits', origin: location.origin };
    }, OUTWARD);
  } catch (error) {
    if (error instanceof Error && /context was destroyed|because of a navigation/i.test(error.message))
      return { form: 'gone' };
    throw error;
  }
}

/**
 * Follows a form to the address that it is for. Where the page sends it by itself, nobody looks at that page and the
 * next one is waited for; otherwise the person presses the form's button.
 */
export async function followForm(page: Page): Promise<void> {
  const { form, origin } = await outwardForm(page);
  if (form === 'waits') {
    const button = page.locator(OUTWARD).getByRole('button').first();
    await Promise.all([page.waitForEvent('load'), button.click()]);
  }
  if (form === 'sent') await page.waitForURL((url) => url.origin !== origin, { waitUntil: 'load' });
  if (form === 'gone') await page.waitForLoadState('load');
}
