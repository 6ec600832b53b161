import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pem, verifyRsa } from '../../../../kernel/keys';
import { DAY_MS, HOUR_MS, readBeijingDateTime, signingNow } from '../../../../kernel/time';
import { AlipayOpenApi } from '..';
import { type Bench, failed, NOW, openBench, PAYMENT, REFUND, START, SUCCESS } from './bench';
import type { ScriptedAnswer } from './scripted-gateway';

describe('Alipay for the checkout: calls', () => {
  let bench: Bench;
  let protocol: AlipayOpenApi;

  before(async () => {
    bench = await openBench();
  });
  after(() => bench.gateway.close());
  beforeEach(() => {
    bench.gateway.answers.clear();
    bench.gateway.calls.length = 0;
    protocol = bench.keyMode();
  });

  it('wants keys of one mode, whole', () => {
    const connection = { appId: '2021', privateKey: pem.privatePkcs8(bench.app), keyType: 'PKCS8', appCert: 'x' };
    assert.throws(
      () => new AlipayOpenApi(connection),
      /expected appCert, alipayCert and alipayRootCert, or alipayPublicKey/,
    );
  });

  it('writes page orders as signed addresses, in China time, with a subject that the gateway takes (B19, B20)', async () => {
    for (const [product, code] of [
      ['page', 'FAST_INSTANT_TRADE_PAY'],
      ['wap', 'QUICK_WAP_WAY'],
    ] as const) {
      const started = await protocol.start({
        ...START,
        product,
        description: `${START.description}${'长'.repeat(300)}`,
      });
      assert.ok(started.kind === 'ready' && started.handOff.type === 'redirect');
      const values = [...new URL(started.handOff.url).searchParams];
      const text = values.filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1));
      const { sign, timestamp, biz_content, method, notify_url, return_url } = Object.fromEntries(values);
      assert.ok(verifyRsa(text.map((pair) => pair.join('=')).join('&'), sign ?? '', bench.app.publicKey));
      assert.ok(Math.abs((readBeijingDateTime(timestamp ?? '') ?? 0) - signingNow()) < 60_000);
      assert.deepEqual(
        [method, notify_url, return_url],
        [`alipay.trade.${product}.pay`, START.notifyUrl, START.returnUrl],
      );
      const { subject, quit_url, ...content } = JSON.parse(biz_content ?? '');
      assert.equal(subject, `茶／水＝好＆多${'长'.repeat(249)}`);
      assert.equal(quit_url, product === 'wap' ? START.returnUrl : undefined);
      assert.deepEqual(content, {
        out_trade_no: 'A1',
        total_amount: '128.50',
        product_code: code,
        time_expire: '2026-11-24 10:00:00',
        sub_merchant: { merchant_id: START.payee, merchant_type: 'alipay' },
        settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount: '128.50' }] },
        business_params: { mc_create_trade_ip: '203.0.113.7' },
      });
    }
  });

  it('believes an answer only when it is signed, about this trade, and final (traps 1, 17, 22 and 24; B10, B17)', async () => {
    const order = () => protocol.start({ ...START, product: 'precreate', payBy: NOW + DAY_MS });
    const right = { ...SUCCESS, out_trade_no: 'A1', qr_code: 'https://qr.alipay.com/bax1' };
    const answers: [ScriptedAnswer, string][] = [
      [{ body: right }, 'ready'],
      [{ body: right, key: null }, 'unanswered'],
      [{ body: right, key: bench.stranger }, 'unanswered'],
      [{ body: right, rewrite: (text) => text.replace('":"', '": "') }, 'unanswered'],
      [{ body: right, status: 500 }, 'unanswered'],
      [{ body: right, rewrite: () => '<html>' }, 'unanswered'],
      [
        { body: right, rewrite: (text) => text.replace('alipay_trade_precreate_response', 'error_response') },
        'unanswered',
      ],
      [{ body: { ...right, out_trade_no: 'A2' } }, 'unanswered'],
      [{ body: SUCCESS }, 'unanswered'],
      [failed('isp.unknow-error', '20000'), 'unanswered'],
      [failed('aop.ACQ.SYSTEM_ERROR', '20000'), 'unanswered'],
      [failed('ACQ.SYSTEM_ERROR'), 'unanswered'],
      [failed('isv.app-call-limited', '40005'), 'unanswered'],
      [{ body: { ...right, code: '10003' } }, 'unanswered'],
      [failed('ACQ.TRADE_HAS_CLOSE'), 'refused'],
      [failed('isv.invalid-signature', '40002'), 'refused'],
      [{ ...failed('isv.invalid-app-id', '40002'), key: null }, 'unanswered'],
    ];
    for (const [answer, expected] of answers) {
      bench.gateway.script('alipay.trade.precreate', answer);
      const result = await order();
      assert.equal(result.kind, expected, JSON.stringify(answer.body));
      // A code dies after two hours, whatever the order's own time.
      if (result.kind === 'ready') assert.equal(result.handOff.until, NOW + 2 * HOUR_MS);
    }
    protocol = bench.keyMode(bench.app);
    bench.gateway.script('alipay.trade.precreate', { body: right });
    assert.equal((await order()).kind, 'unanswered');
  });

  it('believes the bytes that were signed, however they are written (trap 22)', async () => {
    const waits = {
      ...SUCCESS,
      out_trade_no: 'A1',
      trade_no: 'T',
      trade_status: 'WAIT_BUYER_PAY',
      total_amount: '1.00',
    };
    const plain = JSON.stringify({ ...waits, buyer_logon_id: '茶/x' });
    const written = {
      spaces: JSON.stringify(waits, undefined, 2).replaceAll('\n', '\r\n'),
      order: JSON.stringify(Object.fromEntries(Object.entries(waits).reverse())),
      slashes: plain.replaceAll('/', '\\/'),
      escapes: plain.replaceAll('茶', '\\u8336'),
    };
    for (const [what, text] of Object.entries(written)) {
      bench.gateway.script('alipay.trade.query', { body: waits, written: text });
      assert.equal((await protocol.query(PAYMENT)).kind, 'open', what);
      // The same facts, written again on the way by somebody who means well.
      const rewrite = (answer: string) => answer.replace(text, ` ${JSON.stringify(JSON.parse(text), undefined, 1)}`);
      bench.gateway.script('alipay.trade.query', { body: waits, written: text, rewrite });
      assert.equal((await protocol.query(PAYMENT)).kind, 'unanswered', what);
    }
  });

  it('believes nothing that stands beside what was signed (trap 23, B17)', async () => {
    const trade = { ...SUCCESS, out_trade_no: 'A1', trade_no: 'T', total_amount: '128.50' };
    const genuine = { ...trade, trade_status: 'WAIT_BUYER_PAY' };
    const forged = JSON.stringify({ ...trade, trade_status: 'TRADE_SUCCESS', send_pay_date: '2026-11-24 09:01:00' });
    const name = 'alipay_trade_query_response';
    const smuggled: Record<string, (text: string) => string> = {
      'a second object before it': (text) => `{"${name}":${forged},${text.slice(1)}`,
      'a second object after it': (text) => text.replace(',"sign"', `,"${name}":${forged},"sign"`),
      'a second object after the signature': (text) => `${text.slice(0, -1)},"${name}":${forged}}`,
      'a second object under an escaped name': (text) =>
        `${text.slice(0, -1)},"${name.replace('a', '\\u0061')}":${forged}}`,
      'another root, the signed one renamed': (text) =>
        `{"error_response":${forged},${text.slice(1).replace(`"${name}`, `"x_${name}`)}`,
      'the signed one renamed': (text) => `${text.slice(0, -1).replace(`"${name}`, `"x_${name}`)},"${name}":${forged}}`,
    };
    for (const [what, rewrite] of Object.entries(smuggled)) {
      bench.gateway.script('alipay.trade.query', { body: genuine, rewrite });
      assert.equal((await protocol.query(PAYMENT)).kind, 'unanswered', what);
    }
    bench.gateway.script('alipay.trade.query', { body: { ...genuine, sign: 'x', [name]: JSON.parse(forged) } });
    assert.equal((await protocol.query(PAYMENT)).kind, 'open', 'a signed object that holds such members itself');
  });

  it('has no bill once the address of its file is dead (trap 27)', async () => {
    const bill_download_url = 'http://dwbillcenter.alipay.com/downloadBillFile.resource?token=t';
    bench.gateway.script('alipay.data.dataservice.bill.downloadurl.query', { body: { ...SUCCESS, bill_download_url } });
    assert.deepEqual(await protocol.bill('2026-11-24'), { kind: 'unanswered', why: 'HTTP 404' });
  });

  it('reads every state of a trade (B5, B7)', async () => {
    const trade = { ...SUCCESS, out_trade_no: 'A1', trade_no: 'T', total_amount: '128.50' };
    const paid = { ...trade, send_pay_date: '2026-11-24 09:01:00' };
    const answers: [ScriptedAnswer, string][] = [
      [{ body: { ...trade, trade_status: 'WAIT_BUYER_PAY' } }, 'open'],
      [{ body: { ...paid, trade_status: 'TRADE_SUCCESS' } }, 'paid'],
      [{ body: { ...paid, trade_status: 'TRADE_FINISHED' } }, 'paid'],
      [{ body: { ...paid, trade_status: 'TRADE_CLOSED' } }, 'paid'],
      [{ body: { ...trade, trade_status: 'TRADE_CLOSED' } }, 'closed'],
      [{ body: { ...trade, trade_status: 'TRADE_SUCCESS' } }, 'unanswered'],
      [{ body: { ...paid, trade_status: 'TRADE_NEW' } }, 'unanswered'],
      [{ body: { ...paid, trade_status: 'TRADE_SUCCESS', total_amount: '1.285e2' } }, 'unanswered'],
      [failed('ACQ.TRADE_NOT_EXIST'), 'absent'],
      [failed('ACQ.SYSTEM_ERROR'), 'unanswered'],
    ];
    for (const [answer, expected] of answers) {
      bench.gateway.script('alipay.trade.query', answer);
      const result = await protocol.query(PAYMENT);
      assert.equal(result.kind, expected, JSON.stringify(answer.body));
      if (result.kind === 'paid') assert.deepEqual([result.amountFen, result.paidAt], [12850, NOW + 60_000]);
    }
  });

  it('closes what waits, and asks about what cannot be closed', async () => {
    const trade = { ...SUCCESS, out_trade_no: 'A1', trade_no: 'T', total_amount: '128.50' };
    const paid = { ...trade, trade_status: 'TRADE_SUCCESS', send_pay_date: '2026-11-24 09:01:00' };
    const answers: [ScriptedAnswer, ScriptedAnswer, string][] = [
      [{ body: SUCCESS }, failed('ACQ.SYSTEM_ERROR'), 'closed'],
      [failed('ACQ.TRADE_NOT_EXIST'), failed('ACQ.SYSTEM_ERROR'), 'closed'],
      [failed('ACQ.TRADE_STATUS_ERROR'), { body: paid }, 'paid'],
      [failed('ACQ.REASON_ILLEGAL_STATUS'), { body: { ...trade, trade_status: 'TRADE_CLOSED' } }, 'closed'],
      [failed('ACQ.REASON_TRADE_STATUS_INVALID'), { body: { ...trade, trade_status: 'WAIT_BUYER_PAY' } }, 'unanswered'],
      [failed('ACQ.TRADE_STATUS_ERROR'), failed('ACQ.SYSTEM_ERROR'), 'unanswered'],
      [failed('ACQ.SYSTEM_ERROR'), { body: paid }, 'unanswered'],
    ];
    for (const [close, query, expected] of answers) {
      bench.gateway.script('alipay.trade.close', close);
      bench.gateway.script('alipay.trade.query', query);
      assert.equal((await protocol.close(PAYMENT)).kind, expected, JSON.stringify(close.body));
    }
  });

  it('decides a refund by its own flag or its own query, never by the sum (B15, B16; traps 19 and 20)', async () => {
    const moved = (fund_change: string | undefined) => ({
      body: { ...SUCCESS, out_trade_no: 'A1', fund_change, refund_fee: '128.50' },
    });
    const about = { ...SUCCESS, out_trade_no: 'A1', out_request_no: 'R1', refund_amount: '1.00' };
    const known = { body: { ...about, refund_status: 'REFUND_SUCCESS' } };
    const none = { body: { ...SUCCESS, out_trade_no: 'A1' } };
    const answers: [ScriptedAnswer, ScriptedAnswer, string][] = [
      [moved('Y'), failed('ACQ.SYSTEM_ERROR'), 'done'],
      [moved('N'), known, 'done'],
      [moved('N'), none, 'absent'],
      [moved(undefined), { body: about }, 'absent'],
      [moved('N'), { body: { ...known.body, refund_amount: '128.50' } }, 'unanswered'],
      [moved('N'), { body: { ...known.body, out_request_no: 'R2' } }, 'unanswered'],
      [moved('N'), { body: { ...known.body, out_trade_no: 'A2' } }, 'unanswered'],
      [{ body: { ...moved('Y').body, out_trade_no: 'A2' } }, known, 'unanswered'],
      [failed('ACQ.REASON_TRADE_REFUND_FEE_ERR'), known, 'refused'],
      [failed('ACQ.SYSTEM_ERROR'), known, 'unanswered'],
      [failed('isp.unknow-error', '20000'), known, 'unanswered'],
    ];
    for (const [refund, query, expected] of answers) {
      bench.gateway.script('alipay.trade.refund', refund);
      bench.gateway.script('alipay.trade.fastpay.refund.query', query);
      assert.equal((await protocol.refund(REFUND)).kind, expected, JSON.stringify([refund.body, query.body]));
    }
    const asked = bench.gateway.calls
      .filter(({ method }) => method === 'alipay.trade.refund')
      .map((call) => call['biz_content']);
    assert.deepEqual([...new Set(asked)], ['{"out_trade_no":"A1","out_request_no":"R1","refund_amount":"1.00"}']);
    bench.gateway.script('alipay.trade.fastpay.refund.query', failed('TRADE_NOT_EXIST'));
    assert.equal((await protocol.queryRefund(REFUND)).kind, 'absent');
  });
});
