import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BestPayWebpay } from '..';
import { requestNumber, timeOn } from '../numbers';
import { KEYS, MERCHANT, md5, NOW, OTHER, PAYMENT, REFUND, ScriptedGateway, START } from './gateway';

type Values = Readonly<Record<string, string>>;

const PAID: Values = {
  UPTRANSEQ: '2026112400000923157471',
  MERCHANTID: MERCHANT,
  TRANDATE: '20261124',
  RETNCODE: '0000',
  RETNINFO: '0000',
  ORDERREQTRANSEQ: PAYMENT.attemptNo,
  ORDERSEQ: PAYMENT.attemptNo,
  ORDERAMOUNT: '12850',
  PRODUCTAMOUNT: '12850',
  ATTACHAMOUNT: '0',
  CURTYPE: 'RMB',
  ENCODETYPE: '1',
  BANKID: 'EPAYACC',
  ATTACH: '',
};

const webText = (v: Values) =>
  `UPTRANSEQ=${v['UPTRANSEQ']}&MERCHANTID=${v['MERCHANTID']}&ORDERID=${v['ORDERSEQ']}&PAYMENT=${v['ORDERAMOUNT']}` +
  `&RETNCODE=${v['RETNCODE']}&RETNINFO=${v['RETNINFO']}&PAYDATE=${v['TRANDATE']}`;
const wapText = (v: Values) =>
  webText(v).replace('ORDERID', 'ORDERSEQ').replace('PAYMENT', 'ORDERAMOUNT').replace('PAYDATE', 'TRANDATE');

const signed = (change: Values = {}, text = webText, key = KEYS[MERCHANT]): Values => {
  const values = { ...PAID, ...change };
  return { ...values, SIGN: md5(text(values), key) };
};

const BACK = ['merchantCode', 'oldOrderNo', 'oldOrderReqNo', 'ourTransNo', 'refundReqNo', 'transAmt', 'transStatus'];
const refunded = (change: Values = {}): Values => {
  const values: Values = {
    refundReqNo: REFUND.refundNo,
    ourTransNo: '2026112400000668258065',
    oldOrderNo: PAYMENT.attemptNo,
    oldOrderReqNo: PAYMENT.attemptNo,
    merchantCode: MERCHANT,
    transAmt: '100',
    transStatus: 'B',
    ...change,
  };
  return { ...values, mac: md5(BACK.map((name) => `${name.toUpperCase()}=${values[name]}`).join('&')) };
};

