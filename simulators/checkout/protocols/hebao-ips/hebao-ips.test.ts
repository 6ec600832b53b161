import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { processMint } from '../../../kernel/keys';
import { type Fen } from '../../../kernel/money';
import { HebaoIps } from '.';

const MERCHANT = '888009953110701';
const NOW = Date.parse('2026-11-24T09:00:00+08:00');
const START = {
  attemptNo: 'A1',
  product: 'direct',
  payee: MERCHANT,
  amountFen: 12_850 as Fen,
  description: '一壶龙井',
  payBy: NOW + 30 * 60_000,
  notifyUrl: 'https://platform.example/notify/hebao',
  returnUrl: 'https://platform.example/back',
  payerIp: '203.0.113.7',
  now: NOW,
};
const REFUND = {
  attemptNo: 'A1',
  payee: MERCHANT,
  refundNo: 'O1_R1',
  amountFen: 5_000 as Fen,
  totalFen: 12_850 as Fen,
  notifyUrl: '',
};

type Values = Readonly<Record<string, string>>;

const mac = (key: string, text: string) => createHmac('md5', key).update(text).digest('hex');
const SAID = 'merchantId requestId signType type version returnCode message';
const TOLD = 'merchantId payNo returnCode message signType type version amount';
const ORDERS: Readonly<Record<string, string>> = {
  DirectPayConfirm: `${SAID} payUrl`,
  WAPDirectPayConfirm: `${SAID} payUrl`,
  OrderQuery: `${TOLD} amtItem bankAbbr mobile orderId payDate reserved1 reserved2 status orderDate fee`,
  OrderRefund: `${TOLD} orderId status`,
  SIMReconQuery: `${SAID} fileUrl fileDigest`,
  notice: `${TOLD} amtItem bankAbbr mobile orderId payDate accountDate reserved1 reserved2 status orderDate fee`,
};

const PAID: Values = {
  payNo: '202611240123456789',
  amount: '12850',
  amtItem: 'CNY_AMT=12850#CMY_AMT=0',
  mobile: '138****1234',
  orderId: 'A1',
  payDate: '20261124090100',
  status: 'SUCCESS',
  orderDate: '20261124',
  fee: '0',
};

