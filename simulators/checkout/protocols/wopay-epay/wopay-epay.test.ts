import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { processMint } from '../../../kernel/keys';
import type { Fen } from '../../../kernel/money';
import { WopayEpay } from '.';

const MERCHANT = '301100110000001';
const NOW = Date.parse('2026-11-24T09:00:00+08:00');
/** The number was given before midnight, and its day belongs to the name of the order. */
const NUMBERED = Date.parse('2026-11-23T23:59:00+08:00');
const PAYMENT = { attemptNo: 'A1', payee: MERCHANT, numberedAt: NUMBERED };
const START = {
  ...PAYMENT,
  product: 'gateway',
  amountFen: 12_850 as Fen,
  description: '一壶|龙井',
  payBy: NOW + 30 * 60_000,
  notifyUrl: 'https://platform.example/notify/wopay',
  returnUrl: 'https://platform.example/back',
  payerIp: '203.0.113.7',
  now: NOW,
};
const REFUND = { ...PAYMENT, refundNo: 'O1R1', amountFen: 5_000 as Fen, totalFen: 12_850 as Fen, notifyUrl: '' };
const JOURNAL = '20261124020215644120';

type Values = Readonly<Record<string, string>>;

/** The signature, written here once more from the sheet (C2). */
function signMsg(values: Values, key: string): string {
  const names = Object.keys(values).filter((name) => values[name] !== '' && name !== 'signMsg');
  const text = names.sort().map((name) => `${name}=${values[name]}`);
  return createHash(values['signType'] === 'SHA-1' ? 'sha1' : 'md5')
    .update(`${text.join('|')}|key=${key}`)
    .digest('hex');
}

const PAID: Values = {
  queryResult: 'SUCCESS',
  orderState: '1',
  payAmount: '12850',
  payJournl: JOURNAL,
  merNo: MERCHANT,
  orderDate: '20261123',
  orderNo: 'A1',
  payTime: '20261124090100',
};

