import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { HOUR_MS, SECOND_MS } from '../../../kernel/time';
import { LoopbackWire } from '../../../network/loopback';
import { platformKeys } from '../enrolment';
import { type Heard, isSigned, openBench, type Reply } from './bench';
import { order, paid } from './calls';

const CERTIFICATES = '/v3/certificates';
const isProbe = ({ headers }: Pick<Reply, 'headers'>) =>
  headers.get('wechatpay-signature')?.startsWith('WECHATPAY/SIGNTEST/') === true;

describe('probes of a client’s verification', () => {
  it('are not sent unless somebody asks for them', async () => {
    const bench = await openBench();
    for (let i = 0; i < 20; i += 1)
      assert.ok(isSigned(bench.provider, await bench.call(bench.direct, 'GET', CERTIFICATES)));
  });

  it('are the share of answers that was asked for; all else about them is as ever', async () => {
    const bench = await openBench({ signtestProbes: 'every-tenth' });
    const replies: Reply[] = [];
    for (let i = 0; i < 30; i += 1) replies.push(await bench.call(bench.direct, 'GET', CERTIFICATES));
    assert.deepEqual(
      replies.flatMap((reply, i) => (isProbe(reply) ? [i] : [])),
      [9, 19, 29],
    );
    for (const reply of replies) {
      assert.equal(reply.status, 200);
      assert.equal(isSigned(bench.provider, reply), !isProbe(reply));
      assert.equal(reply.headers.get('wechatpay-serial'), bench.provider.signers.active().serial);
    }
  });

  it('come before the notice itself, which follows on the schedule, whatever was answered', async () => {
    for (const status of [401, 500, 204]) {
      const bench = await openBench({ signtestProbes: 'each' });
      const heard = bench.shop.heard;
      bench.shop.reply = () => new Response(null, { status: heard.length > 1 ? 204 : status });
      await paid(bench, 'PROBE-01');
      await bench.clock.advance(HOUR_MS);
      assert.deepEqual(heard.map(isProbe), [true, false]);
      const [probe, notice] = heard as [Heard, Heard];
      assert.equal(notice.at - probe.at, 15 * SECOND_MS);
      assert.equal(notice.text, probe.text, 'it is the same notice');
      assert.ok(isSigned(bench.provider, notice));
    }
  });

  describe('over loopback', () => {
    const wire = new LoopbackWire();
    after(() => wire.close());
    let client: Wechatpay;
    before(async () => {
      const bench = await openBench({ signtestProbes: 'each' });
      await wire.attach(bench.network);
      const { mchid, serial, privateKey } = bench.direct;
      const certs = platformKeys(bench.provider.signers);
      client = new Wechatpay({ mchid, serial, privateKey, certs, baseURL: wire.originFor(bench.provider) });
      placed = order(bench, 'PROBE-02');
    });
    let placed: unknown;

    it('are refused by the public client', async () => {
      await assert.rejects(client.client.v3.post('/v3/pay/transactions/native', placed), /verify|signature/i);
    });
  });
});