describe('the adapter of BestPay: notices and orders', () => {
  const gateway = new ScriptedGateway();
  let adapter: BestPayWebpay;
  before(async () => {
    adapter = await gateway.open();
  });
  after(() => gateway.close());

  const headers = new Headers();
  const read = (values: Values | string) => {
    const body = typeof values === 'string' ? values : new URLSearchParams(values).toString();
    return adapter.readNotice({ headers, body });
  };

  it('reads both kinds of notices, in fen and in yuan', async () => {
    const wap = signed({ ORDERAMOUNT: '128.50', PRODUCTAMOUNT: '128.50', ATTACHAMOUNT: '0.00' }, wapText);
    for (const notice of [signed(), wap]) {
      assert.deepEqual(await read(notice), {
        ok: true,
        noticeId: PAID['UPTRANSEQ'],
        content: {
          kind: 'paid',
          attemptNo: PAYMENT.attemptNo,
          tradeNo: PAID['UPTRANSEQ'],
          amountFen: 12850,
          payee: MERCHANT,
          application: '',
          paidAt: NOW,
        },
      });
    }
  });

  it('refuses what is not signed by whom it names', async () => {
    const { SIGN: _sign, ...unsigned } = signed();
    const cases: ReadonlyArray<readonly [string, Values | string]> = [
      ['unsigned', unsigned],
      ['an empty sign', { ...unsigned, SIGN: '' }],
      ['lower case', { ...unsigned, SIGN: signed()['SIGN']?.toLowerCase() ?? '' }],
      ['another key', signed({}, webText, 'other')],
      ['the key of another merchant', signed({}, webText, KEYS[OTHER])],
      ['a merchant that nobody has', signed({ MERCHANTID: '1' })],
      ['a name that objects have', signed({ MERCHANTID: 'constructor' })],
      ['another amount', { ...signed(), ORDERAMOUNT: '1' }],
      ['another order', { ...signed(), ORDERSEQ: 'X' }],
      ['a field twice', `${new URLSearchParams(signed())}&ORDERAMOUNT=1`],
      ['nothing', ''],
    ];
    for (const [what, notice] of cases) assert.equal((await read(notice)).ok, false, what);
  });

  it('refuses a value into which the next name was moved', async () => {
    // The text that is digested is that of a genuine notice of 12850 fen.
    const moved = {
      ...PAID,
      ORDERSEQ: `${PAID['ORDERSEQ']}&PAYMENT=12850&RETNCODE=0000&RETNINFO=0000&PAYDATE=20261124&KEY=`,
    };
    assert.equal((await read({ ...moved, SIGN: signed()['SIGN'] ?? '' })).ok, false);
    assert.equal((await read(signed({ RETNINFO: '0000&PAYDATE=20261124' }))).ok, false);
  });

  it('refuses genuine notices that make no sense', async () => {
    const wrong: ReadonlyArray<Values> = [
      { ORDERREQTRANSEQ: 'ANOTHER' },
      { CURTYPE: 'USD' },
      { ENCODETYPE: '0' },
      { ORDERAMOUNT: '0' },
      { ORDERAMOUNT: '1e4' },
      { ORDERAMOUNT: '128.5' },
      { TRANDATE: '20261399' },
      { UPTRANSEQ: '' },
    ];
    for (const change of wrong) assert.equal((await read(signed(change))).ok, false, JSON.stringify(change));
  });

  it('takes a payment that did not succeed for no news', async () => {
    const reading = await read(signed({ RETNCODE: '0001', RETNINFO: '0001' }));
    assert.deepEqual(reading.ok && reading.content, { kind: 'nothing-new', attemptNo: PAYMENT.attemptNo });
  });

  it('reads how refunds ended', async () => {
    for (const [transStatus, state] of [
      ['B', 'done'],
      ['C', 'failed'],
    ] as const) {
      const reading = await read(refunded({ transStatus }));
      assert.ok(reading.ok && reading.content.kind === 'refund');
      const { refundNo, amountFen, payee } = reading.content;
      assert.deepEqual([refundNo, amountFen, payee, reading.content.state], [REFUND.refundNo, 100, MERCHANT, state]);
    }
    const waits = await read(refunded({ transStatus: 'A' }));
    assert.equal(waits.ok && waits.content.kind, 'nothing-new');
    assert.equal((await read({ ...refunded(), transStatus: 'C' })).ok, false);
    assert.equal((await read(refunded({ transAmt: '0' }))).ok, false);
  });

  it('says that it has heard with the number of the notice (BP-04)', async () => {
    const answer = (values: Values, heard: boolean) =>
      adapter.noticeAnswer(heard, { headers, body: new URLSearchParams(values).toString() }).text();
    assert.equal(await answer(signed(), true), `UPTRANSEQ_${PAID['UPTRANSEQ']}`);
    assert.equal(await answer(refunded(), true), '2026112400000668258065');
    assert.equal(await answer(signed(), false), 'FAIL');
    assert.equal(await adapter.noticeAnswer(false).text(), 'FAIL');
  });

  it('hands payers over with a form, in fen on a computer and in yuan on a phone (BP-10)', async () => {
    const form = async (product: string) => {
      const started = await adapter.start({ ...START, product });
      assert.ok(started.kind === 'ready' && started.handOff.type === 'form' && started.unasked);
      return started.handOff;
    };
    const [web, wap] = [await form('web'), await form('wap')];
    assert.equal(web.url, 'https://webpaywg.bestpay.com.cn/payWeb.do');
    assert.equal(wap.url, 'https://wappaywg.bestpay.com.cn/payWap.do');
    assert.deepEqual([web.fields['ORDERAMOUNT'], wap.fields['ORDERAMOUNT']], ['12850', '128.50']);
    assert.deepEqual([web.fields['ATTACHAMOUNT'], wap.fields['ATTACHAMOUNT']], ['0', '0.00']);
    assert.equal(web.fields['PRODUCTDESC'], '一壶龙井 上等');
    const text = `MERCHANTID=${MERCHANT}&ORDERSEQ=${PAYMENT.attemptNo}&ORDERDATE=20261124090000&ORDERAMOUNT=`;
    assert.equal(web.fields['MAC'], md5(`${text}12850&CLIENTIP=203.0.113.7`));
    assert.equal(wap.fields['MAC'], md5(`${text}128.50`));
    assert.equal(web.fields['merchantPwd'] ?? wap.fields['merchantPwd'], undefined, 'no key leaves with a browser');
  });

  it('gives every request an even number, and every payment a time on its own day', () => {
    assert.deepEqual([requestNumber('A1'), requestNumber('A10')], ['A1', 'A10X']);
    assert.equal(timeOn('20261123', NOW), Date.parse('2026-11-23T23:59:59+08:00'));
    assert.equal(timeOn('20261125', NOW), Date.parse('2026-11-25T00:00:00+08:00'));
    for (const day of ['20261301', '2026112', '', 'x']) assert.throws(() => timeOn(day, NOW));
  });
});
