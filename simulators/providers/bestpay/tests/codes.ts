import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import type { CodeBehaviour } from '../../engine/payer-codes';
import { ANSWER, ask, type Bench, call, NOTIFY, openBench, PLACE, sealed, signedCall, type Values } from './bench';

const order = (bench: Bench, orderNo: string, barcode: string, change: Values = {}): Values => ({
  merchantId: bench.merchant.merchantId,
  orderNo,
  orderReqNo: `${orderNo}00`,
  orderDate: '20261124090000',
  barcode,
  orderAmt: '500',
  productAmt: '500',
  attachAmt: '0',
  channel: '05',
  busiType: '0000001',
  goodsName: '一壶龙井',
  storeId: '201231',
  backUrl: NOTIFY,
  ...change,
});

describe('BestPay: payments with a payer’s code', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const show = (behaviour: CodeBehaviour = 'pays') => bench.provider.showCode('li-na', behaviour).code;
  const place = (orderNo: string, code: string, change: Values = {}) =>
    signedCall(bench, '/barcode/placeOrder', order(bench, orderNo, code, change), PLACE);
  const paid = () => bench.provider.ledger.postings().length;

  it('have codes of eighteen digits that begin with 51', () => assert.match(show(), /^51\d{16}$/));

  it('are paid at once, and the answer signs its date as the word null', async () => {
    const { success, result } = await place('P1', show());
    assert.deepEqual([success, result?.['transStatus'], result?.['orderDate']], [true, 'B', null]);
    const values = Object.fromEntries(Object.entries(result ?? {}).map(([name, value]) => [name, value ?? 'null']));
    assert.equal(result?.['sign'], sealed(values, ANSWER, bench.merchant.key));
    await bench.clock.settle();
    assert.equal(bench.shop.heard.at(-1)?.values['ORDERAMOUNT'], '500');
  });

  it('are one charge for one order (BP-06), and one order for one code', async () => {
    const code = show();
    const before = paid();
    const [first, again] = [await place('P2', code), await place('P2', code)];
    assert.deepEqual([first.result?.['ourTransNo'], paid()], [again.result?.['ourTransNo'], before + 1]);
    assert.equal((await place('P3', code)).errorCode, 'BARCODE_VALIDATE_ERROR');
    assert.equal((await place('P2', show())).errorCode, '-302');
    assert.equal((await place('P2', code, { orderAmt: '600', productAmt: '600' })).errorCode, '-302');
  });

  it('are under way while the payer is asked: taken is not paid (BP-02)', async () => {
    const answer = await place('P4', show('needs-password'));
    assert.deepEqual([answer.success, answer.result?.['transStatus'], answer.result?.['ourTransNo']], [true, 'A', '']);
    assert.equal((await ask(bench, 'P4', 'P400')).result?.['transStatus'], 'A');
    const { credential = '' } = bench.provider.book.byOutTradeNo(bench.merchant.merchantId, 'P4') ?? {};
    assert.equal(await bench.provider.pay(credential, 'wang-wei', 'paid'), 'wrong-payer');
    assert.equal(await bench.provider.pay(credential, 'li-na', 'paid'), undefined);
    assert.equal((await ask(bench, 'P4', 'P400')).result?.['transStatus'], 'B');
  });

  it('fail where the payer declines, has not enough, or never confirms', async () => {
    assert.equal((await place('P5', show('insufficient-balance'))).result?.['transStatus'], 'C');
    await place('P6', show('needs-password'));
    const { credential = '' } = bench.provider.book.byOutTradeNo(bench.merchant.merchantId, 'P6') ?? {};
    await bench.provider.pay(credential, 'li-na', 'declined');
    assert.equal((await ask(bench, 'P6', 'P600')).result?.['transStatus'], 'C');
    await place('P7', show('never-confirms'));
    await bench.clock.advance(5 * MINUTE_MS + 1);
    assert.equal((await ask(bench, 'P7', 'P700')).result?.['transStatus'], 'C');
  });

  it('are refused with a code that is over, unknown or none, and without a till', async () => {
    const code = show();
    await bench.clock.advance(MINUTE_MS + 1);
    for (const [barcode, change, expected] of [
      [code, {}, 'BARCODE_VALIDATE_ERROR'],
      ['510000000000000000', {}, 'BARCODE_VALIDATE_ERROR'],
      ['130000000000000000', {}, 'BARCODE_VALIDATE_ERROR'],
      [show(), { storeId: '' }, 'BARCODE_STORE_CODE_IS_EMPTY'],
      [show(), { channel: '01' }, 'BE199999'],
      [show(), { productAmt: '499' }, '-302'],
      [show(), { orderAmt: '0', productAmt: '0' }, '-302'],
      [show(), { merchantId: '043000000000000' }, '1001'],
    ] as const) {
      assert.equal((await place('P8', barcode, change)).errorCode, expected, JSON.stringify([barcode, change]));
    }
    assert.equal(bench.provider.book.byOutTradeNo(bench.merchant.merchantId, 'P8'), undefined);
  });

  it('want their MAC in the fixed order and in upper case (BP-01)', async () => {
    const values = order(bench, 'P9', show());
    const { key } = bench.merchant;
    const macs = [sealed(values, PLACE, key).toLowerCase(), sealed(values, PLACE.toReversed(), key), ''];
    for (const mac of macs)
      assert.equal((await call(bench, '/barcode/placeOrder', { ...values, mac })).errorCode, 'BE300001');
    const old = await openBench({ macRefusal: '-301' });
    assert.equal((await call(old, '/barcode/placeOrder', { ...order(old, 'P9', '51'), mac: 'x' })).errorCode, '-301');
  });
});
