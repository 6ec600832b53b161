import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import AdmZip from 'adm-zip';
import { Unusable } from '../bill-file/unusable';
import { filePlace, readBillArchive } from './bills';

const DAY = '2026-11-24';
const ACCOUNT = '20880000000000010156';

/** Chinese characters of the samples in GBK; everything else is ASCII. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, Buffer>();
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const bytes = Buffer.from([high, low]);
      const character = decoder.decode(bytes);
      if (character.length === 1) codes.set(character, bytes);
    }
  return Buffer.concat([...text].map((character) => codes.get(character) ?? Buffer.from(character, 'latin1')));
}

const HEAD = [
  '#支付宝业务明细查询',
  `#账号：[${ACCOUNT}]`,
  '#起始日期：[2026年11月24日 00:00:00]   终止日期：[2026年11月25日 00:00:00]',
];
const COLUMNS =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const row = (kind: string, amount: string, refundNo: string, fee: string, completed = `${DAY} 10:00:00`) =>
  `T1\t,A1\t,${kind}\t,"茶, 壶",${DAY} 09:00:00,${completed},\t,\t,\t,\t,a**@b,${amount},${amount},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,${refundNo}\t,${fee},0.00,`;
const PAYMENT = row('交易', '128.50', '', '-0.77');
const REFUND = row('退款', '-28.50', 'R1', '0.00');
const EXPORTED = '#导出时间：[2026年11月25日 09:00:00]';
const TRAILER = [
  '#交易合计：1笔，商家实收共128.50元，商家优惠共0.00元',
  '#退款合计：1笔，商家实收退款共-28.50元，商家优惠退款共0.00元',
];
const SUMMARY_COLUMNS =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';
const WHOLE = '合计,,1,1,100.00,100.00,0.00,0.00,0.00,-0.77,0.00,99.23';

interface Wish {
  readonly rows?: readonly string[];
  readonly trailer?: readonly string[];
  readonly head?: readonly string[];
  readonly whole?: string;
  readonly end?: string;
  readonly only?: boolean;
  readonly exported?: string;
  readonly columns?: string;
}

function archiveOf({
  rows = [PAYMENT, REFUND],
  trailer = TRAILER,
  head = HEAD,
  whole = WHOLE,
  end = '\r\n',
  only,
  exported = EXPORTED,
  columns = COLUMNS,
}: Wish = {}): Buffer {
  const file = (lines: readonly string[]) => gbk(lines.map((line) => `${line}${end}`).join(''));
  const encode = (text: string) => gbk(text);
  const zip = new AdmZip({
    decoder: { efs: false, encode, decode: (bytes) => new TextDecoder('gb18030').decode(bytes) },
  });
  zip.addFile(`${ACCOUNT}_20261124_业务明细.csv`, file([...head, columns, ...rows, ...trailer, exported]));
  if (!only) zip.addFile(`${ACCOUNT}_20261124_业务明细(汇总).csv`, file([...head, SUMMARY_COLUMNS, whole, exported]));
  return zip.toBuffer();
}
const read = (wish?: Wish) => readBillArchive(archiveOf(wish), ACCOUNT, DAY);
const refuses = (why: string, wish: Wish) =>
  assert.throws(
    () => read(wish),
    (error) => error instanceof Unusable && error.why === why,
    why,
  );

describe('Alipay: reading a bill', () => {
  it('takes payments and refunds by their type, whatever the signs (requirement B23)', () => {
    const [payment, refund] = read();
    assert.deepEqual(payment, {
      kind: 'payment',
      paymentNo: 'A1',
      tradeNo: 'T1',
      amountFen: 12_850,
      feeFen: 77,
      at: Date.parse('2026-11-24T10:00:00+08:00'),
      state: 'done',
    });
    assert.deepEqual([refund?.kind, refund?.refundNo, refund?.amountFen], ['refund', 'R1', 2_850]);
    const positive = {
      rows: [PAYMENT, row('退款', '28.50', 'R1', '0.00')],
      trailer: [TRAILER[0] ?? '', (TRAILER[1] ?? '').replace('-', '')],
    };
    assert.deepEqual(read(positive), read());
    assert.deepEqual(read({ end: '\n' }), read());
  });

  it('finds columns by their names, in whatever order an export has them (trap 27)', () => {
    // The last two columns first: none of their cells, and none of those before them, holds a quoted comma.
    const moved = (line: string) => {
      const cells = line.split(',');
      return [...cells.slice(-2), ...cells.slice(0, -2)].join(',');
    };
    const rows = [PAYMENT, REFUND].map(moved);
    assert.notEqual(moved(COLUMNS), COLUMNS);
    assert.deepEqual(read({ rows, columns: moved(COLUMNS) }), read());
    refuses('sums-differ', { columns: moved(COLUMNS) });
  });

  it('refuses what is not the whole bill of the day and the account', () => {
    refuses('sums-differ', { rows: [PAYMENT] });
    refuses('sums-differ', { rows: [PAYMENT, REFUND, REFUND] });
    refuses('sums-differ', { whole: WHOLE.replace('-0.77', '-0.78') });
    refuses('truncated', { trailer: [] });
    refuses('truncated', { only: true });
    refuses('truncated', { exported: '#' });
    refuses('too-early', { exported: EXPORTED.replace('25日 09:00:00', '24日 23:59:59') });
    refuses('truncated', { whole: WHOLE.replace('合计', '') });
    refuses('another-account', { head: HEAD.map((line) => line.replace('0156', '0157')) });
    refuses('another-day', { head: HEAD.map((line) => line.replace('24日', '23日')) });
    refuses('another-day', { rows: [PAYMENT, row('退款', '-28.50', 'R1', '0.00', '2026-11-25 00:00:00')] });
    refuses('strange-row', { rows: [PAYMENT, REFUND.replace('"茶, 壶"', '"茶, 壶')] });
    refuses('strange-encoding', { rows: [`${PAYMENT}\u00ff\u00ff`, REFUND] });
  });

  it('fetches the file where the signed answer says, or below a gateway that is not production', () => {
    const url = 'http://dwbillcenter.alipay.com/downloadBillFile.resource?token=t';
    assert.equal(filePlace(url, 'https://openapi.alipay.com').href, url);
    assert.equal(
      filePlace(url, 'http://127.0.0.1:8080').href,
      'http://127.0.0.1:8080/downloadBillFile.resource?token=t',
    );
  });
});
