import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright';
import type { Order } from '../../../simulators/checkout/core/order';
import { handOver } from '../../../simulators/checkout/web/hand-over';
import { fen } from '../../../simulators/kernel/money';
import { readOutwardForm } from '../pages';
import { followForm } from './onward';
import { browserSession, closeBrowser } from './session';

const SHOP = 'https://shop.example';
const HOUSE = 'https://house.example';
/** A field may have a name that hides the form's own method, and a value that is markup. */
const FIELDS = { submit: 'a b+c/d=', text: '<"茶">', empty: '' };

const page = async (): Promise<string> => {
  const handOff = { type: 'form', url: `${HOUSE}/pay.do`, fields: FIELDS, until: 0 } as const;
  const order = { orderNo: 'N1', token: 'token', description: '茶', amountFen: fen(100) } as Order;
  const names = { en: 'House', zh: '一家' };
  const view = { language: 'en', order, merchant: names, provider: names, handOff, payableFen: fen(100) } as const;
  return (await handOver(view)).text();
};

/** A window in which the shop leads to a form, and the house answers with what it was sent. */
async function window(html: string, javaScriptEnabled = true): Promise<Page> {
  const { browser } = await browserSession();
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
  context.setDefaultTimeout(10_000);
  const opened = await context.newPage();
  const answer = (body: string) => ({ contentType: 'text/html; charset=utf-8', body });
  await context.route(`${SHOP}/start`, (route) => route.fulfill(answer('<a href="/go">on</a>')));
  await context.route(`${SHOP}/go`, (route) => route.fulfill(answer(html)));
  await context.route(`${HOUSE}/pay.do`, (route) => {
    const seen = `${route.request().method()} ${route.request().postData()}`;
    return route.fulfill(answer(`<form action="${HOUSE}/next"></form><p id="seen">${encodeURIComponent(seen)}</p>`));
  });
  await opened.goto(`${SHOP}/start`);
  return opened;
}

async function assertArrived(opened: Page): Promise<void> {
  const seen = decodeURIComponent(await opened.locator('#seen').innerText());
  assert.equal(seen, `POST ${new URLSearchParams(FIELDS)}`);
}

let html = '';
before(async () => {
  html = await page();
});
after(closeBrowser);

test('a payer is handed over with a form that the browser posts, and "back" leads past it', async () => {
  const opened = await window(html);
  await Promise.all([opened.waitForEvent('load'), opened.getByRole('link').click()]);
  await followForm(opened);
  await assertArrived(opened);
  await opened.goBack();
  assert.equal(opened.url(), `${SHOP}/start`);
  await opened.context().close();
});

test('without scripts the form has a button', async () => {
  const opened = await window(html, false);
  await opened.getByRole('link').click();
  await opened.getByRole('button', { name: 'Go on with the payment' }).click();
  await assertArrived(opened);
  await opened.context().close();
});

test('a page that waits for a press is no hand-over of its own', async () => {
  const waiting = html.replace(/<script>HTML.*?<\/script>/, '');
  assert.equal(readOutwardForm(waiting, SHOP)?.sendsItself, false);
  assert.deepEqual(readOutwardForm(html, SHOP), {
    action: `${HOUSE}/pay.do`,
    method: 'post',
    fields: FIELDS,
    sendsItself: true,
  });
  assert.equal(readOutwardForm(html, HOUSE), undefined);
  const opened = await window(waiting);
  await Promise.all([opened.waitForEvent('load'), opened.getByRole('link').click()]);
  await followForm(opened);
  await assertArrived(opened);
  await opened.context().close();
});
