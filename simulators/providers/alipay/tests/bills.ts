import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SECOND_MS } from '../../../kernel/time';
import { unpacked } from '../bills/archive';
import { feeOf, readRate } from '../bills/rows';
import { DIRECT, isSealed, openBench, paidOrder } from './bench';
import { asked, BILL, DAY, fetched, filesOf, type Settled, settledDay } from './bill-bench';
import { sdkFor } from './sdk-client';

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

describe('Alipay: bills', () => {
  let day: Settled;

  before(async () => {
    day = await settledDay();
  });
  after(() => assert.deepEqual(day.bench.troubles, []));

  it('hands out an address of the published pattern, signed', async () => {
    const reply = await asked(day, { bill_type: 'trade', bill_date: DAY });
    assert.ok(isSealed(day.bench, day.kit, reply));
    const url = new URL(reply.body['bill_download_url'] ?? '');
    const userId = `${day.kit.app.pid}0156`;
    assert.equal(`${url.origin}${url.pathname}`, 'http://dwbillcenter.alipay.com/downloadBillFile.resource');
    const { token = '', timestamp, ...named } = Object.fromEntries(url.searchParams);
    assert.match(token, /^[0-9a-f]{32}$/);
    assert.equal(timestamp, String(Date.parse('2026-11-25T09:00:00+08:00') / 1000));
    assert.deepEqual(named, {
      bizType: 'trade',
      userId,
      fileType: 'csv.zip',
      bizDates: '20261124',
      downloadFileName: `${userId}_20261124.csv.zip`,
      fileId: `/trade/${userId}/20261124.csv.zip`,
    });
    assert.match(url.search, /fileId=%2Ftrade%2F/);
    assert.equal(reply.body['bill_file_code'], undefined);
  });

  it('lists payments and refunds in 25 columns, with tabulators, negative refunds and a trailer', async () => {
    const userId = `${day.kit.app.pid}0156`;
    const files = await filesOf(day, { bill_type: 'trade', bill_date: DAY });
    assert.deepEqual(Object.keys(files), [`${userId}_20261124_业务明细.csv`, `${userId}_20261124_业务明细(汇总).csv`]);
    const tradeNo = (outTradeNo: string) => day.bench.provider.book.byOutTradeNo(day.kit.app.pid, outTradeNo)?.tradeNo;
    const [first, second] = [tradeNo('B_1'), tradeNo('B_2')];
    const free = '0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00';
    const named = '"茶,壶 ""一""",2026-11-24 09:00:00';
    assert.deepEqual(files[`${userId}_20261124_业务明细.csv`]?.split('\r\n'), [
      '#支付宝业务明细查询',
      `#账号：[${userId}]`,
      '#起始日期：[2026年11月24日 00:00:00]   终止日期：[2026年11月25日 00:00:00]',
      '#-----------------------------------------业务明细列表----------------------------------------',
      HEADER,
      `${first}\t,B_1\t,交易\t,${named},2026-11-24 09:00:00,S1\t,\t,O1\t,\t,li-***@example.com,128.50,128.50,${free},\t,-0.77,0.00,`,
      `${second}\t,B_2\t,交易\t,一壶龙井,2026-11-24 10:00:00,2026-11-24 10:00:00,\t,\t,\t,\t,li-***@example.com,0.83,0.83,${free},\t,0.00,0.00,`,
      `${first}\t,B_1\t,退款\t,${named},2026-11-24 10:00:01,S1\t,\t,O1\t,\t,li-***@example.com,-28.50,-28.50,${free},R_1\t,0.00,0.00,退一部分`,
      `${first}\t,B_1\t,退款\t,${named},2026-11-24 10:00:02,S1\t,\t,O1\t,\t,li-***@example.com,-0.01,-0.01,${free},R_2\t,0.00,0.00,退一部分`,
      '#-----------------------------------------业务明细列表结束------------------------------------',
      '#交易合计：2笔，商家实收共129.33元，商家优惠共0.00元',
      '#退款合计：2笔，商家实收退款共-28.51元，商家优惠退款共0.00元',
      '#导出时间：[2026年11月25日 09:00:00]',
      '',
    ]);
    assert.equal(HEADER.split(',').length, 25);
    assert.deepEqual(files[`${userId}_20261124_业务明细(汇总).csv`]?.split('\r\n').slice(3, -2), [
      '#-----------------------------------------业务汇总列表----------------------------------------',
      '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）',
      ',,1,0,0.83,0.83,0.00,0.00,0.00,0.00,0.00,0.83',
      'S1,,1,2,99.99,99.99,0.00,0.00,0.00,-0.77,0.00,99.22',
      '合计,,2,2,100.82,100.82,0.00,0.00,0.00,-0.77,0.00,100.05',
      '#----------------------------------------业务汇总列表结束-------------------------------------',
    ]);
  });

  it('names its entries in GBK without the flag of UTF-8, in both headers of each (trap 27)', async () => {
    const { body } = await asked(day, { bill_type: 'trade', bill_date: DAY });
    const url = body['bill_download_url'] ?? '';
    const [once, again] = await Promise.all(
      [url, url].map(async (address) => Buffer.from(await (await fetched(day, address)).arrayBuffer())),
    );
    assert.ok(once && again && once.equals(again));
    // 业务明细 in GBK, as a table of the charset has it.
    const name = Buffer.from([0xd2, 0xb5, 0xce, 0xf1, 0xc3, 0xf7, 0xcf, 0xb8]);
    const headers: [signature: string, flags: number, name: number][] = [
      ['PK\x03\x04', 6, 30],
      ['PK\x01\x02', 8, 46],
    ];
    for (const [signature, flags, start] of headers) {
      const starts = positions(once, signature);
      assert.equal(starts.length, 2);
      for (const at of starts) {
        assert.equal(once.readUInt16LE(at + flags), 0);
        const found: number = once.subarray(at + start).indexOf(name);
        assert.equal(found, `${day.kit.app.pid}0156_20261124_`.length);
      }
    }
  });

  it('keeps an address alive for thirty seconds, and opens nothing for one that was changed', async () => {
    const settled = await settledDay();
    const { body } = await asked(settled, { bill_type: 'trade', bill_date: DAY });
    const url = body['bill_download_url'] ?? '';
    for (const changed of [
      url.replace('20261124', '20261123'),
      url.replace(/token=../, 'token=zz'),
      `${url}&x=1`,
      url.replace(/\?.*/, ''),
      url.replace('bizType=trade', 'bizType=signcustomer'),
    ]) {
      assert.equal((await fetched(settled, changed)).status, 403, changed);
    }
    await settled.bench.clock.advance(30 * SECOND_MS);
    assert.equal((await fetched(settled, url)).status, 200);
    await settled.bench.clock.advance(1);
    assert.equal((await fetched(settled, url)).status, 403);
    assert.deepEqual(settled.bench.troubles, []);
  });

  it('accounts for the money of an account, its fees and its balance', async () => {
    const files = await filesOf(day, { bill_type: 'signcustomer', bill_date: DAY });
    const [[name, text = ''] = []] = Object.entries(files);
    assert.equal(name, `${day.kit.app.pid}0156_20261124_账务明细.csv`);
    const lines = text.split('\r\n');
    assert.equal(lines[0], '#支付宝账务明细查询');
    const moved = lines.slice(5, 9).map((line) => line.split(',').slice(-6));
    assert.deepEqual(
      moved.map(([income, expense, balance, , kind]) => [income, expense, balance, kind]),
      [
        ['128.50', '0.00', '128.50', '在线支付'],
        ['0.00', '-0.77', '127.73', '收费'],
        ['0.83', '0.00', '128.56', '在线支付'],
        ['0.00', '-28.50', '100.06', '交易退款'],
      ],
    );
    assert.deepEqual(lines.slice(10), [
      '#-----------------------------------------账务明细列表结束------------------------------------',
      '#支出合计：3笔，共-29.28元',
      '#收入合计：2笔，共129.33元',
      '#导出时间：[2026年11月25日 09:00:00]',
      '',
    ]);
  });

  it('gives an empty bill with a file for a day on which nothing happened', async () => {
    const reply = await asked(day, { bill_type: 'trade', bill_date: '2026-11-23' });
    assert.equal(reply.body['bill_file_code'], 'EMPTY_DATA_WITH_BILL_FILE');
    const files = await filesOf(day, { bill_type: 'trade', bill_date: '2026-11-23' });
    const [detail = ''] = Object.values(files);
    assert.match(detail, /备注\r\n#-+业务明细列表结束-+\r\n#交易合计：0笔，商家实收共0\.00元/);
    const none = await settledDay({ settings: { emptyBill: 'NO_BILL_DATA' } });
    const refused = await asked(none, { bill_type: 'trade', bill_date: '2026-11-23' });
    assert.equal(refused.body['sub_code'], 'NO_BILL_DATA');
  });

  it('has a month on the third of the next, and a day early when it was closed', async () => {
    const settled = await settledDay();
    const month = { bill_type: 'trade', bill_date: '2026-11' };
    const code = async (content: object) => (await asked(settled, content)).body['sub_code'];
    assert.equal(await code(month), 'INVAILID_ARGUMENTS');
    assert.equal(await code({ bill_type: 'trade', bill_date: '2026-11-25' }), 'INVAILID_ARGUMENTS');
    settled.bench.provider.closeDay('2026-11-25');
    await paidOrder(settled.bench, settled.kit, { out_trade_no: 'B_3' });
    const [early = ''] = Object.values(await filesOf(settled, { bill_type: 'trade', bill_date: '2026-11-25' }));
    assert.match(early, /\tB_3\t|,B_3\t/);
    await settled.bench.clock.advanceTo(Date.parse('2026-12-03T08:59:59+08:00'));
    assert.equal(await code(month), 'BILL_NOT_EXIST');
    await settled.bench.clock.advance(SECOND_MS);
    const [whole = ''] = Object.values(await filesOf(settled, month));
    assert.match(whole, /起始日期：\[2026年11月01日 00:00:00\] {3}终止日期：\[2026年12月01日 00:00:00\]/);
    assert.match(whole, /#交易合计：3笔/);
    assert.deepEqual(settled.bench.troubles, []);
  });

  it('counts fees in whole fen, however large the amount', () => {
    assert.deepEqual(
      [1, 83, 84, 12_850, 10_000_000_000].map((fen) => feeOf(fen, readRate('0.60%'))),
      [0, 0, 1, 77, 60_000_000],
    );
    assert.equal(feeOf(Number.MAX_SAFE_INTEGER, readRate('99.99%')), 9_006_298_534_815_517);
  });

  it('answers its SDK, over a socket', async () => {
    const bench = await openBench({ sockets: true });
    try {
      const kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
      const sdk = sdkFor(kit, bench.origin);
      const bizContent = { billType: 'trade', billDate: '2026-11-23' };
      const answer = await sdk.exec(BILL, { bizContent }, { validateSign: true });
      assert.deepEqual([answer.code, answer['billFileCode']], ['10000', 'EMPTY_DATA_WITH_BILL_FILE']);
      const { pathname, search } = new URL(answer['billDownloadUrl']);
      const download = await fetch(`${bench.origin}${pathname}${search}`);
      assert.equal(unpacked(new Uint8Array(await download.arrayBuffer())).length, 2);
    } finally {
      await bench.close();
    }
  });
});

/** Where a text of bytes stands. */
function positions(bytes: Buffer, text: string): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text, 0, 'latin1'); at >= 0; at = bytes.indexOf(text, at + 1, 'latin1')) found.push(at);
  return found;
}
