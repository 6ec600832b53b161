import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { bench } from '.';
import { type Answer, checkAnswers } from './answers';
import { cpuSeconds, cpuSecondsIn, tellsCpuTime } from './cpu-time';
import { measureGateway } from './gateway';
import { GatewayProcess } from './gateway-process';
import { signOrders } from './load';
import { type LimitMeter, limitIn, limitOf, withNode } from './rsa-limit';
import { shareOf, spreadOf } from './share';
import { benchDocument, totalLines } from './table';
import { NotMeasured } from './trouble';

const near = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-9 * Math.abs(expected), `found ${found}, expected ${expected}`);

describe('the processor time of a process', () => {
  const line = (name: string, user: string, system: string) =>
    `4711 (${name}) S 1 4711 4711 0 -1 4194304 500 0 0 0 ${user} ${system} 7 8 20 0 11 0 100 1 2`;

  it('is user and system together, in hundredths of a second', () => near(cpuSecondsIn(line('node', '250', '50')), 3));
  it('is found behind any name', () => near(cpuSecondsIn(line('a (b) 1 2) S 3', '100', '0')), 1));
  it('is not found in other texts', () => {
    for (const bad of ['', 'node', '4711 (node) S 1', line('node', 'x', '50'), line('node', '-1', '50')]) {
      assert.throws(() => cpuSecondsIn(bad), NotMeasured, bad);
    }
  });
  it('is not told of a process that does not exist', () => assert.throws(() => cpuSeconds(2 ** 30), NotMeasured));
});

describe('the RSA limit', () => {
  const speed = (sign: string, verify: string) =>
    `+DTP:2048:private:rsa:1\n${sign}\n+DTP:2048:public:rsa:1\n${verify}\n+F2:2:2048:3960.975610:61288.571429\n`;

  it('is one verification and one signature', () =>
    near(limitIn(speed('+R1:4000:2048:1.00', '+R2:30000:2048:0.50')).pairsPerSecond, 1 / (1 / 4000 + 1 / 60_000)));
  it('is read whatever ends the lines', () =>
    near(limitIn(speed('+R1:100:2048:1.00\r', '+R2:100:2048:1.00\r')).pairsPerSecond, 50));
  it('is not read from anything else', () => {
    for (const bad of [
      '',
      'rsa 2048 bits 0.000252s 0.000016s 3960.9 61288.5',
      speed('+R1:4000:1024:1.00', '+R2:30000:2048:0.50'),
      speed('+R1:4000:2048:1.00', ''),
      speed('+R1:0:2048:1.00', '+R2:30000:2048:0.50'),
      speed('+R1:4000:2048:0.00', '+R2:30000:2048:0.50'),
      speed('+R1:4000:2048:1.0.0', '+R2:30000:2048:0.50'),
    ]) {
      assert.throws(() => limitIn(bad), NotMeasured, bad);
    }
  });
  it('needs sums that took time', () =>
    assert.throws(() => limitOf({ count: 1, seconds: Number.NaN }, { count: 1, seconds: 1 }), NotMeasured));
  it('can be measured without openssl', async () => assert.ok((await withNode().measure()).pairsPerSecond > 0));
});

describe('the share', () => {
  const round = { requests: 1_000, gatewayCpuSeconds: 0.5, limit: 4_000 };

  it('is the part of the processor time that RSA alone would have taken', () => near(shareOf(round), 0.5));
  it('is not computed from nothing', () => {
    for (const bad of [
      { requests: 0 },
      { gatewayCpuSeconds: 0 },
      { gatewayCpuSeconds: -0.01 },
      { limit: Number.NaN },
    ]) {
      assert.throws(() => shareOf({ ...round, ...bad }), NotMeasured, JSON.stringify(bad));
    }
  });
  it('is told as the middle and the ends of all rounds', () => {
    assert.deepEqual(spreadOf([0.7, 0.5, 0.6]), { median: 0.6, min: 0.5, max: 0.7 });
    assert.deepEqual(spreadOf([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 });
    assert.throws(() => spreadOf([]), NotMeasured);
  });
});

describe('the load', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const settings = { appid: 'wx1', mchid: '1900000001', merchantSerial: 'AB' };

  it('is orders that nobody sent before, each signed over what is sent', () => {
    const orders = signOrders(20, { settings, privateKey }, 1_700_000_000);
    assert.equal(new Set(orders.map(({ body }) => JSON.parse(body).out_trade_no)).size, 20);
    const nonces = orders.map(({ headers, body }) => {
      const { Authorization = '' } = headers;
      const [, nonce = ''] = /nonce_str="(\w+)"/.exec(Authorization) ?? [];
      const [, signature = ''] = /signature="([^"]+)"/.exec(Authorization) ?? [];
      const message = Buffer.from(`POST\n/v3/pay/transactions/native\n1700000000\n${nonce}\n${body}\n`);
      assert.ok(verify('sha256', message, publicKey, Buffer.from(signature, 'base64')));
      return nonce;
    });
    assert.equal(new Set(nonces).size, 20);
  });

  it('takes no answer for one that is not', () => {
    const key = { serial: 'CD', publicKey };
    const answer: Answer = { status: 200, headers: { 'wechatpay-serial': 'CD' }, body: '{"code_url":"weixin://"}' };
    assert.equal(checkAnswers([], key), 0);
    for (const bad of [{}, { status: 500 }, { body: '{}' }, { headers: { 'wechatpay-serial': 'EF' } }]) {
      assert.throws(() => checkAnswers([{ ...answer, ...bad }], key), NotMeasured, JSON.stringify(bad));
    }
  });
});

/** Elsewhere nothing tells the gateway's processor time, and the command says so. */
const withoutCpuTime = () =>
  it('says that it cannot measure here', () => assert.rejects(bench('gateway', {}), { name: 'ConfigurationError' }));

const withCpuTime = () => {
  /** Measuring the real limit would take longer than everything else here. */
  const meter: LimitMeter = { name: 'a number', measure: async () => ({ pairsPerSecond: 3_000 }) };
  const plan = { connections: 4, warmUp: 20, rounds: 2, requestsPerRound: 150 };

  it('measures a gateway of its own', async () => {
    const gateway = new GatewayProcess();
    try {
      const document = benchDocument(await measureGateway(gateway, plan, meter));
      assert.equal(document.requests, 300);
      assert.equal(document.rounds.length, 2);
      assert.equal(document.answersVerified, 6);
      assert.deepEqual(document.limit, { by: 'a number', pairsPerSecond: 3_000 });
      const { share, gatewayCpuSeconds, seconds, requestsPerSecond, holds } = document;
      near(requestsPerSecond, 300 / seconds);
      assert.ok(gatewayCpuSeconds > 0 && share.min > 0 && share.min <= share.median && share.median <= share.max);
      assert.equal(holds, share.median >= 0.55);
      assert.match(totalLines(document), /^requests {2,}300 /m);
    } finally {
      await gateway.close();
    }
  });

  it('measures nothing once the gateway is gone', async () => {
    const gateway = new GatewayProcess();
    const measuring = measureGateway(gateway, plan, meter);
    await gateway.close();
    await assert.rejects(measuring, NotMeasured);
    assert.throws(() => gateway.cpuSeconds(), NotMeasured);
  });
};

describe('bench gateway', tellsCpuTime() ? withCpuTime : withoutCpuTime);
