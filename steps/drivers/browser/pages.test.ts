import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { WORDS } from '../../../simulators/checkout/web/words';
import { WALLET_WORDS } from '../../../simulators/providers/pages';
import { providerNames } from '../../vocabulary';
import type { PlacedOrder, Setting } from '../platform';
import { TermsDriver } from '../terms';
import { PageBench } from './page-bench';

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SETTINGS: readonly Setting[] = [
  { device: 'desktop', language: 'zh' },
  { device: 'desktop', language: 'en' },
  { device: 'phone', language: 'zh' },
  { device: 'phone', language: 'en' },
];
/** Each device and each language once, where their combination adds nothing. */
const EACH_ONCE = SETTINGS.filter(({ device, language }) => (device === 'desktop') === (language === 'zh'));
const [WECHAT_PAY, ALIPAY] = ['wechatpay', 'alipay'];
const HOUR_MS = 3_600_000;

let bench: PageBench;
before(async () => {
  bench = await PageBench.open();
});
after(() => bench.close());

const nameOf = (provider: string, { language }: Setting) => providerNames[provider]?.[language === 'en' ? 0 : 1] ?? '';
const wordsOf = ({ language }: Setting) => WALLET_WORDS[language];
const addressOf = (order: PlacedOrder, { language }: Setting, path = '') =>
  `${order.cashierUrl}${path}?lang=${language}`;

/** Nothing that keeps people out: no violation, the right language, and no sideways scrolling. */
async function assertOpenToAll(page: Page, setting: Setting, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(LEVELS).setLegacyMode(true).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  assert.deepEqual(found, [], `${what} (${setting.device}, ${setting.language})`);
  const seen = await page.evaluate(() => ({
    language: document.documentElement.lang,
    tooWide: document.documentElement.scrollWidth > innerWidth,
  }));
  assert.deepEqual(seen, { language: setting.language === 'zh' ? 'zh-CN' : 'en', tooWide: false }, what);
}

async function pick(page: Page, setting: Setting, provider: string): Promise<void> {
  await page.getByRole('radio', { name: nameOf(provider, setting) }).check();
  await page.getByRole('button').click();
}

/** From wherever the platform sent the payer to the page with the two buttons. */
async function intoWallet(page: Page, setting: Setting): Promise<void> {
  const confirm = page.getByRole('button', { name: wordsOf(setting).confirm });
  const open = page.getByRole('link', { name: wordsOf(setting).open });
  await confirm.or(open).waitFor();
  if (await open.isVisible()) await open.click();
  await confirm.waitFor();
}

for (const setting of SETTINGS) {
  test(`the cashier keeps nobody out: ${setting.device}, ${setting.language}`, async () => {
    const { context, page } = await bench.window(setting);
    const order = await bench.order();
    await page.goto(addressOf(order, setting));
    await assertOpenToAll(page, setting, 'cashier');

    await bench.inService(WECHAT_PAY, false);
    await pick(page, setting, WECHAT_PAY);
    await page.getByRole('alert').waitFor();
    await assertOpenToAll(page, setting, 'cashier with an error and a method out of service');
    await bench.inService(WECHAT_PAY, true);
    await context.close();
  });
}

for (const setting of EACH_ONCE) {
  test(`prices, the personal list and announcements keep nobody out: ${setting.device}, ${setting.language}`, async () => {
    const { context, page } = await bench.window(setting);
    const terms = new TermsDriver(bench.platform);
    await terms.discount(ALIPAY, 'merchant', 300, 'tea-house');
    await bench.platform.choose(await bench.order('li-na'), ALIPAY, setting);
    const order = await bench.order('li-na');
    await page.goto(addressOf(order, setting));
    assert.equal(await page.locator('.price').count(), bench.world.providers.size);
    await assertOpenToAll(page, setting, 'cashier with prices and a personal order');
    const first = () => page.getByRole('radio').first().getAttribute('value');
    assert.equal(await first(), ALIPAY);
    await page.locator('[data-personal=on]').getByRole('button').click();
    await page.locator('[data-personal=off]').waitFor();
    assert.equal(await first(), WECHAT_PAY);
    await assertOpenToAll(page, setting, 'cashier without personal order');
    await page.locator('[data-personal=off]').getByRole('button').click();
    await page.locator('[data-personal=on]').waitFor();
    await terms.discount(ALIPAY, 'merchant', 0, 'tea-house');

    const effectiveAt = bench.world.clock.now() + 31 * 24 * HOUR_MS;
    const fee = { change: 'fee' as const, provider: ALIPAY, amountFen: 100 };
    await terms.announce({ ...fee, effectiveAt, effectiveText: new Date(effectiveAt).toISOString() });
    await page.goto(`${bench.world.market.origin}/announcements?lang=${setting.language}`);
    await page.getByRole('article').first().waitFor();
    await assertOpenToAll(page, setting, 'announcements');
    await context.close();
  });
}

