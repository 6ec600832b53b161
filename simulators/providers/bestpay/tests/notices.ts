import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { incoming } from '../../../network/message';
import { FORGERIES } from '../../contract';
import { type Bench, back, bring, codeIn, md5, openBench, paidOrder, WAP, WAP_ONLY, webOrder } from './bench';

const GAPS = [MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS];

describe('BestPay: notices', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });

  it('say what the order said, signed under three other names (BP-05)', async () => {
    await paidOrder(bench, 'N1');
    const [{ values } = { values: {} as Record<string, string> }] = bench.shop.heard;
    const { UPTRANSEQ, MERCHANTID, ORDERSEQ, ORDERAMOUNT, RETNCODE, RETNINFO, TRANDATE, SIGN } = values;
    assert.deepEqual([ORDERSEQ, ORDERAMOUNT, RETNCODE, TRANDATE], ['N1', '12850', '0000', '20261124']);
    const text = `UPTRANSEQ=${UPTRANSEQ}&MERCHANTID=${MERCHANTID}&ORDERID=${ORDERSEQ}&PAYMENT=${ORDERAMOUNT}`;
    const rest = `&RETNCODE=${RETNCODE}&RETNINFO=${RETNINFO}&PAYDATE=${TRANDATE}&KEY=${bench.merchant.key}`;
    assert.equal(SIGN, md5(`${text}${rest}`));
    assert.equal(bench.shop.heard.length, 1);
  });

  for (const [unit, amount] of [
    ['yuan', '128.50'],
    ['fen', '12850'],
  ] as const) {
    it(`of the WAP cashier sign their own names, and count in ${unit}`, async () => {
      const phone = await openBench({ wapNoticeAmounts: unit });
      const code = codeIn(await bring(phone, `${WAP}/payWap.do`, webOrder(phone, 'N2', '128.50', WAP_ONLY))) ?? '';
      await phone.provider.pay(code, 'li-na', 'paid');
      await phone.clock.settle();
      const { values } = phone.shop.heard[0] ?? { values: {} as Record<string, string> };
      assert.equal(values['ORDERAMOUNT'], amount);
      const names = ['UPTRANSEQ', 'MERCHANTID', 'ORDERSEQ', 'ORDERAMOUNT', 'RETNCODE', 'RETNINFO', 'TRANDATE'];
      const text = names.map((name) => `${name}=${values[name]}`).join('&');
      assert.equal(values['SIGN'], md5(`${text}&KEY=${phone.merchant.key}`));
    });
  }

  it('come again after 1, 3, 5 minutes, 1, 2, 4, 8 hours until they are heard (BP-04)', async () => {
    bench.shop.reply = () => 'success';
    await paidOrder(bench, 'N3');
    await bench.clock.advance(DAY_MS);
    const times = bench.shop.heard.map(({ at }) => at);
    assert.deepEqual(
      times.slice(1).map((at, i) => at - (times[i] ?? 0)),
      GAPS,
    );
    assert.equal(new Set(bench.shop.heard.map(({ body }) => body)).size, 1, 'every attempt is the same');
  });

  it('are heard with their own number only', async () => {
    for (const reply of ['UPTRANSEQ_1', 'UPTRANSEQ_', '', 'OK']) {
      const other = await openBench();
      other.shop.reply = () => reply;
      await paidOrder(other, 'N4');
      await other.clock.advance(MINUTE_MS);
      assert.equal(other.shop.heard.length, 2, reply);
    }
  });

  it('of refunds are heard with the number of the refund', async () => {
    await paidOrder(bench, 'N5');
    bench.shop.reply = () => 'OK';
    await back(bench, 'N5', 'B1', '50').refund();
    await bench.clock.advance(30_000);
    bench.shop.reply = (values) => values['ourTransNo'] ?? '';
    await bench.clock.advance(DAY_MS);
    const told = bench.shop.heard.filter(({ values }) => values['refundReqNo'] === 'B1');
    assert.equal(told.length, 2);
    const { values } = told[0] ?? { values: {} as Record<string, string> };
    const names = [
      'merchantCode',
      'oldOrderNo',
      'oldOrderReqNo',
      'ourTransNo',
      'refundReqNo',
      'transAmt',
      'transStatus',
    ];
    const text = names.map((name) => `${name.toUpperCase()}=${values[name]}`).join('&');
    assert.equal(values['mac'], md5(`${text}&KEY=${bench.merchant.key}`));
    assert.equal(values['transStatus'], 'B');
  });

  it('say C of a refund that has failed, and what failed may be asked for again', async () => {
    await paidOrder(bench, 'N6');
    const { book } = bench.provider;
    const trade = () => book.byOutTradeNo(bench.merchant.merchantId, 'N6');
    book.apply(trade(), { type: 'expect-refund', endsAs: 'closed', at: bench.clock.now() });
    await back(bench, 'N6', 'B2', '12850').refund();
    await bench.clock.advance(MINUTE_MS);
    assert.equal(bench.shop.heard.at(-1)?.values['transStatus'], 'C');
    assert.equal((await back(bench, 'N6', 'B3', '12850').refund()).success, true);
    const silent = await openBench({ refundNotices: 'none' });
    await paidOrder(silent, 'N6');
    await back(silent, 'N6', 'B2', '1').refund();
    await silent.clock.advance(MINUTE_MS);
    assert.equal(silent.shop.heard.length, 1);
  });

  it('that are forged are read as what they are', async () => {
    await paidOrder(bench, 'N7');
    const { provider, merchant } = bench;
    const states = new Map<string, unknown>();
    for (const forgery of [undefined, ...FORGERIES]) {
      const request = await provider.forgeNotice(merchant.merchantId, 'N7', forgery);
      assert.ok(request);
      states.set(forgery ?? 'genuine', provider.noticeReader.request(await incoming(request)).facts['signature']);
    }
    const invalid = ['signed-with-another-key', 'one-bit-changed', 'rewritten-after-signing'];
    for (const forgery of [...invalid, 'with-the-signature-of-another-order'])
      assert.equal(states.get(forgery), 'invalid');
    assert.equal(states.get('unsigned'), 'missing');
    assert.equal(states.get('named-key-unknown'), 'unknown-key');
    for (const genuine of ['genuine', 'wrong-amount', 'wrong-payee', 'says-closed', 'says-unpaid'])
      assert.equal(states.get(genuine), 'valid', genuine);
  });
});
