import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Document, SandboxProcess, sent, testFolder } from './simulate-bench';

const { folder, remove } = testFolder();
const MEBIBYTE = 1024 * 1024;
let sandbox: SandboxProcess;
let settings: Document;
before(async () => {
  sandbox = await SandboxProcess.start(folder);
  settings = sandbox.document;
});
/** Whatever it was sent, it lives, and has nothing to complain of. */
after(async () => {
  const { code, errors } = await sandbox.stop();
  remove();
  assert.deepEqual({ code, errors }, { code: 0, errors: '' });
});

/** What the control port says is wrong: its status and its sentence. */
async function refusal(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${settings.control}${path}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body }),
  });
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
  const { error } = (await response.json()) as { error: { code: string; detail: string } };
  return [response.status, error.code, error.detail] as const;
}

const POSTED = [
  '/sim/pay',
  '/sim/payer-code',
  '/sim/refund',
  '/sim/notify',
  '/sim/rotate-keys',
  '/sim/faults',
  '/sim/reset',
];
const BODIES: ReadonlyArray<readonly [string, string, number, RegExp]> = [
  ['half of a document', '{', 400, /not JSON/],
  ['null', 'null', 400, /the body: found null, expected object/],
  ['a list', '[]', 400, /the body: found \[\], expected object/],
  ['a deep list', '['.repeat(60_000), 400, /not JSON/],
  ['a member nobody knows', '{"gateway":"alipay","surprise":1}', 400, /"surprise", expected no such member/],
  ['a prototype as a member', '{"__proto__":{"gateway":"alipay"}}', 400, /found "__proto__", expected no such member/],
  ['more than 1 MiB', 'x'.repeat(MEBIBYTE + 1), 413, /more than 65536 bytes/],
];
for (const path of POSTED) {
  test(`${path} says what is wrong with a body`, async () => {
    for (const [what, body, status, sentence] of BODIES) {
      const [found, , detail] = await refusal('POST', path, body);
      assert.equal(found, status, what);
      assert.match(detail, sentence, what);
    }
  });
}

const ORDER = { gateway: 'wechatpay', out_trade_no: '__proto__' };
const VALUES: ReadonlyArray<readonly [string, object, readonly [number, string, RegExp]]> = [
  ['/sim/pay', {}, [400, 'invalid', /^gateway: found nothing, expected string; out_trade_no: found nothing/]],
  ['/sim/pay', { ...ORDER, out_trade_no: 1 }, [400, 'invalid', /^out_trade_no: found 1, expected string$/]],
  [
    '/sim/pay',
    { ...ORDER, outcome: 'maybe' },
    [400, 'invalid', /^outcome: found "maybe", expected "paid", "declined"/],
  ],
  [
    '/sim/pay',
    { ...ORDER, gateway: '__proto__' },
    [404, 'unknown-gateway', /^found gateway "__proto__", expected wechatpay or alipay or unionpay or .+ or banks$/],
  ],
  ['/sim/pay', ORDER, [404, 'unknown-order', /^wechatpay knows no order with out_trade_no "__proto__"$/]],
  ['/sim/pay', { ...ORDER, payee: 'constructor' }, [404, 'unknown-order', /knows no order/]],
  ['/sim/notify', ORDER, [404, 'unknown-order', /knows no order/]],
  ['/sim/notify', { ...ORDER, forgery: 'x' }, [400, 'invalid', /^forgery: found "x", expected "unsigned"/]],
  ['/sim/payer-code', { gateway: 'x' }, [404, 'unknown-gateway', /^found gateway "x"/]],
  [
    '/sim/payer-code',
    { gateway: 'alipay', payer: 'nobody' },
    [400, 'unknown-payer', /^found payer "nobody", expected/],
  ],
  [
    '/sim/payer-code',
    { gateway: 'alipay', behaviour: 'x' },
    [400, 'invalid', /^behaviour: found "x", expected "pays"/],
  ],
  ['/sim/refund', ORDER, [404, 'unknown-order', /knows no order/]],
  ['/sim/refund', { ...ORDER, ends: 'well' }, [400, 'invalid', /^ends: found "well", expected "abnormal", "closed"$/]],
  ['/sim/refund', { ...ORDER, gateway: 'alipay' }, [409, 'no-such-end', /^alipay has no refund that ends abnormal/]],
  ['/sim/rotate-keys', { gateway: 'x' }, [404, 'unknown-gateway', /^found gateway "x"/]],
  [
    '/sim/rotate-keys',
    { gateway: 'alipay', activate: 'yes' },
    [400, 'invalid', /^activate: found "yes", expected boolean$/],
  ],
  ['/sim/faults', { gateway: 'x', fault: 'lose' }, [404, 'unknown-gateway', /^found gateway "x"/]],
  [
    '/sim/faults',
    { gateway: 'alipay', fault: 'reorder' },
    [400, 'invalid', /^times: found nothing, expected how many/],
  ],
  [
    '/sim/faults',
    { gateway: 'alipay', fault: 'lose', times: 1.5 },
    [400, 'invalid', /^times: found 1.5, expected int/],
  ],
  [
    '/sim/faults',
    { gateway: 'alipay', fault: 'duplicate', copies: 11 },
    [400, 'invalid', /^copies: found 11, expected at most 10$/],
  ],
  ['/sim/reset', { what: 'keys' }, [400, 'invalid', /^what: found "keys", expected "events", "orders", "all"$/]],
];
test('every value that does not fit is repeated beside what was expected', async () => {
  for (const [path, body, [status, code, sentence]] of VALUES) {
    const [found, word, detail] = await refusal('POST', path, JSON.stringify(body));
    assert.deepEqual([found, word], [status, code], `${path} ${JSON.stringify(body)}: ${detail}`);
    assert.match(detail, sentence);
  }
});

test('paths, methods, hosts and pages of others are refused', async () => {
  for (const path of ['/sim/nothing', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/__proto__', '/sim/pay/']) {
    assert.deepEqual((await refusal('GET', path)).slice(0, 2), [404, 'unknown-path'], path);
  }
  assert.deepEqual((await refusal('GET', '/sim/orders?gateway=constructor')).slice(0, 2), [404, 'unknown-gateway']);
  assert.match((await refusal('GET', '/sim/events?after=-1'))[2], /^after: found "-1", expected the id of an event$/);
  assert.deepEqual(await refusal('DELETE', '/sim/pay'), [405, 'wrong-method', 'found DELETE /sim/pay, expected POST']);
  const foreign = await refusal('POST', '/sim/reset', '{}', { origin: 'https://elsewhere.example' });
  assert.deepEqual(foreign.slice(0, 2), [403, 'foreign-origin']);
  const raw = await sent(
    settings.control,
    'GET /sim/document HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n',
  );
  assert.match(raw, /^HTTP\/1\.1 403 .*found host \\"elsewhere\.example\\"/s);
});

test('only so many faults are planned, and all can be lifted', async () => {
  const plan = JSON.stringify({ gateway: 'alipay', fault: 'lose', kind: 'nothing.ever' });
  const post = () => fetch(`${settings.control}/sim/faults`, { method: 'POST', body: plan });
  for (let planned = 0; planned < 100; planned += 1) assert.equal((await post()).status, 200);
  assert.deepEqual((await refusal('POST', '/sim/faults', plan)).slice(0, 2), [409, 'too-many']);
  const lifted = await fetch(`${settings.control}/sim/faults`, { method: 'DELETE' });
  assert.deepEqual(await lifted.json(), { faults: [] });
});
