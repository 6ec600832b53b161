import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { DAY_MS, MINUTE_MS } from '../../../kernel/time';
import {
  ask,
  type Bench,
  back,
  bring,
  call,
  openBench,
  paidOrder,
  REFUND,
  sealed,
  signedCall,
  WEB,
  webOrder,
} from './bench';

describe('BestPay: refunds and reversals', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const backFen = () =>
    bench.provider.ledger
      .postings()
      .filter(({ reason }) => reason === 'refund')
      .reduce((sum, { amountFen }) => sum + amountFen, 0);

  it('are taken first, and told by their own number when they are done', async () => {
    await paidOrder(bench, 'R1', '1000');
    const { success, result } = await back(bench, 'R1', 'BACK1', '300').refund();
    assert.deepEqual(
      [success, result?.['oldOrderNo'], result?.['refundReqNo'], result?.['transAmt']],
      [true, 'R1', 'BACK1', '300'],
    );
    const text = { oldOrderNo: 'R1', refundReqNo: 'BACK1', transAmt: '300' };
    assert.equal(result?.['sign'], sealed(text, Object.keys(text), bench.merchant.key));
    assert.equal((await ask(bench, 'R1', 'BACK1')).result?.['transStatus'], 'A');
    await bench.clock.advance(MINUTE_MS);
    const done = (await ask(bench, 'R1', 'BACK1')).result;
    assert.deepEqual([done?.['transStatus'], done?.['transAmt'], done?.['refundFlag']], ['B', '300', '2']);
    assert.equal(bench.shop.heard.at(-1)?.values['transStatus'], 'B');
  });

  it('never add up to more than was paid, and one number is one refund (BP-09)', async () => {
    await paidOrder(bench, 'R2', '1000');
    const before = backFen();
    assert.equal((await back(bench, 'R2', 'A1', '600').refund()).success, true);
    assert.equal((await back(bench, 'R2', 'A1', '600').refund()).success, true);
    assert.equal((await back(bench, 'R2', 'A1', '500').refund()).errorCode, 'BE301001');
    assert.equal((await back(bench, 'R2', 'A2', '401').refund()).errorCode, 'BE301001');
    assert.equal((await back(bench, 'R2', 'A3', '400').refund()).success, true);
    assert.equal((await back(bench, 'R2', 'A4', '1').refund()).errorCode, 'BE301011');
    await bench.clock.advance(MINUTE_MS);
    assert.equal(backFen() - before, 1000);
    assert.equal((await ask(bench, 'R2', 'R200')).result?.['refundFlag'], '1');
  });

  it('are refused for what is not paid, not known, or not proven', async () => {
    await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'R3', '1000'));
    assert.equal((await back(bench, 'R3', 'N1', '1').refund()).errorCode, 'BE301009');
    assert.equal((await back(bench, 'NONE', 'N1', '1').refund()).errorCode, 'BE110062');
    await paidOrder(bench, 'R4', '1000');
    assert.equal((await back(bench, 'R4', 'N1', '1', { merchantPwd: 'wrong' }).refund()).errorCode, '-309');
    assert.equal((await back(bench, 'R4', 'N1', '1', { oldOrderReqNo: 'R499' }).refund()).errorCode, 'BE110062');
    assert.equal((await back(bench, 'R4', 'R4', '1').refund()).errorCode, 'BE199999');
    assert.equal((await back(bench, 'R4', 'N1', '0').refund()).errorCode, 'BE301001');
    assert.equal(
      (await back(bench, 'R4', 'N1', '1', { merchantId: '043000000000000' }).refund()).errorCode,
      'BE300000',
    );
    assert.equal(
      (await back(bench, 'R4', 'BACK1', '1').refund()).errorCode,
      'BE199999',
      'another order has this number',
    );
  });

  it('digest what is left out as nothing, or as the word null', async () => {
    await paidOrder(bench, 'R5', '1000');
    const { merchantId, password, key } = bench.merchant;
    const values = {
      merchantId,
      merchantPwd: password,
      oldOrderNo: 'R5',
      oldOrderReqNo: 'R500',
      refundReqNo: 'Z1',
      refundReqDate: '20261124',
      transAmt: '1',
      channel: '05',
    };
    const mac = sealed({ ...values, ledgerDetail: 'null' }, REFUND, key);
    assert.equal((await call(bench, '/refund/commonRefund', { ...values, mac })).success, true);
    assert.equal(
      (await signedCall(bench, '/refund/commonRefund', { ...values, refundReqNo: 'Z2' }, REFUND)).success,
      true,
    );
  });

  it('are divided only as the payment was', async () => {
    const { merchantId } = bench.merchant;
    await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'R6', '1000', { DIVDETAILS: `${merchantId}:1000` }));
    const trade = bench.provider.book.byOutTradeNo(merchantId, 'R6');
    await bench.provider.pay(trade?.credential ?? '', 'li-na', 'paid');
    const divided = (ledgerDetail: string) => back(bench, 'R6', 'D1', '400', { ledgerDetail }).refund();
    assert.equal((await divided('043000000000000:400')).errorCode, 'BE110028');
    assert.equal((await divided(`${merchantId}:399`)).errorCode, 'BE300012');
    assert.equal((await divided(`${merchantId}:400`)).success, true);
  });

  it('make void what is not paid, and give back what is, once (BP-08)', async () => {
    await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'V1', '1000'));
    assert.equal((await back(bench, 'V1', 'X1', '999').reverse()).errorCode, 'BE301001');
    assert.equal((await back(bench, 'V1', 'X1', '1000').reverse()).success, true);
    assert.equal((await ask(bench, 'V1', 'V100')).result?.['transStatus'], 'G');
    assert.equal((await back(bench, 'V1', 'X1', '1000').reverse()).errorCode, 'BE301013');
    const { credential = '' } = bench.provider.book.byOutTradeNo(bench.merchant.merchantId, 'V1') ?? {};
    assert.equal(await bench.provider.pay(credential, 'li-na', 'paid'), 'already-closed');

    await paidOrder(bench, 'V2', '1000');
    await bench.clock.advance(MINUTE_MS);
    const before = backFen();
    assert.equal((await back(bench, 'V2', 'X2', '1000').reverse()).success, true);
    assert.equal(
      (await back(bench, 'V2', 'X2', '1000').reverse()).success,
      true,
      'the same number is the same reversal',
    );
    assert.equal((await back(bench, 'V2', 'X3', '1000').reverse()).errorCode, 'BE301011');
    await bench.clock.advance(MINUTE_MS);
    assert.equal(backFen() - before, 1000);
    const { result } = await ask(bench, 'V2', 'V200');
    assert.deepEqual([result?.['transStatus'], result?.['refundFlag']], ['B', '3']);
    await paidOrder(bench, 'V3', '1000');
    await back(bench, 'V3', 'X4', '1').refund();
    assert.equal((await back(bench, 'V3', 'X5', '1000').reverse()).errorCode, 'BE301012');
  });

  it('are reversals on the day of the order only, and refunds later, too (BP-07)', async () => {
    const other = await openBench();
    await paidOrder(other, 'T1', '1000');
    await other.clock.advance(15 * 60 * MINUTE_MS);
    assert.equal((await back(other, 'T1', 'X1', '1000').reverse()).errorCode, 'BE301014');
    assert.equal((await back(other, 'T1', 'X2', '1000').refund()).success, true);
    await paidOrder(other, 'T2', '1000');
    await other.clock.advance(365 * DAY_MS + MINUTE_MS);
    assert.equal((await back(other, 'T2', 'X3', '1').refund()).errorCode, 'BE110078');
  });
});
