import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../../kernel/time';
import { fitsText } from '../signature';
import { type Bench, ORDER, openBench, paidOrder, pay, REFUND } from './bench';

/** When a merchant was told, in minutes after the first time. */
const minutesOf = ({ shop }: Bench): number[] =>
  shop.heard.map(({ at }) => (at - (shop.heard[0]?.at ?? 0)) / MINUTE_MS);

async function silent(reply: () => Response, settings: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const bench = await openBench({ settings });
  bench.shop.reply = reply;
  await bench.call('uniorder', ORDER);
  await pay(bench);
  await bench.clock.advance(DAY_MS);
  return bench;
}

describe('notices', () => {
  it('come five times where nobody says ok, each the same to the byte (JD-08)', async () => {
    for (const reply of [
      () => new Response('fail'),
      () => new Response('ok', { status: 500 }),
      () => new Response('success'),
    ]) {
      const bench = await silent(reply);
      assert.deepEqual(minutesOf(bench), [0, 1, 3, 10, 120]);
      assert.equal(new Set(bench.shop.heard.map(({ text }) => text)).size, 1);
    }
  });

  it('come once where it says ok, in any case and with blanks around it', async () => {
    for (const word of ['ok', 'OK', ' ok\n'])
      assert.equal((await silent(() => new Response(word))).shop.heard.length, 1);
    const demo = await silent(() => new Response('success'), { heardWords: 'ok-or-success' });
    assert.equal(demo.shop.heard.length, 1);
  });

  it('say what was paid, as JD’s sample does: state 2, the signature in the middle, a blank in the declaration', async () => {
    const bench = await openBench();
    await bench.call('uniorder', { ...ORDER, note: '备注', device: 'T1' });
    await pay(bench);
    const { inner, elements } = bench.told();
    const names = [...inner.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    const expected =
      'jdpay version merchant result code desc device tradeNum tradeType sign note amount status payList pay payType amount currency tradeTime';
    assert.deepEqual(names, expected.split(' '));
    assert.ok(inner.startsWith('<?xml version="1.0" encoding="UTF-8" ?><jdpay>'));
    assert.deepEqual(
      [elements['status'], elements['tradeType'], elements['note'], elements['device'], elements['amount']],
      ['2', '0', '备注', 'T1', '12850'],
    );
    const [, signature = ''] = /<sign>([^<]*)<\/sign>/.exec(inner) ?? [];
    const rest = inner.replace(/<sign>[^<]*<\/sign>/, '');
    assert.ok(fitsText(rest, signature, bench.provider.signers.active().publicKey));
    assert.equal(bench.shop.heard[0]?.type, 'application/xml');
    assert.match(
      bench.shop.heard[0]?.text ?? '',
      /<result><code>000000<\/code><desc>success<\/desc><\/result><encrypt>/,
    );
  });

  it('tell of the success of a refund, to the address that its request named and to no other', async () => {
    const bench = await paidOrder();
    const { notifyUrl: _, ...quiet } = REFUND;
    await bench.call('refund', { ...quiet, tradeNum: 'QUIET', amount: '1' });
    await bench.call('refund', REFUND);
    await bench.clock.advance(MINUTE_MS);
    assert.equal(bench.shop.heard.length, 2);
    const { inner, elements } = bench.told();
    assert.deepEqual(
      [elements['tradeType'], elements['tradeNum'], elements['oTradeNum'], elements['amount'], elements['status']],
      ['1', 'HARNESS0001R1', 'HARNESS0001', '2850', '1'],
    );
    assert.match(inner, /<note><\/note><status>1<\/status><sign>/);
  });

  it('do not tell of an order that was closed, nor of a refund that failed', async () => {
    const bench = await paidOrder();
    bench.provider.book.apply(bench.provider.book.trades()[0], {
      type: 'expect-refund',
      endsAs: 'closed',
      at: bench.clock.now(),
    });
    await bench.call('refund', REFUND);
    await bench.call('uniorder', { ...ORDER, tradeNum: 'OTHER', expireTime: '60' });
    await bench.clock.advance(DAY_MS);
    assert.equal(bench.shop.heard.length, 1);
  });

  it('are read by the harness, whoever wrote them', async () => {
    const bench = await paidOrder();
    const { merchant } = bench.kit.account;
    const { signature, state, amountFen, payee, notice } =
      bench.history.events().find(({ kind }) => kind === 'notice.payment')?.facts ?? {};
    assert.deepEqual(
      [signature, state, amountFen, payee, notice],
      ['valid', 'paid', 12_850, 'merchant:tea', `0/${merchant}/HARNESS0001`],
    );
    const forgeries = {
      unsigned: 'missing',
      'signed-with-another-key': 'invalid',
      'one-bit-changed': 'invalid',
      'rewritten-after-signing': 'invalid',
      'with-the-signature-of-another-order': 'invalid',
      'named-key-unknown': 'unknown-key',
      'wrong-amount': 'valid',
      'wrong-payee': 'valid',
      'says-closed': 'valid',
    } as const;
    for (const [forgery, expected] of Object.entries(forgeries) as Array<[keyof typeof forgeries, string]>) {
      const request = await bench.provider.forgeNotice(merchant, 'HARNESS0001', forgery);
      assert.ok(request);
      await bench.network.send(request, { from: 'jdpay', reader: bench.provider.noticeReader });
      const seen = bench.history.events().findLast(({ type, kind }) => type === 'message' && kind === 'notice.payment');
      assert.equal(seen?.facts['signature'], expected, forgery);
    }
  });
});