for (const setting of EACH_ONCE) {
  test(`the way through the wallets keeps nobody out: ${setting.device}, ${setting.language}`, async () => {
    const { context, page } = await bench.window(setting);
    const order = await bench.order();
    await page.goto(addressOf(order, setting));
    await pick(page, setting, WECHAT_PAY);
    if (setting.device === 'desktop') {
      await page.locator('[data-fact=code]').waitFor();
      await assertOpenToAll(page, setting, 'code to scan');
    } else {
      await page.getByRole('link', { name: wordsOf(setting).open }).waitFor();
      await assertOpenToAll(page, setting, 'H5 cashier');
      await intoWallet(page, setting);
      await assertOpenToAll(page, setting, 'wallet');
    }

    await page.goto(addressOf(order, setting, '/status'));
    await page.locator('[data-status=pay]').waitFor();
    await assertOpenToAll(page, setting, 'status of an order that waits');

    await page.goto(addressOf(order, setting));
    await pick(page, setting, ALIPAY);
    await intoWallet(page, setting);
    await assertOpenToAll(page, setting, 'cashier of the wallet');
    await page.getByRole('button', { name: wordsOf(setting).confirm }).click();
    await page.getByRole('status').waitFor();
    await assertOpenToAll(page, setting, 'receipt');
    await page.getByRole('link', { name: wordsOf(setting).back }).click();
    await page.locator('[data-status=paid]').waitFor();
    await assertOpenToAll(page, setting, 'status of a paid order');
    await context.close();
  });
}

for (const setting of EACH_ONCE) {
  test(`pages of trouble keep nobody out: ${setting.device}, ${setting.language}`, async () => {
    const { context, page } = await bench.window(setting);
    const order = await bench.order();
    const look = async (address: string, visible: string, what: string) => {
      await page.goto(address);
      await page.locator(visible).first().waitFor();
      await assertOpenToAll(page, setting, what);
    };
    const wallet = bench.world.providers.get(WECHAT_PAY)?.walletUrl('nobody-knows') ?? '';
    await look(wallet, '[role=status]', 'wallet without such a payment');
    await look(wallet.split('?')[0] ?? '', 'input', 'wallet that asks for a code');
    await look(wallet.replace('/sim/wallet', '/cgi-bin/mmpayweb-bin/checkmweb'), '[role=alert]', 'refused H5 cashier');
    await look(`${bench.world.market.origin}/pay/nothing?lang=${setting.language}`, 'main', 'no such order');

    for (const provider of [WECHAT_PAY, ALIPAY]) await bench.inService(provider, false);
    await look(addressOf(order, setting), 'h2', 'cashier without any method');
    for (const provider of [WECHAT_PAY, ALIPAY]) await bench.inService(provider, true);

    const lift = bench.world.faults.add({ fault: 'refuse', from: 'platform', to: WECHAT_PAY });
    await page.goto(addressOf(order, setting));
    await pick(page, setting, WECHAT_PAY);
    await page.locator('[data-status=confirming]').waitFor();
    await assertOpenToAll(page, setting, 'status while the provider is silent');
    lift();
    await page.goto('about:blank');
    await bench.world.clock.advance(HOUR_MS);
    await look(addressOf(order, setting, '/status'), '[data-status=closed]', 'status of a closed order');
    await context.close();
  });
}

for (const setting of EACH_ONCE) {
  test(`the bill and the vouchers keep nobody out: ${setting.device}, ${setting.language}`, async () => {
    const { context, page } = await bench.window(setting);
    for (const provider of [WECHAT_PAY, ALIPAY]) {
      const order = await bench.order();
      await page.goto(addressOf(order, setting));
      await pick(page, setting, provider);
      const code = page.locator('[data-fact=code]');
      const onward = page.getByRole('button', { name: wordsOf(setting).confirm });
      await code
        .or(onward)
        .or(page.getByRole('link', { name: wordsOf(setting).open }))
        .waitFor();
      const wallet = bench.world.providers.get(provider);
      if (await code.isVisible()) await page.goto(wallet?.walletUrl(await code.innerText()) ?? '');
      await intoWallet(page, setting);
      await page.getByLabel(wordsOf(setting).payer).selectOption('zhao-min');
      await onward.click();
      await page.getByRole('status').waitFor();
      await bench.world.clock.settle();

      await page.goto((wallet?.walletUrl('') ?? '').split('?')[0] ?? '');
      await page.getByRole('link', { name: wordsOf(setting).bill }).click();
      await page.getByRole('combobox').selectOption('zhao-min');
      await assertOpenToAll(page, setting, `${provider}: whose bill it is`);
      await page.getByRole('button').click();
      const voucher = page.locator('[data-voucher] a').first();
      await voucher.waitFor();
      await assertOpenToAll(page, setting, `${provider}: bill`);
      await voucher.click();
      await page.locator('[data-fact=own-number]').waitFor();
      await assertOpenToAll(page, setting, `${provider}: voucher`);
    }
    await context.close();
  });
}

