import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { AlipayOpenApi } from '..';
import { APPLICATION, type Bench, NOTICE, NOW, noticeBody, openBench, readNotice, START } from './bench';

describe('Alipay for the checkout: notices', () => {
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

  const read = (body: string) => readNotice(protocol, body);

  it('reads notices whole: every parameter is signed, whatever it holds (B1, B2; traps 7, 8 and 9)', async () => {
    const reading = await read(noticeBody(NOTICE, bench.gateway.key));
    assert.deepEqual(reading, {
      ok: true,
      noticeId: 'N1',
      content: {
        kind: 'paid',
        attemptNo: 'A1',
        tradeNo: 'T1',
        amountFen: 12850,
        payee: START.payee,
        application: APPLICATION,
        paidAt: NOW + 60_000,
      },
    });
    // What the media type claims is not looked at (trap 10).
    for (const type of ['x-www-form-urlencoded; charset=utf-8', 'x-www-form-urlencoded; text/html; charset=utf-8']) {
      const headers = new Headers({ 'content-type': `application/${type}` });
      assert.deepEqual(await protocol.readNotice({ headers, body: noticeBody(NOTICE, bench.gateway.key) }), reading);
    }
    // Nor by which of the payer's accounts it was paid, which may be one that nobody has heard of (requirement B25).
    const channel = '[{"amount":"128.50","fundChannel":"NEVER_SEEN"}]';
    assert.deepEqual(await read(noticeBody({ ...NOTICE, fund_bill_list: channel }, bench.gateway.key)), reading);
    const finished = await read(noticeBody({ ...NOTICE, trade_status: 'TRADE_FINISHED' }, bench.gateway.key));
    assert.ok(finished.ok && finished.content.kind === 'paid');
  });

  it('takes nothing for a payment that is none (B6; traps 11 and 13)', async () => {
    const { gmt_payment: _time, ...undated } = NOTICE;
    const others: Readonly<Record<string, string>>[] = [
      { ...NOTICE, refund_fee: '1.00', out_biz_no: 'R1' },
      { ...NOTICE, gmt_refund: '2026-11-24 09:02:00.000' },
      { ...NOTICE, trade_status: 'TRADE_CLOSED' },
      { ...NOTICE, trade_status: 'WAIT_BUYER_PAY' },
      { ...NOTICE, notify_type: 'servicemarket_order_notify' },
    ];
    for (const values of others) {
      assert.deepEqual(await read(noticeBody(values, bench.gateway.key)), {
        ok: true,
        noticeId: 'N1',
        content: { kind: 'nothing-new', attemptNo: 'A1' },
      });
    }
    const { notify_id: _id, notify_type: _type, trade_status: _status, ...returned } = NOTICE;
    for (const values of [undated, returned, { ...NOTICE, total_amount: '128.505' }]) {
      const reading = await read(noticeBody(values, bench.gateway.key));
      assert.match(reading.ok ? '' : reading.reason, /^unreadable/);
    }
  });

  it('refuses notices that were tidied up on the way, and whatever fits its own key (traps 1, 7, 8 and 9)', async () => {
    const right = noticeBody(NOTICE, bench.gateway.key);
    const { passback_params: passback = '', fund_bill_list: list = '' } = NOTICE;
    const tidied: Readonly<Record<string, string>>[] = [
      { passback_params: decodeURIComponent(passback) },
      { fund_bill_list: list.replaceAll('"', '&quot;') },
      { subject: NOTICE['subject']?.replace('+', ' ') ?? '' },
      { route: 'notify' },
    ];
    const read = (values: URLSearchParams) => readNotice(protocol, values.toString());
    for (const change of tidied) {
      const values = new URLSearchParams(right);
      for (const [name, value] of Object.entries(change)) values.set(name, value);
      assert.equal((await read(values)).ok, false, JSON.stringify(change));
    }
    for (const name of ['never_seen', 'fund_bill_list', 'gmt_payment']) {
      const values = new URLSearchParams(right);
      values.delete(name);
      assert.equal((await read(values)).ok, false, name);
    }
    assert.ok((await read(new URLSearchParams(right))).ok);
    protocol = bench.keyMode(bench.app);
    assert.equal((await read(new URLSearchParams(right))).ok, false);
  });

  it('refuses notices that Alipay did not sign so', async () => {
    const right = noticeBody(NOTICE, bench.gateway.key);
    const forged: Record<string, string> = {
      'signature does not fit': right.replace('128.50', '128.51'),
      unsigned: right.replace(/&sign=[^&]*/, ''),
      'signature type': right.replace('sign_type=RSA2', 'sign_type=RSA'),
      'a parameter is repeated': `${right}&total_amount=0.01`,
    };
    for (const [reason, body] of Object.entries(forged)) assert.deepEqual(await read(body), { ok: false, reason });
    for (const body of [
      '',
      '%',
      '{"sign":"x"}',
      'sign=%F0&sign_type=RSA2',
      noticeBody(NOTICE, bench.stranger),
      `${right}&x=1`,
      noticeBody(NOTICE, bench.app),
    ]) {
      assert.equal((await read(body)).ok, false);
    }
    assert.equal(protocol.noticeAnswer(true).status, 200);
    assert.equal(await protocol.noticeAnswer(true).text(), 'success');
    assert.notEqual(await protocol.noticeAnswer(false).text(), 'success');
  });
});
