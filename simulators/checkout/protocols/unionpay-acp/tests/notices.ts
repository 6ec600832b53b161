import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { pem } from '../../../../kernel/keys';
import { UnionPayAcp } from '..';
import type { Fields } from '../message';
import { type House, minted, NAMED, openHouse, sealed } from './house';

const PAID: Fields = {
  version: '5.1.0',
  encoding: 'UTF-8',
  signMethod: '01',
  txnType: '01',
  txnSubType: '01',
  bizType: '000201',
  accessType: '0',
  merId: '777290058000001',
  orderId: '2026112409000012345678A1',
  txnTime: '20261231235900',
  queryId: '1'.repeat(21),
  txnAmt: '12850',
  currencyCode: '156',
  settleDate: '0101',
  traceTime: '0101000100',
  respCode: '00',
  respMsg: 'success',
};

describe('UnionPay for the checkout: notices', () => {
  let house: House;
  let protocol: UnionPayAcp;

  before(async () => {
    house = await openHouse();
    protocol = new UnionPayAcp(
      {
        certId: '1',
        privateKey: pem.privatePkcs8(house.signer.pair),
        rootCertificate: house.root.pem,
        middleCertificate: house.middle.pem,
        merIds: ['777290058000001'],
      },
      () => Date.now(),
    );
  });

  const read = (fields: Fields, body = new URLSearchParams(fields).toString()) =>
    protocol.readNotice({ headers: new Headers(), body });
  const notice = (more: Fields = {}) => sealed({ ...PAID, ...more }, house.signer);

  it('say that a payment is paid, and when, over the turn of a year', async () => {
    assert.deepEqual(await read(notice()), {
      ok: true,
      noticeId: `${PAID['queryId']}/00`,
      content: {
        kind: 'paid',
        attemptNo: PAID['orderId'],
        tradeNo: PAID['queryId'],
        amountFen: 12_850,
        payee: PAID['merId'],
        application: '0',
        paidAt: Date.parse('2027-01-01T00:01:00+08:00'),
      },
    });
  });

  it('are refused unless the house has signed all of it (UP-08)', async () => {
    const { signature: _, ...unsigned } = notice();
    const stranger = await minted('stranger', NAMED);
    const bad: ReadonlyArray<readonly [Fields, string?]> = [
      [unsigned],
      [sealed(PAID, stranger)],
      [sealed(PAID, { ...house.signer, pair: stranger.pair })],
      [{ ...notice(), txnAmt: '1' }],
      [{ ...notice(), extra: 'x' }],
      [{ ...notice(), signature: 'not base64' }],
      [{ ...notice(), signPubKeyCert: 'no certificate' }],
      [notice({ signMethod: '11' })],
      [notice({ version: '5.0.0' })],
      [notice(), `${new URLSearchParams(notice())}&orderId=X`],
      [notice(), ''],
      [notice(), '%%%'],
    ];
    for (const [fields, body] of bad)
      assert.equal((await read(fields, body)).ok, false, body ?? JSON.stringify(fields));
    assert.equal((await read({ ...notice(), empty: '' })).ok, true);
  });

  it('that do not say what they must are refused, however well signed', async () => {
    const incomplete: Fields[] = [
      { txnAmt: '1.5' },
      { queryId: '' },
      { currencyCode: '840' },
      { txnTime: 'x' },
      { traceTime: '' },
    ];
    for (const change of incomplete) assert.equal((await read(notice(change))).ok, false, JSON.stringify(change));
  });

  it('of no success change nothing, and those of refunds name the payment', async () => {
    for (const respCode of ['01', '03', '05', '60']) {
      const reading = await read(notice({ respCode }));
      assert.ok(reading.ok && reading.content.kind === 'nothing-new', respCode);
    }
    const refund = {
      txnType: '04',
      orderId: 'R1',
      origQryId: '1'.repeat(21),
      reqReserved: PAID['orderId'] ?? '',
      txnAmt: '2850',
    };
    for (const [respCode, state] of [
      ['00', 'done'],
      ['A6', 'done'],
      ['60', 'failed'],
    ] as const) {
      const reading = await read(notice({ ...refund, respCode }));
      assert.ok(reading.ok && reading.content.kind === 'refund', respCode);
      const { refundNo, attemptNo, amountFen, payee } = reading.content;
      assert.deepEqual([refundNo, attemptNo, amountFen, payee], ['R1', PAID['orderId'], 2_850, PAID['merId']]);
      assert.equal(reading.content.state, state);
    }
    for (const change of [{ respCode: '05' }, { reqReserved: '' }, { txnType: '31' }] as Fields[]) {
      const reading = await read(notice({ ...refund, ...change }));
      assert.ok(reading.ok && reading.content.kind === 'nothing-new', JSON.stringify(change));
    }
  });

  it('are answered by status alone (UP-09)', () => {
    assert.deepEqual([protocol.noticeAnswer(true).status, protocol.noticeAnswer(false).status], [200, 500]);
  });
});
