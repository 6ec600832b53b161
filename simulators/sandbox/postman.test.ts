import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { outgoing } from '../network/message';
import { deliver, isOnThisMachine } from './postman';

const TIMEOUT_MS = 5_000;
const notice = (url: string) => new Request(url, { method: 'POST', headers: { 'wechatpay-serial': '5A' }, body: '{}' });

async function receiver(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
}

test('only names that cannot be anywhere else are on this machine', () => {
  const host = (address: string) => new URL(`http://${address}/`).hostname;
  for (const here of ['127.0.0.1', '127.1', '127.255.255.254', '2130706433', 'localhost', 'LOCALHOST', '[::1]']) {
    assert.ok(isOnThisMachine(host(here)), here);
  }
  const elsewhere = [
    'example.com',
    '10.0.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '[::]',
    '[::ffff:10.0.0.1]',
    '127.0.0.1.example.com',
    'localhost.example.com',
    '127.example.com',
    '128.0.0.1',
  ];
  for (const there of elsewhere) assert.ok(!isOnThisMachine(host(there)), there);
});

test('an address elsewhere gets nothing, and it is said why', async () => {
  const why = {
    name: 'NotSent',
    code: 'ECONNREFUSED',
    message: 'not sent: shop.example is not on this machine; the sandbox only tells 127.0.0.1, localhost and ::1',
  };
  await assert.rejects(deliver(notice('https://shop.example/notify'), TIMEOUT_MS), why);
});

test('a receiver gets the bytes under the usual names of headers; its answer comes back as it is', async (t) => {
  const heard: Array<readonly [string | undefined, string[], string]> = [];
  const url = await receiver(t, async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    heard.push([request.method, request.rawHeaders, Buffer.concat(pieces).toString()]);
    response.writeHead(302, { Location: 'http://elsewhere.example/' }).end('moved');
  });
  const answered = await deliver(notice(url), TIMEOUT_MS);
  assert.deepEqual([answered.status, answered.headers.get('location')], [302, 'http://elsewhere.example/']);
  assert.equal(Buffer.from((await outgoing(answered)).body).toString(), 'moved');
  const [[method, names, body] = [undefined, [], '']] = heard;
  assert.deepEqual([heard.length, method, body, names.includes('Wechatpay-Serial')], [1, 'POST', '{}', true]);
});

test('of a long answer only the beginning is kept', async (t) => {
  const url = await receiver(t, (_, response) => response.end(Buffer.alloc(1024 * 1024, 'x')));
  const { body } = await outgoing(await deliver(notice(url), TIMEOUT_MS));
  assert.ok(body.length > 0 && body.length <= 64 * 1024, `found ${body.length} bytes`);
});

test('who hangs up, refuses, keeps silent or talks nonsense has not heard', async (t) => {
  const hangsUp = await receiver(t, (request) => request.socket.destroy());
  await assert.rejects(deliver(notice(hangsUp), TIMEOUT_MS), { name: 'ConnectionLost', code: 'ECONNRESET' });
  const silent = await receiver(t, () => undefined);
  await assert.rejects(deliver(notice(silent), 20), { code: 'ETIMEDOUT', message: 'no answer within 0.02 s' });
  const halfway = await receiver(t, (request, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('half', () => request.socket.destroy());
  });
  await assert.rejects(deliver(notice(halfway), TIMEOUT_MS), { name: 'ConnectionLost', code: 'ECONNRESET' });

  const nonsense = createSocketServer((socket) => socket.resume().end('nonsense\r\n\r\n'));
  await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
  const { port } = nonsense.address() as AddressInfo;
  await assert.rejects(deliver(notice(`http://127.0.0.1:${port}/`), TIMEOUT_MS), { name: 'ConnectionLost' });
  await new Promise((resolve) => nonsense.close(resolve));
  await assert.rejects(deliver(notice(`http://127.0.0.1:${port}/`), TIMEOUT_MS), { code: 'ECONNREFUSED' });
});