describe('HeBao for the checkout', () => {
  const key = processMint.secret('hebao-ips-test', 64);
  const calls: Array<{ readonly path: string; readonly values: Values }> = [];
  let server: Server;
  let origin = '';
  let protocol: HebaoIps;
  /** What the next calls are answered: values to sign, or a text as it is. */
  let answer: (asked: Values) => Values | string = () => '';
  let file = '';
  let status = 200;

  const sealed = (values: Values, order: string, signKey = key): Values => {
    const text = order
      .split(' ')
      .map((name) => values[name] ?? '')
      .join('');
    return { ...values, hmac: mac(signKey, mac('', text)) };
  };
  const written = (asked: Values, values: Values): string => {
    const head = {
      merchantId: MERCHANT,
      requestId: asked['requestId'] ?? '',
      signType: 'MD5',
      type: asked['type'] ?? '',
      version: '2.0.0',
      returnCode: '000000',
      message: 'SUCCESS',
    };
    const all = sealed({ ...head, ...values }, ORDERS[asked['type'] ?? ''] ?? '', values['key'] ?? key);
    return Object.entries(all)
      .map(([name, text]) => `${name}=${name === 'message' ? encodeURIComponent(text) : text}`)
      .join('&');
  };

  before(async () => {
    server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const values = Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString('utf8')));
      calls.push({ path: request.url ?? '', values });
      const said = request.method === 'GET' ? file : answer(values);
      response.writeHead(status).end(typeof said === 'string' ? said : written(values, said));
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
    status = 200;
    protocol = new HebaoIps({ baseUrl: origin, signKeys: { [MERCHANT]: key } });
  });

  it('wants a key for each merchant', async () => {
    assert.throws(() => new HebaoIps({ baseUrl: origin }), /signKeys/);
    assert.equal((await protocol.query({ attemptNo: 'A1', payee: '888009000000000' })).kind, 'unanswered');
    assert.equal(calls.length, 0);
  });

  it('orders in the words of the public demo, signed in its order, and hands the payer over as payUrl says', async () => {
    const packed = 'url<hi:=>https://ipos.10086.cn/wap/index.xhtml<hi:$$>method<hi:=>POST<hi:$$>sessionId<hi:=>S1';
    answer = () => ({ payUrl: packed });
    const started = await protocol.start({ ...START, product: 'wap' });
    assert.deepEqual(started, {
      kind: 'ready',
      handOff: {
        type: 'form',
        url: 'https://ipos.10086.cn/wap/index.xhtml?SESSIONID=S1',
        fields: {},
        until: START.payBy,
      },
    });
    const { hmac, ...values } = calls[0]?.values ?? {};
    assert.equal(
      hmac,
      mac(key, mac('', Object.values(values).join(''))),
      'the order of its members is that of the signature',
    );
    assert.deepEqual(
      Object.values(values).join('|'),
      `02|${START.returnUrl}|${START.notifyUrl}|203.0.113.7|${MERCHANT}|A1|MD5|WAPDirectPayConfirm|2.0.0|12850||00|20261124|A1|20261124|30|00||||一壶龙井||||||`,
    );
    answer = () => ({ payUrl: packed.replace('POST', 'GET') });
    const redirected = await protocol.start(START);
    assert.ok(redirected.kind === 'ready' && redirected.handOff.type === 'redirect');
  });

  it('hands nobody to an address that is none, and takes a refusal for one', async () => {
    for (const payUrl of [
      '',
      'url<hi:=>javascript:1<hi:$$>method<hi:=>POST<hi:$$>sessionId<hi:=>S',
      'url<hi:=>https://a.example<hi:$$>method<hi:=>PUT<hi:$$>sessionId<hi:=>S',
      'https://a.example',
    ]) {
      answer = () => ({ payUrl });
      assert.equal((await protocol.start(START)).kind, 'unanswered', payUrl);
    }
    answer = () => ({ returnCode: 'SIM0012', message: '订单内容与原请求不一致' });
    assert.deepEqual(await protocol.start(START), { kind: 'refused', code: 'SIM0012' });
    answer = () => ({ returnCode: 'CPS01134', message: '支付中' });
    assert.equal((await protocol.start(START)).kind, 'unanswered');
  });

  it('believes a payment that is signed and whole, and nothing else', async () => {
    const query = () => protocol.query({ attemptNo: 'A1', payee: MERCHANT });
    answer = () => PAID;
    assert.deepEqual(await query(), {
      kind: 'paid',
      attemptNo: 'A1',
      tradeNo: '202611240123456789',
      amountFen: 12_850,
      payee: MERCHANT,
      application: '',
      paidAt: NOW + 60_000,
    });
    const doubtful: readonly Values[] = [
      { ...PAID, key: 'another' },
      { ...PAID, orderId: 'A2' },
      { ...PAID, merchantId: '888009000000000' },
      { ...PAID, status: 'SOMETHING' },
      { ...PAID, amount: '1285', amtItem: '0CNY_AMT=12850#CMY_AMT=0' },
      { ...PAID, amtItem: 'CNY_AMT=12849#CMY_AMT=0' },
      { ...PAID, payDate: '' },
      { ...PAID, payDate: '20261324090100' },
      { ...PAID, type: 'OrderRefund' },
      { returnCode: 'SIM0099', message: '系统异常' },
    ];
    for (const values of doubtful) {
      answer = () => values;
      assert.equal((await query()).kind, 'unanswered', JSON.stringify(values));
    }
    for (const text of ['', 'nonsense', '<html>', 'returnCode=000000&status=SUCCESS', 'message=%E0%A4%A']) {
      answer = () => text;
      assert.equal((await query()).kind, 'unanswered', text);
    }
    answer = (asked) => `${written(asked, PAID)}&status=SUCCESS`;
    assert.equal((await query()).kind, 'unanswered', 'a member twice');
    answer = () => PAID;
    status = 500;
    assert.equal((await query()).kind, 'unanswered');
  });

  it('knows waiting, closed and absent, and closes nothing that still waits for its payer', async () => {
    const payment = { attemptNo: 'A1', payee: MERCHANT };
    for (const [values, kind, closed] of [
      [{ ...PAID, status: 'SIM_WAITING', payDate: '' }, 'open', 'open'],
      [{ ...PAID, status: 'SIM_CLOSED', payDate: '' }, 'closed', 'closed'],
      [{ returnCode: 'SIM0010', message: '订单不存在', orderId: 'A1' }, 'absent', 'closed'],
      [{ returnCode: 'SIM0010', message: '订单不存在', orderId: 'A2' }, 'unanswered', 'unanswered'],
      [PAID, 'paid', 'paid'],
      [{ returnCode: 'SIM0099' }, 'unanswered', 'unanswered'],
    ] as ReadonlyArray<readonly [Values, string, string]>) {
      answer = () => values;
      assert.equal((await protocol.query(payment)).kind, kind);
      assert.equal((await protocol.close(payment)).kind, closed);
    }
  });

  it('refunds under the number of the refund, and asks after it by asking for it again', async () => {
    answer = ({ orderId = '', amount = '' }) => ({ payNo: PAID['payNo'] ?? '', amount, orderId, status: 'SUCCESS' });
    assert.deepEqual(await protocol.refund(REFUND), { kind: 'done' });
    assert.deepEqual(await protocol.queryRefund(REFUND), { kind: 'done' });
    assert.deepEqual(
      calls.map(({ values }) => values['requestId']),
      ['O1_R1', 'O1_R1'],
    );
    answer = () => ({ returnCode: 'SIM0021', message: '退款金额超过可退金额' });
    assert.deepEqual(await protocol.refund(REFUND), { kind: 'refused', code: 'SIM0021' });
    const doubtful: readonly Values[] = [
      { payNo: PAID['payNo'] ?? '', amount: '5001', orderId: 'A1', status: 'SUCCESS' },
      { payNo: PAID['payNo'] ?? '', amount: '5000', orderId: 'A2', status: 'SUCCESS' },
      { payNo: PAID['payNo'] ?? '', amount: '5000', orderId: 'A1', status: 'WAIT' },
      { returnCode: 'CPS99999' },
    ];
    for (const values of doubtful) {
      answer = () => values;
      assert.equal((await protocol.refund(REFUND)).kind, 'unanswered', JSON.stringify(values));
    }
  });

  it('reads a notice whose signature and forms fit; payType decides nothing (HB-05)', async () => {
    const told = {
      merchantId: MERCHANT,
      returnCode: '000000',
      message: 'SUCCESS',
      signType: 'MD5',
      type: 'OfflineNotify',
      version: '2.0.0',
      accountDate: '20261124',
      ...PAID,
    };
    const read = (values: Values, signKey = key) => {
      const body = new URLSearchParams(sealed(values, ORDERS['notice'] ?? '', signKey)).toString();
      return protocol.readNotice({ headers: new Headers(), body });
    };
    const reading = await read({ ...told, payType: 'whatever' });
    assert.ok(reading.ok && reading.content.kind === 'paid' && reading.content.amountFen === 12_850);
    assert.deepEqual((await read({ ...told, status: 'SIM_CLOSED', payDate: '' })).ok && 'read', 'read');
    for (const [values, signKey] of [
      [told, 'another'],
      [{ ...told, merchantId: '888009000000000' }, key],
      [{ ...told, amount: '1285', amtItem: '0CNY_AMT=12850#CMY_AMT=0' }, key],
      [{ ...told, amtItem: 'CNY_AMT=1' }, key],
      [{ ...told, returnCode: 'CPS01134' }, key],
      [{ ...told, payDate: '' }, key],
    ] as ReadonlyArray<readonly [Values, string]>) {
      assert.equal((await read(values, signKey)).ok, false, JSON.stringify(values));
    }
    for (const body of ['', 'merchantId=1&merchantId=2', '%']) {
      assert.equal((await protocol.readNotice({ headers: new Headers(), body })).ok, false);
    }
    assert.equal(await protocol.noticeAnswer(true).text(), 'SUCCESS');
    assert.notEqual(await protocol.noticeAnswer(false).text(), 'SUCCESS');
  });

  it('uses a file that is whole, of the day and of the merchant, and no other', async () => {
    const good = `#hebao-sim-profile/0\n#${MERCHANT},2026-11-24\nkind,orderId,payNo,requestId,amountYuan,feeYuan,completedAt\nPAY,A1,202611240123456789,,128.50,0.77,2026-11-24 09:01:00\nREFUND,A1,202611240123456789,R1,0.50,0.00,2026-11-24 09:02:00\n#TOTAL,1,128.50,1,0.50\n`;
    const bill = (text: string, digest = createHash('sha256').update(text).digest('hex')) => {
      file = text;
      answer = () => ({ fileUrl: 'https://ipos.10086.cn/sim/reconciliation/1/x', fileDigest: digest });
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
    assert.deepEqual(
      calls.map(({ path }) => path),
      ['/ips/cmpayService', '/sim/reconciliation/1/x'],
      'below the address that is configured',
    );
    const digest = createHash('sha256').update(good).digest('hex');
    for (const [text, why, given] of [
      [good.replace('128.50,0.77', '128.51,0.77'), 'hash-differs', digest],
      [good.slice(0, -1), 'truncated'],
      [good.replace(/#TOTAL.*\n/, ''), 'truncated'],
      [good.replace('#TOTAL,1', '#TOTAL,2'), 'sums-differ'],
      [good.replace(',1,0.50\n', ',1,0.51\n'), 'sums-differ'],
      [good.replace('2026-11-24\n', '2026-11-23\n'), 'another-day'],
      [good.replace('2026-11-24 09:01', '2026-11-23 09:01'), 'another-day'],
      [good.replace(`#${MERCHANT}`, '#888009000000000'), 'another-account'],
      [good.replace('PAY,', 'SOMETHING,'), 'strange-row'],
      [good.replace('128.50,0.77', '128.505,0.77'), 'strange-row'],
      [good.replace('amountYuan', 'amount'), 'strange-columns'],
      ['交易时间\r\n', 'strange-columns'],
    ] as ReadonlyArray<readonly [string, string, string?]>) {
      const result = await bill(text, given);
      assert.equal(result.kind === 'unusable' && result.why, why, text);
    }
    answer = () => ({ returnCode: 'SIM0030' });
    assert.deepEqual(await protocol.bill('2026-11-24'), { kind: 'not-yet' });
    answer = () => ({ returnCode: 'SIM0031' });
    assert.deepEqual(await protocol.bill('2026-11-24'), { kind: 'empty' });
  });
});
