import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { confirmationOf } from '../../simulators/checkout/web/confirmation';
import { type Document, SandboxProcess, sent, testFolder } from './simulate-bench';

const { folder, remove } = testFolder();
const MEBIBYTE = 1024 * 1024;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let sandbox: SandboxProcess;
let settings: Document;
before(async () => {
  // A proxy that nobody answers for: what is on this machine must not go through it.
  const proxy = 'http://127.0.0.1:9';
  sandbox = await SandboxProcess.start(folder, [], {
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: '',
    no_proxy: '',
  });
  settings = sandbox.document;
});
after(async () => {
  const { code, errors } = await sandbox.stop();
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

/** A page: its status and the alert that it shows. */
async function page(address: string, options: RequestInit = {}) {
  const response = await fetch(address, { redirect: 'manual', ...options });
  const text = await response.text();
  return [response.status, /<p role="alert">(.*?)<\/p>/s.exec(text)?.[1] ?? text] as const;
}

const order = (fields: Record<string, string>, language = 'en') =>
  page(`${settings.shop}/?lang=${language}`, {
    method: 'POST',
    headers: FORM,
    body: String(new URLSearchParams(fields)),
  });

const GOOD = { merchant: 'tea-house', amount: '1.00', goods: 'tea' };

test('the shop says what is wrong with an order', async () => {
  const wrong: ReadonlyArray<readonly [Record<string, string>, RegExp]> = [
    [{}, /found merchant &quot;&quot;, expected one of tea-house,/],
    [{ ...GOOD, merchant: '__proto__' }, /found merchant &quot;__proto__&quot;/],
    [{ ...GOOD, merchant: '<script>' }, /found merchant &quot;&lt;script&gt;&quot;/],
    [{ ...GOOD, goods: '' }, /found 0 characters for the goods, expected 1 to 120/],
    [{ ...GOOD, goods: 'x'.repeat(121) }, /found 121 characters/],
    ...['0', '-1', '1.005', '1e3', 'ten', '99999999999999999'].map(
      (amount) => [{ ...GOOD, amount }, new RegExp(`found amount &quot;${amount}&quot;, expected yuan`)] as const,
    ),
  ];
  for (const [fields, sentence] of wrong) {
    const [status, alert] = await order(fields);
    assert.equal(status, 400);
    assert.match(alert, sentence);
  }
  assert.match((await order({ ...GOOD, amount: '0' }, 'zh'))[1], /订单未提交：收到的金额为“0”/);
  assert.equal((await order(GOOD))[0], 303);
});

test('the shop says what is wrong with a request', async () => {
  const { shop } = settings;
  const large = { method: 'POST', headers: FORM, body: 'x'.repeat(MEBIBYTE + 1) };
  assert.deepEqual(await page(`${shop}/?lang=en`, large), [413, 'The order was not placed: it has more than 1 MiB.']);
  const [status, alert] = await page(`${shop}/?lang=en`, { method: 'PUT', body: 'x' });
  assert.deepEqual([status, alert.endsWith('(GET, POST), not this: PUT')], [405, true], alert);
  for (const path of ['/nothing', '/../etc/passwd', '/__proto__', '/pay/x/choose']) {
    assert.deepEqual(await page(`${shop}${path}?lang=en`), [404, 'There is no such page here.'], path);
  }
  for (const token of ['__proto__', '%zz', '..%2f..%2fetc']) assert.equal((await page(`${shop}/pay/${token}`))[0], 404);
});

test('the shop reaches its gateways, whatever proxy the surroundings name', async () => {
  const options = { method: 'POST', headers: FORM, redirect: 'manual' } as const;
  const placed = await fetch(`${settings.shop}/?lang=en`, { ...options, body: String(new URLSearchParams(GOOD)) });
  const cashier = placed.headers.get('location')?.split('?')[0] ?? '';
  const [, shown] = await page(`${cashier}?lang=en`);
  const body = confirmationOf(shown, 'wechatpay');
  const chosen = await fetch(`${cashier}/choose?lang=en`, { ...options, body });
  assert.equal(chosen.status, 303);
  assert.match((await page(`${cashier}/go?lang=en`))[1], /data-fact="code"/);
});

test('pages of the wallets are in the live list, and what they hold is readable there', async () => {
  const { control, wechatpay, alipay } = settings;
  const origins = [wechatpay['baseUrl'] ?? '', new URL(alipay['gateway'] ?? '').origin];
  for (const origin of origins) {
    await page(`${origin}/sim/wallet?code=__proto__`);
    await page(`${origin}/sim/wallet`, {
      method: 'POST',
      headers: FORM,
      body: 'code=%00&payer=__proto__&outcome=constructor',
    });
  }
  const response = await fetch(`${control}/sim/events`);
  const { events } = (await response.json()) as { events: Array<{ url: string; answerBody: string }> };
  const pages = events.filter(({ url }) => url.includes('/sim/wallet'));
  assert.equal(pages.length, 4);
  for (const { answerBody } of pages) assert.match(answerBody, /<!doctype html>/);
});

test('the live list holds no secret', async () => {
  const { control, wechatpay } = settings;
  const shown = (await (await fetch(`${control}/sim/events`)).text()) + (await (await fetch(`${control}/live`)).text());
  assert.ok(!shown.includes(wechatpay['apiV3Key'] ?? ''));
  assert.doesNotMatch(shown, /PRIVATE KEY|Bearer/);
});

test('no port minds bytes that are no request', async () => {
  const { wechatpay, alipay, control, shop } = settings;
  for (const origin of [control, shop, wechatpay['baseUrl'] ?? '', new URL(alipay['gateway'] ?? '').origin]) {
    for (const head of [
      'garbage',
      'GET http://[ HTTP/1.1\r\nHost: x',
      'GET / HTTP/1.1\r\nHost: a b',
      'GET /%zz%00 HTTP/1.1\r\nHost: 127.0.0.1',
    ]) {
      assert.match(
        await sent(origin, `${head}\r\nConnection: close\r\n\r\n`),
        /^HTTP\/1\.1 [24]\d\d /,
        `${origin} ${head}`,
      );
    }
  }
});
