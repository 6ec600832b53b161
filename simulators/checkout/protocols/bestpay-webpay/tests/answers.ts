import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS } from '../../../../kernel/time';
import type { BestPayWebpay } from '..';
import {
  type Answer,
  genuineNotice,
  MERCHANT,
  NOW,
  OTHER,
  PAYMENT,
  REFUND,
  refusal,
  ScriptedGateway,
  START,
  standing,
  taken,
} from './gateway';

/** What a platform must get right with BestPay, against a gateway that is made here. */
describe('the adapter of BestPay: answers', () => {
  const gateway = new ScriptedGateway();
  let adapter: BestPayWebpay;
  before(async () => {
    adapter = await gateway.open();
  });
  after(() => gateway.close());

  const query = async (...answers: Answer[]) => {
    gateway.script(...answers);
    return adapter.query(PAYMENT);
  };

  it('asks with merchant, numbers, day and MAC', async () => {
    await query(standing());
    const [{ path, fields } = { path: '', fields: {} as Record<string, string> }] = gateway.asked;
    assert.equal(path, '/query/queryOrder');
    assert.deepEqual(
      [fields['merchantId'], fields['orderNo'], fields['orderDate']],
      [MERCHANT, PAYMENT.attemptNo, '20261124'],
    );
    assert.match(fields['mac'] ?? '', /^[0-9A-F]{32}$/);
  });

  it('reads a payment that is signed, and takes the day from its number', async () => {
    const paid = await query(standing());
    assert.deepEqual(paid, {
      kind: 'paid',
      attemptNo: PAYMENT.attemptNo,
      tradeNo: '2026112400000923157471',
      amountFen: 12850,
      payee: MERCHANT,
      application: '',
      paidAt: NOW,
    });
    gateway.now = NOW + DAY_MS;
    const later = await query(standing());
    assert.equal(later.kind === 'paid' && later.paidAt, Date.parse('2026-11-24T23:59:59+08:00'));
    gateway.now = NOW;
  });

  it('never takes a call that succeeded for a payment (BP-02)', async () => {
    for (const [transStatus, kind] of [
      ['A', 'open'],
      ['C', 'closed'],
      ['G', 'closed'],
      ['X', 'unanswered'],
      ['', 'unanswered'],
    ] as const) {
      assert.equal((await query(standing({ transStatus }))).kind, kind, transStatus);
    }
    assert.equal((await query(standing({ refundFlag: '3' }))).kind, 'closed', 'paid and undone as a whole is no sale');
    assert.equal((await query(standing({ refundFlag: '1' }))).kind, 'paid', 'refunded later was paid');
    assert.equal((await query(standing({ ourTransNo: '' }))).kind, 'unanswered');
    assert.equal((await query(standing({ ourTransNo: '1' }))).kind, 'unanswered', 'a number without a day');
  });

  it('believes nothing that is not signed by it, or is about something else', async () => {
    const wrong: Answer[] = [
      standing({}, { sign: null }),
      standing({}, { sign: 'A'.repeat(32) }),
      standing({}, { transAmt: '1' }),
      standing({}, { transStatus: 'B', orderNo: 'X' }),
      standing({ merchantId: OTHER }),
      standing({ orderNo: 'ANOTHER' }),
      standing({ orderReqNo: 'ANOTHER' }),
      standing({ encodeType: '3' }),
      standing({ transAmt: '12.85' }),
      standing({ transAmt: '-1' }),
      // One name more inside of a value: the text that is digested is the same.
      standing({ ourTransNo: '1&TRANSAMT=1', transAmt: '12850' }),
      { success: true, result: null },
      { success: true, result: { transStatus: 'B' } },
      { success: 'true', result: {} },
      { success: false },
      'null',
      'not JSON',
      '',
      500,
      302,
    ];
    for (const answer of wrong) assert.equal((await query(answer)).kind, 'unanswered', JSON.stringify(answer));
    assert.equal((await query(refusal('BE999999'))).kind, 'unanswered');
    assert.equal((await query(refusal('BE300001'))).kind, 'unanswered');
    assert.equal((await query(refusal('BE110062'))).kind, 'absent');
  });

  it('looks near the day on which a payment began, and near today', async () => {
    gateway.now = NOW + 3 * DAY_MS;
    assert.equal((await query(refusal('BE110062'), standing())).kind, 'paid');
    assert.deepEqual(
      gateway.asked.map(({ fields }) => fields['orderDate']),
      ['20261124', '20261127'],
    );
    gateway.now = NOW;
  });

  describe('closing', () => {
    const close = async (...answers: Answer[]) => {
      gateway.script(...answers);
      return (await adapter.close(PAYMENT)).kind;
    };
    const open = standing({ transStatus: 'A', ourTransNo: '' });
    const voided = taken({ refundReqNo: `${PAYMENT.attemptNo}V`, transAmt: '12850' });
    const reversed = () => gateway.asked.filter(({ path }) => path === '/reverse/reverse').length;

    it('makes void what waits, and nothing that is paid', async () => {
      assert.equal(await close(open, voided, standing({ transStatus: 'G' })), 'closed');
      assert.deepEqual([reversed(), gateway.asked[1]?.fields['transAmt']], [1, '12850']);
      assert.equal(await close(standing()), 'paid');
      assert.equal(reversed(), 0, 'what is paid is never reversed');
      assert.equal(await close(standing({ transStatus: 'G' })), 'closed');
      assert.equal(await close(refusal('BE110062')), 'closed');
      assert.equal(await close(refusal('BE999999')), 'unanswered');
      assert.equal(reversed(), 0);
    });

    it('says how the payment ended that came between question and call', async () => {
      assert.equal(await close(open, voided, standing({ refundFlag: '3' })), 'closed', 'given back at once');
      assert.equal(await close(open, refusal('BE301012'), standing()), 'paid', 'kept');
    });

    it('believes a notice, or the call that gave its money back, but never both', async () => {
      const paid = { headers: new Headers(), body: genuineNotice() };
      const fresh = await gateway.open();
      gateway.script(open, voided, standing({ refundFlag: '3' }));
      gateway.during['/reverse/reverse'] = async () => {
        const reading = await fresh.readNotice(paid);
        assert.equal(reading.ok, false, 'it must come again');
      };
      assert.equal((await fresh.close(PAYMENT)).kind, 'closed');
      const later = await fresh.readNotice(paid);
      assert.equal(later.ok && later.content.kind, 'nothing-new');

      const other = await gateway.open();
      gateway.script(open);
      gateway.during['/query/queryOrder'] = async () => {
        assert.equal((await other.readNotice(paid)).ok, true);
      };
      assert.equal((await other.close(PAYMENT)).kind, 'paid');
      assert.equal(reversed(), 0);
    });

    it('leaves open what cannot be made void, and knows nothing without an answer', async () => {
      assert.equal(await close(open, refusal('BE301014'), open), 'open');
      assert.equal(await close(open, refusal('BE999999'), open), 'unanswered');
      assert.equal(await close(open, 500), 'unanswered');
      assert.equal(await close(open, voided, 500), 'unanswered');
      assert.equal(await close(open, taken({}, { sign: 'x' })), 'unanswered');
      assert.equal(await close(standing({ transStatus: 'X' })), 'unanswered');
    });
  });

  describe('refunds', () => {
    const refund = async (...answers: Answer[]) => {
      gateway.script(...answers);
      return adapter.refund(REFUND);
    };
    const look = async (...answers: Answer[]) => {
      gateway.script(...answers);
      return (await adapter.queryRefund(REFUND)).kind;
    };
    const about = (change: Readonly<Record<string, string>> = {}) =>
      standing({ orderReqNo: REFUND.refundNo, transAmt: '100', ...change });

    it('are accepted, refused for good, or not known', async () => {
      assert.equal((await refund(taken())).kind, 'accepted');
      for (const code of ['BE301001', 'BE301009', 'BE301011', 'BE110078', 'BE110062', '-309'])
        assert.deepEqual(await refund(refusal(code)), { kind: 'refused', code });
      const unknown: Answer[] = [
        refusal('BE999999'),
        refusal('BE301010'),
        refusal('BE300001'),
        refusal('ANY'),
        taken({ oldOrderNo: 'X' }),
        taken({ refundReqNo: 'X' }),
        taken({ transAmt: '101' }),
        taken({}, { sign: '' }),
        500,
      ];
      for (const answer of unknown) assert.equal((await refund(answer)).kind, 'unanswered', JSON.stringify(answer));
    });

    it('are never asked for under a number that does not fit', async () => {
      gateway.script();
      const long = { ...REFUND, refundNo: 'R'.repeat(31) };
      assert.deepEqual(await adapter.refund(long), { kind: 'refused', code: 'refund-number-too-long' });
      assert.equal(gateway.asked.length, 0);
    });

    it('are found by their own number, and are done only when that is said', async () => {
      assert.equal(await look(about({ transStatus: 'A' })), 'accepted');
      assert.equal(await look(about()), 'done');
      assert.equal(await look(about({ transStatus: 'C' })), 'refused');
      assert.equal(await look(about({ transStatus: 'G' })), 'unanswered');
      assert.equal(await look(about({ transAmt: '101' })), 'unanswered');
      assert.equal(await look(standing()), 'unanswered', 'an answer about the payment is none about the refund');
      assert.equal(await look(refusal('BE110062')), 'absent');
    });
  });

  describe('payers’ codes', () => {
    const charge = async (...answers: Answer[]) => {
      gateway.script(...answers);
      const { returnUrl: _, ...request } = START;
      return adapter.charge({ ...request, payerCode: '515665002854886972' });
    };

    it('pay, wait, fail or are not known', async () => {
      assert.equal((await charge(standing({ orderDate: null }))).kind, 'paid');
      const { fields } = gateway.asked[0] ?? { fields: {} as Record<string, string> };
      assert.deepEqual(
        [fields['barcode'], fields['orderAmt'], fields['channel']],
        ['515665002854886972', '12850', '05'],
      );
      assert.equal((await charge(standing({ orderDate: null, transStatus: 'A', ourTransNo: '' }))).kind, 'open');
      assert.equal((await charge(standing({ orderDate: null, transStatus: 'C' }))).kind, 'refused');
      assert.equal((await charge(refusal('BARCODE_VALIDATE_ERROR'))).kind, 'refused');
      for (const answer of [refusal('BE999999'), refusal('BE300001'), 500, standing({}, { sign: 'x' })])
        assert.equal((await charge(answer)).kind, 'unanswered');
    });
  });
});