test('a page that waits follows the order by itself', async () => {
  const setting: Setting = { device: 'desktop', language: 'en' };
  const { context, page } = await bench.window(setting);
  const order = await bench.order();
  await page.goto(addressOf(order, setting));
  const listening = page.waitForRequest(/\/events$/);
  await pick(page, setting, WECHAT_PAY);
  const code = await page.locator('[data-fact=code]').innerText();
  await (await listening).response();
  assert.equal(await bench.world.providers.get(WECHAT_PAY)?.pay(code, 'li-na', 'paid'), undefined);
  await bench.world.clock.settle();
  await page.locator('[data-status=paid]').waitFor();
  await context.close();
});

test('a cashier that is open in another tab does not go on asking for what is paid', async () => {
  const setting: Setting = { device: 'phone', language: 'en' };
  const { context, page } = await bench.window(setting);
  const order = await bench.order();
  const listening = page.waitForRequest(/\/events$/);
  await page.goto(addressOf(order, setting));
  await (await listening).response();
  const other = await context.newPage();
  await other.goto(addressOf(order, setting));
  await pick(other, setting, ALIPAY);
  await other.getByRole('button', { name: wordsOf(setting).confirm }).click();
  await other.getByRole('link', { name: wordsOf(setting).back }).click();
  await page.locator('[data-status=paid]').waitFor();
  await context.close();
});

test('a page that is left in the middle of a payment says so when somebody comes back to it', async () => {
  const setting: Setting = { device: 'phone', language: 'en' };
  const { context, page } = await bench.window(setting);
  const order = await bench.order();
  await page.goto(addressOf(order, setting));
  await pick(page, setting, ALIPAY);
  await page.getByRole('button', { name: wordsOf(setting).confirm }).waitFor();
  await page.goBack();
  await page.getByText(WORDS.en.begun).waitFor();
  await assertOpenToAll(page, setting, 'cashier of a payment that was begun');
  await page.getByRole('link', { name: WORDS.en.goOn }).click();
  await page.getByRole('button', { name: wordsOf(setting).confirm }).click();
  await page.getByRole('link', { name: wordsOf(setting).back }).click();
  await page.locator('[data-status=paid]').waitFor();
  await page.goBack();
  await page.getByText(wordsOf(setting).already).waitFor();
  await context.close();
});

test('without scripts, every button pressed twice: paid once', async () => {
  const setting: Setting = { device: 'phone', language: 'zh' };
  const { context, page } = await bench.window(setting, false);
  const order = await bench.order();
  await page.goto(addressOf(order, setting));
  await page.getByRole('radio', { name: nameOf(ALIPAY, setting) }).check();
  await page.getByRole('button').dblclick();
  await page.getByRole('button', { name: wordsOf(setting).confirm }).dblclick();
  await page
    .getByText(wordsOf(setting).done)
    .or(page.getByText(wordsOf(setting).already))
    .waitFor();
  const payments = bench.world.providers.get(ALIPAY)?.ledger.postings() ?? [];
  const state = await bench.platform.readOrder(order);
  const numbers = (state['payments'] as ReadonlyArray<{ paymentNo: string }>).map(({ paymentNo }) => paymentNo);
  assert.equal(numbers.length, 1);
  assert.equal(new Set(payments.map(({ ref }) => ref)).size, payments.length);
  await context.close();
});

for (const setting of EACH_ONCE) {
  for (const provider of [WECHAT_PAY, ALIPAY]) {
    test(`without scripts, from the cashier to paid: ${provider}, ${setting.device}, ${setting.language}`, async () => {
      const { context, page } = await bench.window(setting, false);
      const order = await bench.order();
      await page.goto(addressOf(order, setting));
      await pick(page, setting, provider);
      const code = page.locator('[data-fact=code]');
      const confirm = page.getByRole('button', { name: wordsOf(setting).confirm });
      const open = page.getByRole('link', { name: wordsOf(setting).open });
      await code.or(confirm).or(open).waitFor();
      if (await code.isVisible()) {
        await page.goto(bench.world.providers.get(provider)?.walletUrl(await code.innerText()) ?? '');
      }
      await intoWallet(page, setting);
      await confirm.click();
      await page.getByRole('status').waitFor();
      const back = page.getByRole('link', { name: wordsOf(setting).back });
      if (await back.isVisible()) await back.click();
      else {
        await bench.world.clock.settle();
        await page.goto(addressOf(order, setting, '/status'));
      }
      await page.locator('[data-status=paid]').waitFor();
      await context.close();
    });
  }
}
