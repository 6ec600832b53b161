import assert from 'node:assert/strict';
import { constants, createHash, publicDecrypt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Bench, MERCHANT, openBench, order, PAYMENT, payment, REFUND, refund, START } from './bench';
import { opened, type ScriptedAnswer } from './scripted-gateway';

const UNIORDER = '/service/uniorder';
const QUERY = '/service/query';
const REFUNDS = '/service/refund';
const REVOKE = '/service/revoke';

describe('the adapter of JD Pay', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => bench.gateway.close());

  const query = (answer: ScriptedAnswer) => {
    bench.gateway.script(QUERY, answer);
    return bench.protocol.query(PAYMENT);
  };
  const asked = (path: string) => bench.gateway.calls.findLast((call) => call.path === path)?.inner ?? '';

  it('signs what it asks over exactly what it sends, and hands a code on', async () => {
    bench.gateway.script(UNIORDER, { inner: order() });
    const result = await bench.protocol.start(START);
    assert.deepEqual(result, {
      kind: 'ready',
      handOff: { type: 'qr', content: 'https://h5pay.jd.com/code?c=616zlks7djfb1z', until: START.payBy },
    });
    const inner = asked(UNIORDER);
    const [element = '', signature = ''] = /<sign>([^<]*)<\/sign>/.exec(inner) ?? [];
    const told = publicDecrypt(
      { key: bench.merchant.publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(signature, 'base64'),
    ).toString();
    assert.equal(told, createHash('sha256').update(inner.replace(element, '')).digest('hex'));
    assert.match(inner, /<tradeName>茶 &amp; &lt;水&gt;<\/tradeName>/);
    assert.match(inner, /<amount>12850<\/amount>.*<expireTime>3600<\/expireTime>/);
  });

  it('makes forms whose members are sealed one by one, for both cashiers', async () => {
    for (const [product, host] of Object.entries({ page: 'wepay.jd.com', h5: 'h5pay.jd.com' })) {
      const result = await bench.protocol.start({ ...START, product });
      assert.ok(result.kind === 'ready' && result.handOff.type === 'form');
      assert.equal(result.unasked, true);
      assert.equal(result.handOff.url, `https://${host}/jdpay/saveOrder`);
      const { version, merchant, sign, ...sealed } = result.handOff.fields;
      assert.deepEqual([version, merchant], ['V2.0', MERCHANT]);
      const members = Object.entries(sealed).map(([name, value]) => [name, opened(value)]);
      const all = Object.fromEntries([...members, ['version', version], ['merchant', merchant]]);
      assert.deepEqual([all['tradeName'], all['callbackUrl']], ['茶 & <水>', START.returnUrl]);
      const text = Object.keys(all)
        .sort()
        .map((name) => `${name}=${all[name]}`)
        .join('&');
      const padding = constants.RSA_PKCS1_PADDING;
      const told = publicDecrypt({ key: bench.merchant.publicKey, padding }, Buffer.from(sign ?? '', 'base64'));
      assert.equal(told.toString(), createHash('sha256').update(text).digest('hex'));
    }
  });

  it('believes no answer about another order, and none that it does not know', async () => {
    for (const inner of [order({ number: 'A2' }), order({ amount: 1 })]) {
      bench.gateway.script(UNIORDER, { inner });
      assert.equal((await bench.protocol.start(START)).kind, 'unanswered');
    }
    const codes = {
      JPGT100006: 'refused',
      JMPT200071: 'refused',
      JPGT999999: 'unanswered',
      JMPT200062: 'unanswered',
      X: 'unanswered',
    };
    for (const [code, kind] of Object.entries(codes)) {
      bench.gateway.script(UNIORDER, { code });
      assert.equal((await bench.protocol.start(START)).kind, kind, code);
    }
  });

  it('takes only state 2 for paid (JD-07)', async () => {
    const kinds = {
      '0': 'open',
      '1': 'open',
      '2': 'paid',
      '3': 'closed',
      '4': 'closed',
      '5': 'unanswered',
      '': 'unanswered',
    };
    for (const [status, kind] of Object.entries(kinds)) {
      assert.equal((await query({ inner: payment(status) })).kind, kind, status);
    }
    const paid = await query({ inner: payment('2', { ways: [10_000, 2_850] }) });
    assert.deepEqual(paid, {
      kind: 'paid',
      attemptNo: 'A1',
      tradeNo: '',
      amountFen: 12_850,
      payee: MERCHANT,
      application: 'V2.0',
      paidAt: Date.parse('2026-11-24T09:01:00+08:00'),
    });
  });

  it('believes no payment whose parts do not add up (JD-14), of another number, or without parts', async () => {
    assert.equal((await query({ inner: payment('2', { ways: [12_849] }) })).kind, 'unanswered');
    assert.equal((await query({ inner: payment('2', { number: 'A2' }) })).kind, 'unanswered');
    assert.equal((await query({ inner: payment('2').replace(/<payList>.*<\/payList>/, '') })).kind, 'unanswered');
    assert.equal((await query({ inner: payment('2').replace(MERCHANT, '110000000002') })).kind, 'unanswered');
    assert.equal((await query({ inner: payment('2').replace('20261124090100', '20261324090100') })).kind, 'unanswered');
  });

  it('believes nothing that JD Pay did not sign, or that was changed afterwards', async () => {
    const inner = payment('2');
    assert.equal((await query({ inner, key: null })).kind, 'unanswered');
    assert.equal((await query({ inner, key: bench.stranger.privateKey })).kind, 'unanswered');
    const rewrites = [
      (text: string) => text.replace('?>', ' ?>'),
      (text: string) => text.replace('<status>', '<status> '),
      (text: string) => text.replace('</jdpay>', '<sign>AAAA</sign></jdpay>'),
      (text: string) => text.replace('<status>2', '<status>2</status><status>2'),
    ];
    for (const rewrite of rewrites) assert.equal((await query({ inner, rewrite })).kind, 'unanswered');
  });

  it('reads the code of a refusal before anything else, and opens nothing then (JD-04)', async () => {
    assert.deepEqual(await query({ inner: payment('2'), code: 'RFND000003' }), { kind: 'absent' });
    assert.equal((await query({ inner: payment('2'), code: 'JPGT999999' })).kind, 'unanswered');
  });

  it('survives whatever a gateway may answer', async () => {
    const bodies = [
      '',
      'null',
      '<html>',
      '<jdpay/>',
      '<!DOCTYPE jdpay [<!ENTITY e SYSTEM "file:///etc/passwd">]><jdpay><encrypt>&e;</encrypt></jdpay>',
      `<jdpay>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</jdpay>`,
      `<jdpay><encrypt>${'A'.repeat(100_000)}</encrypt></jdpay>`,
      '<jdpay><result><code>000000</code></result></jdpay>',
      '<jdpay><result><code>000000</code></result><encrypt>AAAA</encrypt></jdpay>',
      Uint8Array.of(0xff, 0xfe),
    ];
    for (const body of bodies) assert.equal((await query({ body })).kind, 'unanswered', String(body).slice(0, 60));
    assert.equal((await query({ inner: payment('2'), status: 502 })).kind, 'unanswered');
  });

  it('asks before it closes, and revokes only what waits for its payer', async () => {
    const close = async (...answers: ScriptedAnswer[]) => {
      bench.gateway.script(QUERY, ...answers);
      bench.gateway.script(REVOKE, { inner: refund('1', { number: 'A1V', amount: 12_850, type: '2' }) });
      const before = bench.gateway.calls.filter(({ path }) => path === REVOKE).length;
      const { kind } = await bench.protocol.close(PAYMENT);
      return [kind, bench.gateway.calls.filter(({ path }) => path === REVOKE).length - before];
    };
    assert.deepEqual(await close({ inner: payment('0') }), ['closed', 1]);
    assert.match(asked(REVOKE), /<tradeNum>A1V<\/tradeNum><oTradeNum>A1<\/oTradeNum><amount>12850<\/amount>/);
    assert.deepEqual(await close({ inner: payment('2') }), ['paid', 0]);
    assert.deepEqual(await close({ inner: payment('4') }), ['closed', 0]);
    assert.deepEqual(await close({ code: 'RFND000003' }), ['closed', 0]);
    assert.deepEqual(await close({ code: 'JPGT999999' }), ['unanswered', 0]);
    assert.deepEqual(await close({ inner: payment('0'), key: null }), ['unanswered', 0]);
    bench.gateway.script(QUERY, { inner: payment('0') });
    for (const answer of [{ code: 'JPGT999999' }, { inner: refund('1', { number: 'A9V', type: '2' }) }]) {
      bench.gateway.script(REVOKE, answer);
      assert.equal((await bench.protocol.close(PAYMENT)).kind, 'unanswered');
    }
  });

  it('maps how a refund stands', async () => {
    const kinds = { '0': 'accepted', '1': 'done', '2': 'refused', '3': 'unanswered', '9': 'unanswered' };
    for (const [status, kind] of Object.entries(kinds)) {
      bench.gateway.script(REFUNDS, { inner: refund(status) });
      assert.equal((await bench.protocol.refund(REFUND)).kind, kind, status);
    }
    for (const inner of [refund('1', { amount: 99 }), refund('1', { number: 'R2' }), refund('1', { original: 'A2' })]) {
      bench.gateway.script(REFUNDS, { inner });
      assert.equal((await bench.protocol.refund(REFUND)).kind, 'unanswered');
    }
    const codes = {
      JPGT200000: 'accepted',
      RFND000002: 'refused',
      RFND009000: 'refused',
      RFND000008: 'unanswered',
      Y: 'unanswered',
    };
    bench.gateway.script(QUERY, { code: 'RFND000004' });
    for (const [code, kind] of Object.entries(codes)) {
      bench.gateway.script(REFUNDS, { code });
      assert.equal((await bench.protocol.refund(REFUND)).kind, kind, code);
    }
  });

  it('takes "asked for already" as a reason to look (JD-10)', async () => {
    bench.gateway.script(REFUNDS, { code: 'RFND000001' });
    bench.gateway.script(QUERY, { inner: refund('1') });
    assert.deepEqual(await bench.protocol.refund(REFUND), { kind: 'done' });
    bench.gateway.script(QUERY, { inner: refund('1', { amount: 99 }) });
    assert.equal((await bench.protocol.refund(REFUND)).kind, 'unanswered');
  });

  it('sends a refund in state 3 again under its number, once (JD-10)', async () => {
    bench.gateway.script(QUERY, { inner: refund('3') });
    bench.gateway.script(REFUNDS, { inner: refund('0') });
    assert.deepEqual(await bench.protocol.queryRefund(REFUND), { kind: 'accepted' });
    assert.match(asked(REFUNDS), /<tradeNum>R1<\/tradeNum>/);
    bench.gateway.script(REFUNDS, { code: 'RFND000001' });
    assert.equal((await bench.protocol.queryRefund(REFUND)).kind, 'unanswered');
    bench.gateway.script(QUERY, { code: 'RFND000004' });
    assert.deepEqual(await bench.protocol.queryRefund(REFUND), { kind: 'absent' });
  });

  it('knows money that a revocation gave back from money that was never there', async () => {
    bench.gateway.script(REFUNDS, { code: 'RFND000002' });
    bench.gateway.script(QUERY, { inner: refund('1', { number: 'A1V' }) });
    assert.deepEqual(await bench.protocol.refund(REFUND), { kind: 'done' });
    bench.gateway.script(QUERY, { code: 'RFND000004' });
    assert.deepEqual(await bench.protocol.refund(REFUND), { kind: 'refused', code: 'RFND000002' });
  });

  it('starts payments in apps and charges codes', async () => {
    bench.gateway.script(UNIORDER, { inner: order() });
    const ready = await bench.protocol.startInApp(START);
    const signData = createHash('md5')
      .update(`merchant=${MERCHANT}&orderId=1029148637575787617463&key=third`)
      .digest('hex');
    const invocation = `merchant=${MERCHANT}&orderId=1029148637575787617463&signData=${signData}`;
    assert.deepEqual(ready, { kind: 'ready', invocation });
    const charge = (answer: ScriptedAnswer) => {
      bench.gateway.script('/service/fkmPay', answer);
      return bench.protocol.charge({ ...START, payerCode: '180000000000000000' });
    };
    const withoutType = (status: string) => payment(status).replace('<tradeType>0</tradeType>', '');
    assert.equal((await charge({ inner: withoutType('2') })).kind, 'paid');
    assert.equal((await charge({ inner: withoutType('1') })).kind, 'open');
    assert.equal((await charge({ code: 'JMPT200011' })).kind, 'refused');
    assert.equal((await charge({ code: 'JPGT999999' })).kind, 'unanswered');
    assert.match(asked('/service/fkmPay'), /<token>180000000000000000<\/token>/);
  });

  it('reports an account without keys as unanswered, never as a failure of the payment', async () => {
    assert.equal((await bench.protocol.query({ ...PAYMENT, payee: '119999999999' })).kind, 'unanswered');
    assert.equal((await bench.protocol.start({ ...START, payee: '119999999999', product: 'h5' })).kind, 'unanswered');
  });
});