describe('WoPay for the checkout', () => {
  const key = processMint.secret('wopay-epay-test', 32);
  const calls: Array<{ readonly path: string; readonly values: Values }> = [];
  let server: Server;
  let origin = '';
  let protocol: WopayEpay;
  /** What the next calls are answered: values to sign, or a text as it is. */
  let answer: (asked: Values, path: string) => Values | string = () => '';
  let file = '';
  let lineEnd = '\n';

  const written = (values: Values, signKey = key): string => {
    const all = { ...values, signType: values['signType'] ?? 'MD5' };
    const lines = Object.entries({ ...all, signMsg: signMsg(all, signKey) });
    return lines.map(([name, text]) => `${name}=${text}${lineEnd}`).join('');
  };

  before(async () => {
    server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const values = Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString('utf8')));
      calls.push({ path: request.url ?? '', values });
      const said = request.method === 'GET' ? file : answer(values, request.url ?? '');
      response.end(typeof said === 'string' ? said : written(said));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    calls.length = 0;
    lineEnd = '\n';
    protocol = new WopayEpay(
      { baseUrl: origin, pageOrigin: 'https://pages.example', keys: { [MERCHANT]: key } },
      () => NOW,
    );
  });

  it('wants a key for each merchant', async () => {
    assert.throws(() => new WopayEpay({ baseUrl: origin }, () => NOW), /keys/);
    for (const payee of ['301100000000000', '__proto__']) {
      assert.equal((await protocol.query({ ...PAYMENT, payee })).kind, 'unanswered');
      assert.equal((await protocol.start({ ...START, payee })).kind, 'unanswered');
    }
    assert.equal(calls.length, 0);
  });

  it('hands the payer over with a signed form, and asks nobody (C3)', async () => {
    const started = await protocol.start(START);
    assert.ok(started.kind === 'ready' && started.unasked && started.handOff.type === 'form');
    const { url, fields } = started.handOff;
    assert.equal(url, 'https://pages.example/pay/servlet/MerOrderPayReqServlte.htm?reqCharSet=UTF-8');
    assert.equal(fields['signMsg'], signMsg(fields, key));
    assert.deepEqual(
      [fields['orderNo'], fields['orderDate'], fields['amount'], fields['goodsName'], fields['serverCallUrl']],
      ['A1', '20261123', '12850', '一壶｜龙井', START.notifyUrl],
    );
    const again = await protocol.start({ ...START, now: NOW + 60_000 });
    assert.deepEqual(again, started, 'a retry is the same form');
    assert.equal(calls.length, 0);
  });

  it('believes a payment that is signed and names this order, whatever ends its lines (WO-03)', async () => {
    answer = () => ({ ...PAID, remark: 'a=b=c' });
    const paid = {
      kind: 'paid',
      attemptNo: 'A1',
      tradeNo: JOURNAL,
      amountFen: 12_850,
      payee: MERCHANT,
      application: '',
      paidAt: NOW + 60_000,
    };
    assert.deepEqual(await protocol.query(PAYMENT), paid);
    lineEnd = '\r\n';
    answer = () => ({ ...PAID, signType: 'SHA-1' });
    assert.deepEqual(await protocol.query(PAYMENT), paid, 'SHA-1 as well (WO-01)');
    assert.deepEqual(calls[0]?.values['orderDate'], '20261123', 'the day of the number');
    const { orderNo: _, ...unnamed } = PAID;
    const doubtful: ReadonlyArray<Values | string> = [
      written(PAID, 'another'),
      unnamed,
      { ...PAID, orderNo: 'A2' },
      { ...PAID, merNo: '301100000000000' },
      { ...PAID, orderState: '9' },
      { ...PAID, orderState: '' },
      { ...PAID, payAmount: '128.50' },
      { ...PAID, payTime: '' },
      { ...PAID, payTime: '20261324090100' },
      { ...PAID, remark: 'x|y=z' },
      { ...PAID, signType: 'RSA' },
      { ...PAID, signType: '__proto__' },
      { ...PAID, queryResult: 'SIM0099' },
      { queryResult: 'SIM0010', orderNo: 'A2' },
      '',
      'nonsense',
      '<html>',
      'queryResult=SUCCESS\norderState=1\n',
      `${written(PAID)}orderState=1\n`,
    ];
    for (const said of doubtful) {
      answer = () => said;
      assert.equal((await protocol.query(PAYMENT)).kind, 'unanswered', JSON.stringify(said));
    }
  });

  it('knows waiting, ended, given back and absent, and closes nothing that still waits for its payer', async () => {
    for (const [values, kind, closed] of [
      [{ ...PAID, orderState: '0', payAmount: '', payJournl: '', payTime: '' }, 'open', 'open'],
      [{ ...PAID, orderState: '2', payAmount: '', payJournl: '', payTime: '' }, 'closed', 'closed'],
      [{ ...PAID, orderState: '3' }, 'paid', 'paid'],
      [{ queryResult: 'SIM0010', orderNo: 'A1' }, 'absent', 'closed'],
      [{ queryResult: 'SIM0099' }, 'unanswered', 'unanswered'],
    ] as ReadonlyArray<readonly [Values, string, string]>) {
      answer = () => values;
      assert.equal((await protocol.query(PAYMENT)).kind, kind);
      assert.equal((await protocol.close(PAYMENT)).kind, closed);
    }
  });

  it('refunds by the number of the payment, which it asks for where it is not known (WO-07)', async () => {
    const done = ({ refundReqJournl = '', orderNo = '', amount = '' }: Values): Values => ({
      refundResult: 'SUCCESS',
      merNo: MERCHANT,
      refundReqJournl,
      orderNo,
      amount,
    });
    answer = (asked, path) => (path.includes('/query/') ? PAID : done(asked));
    assert.deepEqual(await protocol.refund(REFUND), { kind: 'done' });
    assert.deepEqual(await protocol.queryRefund({ ...REFUND, tradeNo: JOURNAL }), { kind: 'done' });
    assert.deepEqual(
      calls.map(({ path }) => path.split('/')[2]),
      ['query', 'trade', 'trade'],
    );
    assert.deepEqual(
      calls.slice(1).map(({ values }) => [values['payJournl'], values['refundReqJournl']]),
      [
        [JOURNAL, 'O1R1'],
        [JOURNAL, 'O1R1'],
      ],
    );
    answer = () => ({ ...PAID, orderState: '0' });
    assert.equal((await protocol.refund(REFUND)).kind, 'unanswered', 'nothing is known of a payment');
    const known = { ...REFUND, tradeNo: JOURNAL };
    answer = () => ({ refundResult: 'SIM0021' });
    assert.deepEqual(await protocol.refund(known), { kind: 'refused', code: 'SIM0021' });
    const doubtful: readonly Values[] = [
      { ...done({ refundReqJournl: 'O1R2', orderNo: 'A1', amount: '5000' }) },
      { ...done({ refundReqJournl: 'O1R1', orderNo: 'A2', amount: '5000' }) },
      { ...done({ refundReqJournl: 'O1R1', orderNo: 'A1', amount: '1' }) },
      { refundResult: 'SOMETHING' },
    ];
    for (const values of doubtful) {
      answer = () => values;
      assert.equal((await protocol.refund(known)).kind, 'unanswered', JSON.stringify(values));
    }
  });

  it('reads a notice that is signed, whole and says 1 (WO-05, WO-08)', async () => {
    const told: Values = {
      merNo: MERCHANT,
      orderNo: 'A1',
      amount: '12850',
      transRst: '1',
      payJnlno: JOURNAL,
      payTime: '20261124090100',
      payAcountDetail: '06:12850',
      payProAmt: 'B2CWY:12850',
      remark: '',
      signType: 'MD5',
    };
    const read = (values: Values, signKey = key) => {
      const body = new URLSearchParams({ ...values, signMsg: signMsg(values, signKey) }).toString();
      return protocol.readNotice({ headers: new Headers(), body });
    };
    for (const values of [told, { ...told, signType: 'SHA-1' }, { ...told, payAcountDetail: '06:12000,07:850' }]) {
      const reading = await read(values);
      assert.ok(reading.ok && reading.content.kind === 'paid' && reading.content.amountFen === 12_850);
    }
    const other = await read({ ...told, transRst: '2' });
    assert.ok(other.ok && other.content.kind === 'nothing-new');
    const { amount: _, ...lacking } = told;
    for (const [values, signKey] of [
      [told, 'another'],
      [lacking, key],
      [{ ...told, merNo: '301100000000000' }, key],
      [{ ...told, merNo: '__proto__' }, key],
      [{ ...lacking, acountDate: '20261124|amount=12850' }, key],
      [{ ...told, payAcountDetail: '06:12849' }, key],
      [{ ...told, payProAmt: 'nothing' }, key],
      [{ ...told, payTime: '' }, key],
      [{ ...told, signType: 'RSA' }, key],
    ] as ReadonlyArray<readonly [Values, string]>) {
      assert.equal((await read(values, signKey)).ok, false, JSON.stringify(values));
    }
    for (const body of ['', 'merNo=1&merNo=2', '%']) {
      assert.equal((await protocol.readNotice({ headers: new Headers(), body })).ok, false);
    }
    assert.equal(await protocol.noticeAnswer(true).text(), 'SUCCESS');
    assert.notEqual(await protocol.noticeAnswer(false).text(), 'SUCCESS');
  });

  it('uses a file that is whole, of the day and of the merchant, and no other', async () => {
    const good = `#wopay-sim-profile/0\n#${MERCHANT},2026-11-24\nkind,orderNo,payJournl,refundReqJournl,amountYuan,feeYuan,completedAt\nPAY,A1,${JOURNAL},,128.50,0.77,2026-11-24 09:01:00\nREFUND,A1,${JOURNAL},R1,0.50,0.00,2026-11-24 09:02:00\n#TOTAL,1,128.50,1,0.50\n`;
    const bill = (text: string, fileDigest = createHash('sha256').update(text).digest('hex'), change: Values = {}) => {
      file = text;
      answer = () => ({
        billResult: 'SUCCESS',
        merNo: MERCHANT,
        billDate: '20261124',
        fileUrl: 'https://epay.10010.com/sim/reconciliation/1/x',
        fileDigest,
        ...change,
      });
      return protocol.bill('2026-11-24');
    };
    const ready = await bill(good);
    assert.ok(ready.kind === 'ready');
    assert.deepEqual(
      ready.rows.map(({ kind, paymentNo, refundNo, amountFen, feeFen, payee }) => [
        kind,
        paymentNo,
        refundNo,
        amountFen,
        feeFen,
        payee,
      ]),
      [
        ['payment', 'A1', undefined, 12_850, 77, MERCHANT],
        ['refund', 'A1', 'R1', 50, 0, MERCHANT],
      ],
    );
    assert.equal(calls.at(-1)?.path, '/sim/reconciliation/1/x', 'below the address that is configured');
    const digest = createHash('sha256').update(good).digest('hex');
    for (const [text, why, given] of [
      [good.replace('0.77', '0.78'), 'hash-differs', digest],
      [good.slice(0, -1), 'truncated'],
      [good.replace(/#TOTAL.*\n/, ''), 'truncated'],
      [good.replace('#TOTAL,1', '#TOTAL,2'), 'sums-differ'],
      [good.replace(',1,0.50\n', ',1,0.51\n'), 'sums-differ'],
      [good.replace('2026-11-24\n', '2026-11-23\n'), 'another-day'],
      [good.replace('2026-11-24 09:01', '2026-11-23 09:01'), 'another-day'],
      [good.replace(`#${MERCHANT}`, '#301100000000000'), 'another-account'],
      [good.replace('PAY,', '__proto__,'), 'strange-row'],
      [good.replace('amountYuan', 'amount'), 'strange-columns'],
      ['交易时间\r\n', 'strange-columns'],
    ] as ReadonlyArray<readonly [string, string, string?]>) {
      const result = await bill(text, given);
      assert.equal(result.kind === 'unusable' && result.why, why, text);
    }
    assert.equal((await bill(good, digest, { billDate: '20261123' })).kind, 'unanswered');
    answer = () => ({ billResult: 'SIM0030' });
    assert.deepEqual(await protocol.bill('2026-11-24'), { kind: 'not-yet' });
    answer = () => ({ billResult: 'SIM0031' });
    assert.deepEqual(await protocol.bill('2026-11-24'), { kind: 'empty' });
  });
});
