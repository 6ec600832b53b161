import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, MERCHANT, openBench, payment, refund } from './bench';
import { document, outer } from './scripted-gateway';

describe('notices of JD Pay', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => bench.gateway.close());

  const read = (body: string) => bench.protocol.readNotice({ headers: new Headers(), body });
  const signed = (inner: string, rewrite?: (text: string) => string) =>
    outer(MERCHANT, document(inner, bench.jd.privateKey, rewrite));

  it('of a payment are paid only in state 2', async () => {
    const paid = await read(signed(payment('2')));
    assert.ok(paid.ok && paid.content.kind === 'paid');
    assert.equal(paid.noticeId, `0/${MERCHANT}/A1`);
    assert.deepEqual(
      [paid.content.amountFen, paid.content.payee, paid.content.application],
      [12_850, MERCHANT, 'V2.0'],
    );
    for (const status of ['0', '1', '3', '4']) {
      const told = await read(signed(payment(status)));
      assert.deepEqual(told.ok && told.content, { kind: 'nothing-new', attemptNo: 'A1' }, status);
    }
  });

  it('of a refund say how it ended; a revocation is no refund', async () => {
    const states = { '1': 'done', '2': 'failed' };
    for (const [status, state] of Object.entries(states)) {
      const told = await read(signed(refund(status)));
      const content = { kind: 'refund', refundNo: 'R1', attemptNo: 'A1', amountFen: 100, payee: MERCHANT, state };
      assert.deepEqual(told.ok && told.content, content);
    }
    for (const inner of [refund('0'), refund('3'), refund('1', { type: '2', number: 'A1V' })]) {
      const told = await read(signed(inner));
      assert.deepEqual(told.ok && told.content, { kind: 'nothing-new', attemptNo: 'A1' });
    }
  });

  it('are refused with the reason when they are not what JD Pay signed (JD-09)', async () => {
    const inner = payment('2');
    const text = document(inner, bench.jd.privateKey);
    const reasons: Readonly<Record<string, string>> = {
      [outer(MERCHANT, document(inner, null))]: 'unsigned',
      [outer(MERCHANT, document(inner, bench.stranger.privateKey))]: 'signature does not fit',
      [outer(MERCHANT, document(inner, bench.merchant.privateKey))]: 'signature does not fit',
      [signed(inner, (whole) => whole.replace('12850', '12851'))]: 'signature does not fit',
      [signed(inner, (whole) => whole.replace('"UTF-8"?>', '"UTF-8" ?>'))]: 'signature does not fit',
      [signed(inner, (whole) => whole.replace('</jdpay>', '<sign>x</sign></jdpay>'))]: 'more than one signature',
      [outer('119999999999', text)]: 'no keys of merchant 119999999999',
      [signed(inner.replace(MERCHANT, '110000000002'))]: 'for another merchant than it is sealed for',
      [signed(inner.replace('<code>000000', '<code>JPGT999999'))]: 'result JPGT999999',
      [outer(MERCHANT, undefined)]: 'no notice',
    };
    for (const [body, reason] of Object.entries(reasons))
      assert.deepEqual(await read(body), { ok: false, reason }, reason);
  });

  it('of any other kind never throw', async () => {
    const bodies = [
      '',
      'x',
      '<jdpay/>',
      '{"a":1}',
      '<!DOCTYPE jdpay><jdpay/>',
      `<jdpay><merchant>${MERCHANT}</merchant><encrypt>!</encrypt></jdpay>`,
    ];
    for (const body of bodies) assert.equal((await read(body)).ok, false, body);
    const strange = [
      payment('2').replace('>12850<', '>1e5<'),
      payment('2').replace('<tradeType>0', '<tradeType>7'),
      '<a/>',
    ];
    for (const inner of strange) assert.equal((await read(signed(inner))).ok, false, inner);
  });

  it('are answered with the one word that JD Pay takes', async () => {
    assert.equal(await bench.protocol.noticeAnswer(true).text(), 'ok');
    assert.notEqual(await bench.protocol.noticeAnswer(false).text(), 'ok');
    assert.equal(bench.protocol.noticeAnswer(true).status, 200);
  });
});
