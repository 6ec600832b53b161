import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS } from '../../../kernel/time';
import { DIRECT, isSealed, openBench, paidOrder, platformKit } from './bench';
import { asked, DAY, fetched, filesOf, type Settled, settledDay } from './bill-bench';

describe('Alipay: bills that are refused, and bills as settings have them', () => {
  let day: Settled;

  before(async () => {
    day = await settledDay();
  });
  after(() => assert.deepEqual(day.bench.troubles, []));

  const REFUSED: readonly [content: object, code: string][] = [
    [{}, 'INVAILID_ARGUMENTS'],
    [{ bill_type: 'trade' }, 'INVAILID_ARGUMENTS'],
    [{ bill_date: DAY }, 'INVAILID_ARGUMENTS'],
    [{ bill_type: ['trade'], bill_date: DAY }, 'INVAILID_ARGUMENTS'],
    ...['2026-02-30', '20261124', '2026-13', '2026', '2026-11-24 00:00:00', 'x', '0000-00-00', '9999-12-31'].map(
      (bill_date): [object, string] => [{ bill_type: 'trade', bill_date }, 'INVAILID_ARGUMENTS'],
    ),
    [{ bill_type: 'trade', bill_date: DAY, smid: '2088000000000001' }, 'INVAILID_ARGUMENTS'],
    ...['merchant_act', 'trade_zft_merchant', 'zft_acc', 'settlementMerge', 'x', '__proto__'].map(
      (bill_type): [object, string] => [{ bill_type, bill_date: DAY }, 'TYPE_NOT_SUPPORTED'],
    ),
    [{ bill_type: 'trade', bill_date: '2020-11-24' }, 'BILL_NOT_EXIST'],
    [{ bill_type: 'trade', bill_date: '2024-11-23' }, 'BILL_DATE_BEFORE_REGISTRATION'],
  ];

  for (const [content, code] of REFUSED) {
    it(`answers ${JSON.stringify(content)} with ${code}`, async () => {
      const reply = await asked(day, content);
      assert.deepEqual([reply.body['code'], reply.body['sub_code']], ['40004', code]);
      assert.ok(isSealed(day.bench, day.kit, reply));
    });
  }

  it('writes as the settings say', async () => {
    const settings = {
      refundAmountsInBills: 'positive',
      serviceFeeInBills: 'positive',
      serviceFeeOfRefunds: 'returned',
      feeRowsInAccountBill: 'none',
      commasInBills: 'full-width',
      billLineEnd: 'lf',
      deadBillLink: 'http-404',
      billNotReady: 'NO_BILL_DATA',
      billOfToday: 'BILL_NOT_EXIST',
      billTooOld: 'INVAILID_ARGUMENTS',
    };
    const other = await settledDay({ settings });
    const [detail = ''] = Object.values(await filesOf(other, { bill_type: 'trade', bill_date: DAY }));
    const rows = detail.split('\n').slice(5, 9);
    assert.match(rows[0] ?? '', /,茶，壶 "一",.*,0\.77,0\.00,$/);
    assert.match(rows[2] ?? '', /,28\.50,28\.50,.*,R_1\t,-0\.17,0\.00,/);
    assert.match(detail, /退款共28\.51元/);
    const [account = ''] = Object.values(await filesOf(other, { bill_type: 'signcustomer', bill_date: DAY }));
    assert.doesNotMatch(account, /收费|退费/);
    const code = async (bill_date: string) => (await asked(other, { bill_type: 'trade', bill_date })).body['sub_code'];
    assert.equal(await code('2026-11-25'), 'BILL_NOT_EXIST');
    assert.equal(await code('2020-11-24'), 'INVAILID_ARGUMENTS');
    assert.equal((await fetched(other, 'http://dwbillcenter.alipay.com/downloadBillFile.resource')).status, 404);
    await other.bench.clock.advanceTo(Date.parse('2026-11-26T08:59:59+08:00'));
    assert.equal(await code('2026-11-25'), 'NO_BILL_DATA');
  });

  it('shows a platform what its sub-merchants sold, and them alone where settings say so', async () => {
    const bench = await openBench({ settings: { subMerchantBill: 'as-trade' } });
    const shops = ['tea', 'book'].map((name) => ({ ...DIRECT, owner: `merchant:${name}`, name }));
    const { platform: kit, payees } = await platformKit(bench, shops);
    const [tea = '', book = ''] = Object.values(payees);
    for (const [i, merchant_id] of [tea, book].entries()) {
      const settle_info = { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '128.50' }] };
      await paidOrder(bench, kit, { out_trade_no: `Z_${i}`, sub_merchant: { merchant_id }, settle_info });
    }
    await bench.clock.advance(DAY_MS);
    const count = async (content: object) => {
      const [detail = ''] = Object.values(await filesOf({ bench, kit }, { bill_date: DAY, ...content }));
      return /#交易合计：(\d+)笔/.exec(detail)?.[1];
    };
    assert.equal(await count({ bill_type: 'trade' }), '2');
    assert.equal(await count({ bill_type: 'trade_zft_merchant' }), '2');
    assert.equal(await count({ bill_type: 'trade_zft_merchant', smid: tea }), '1');
    const wrong = await asked({ bench, kit }, { bill_type: 'trade_zft_merchant', bill_date: DAY, smid: kit.app.pid });
    assert.equal(wrong.body['sub_code'], 'INVAILID_ARGUMENTS');
    assert.deepEqual(bench.troubles, []);
  });
});
