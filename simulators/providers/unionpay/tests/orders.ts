import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { compactDateTime, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { carried } from '../certificates';
import {
  ask,
  type Bench,
  commonOf,
  hashed,
  isSealed,
  nextOrder,
  openBench,
  openedPage,
  orderOf,
  paidOrder,
  post,
  query,
  sent,
  signed,
  stateOf,
  textOf,
  type Values,
} from './bench';

describe('UnionPay: orders, answers and their seals', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const app = (more: Values = {}) => orderOf(bench, { channelType: '08', ...more });
  const scanned = (more: Values = {}) => orderOf(bench, { txnSubType: '07', bizType: '000000', ...more });

  it('answers raw pairs of a type that is no form’s, with a length, and sealed (UP-03)', async () => {
    const response = await post(bench, 'app', new URLSearchParams(signed(bench.kit, app())).toString());
    const bytes = Buffer.from(await response.clone().arrayBuffer());
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/html;charset=UTF-8');
    assert.equal(response.headers.get('content-length'), String(bytes.length));
    const text = bytes.toString('utf8');
    assert.match(text, /signPubKeyCert=-----BEGIN CERTIFICATE-----\r\n/);
    assert.ok(!text.includes('%') && text.includes('respMsg=成功[0000000]'));
    const told = Object.fromEntries(text.split(/&(?=[A-Za-z]+=)/).map((part) => part.split(/=(.*)/s)));
    assert.ok(isSealed(bench, told));
    assert.match(told['tn'] ?? '', /^\d{21}$/);
    assert.equal(told['merId'], bench.kit.merchant.merId);
  });

  it('refuses a request of which one byte was changed, and seals the refusal (UP-01)', async () => {
    const order = signed(bench.kit, app());
    const before = stateOf(bench);
    for (const [name, value] of Object.entries(order)) {
      if (name === 'version' || name === 'signMethod' || name === 'encoding') continue;
      const other = { ...order, [name]: `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}` };
      const told = await sent(bench, 'app', other);
      assert.deepEqual([told['respCode'], told['respMsg']], ['11', '验证签名失败[9100004]'], name);
      assert.ok(isSealed(bench, told), name);
    }
    assert.equal(stateOf(bench), before);
  });

  it('lets empty fields out of what is signed (UP-02)', async () => {
    const { respCode } = await sent(bench, 'app', { ...signed(bench.kit, app()), reserved: '', riskRateInfo: '' });
    assert.equal(respCode, '00');
  });

  it('speaks 5.0.0 with SHA-1 and the number of its certificate instead of the certificate', async () => {
    const told = await ask(bench, 'app', app({ version: '5.0.0' }));
    assert.deepEqual([told['respCode'], told['version'], told['signPubKeyCert']], ['00', '5.0.0', undefined]);
    assert.equal(told['certId'], bench.provider.signers.active().certId);
    const { verify } = await import('node:crypto');
    const key = new X509Certificate(bench.provider.signers.active().certificate.pem).publicKey;
    const digest = Buffer.from(hashed(textOf(told), 'sha1'));
    assert.ok(verify('sha1', digest, key, Buffer.from(told['signature'] ?? '', 'base64')));
  });

  it('takes secrets with SHA-256 and SM3, and answers the same way', async () => {
    for (const [signMethod, hash] of [
      ['11', 'sha256'],
      ['12', 'sm3'],
    ] as const) {
      const values = app({ signMethod });
      const { secret } = bench.kit.merchant;
      const seal = (fields: Values) => hashed(`${textOf(fields)}&${hashed(secret, hash)}`, hash);
      const told = await sent(bench, 'app', { ...values, signature: seal(values) });
      assert.deepEqual([told['respCode'], told['signMethod']], ['00', signMethod]);
      assert.equal(told['signature'], seal(told));
      const wrong = await sent(bench, 'app', { ...values, orderId: nextOrder(), signature: seal(values) });
      assert.equal(wrong['respCode'], '11');
    }
  });

  it('refuses certificates that nobody registered, or that belong to another merchant (UP-15)', async () => {
    const other = await bench.provider.enrolDirect({ owner: 'merchant:other', name: '别家', domains: [] });
    const foreign = signed(other, { ...app(), merId: bench.kit.merchant.merId });
    assert.equal((await sent(bench, 'app', foreign))['respCode'], '11');
    const unknown = signed(bench.kit, { ...app(), certId: '68759663125' });
    assert.equal((await sent(bench, 'app', unknown))['respCode'], '11');
  });

  it('takes an order once, whoever sends it again, and refuses another one under its number (UP-05)', async () => {
    const order = app();
    const first = await ask(bench, 'app', order);
    const again = await ask(bench, 'app', order);
    assert.deepEqual([first['respCode'], again['respCode'], again['tn']], ['00', '00', first['tn']]);
    const changes: Values[] = [{ txnAmt: '1' }, { txnTime: compactDateTime(bench.clock.now() + 1_000) }];
    for (const change of changes) {
      assert.equal((await ask(bench, 'app', { ...order, ...change }))['respCode'], '12', JSON.stringify(change));
    }
    await bench.provider.pay(first['tn'] ?? '', 'li-na', 'paid');
    assert.equal((await ask(bench, 'app', order))['respCode'], '12');
    assert.equal(await bench.provider.pay(first['tn'] ?? '', 'li-na', 'paid'), 'already-paid');
    const strict = await openBench({ repeatedOrder: '12' });
    const own = orderOf(strict);
    assert.equal((await ask(strict, 'app', own))['respCode'], '00');
    assert.equal((await ask(strict, 'app', own))['respCode'], '12');
  });

  it('leads a browser to the cashier, and a bad order to a page with the class that clients look for (sheet 2)', async () => {
    const order = orderOf(bench);
    const body = new URLSearchParams(signed(bench.kit, order)).toString();
    const led = await post(bench, 'front', body);
    assert.deepEqual([led.status, await led.text()], [302, '']);
    assert.match(led.headers.get('location') ?? '', /^https:\/\/gateway\.95516\.com\/sim\/cashier\?tn=\d{21}$/);
    const again = await post(bench, 'front', body);
    assert.equal(again.headers.get('location'), led.headers.get('location'));
    const refused = await post(bench, 'front', body.replace('txnAmt=12850', 'txnAmt=12851'));
    assert.deepEqual([refused.status, refused.headers.get('location')], [200, null]);
    assert.match(await refused.text(), /class="[^"]*end_error"[^>]*>.*\[9100004\]/s);
  });

  it('hands out codes, numbers for apps, and tells how an order stands (UP-07)', async () => {
    const order = scanned();
    const { qrCode = '' } = await ask(bench, 'back', order);
    assert.match(qrCode, /^https:\/\/qr\.95516\.com\/00010000\/62\d{30}$/);
    const open = await query(bench, order);
    assert.deepEqual([open['respCode'], open['origRespCode'], open['settleDate']], ['00', '05', undefined]);
    await bench.provider.pay(qrCode, 'wang-wei', 'paid');
    const paid = await query(bench, order);
    assert.deepEqual([paid['respCode'], paid['origRespCode'], paid['txnAmt']], ['00', '00', '12850']);
    assert.deepEqual([paid['settleAmt'], paid['settleDate'], paid['settleCurrencyCode']], ['12850', '1124', '156']);
    assert.match(paid['queryId'] ?? '', /^\d{21}$/);
    assert.match(paid['accNo'] ?? '', /^\d{4}\*+\d{4}$/);
    const other = await query(bench, { ...order, txnTime: compactDateTime(bench.clock.now() + 1_000) });
    assert.deepEqual([other['respCode'], other['respMsg']], ['34', '查无此交易[2600000]']);
    assert.equal((await query(bench, { ...order, orderId: 'NOBODY0001' }))['respCode'], '34');
    const pre = await ask(bench, 'order', orderOf(bench, { bizType: '000000' }));
    assert.match(pre['qrCode'] ?? '', /^https:\/\/qr\.95516\.com\//);
  });

  it('ends an order at its payTimeout, after which nobody can pay it (UP-13)', async () => {
    const own = await openBench();
    const order = orderOf(own, { payTimeout: compactDateTime(own.clock.now() + 10 * MINUTE_MS) });
    const tn = await openedPage(own, order);
    await own.clock.advance(10 * MINUTE_MS);
    assert.equal((await query(own, order))['origRespCode'], '05');
    await own.clock.advance(1_000);
    assert.equal(await own.provider.pay(tn, 'li-na', 'paid'), 'already-closed');
    assert.equal((await query(own, order))['origRespCode'], '01');
    assert.equal((await ask(own, 'app', orderOf(own, { payTimeout: '20200101000000' })))['respCode'], '10');
  });

  it('clears from 23:00 to 23:00 (sheet 9)', async () => {
    const own = await openBench();
    for (const [at, day] of [
      ['2026-11-24T22:59:59+08:00', '1124'],
      ['2026-11-24T23:00:00+08:00', '1125'],
      ['2026-12-31T23:30:00+08:00', '0101'],
    ] as const) {
      await own.clock.advanceTo(Date.parse(at));
      assert.equal((await query(own, await paidOrder(own)))['settleDate'], day, at);
    }
  });

  it('gives its certificate for encryption, and goes on after its own has changed', async () => {
    const asked = { ...commonOf(bench), bizType: '000000', orderId: nextOrder(), certType: '01' };
    const told = await ask(bench, 'back', { ...asked, txnType: '95', txnSubType: '00' });
    const { certificate } = await bench.provider.signers.encryption();
    assert.equal(told['encryptPubKeyCert'], carried(certificate));
    const own = await openBench();
    const before = await ask(own, 'app', orderOf(own));
    await own.provider.rotateKeys(false);
    assert.equal((await ask(own, 'app', orderOf(own)))['signPubKeyCert'], before['signPubKeyCert']);
    await own.provider.rotateKeys(true);
    const after = await ask(own, 'app', orderOf(own));
    assert.notEqual(after['signPubKeyCert'], before['signPubKeyCert']);
    assert.ok(isSealed(own, after));
  });

  it('keeps what proves who asked, over a restart too (SEC-004)', async () => {
    const order = await paidOrder(bench);
    const trade = bench.provider.book.byOutTradeNo(bench.kit.merchant.merId, order['orderId'] ?? '');
    assert.ok(trade && bench.provider.proves(trade));
    const { proof } = trade;
    assert.ok(proof);
    assert.equal(Buffer.from(proof.signed, 'base64').toString(), textOf(signed(bench.kit, order)));
    assert.equal(bench.provider.proves({ ...trade, proof: { ...proof, signature: 'AAAA' } }), false);
    assert.equal(bench.provider.proves({ ...trade, proof: { ...proof, key: '5.1.0/01/1' } }), false);
  });

  it('reads payers’ codes once; whoever must confirm has a minute (sheet 4, barcodes 1)', async () => {
    const own = await openBench();
    const charge = (qrNo: string, more: Values = {}) =>
      orderOf(own, { txnSubType: '06', bizType: '000000', qrNo, termId: 'T1', ...more });
    const code = own.provider.showCode('li-na', 'pays').code;
    assert.match(code, /^62\d{17}$/);
    const order = charge(code);
    assert.equal((await ask(own, 'back', order))['respCode'], '00');
    assert.equal((await query(own, order))['origRespCode'], '00');
    assert.equal((await ask(own, 'back', charge(code)))['respCode'], '61');
    const asked = charge(own.provider.showCode('li-na', 'needs-password').code);
    assert.equal((await ask(own, 'back', asked))['respCode'], '00');
    assert.equal((await query(own, asked))['origRespCode'], '05');
    assert.equal(await own.provider.pay(asked['qrNo'] ?? '', 'li-na', 'paid'), undefined);
    assert.equal((await query(own, asked))['origRespCode'], '00');
    const poor = charge(own.provider.showCode('li-na', 'insufficient-balance').code);
    await ask(own, 'back', poor);
    assert.equal((await query(own, poor))['origRespCode'], '64');
    const never = charge(own.provider.showCode('li-na', 'never-confirms').code);
    await ask(own, 'back', never);
    await own.clock.advance(2 * MINUTE_MS);
    assert.equal((await query(own, never))['origRespCode'], '60');
    const told = own.shop.heard.map(({ values }) => [values['orderId'], values['respCode']]);
    assert.deepEqual(
      told.filter(([number]) => [poor, never].some(({ orderId }) => orderId === number)),
      [
        [poor['orderId'], '64'],
        [never['orderId'], '60'],
      ],
    );
    await own.clock.advance(DAY_MS + HOUR_MS);
    assert.deepEqual(own.troubles, []);
  });
});
