import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { processMint } from '../../../kernel/keys';
import type { SimProvider } from '../provider';
import { checkSignature, stampNow } from '../wire';
import { openSimBench, type SimBench } from './bench';
import { harbour } from './harbour';

describe('the gate of a profile', () => {
  let bench: SimBench<SimProvider>;
  before(async () => {
    bench = await openSimBench(harbour);
  });

  it('labels every answer, signs it and signs refusals as well', async () => {
    const { client, provider } = bench;
    for (const reply of [
      await client.order('G1'),
      await client.query('nothing'),
      await client.order('G1', { amount: 0 }),
    ]) {
      assert.equal(reply.headers.get('x-sim-profile'), 'harbour-sim-profile/0');
      assert.ok(reply.headers.get('x-sim-sign'));
    }
    const page = await provider.fetch(new Request(provider.walletUrl('nothing')));
    assert.equal(page.headers.get('x-sim-profile'), 'harbour-sim-profile/0');
    const nowhere = await provider.fetch(new Request('https://api.harbour-sim.example/else'));
    assert.deepEqual([nowhere.status, nowhere.headers.get('x-sim-profile')], [404, 'harbour-sim-profile/0']);
  });

  it('signs method, target, stamp and body of the request’s own answer', async () => {
    const { client, provider } = bench;
    const target = `/v0/orders/G1?merchantId=${client.payee}`;
    const response = await provider.fetch(client.request('GET', target, ''));
    const body = Buffer.from(await response.arrayBuffer());
    const state = (verb: string, to: string, bytes: Uint8Array) =>
      checkSignature(response.headers, { verb, target: to }, bytes, (key) => provider.signers.publicKey(key));
    assert.equal(state('GET', target, body), 'valid');
    assert.equal(state('POST', target, body), 'invalid');
    assert.equal(state('GET', target.replace('G1', 'G2'), body), 'invalid');
    assert.equal(state('GET', target, Buffer.concat([body, Buffer.from(' ')])), 'invalid');
  });

  it('refuses what is unsigned, signed by another, over something else, or under a name that nobody has', async () => {
    const { client, other } = bench;
    const forger = (await processMint.rsa('forger')).privateKey;
    const minutes = (count: number) => stampNow(client.kit.key, count * 60_000);
    const cases = [
      [{ unsigned: true }, 'SIGN_MISSING'],
      [{ privateKey: forger }, 'SIGN_ERROR'],
      [{ signed: { body: '{}' } }, 'SIGN_ERROR'],
      [{ signed: { target: '/v0/refunds' } }, 'SIGN_ERROR'],
      [{ key: 'ffffffffffffffff' }, 'KEY_UNKNOWN'],
      [{ key: other.kit.key }, 'KEY_UNKNOWN'],
      [{ appId: 'app0000000000000' }, 'KEY_UNKNOWN'],
      [{ appId: other.kit.appId }, 'KEY_UNKNOWN'],
      [{ stamp: minutes(6) }, 'SIGN_STALE'],
      [{ stamp: minutes(-6) }, 'SIGN_STALE'],
      [{ stamp: { ...minutes(0), nonce: 'short' } }, 'SIGN_MISSING'],
      [{ stamp: { ...minutes(0), timestamp: '1e9' } }, 'SIGN_MISSING'],
    ] as const;
    for (const [i, [oddity, code]] of cases.entries()) {
      const { status, body } = await client.order(`BAD${i}`, {}, oddity);
      assert.deepEqual([body['code'], status], [code, 401], JSON.stringify(oddity));
      assert.equal(bench.trade(`BAD${i}`), undefined);
    }
    assert.equal((await client.order('EDGE', {}, { stamp: minutes(4) })).status, 200);
  });

  it('takes a nonce once, of each application', async () => {
    const { client, other } = bench;
    const once = { ...stampNow(client.kit.key), nonce: 'aaaaaaaaaaaaaaaa' };
    assert.equal((await client.order('N1', {}, { stamp: once })).status, 200);
    assert.equal((await client.order('N2', {}, { stamp: once })).body['code'], 'NONCE_USED');
    assert.equal((await client.order('N1', {}, { stamp: once })).body['code'], 'NONCE_USED');
    assert.equal((await other.order('N2', {}, { stamp: { ...once, key: other.kit.key } })).status, 200);
  });

  it('lets nobody act for another’s account', async () => {
    const { client, other } = bench;
    assert.equal((await client.order('R1', { merchantId: other.payee })).body['code'], 'NO_RIGHT');
    const target = `/v0/orders/G1?merchantId=${client.payee}`;
    assert.equal((await other.call('GET', target)).body['code'], 'NO_RIGHT');
    assert.equal((await other.call('POST', '/v0/orders/G1/close', { merchantId: client.payee })).status, 403);
    assert.deepEqual(bench.troubles, []);
  });
});
