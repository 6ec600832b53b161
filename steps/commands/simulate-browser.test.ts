import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { type Language, WALLET_WORDS } from '../../simulators/providers/pages';
import { WORDS } from '../../simulators/sandbox/words';
import { launchBrowser } from '../drivers/browser/launch';
import { contextOptions } from '../drivers/browser/person';
import type { Setting } from '../drivers/platform';
import { providerNames } from '../vocabulary';
import { SandboxProcess, testFolder } from './simulate-bench';

/** Longer than this nobody waits for a page. */
const PATIENCE_MS = 10_000;
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const { folder, remove } = testFolder();
let sandbox: SandboxProcess;
let browser: Browser;
before(async () => {
  [sandbox, { browser }] = await Promise.all([SandboxProcess.start(folder), launchBrowser()]);
});
after(async () => {
  await browser.close();
  const { code, errors } = await sandbox.stop('SIGINT');
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

/** The address behind a name in what the command printed. */
async function printed(name: string): Promise<string> {
  const address = new RegExp(`${name} +(http://127\\.0\\.0\\.1:\\d+\\S*)`).exec(await sandbox.printed('Ctrl-C'));
  assert.ok(address?.[1], `no address for ${name}`);
  return address[1];
}

/** From the cashier to the receipt in the wallet, as a payer without a phone goes. */
async function payAs(page: Page, language: Language, provider: string): Promise<void> {
  const [en = '', zh = ''] = providerNames[provider] ?? [];
  await page.getByRole('radio', { name: language === 'en' ? en : zh }).check();
  await page.getByRole('button').click();
  const wallet = page.getByRole('link', { name: WORDS[language].openWallet });
  const confirm = page.getByRole('button', { name: WALLET_WORDS[language].confirm });
  await wallet.or(confirm).waitFor();
  if (await wallet.isVisible()) await wallet.click();
  await page.getByLabel(WALLET_WORDS[language].payer).selectOption('li-na');
  await confirm.click();
  await page.getByRole('status').waitFor();
}

/** A window of its own for one test. */
async function context(setting: Setting) {
  const opened = await browser.newContext(contextOptions(setting, browser.version()));
  opened.setDefaultTimeout(PATIENCE_MS);
  return opened;
}

/** The row of an order's notification in the live list, once the shop has heard it. */
const heardRow = (live: Page, number: string) =>
  live.locator('[data-kind="notice.payment"]:not([data-status=""])', { hasText: number });

describe('a person orders, pays and sees the notification arrive', { concurrency: true }, () => {
  for (const language of ['zh', 'en'] as const) {
    for (const provider of ['wechatpay', 'alipay']) {
      test(`${provider}, ${language}`, async () => {
        const words = WORDS[language];
        const window = await context({ device: 'desktop', language });
        const [page, live] = [await window.newPage(), await window.newPage()];
        await live.goto(await printed('What goes over the wire'));
        await page.goto(await printed('Demonstration shop'));
        await page.getByLabel(words.amountYuan).fill('66.60');
        await page.getByRole('button', { name: words.place }).click();
        await page.getByRole('radio').first().waitFor();
        assert.match(await page.locator('[data-fact=amount]').innerText(), /66\.60/);
        await payAs(page, language, provider);
        await page.getByRole('link', { name: WALLET_WORDS[language].back }).click();
        await page.locator('[data-status=paid]').waitFor();

        const wire = page.getByRole('link', { name: words.seeWire });
        const number = /trade=(\w+)/.exec((await wire.getAttribute('href')) ?? '')?.[1] ?? '';
        const row = heardRow(live, number);
        await row.waitFor();
        assert.match(await row.innerText(), new RegExp(`${words.signature['valid']}.*${words.heard}`, 's'));
        await wire.click();
        await heardRow(page, number).waitFor();
        await window.close();
      });
    }
  }
});

test('an order that cannot be placed is explained, and what was entered stays', async () => {
  const window = await context({ device: 'desktop', language: 'en' });
  const page = await window.newPage();
  await page.goto(await printed('Demonstration shop'));
  await page.getByLabel(WORDS.en.goods).fill('<b>tea</b>');
  await page.getByLabel(WORDS.en.amountYuan).fill('1.005');
  await page.getByRole('button').click();
  assert.match(await page.getByRole('alert').innerText(), /found amount "1\.005", expected yuan/);
  assert.equal(await page.getByLabel(WORDS.en.goods).inputValue(), '<b>tea</b>');
  await window.close();
});

test('the live page stands still while a message is open', async () => {
  const window = await context({ device: 'desktop', language: 'en' });
  const page = await window.newPage();
  await page.clock.install();
  await page.goto(await printed('What goes over the wire'));
  await page.locator('summary').first().click();
  await page.clock.runFor(10_000);
  assert.equal(await page.locator('details[open]').count(), 1);
  await page.locator('summary').first().click();
  await Promise.all([page.waitForEvent('domcontentloaded'), page.clock.runFor(2_000)]);
  await window.close();
});

for (const setting of [
  { device: 'desktop', language: 'zh' },
  { device: 'phone', language: 'en' },
] as const) {
  test(`the pages of the sandbox keep nobody out: ${setting.device}, ${setting.language}`, async () => {
    const window = await context(setting);
    const page = await window.newPage();
    for (const name of ['Demonstration shop', 'What goes over the wire', 'Control, with commands to copy']) {
      await page.goto(await printed(name));
      const { violations } = await new AxeBuilder({ page }).withTags(LEVELS).setLegacyMode(true).analyze();
      const width = page.viewportSize()?.width ?? 0;
      const tooWide = (await page.evaluate(() => document.documentElement.scrollWidth)) > width;
      assert.deepEqual(
        { violations: violations.map(({ id }) => id), tooWide },
        { violations: [], tooWide: false },
        name,
      );
    }
    await window.close();
  });
}
