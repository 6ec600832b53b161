import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { paid } from './calls';

describe('a merchant outside the market', () => {
  let server: Server;
  let asked = 0;
  let answering = (_respond: (status: number) => void): void => undefined;
  before(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      answering((status) => response.writeHead(status, { location: '/elsewhere' }).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.closeAllConnections());
  after(() => server.close());

  const send = (bench: Bench, timeoutMs: number) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
    const request = new Request(url, { method: 'POST', body: '{}', redirect: 'manual' });
    const reader = bench.provider.reader.notices;
    return bench.network.send(request, { from: 'wechatpay', reader, timeoutMs });
  };

  it('is given five seconds for each attempt', async () => {
    const bench = await openBench();
    await paid(bench, 'STRANGER-1');
    await bench.clock.settle();
    assert.deepEqual(bench.timeouts, [5_000]);
  });

  it('that does not answer in time is given up', async () => {
    const bench = await openBench();
    answering = () => undefined;
    await assert.rejects(send(bench, 1), { name: 'TimeoutError' });
  });

  it('that answers in time is heard, and a redirect is not followed', async () => {
    const bench = await openBench();
    asked = 0;
    answering = (respond) => respond(302);
    assert.equal((await send(bench, 60_000)).status, 302);
    assert.equal(asked, 1);
  });
});
