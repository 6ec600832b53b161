import assert from 'node:assert/strict';
import { createHash, verify } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pem } from '../../../../kernel/keys';
import { fen } from '../../../../kernel/money';
import { HOUR_MS, MINUTE_MS } from '../../../../kernel/time';
import { UnionPayAcp } from '..';
import { type Fields, signedText } from '../message';
import { type Holder, type House, minted, NAMED, openHouse } from './house';
import { ScriptedGateway } from './scripted-gateway';

export const NOW = Date.parse('2026-11-24T09:00:00+08:00');
const MER_ID = '777290058000001';
const START = {
  attemptNo: '2026112409000012345678A1',
  numberedAt: NOW,
  product: 'page',
  payee: MER_ID,
  amountFen: fen(12_850),
  description: '一壶龙井 & 茶=杯',
  payBy: NOW + HOUR_MS,
  notifyUrl: 'https://shop.example/notify',
  returnUrl: 'https://shop.example/back',
  payerIp: '203.0.113.7',
  now: NOW,
};
const PAYMENT = { attemptNo: START.attemptNo, payee: MER_ID, numberedAt: NOW, payBy: START.payBy };
const REFUND = {
  ...PAYMENT,
  tradeNo: '1'.repeat(21),
  refundNo: '2026112409000012345678RR1',
  refundNumberedAt: NOW + MINUTE_MS,
  amountFen: fen(2_850),
  totalFen: fen(12_850),
  notifyUrl: START.notifyUrl,
};
const PAID: Fields = {
  respCode: '00',
  origRespCode: '00',
  queryId: '1'.repeat(21),
  txnAmt: '12850',
  currencyCode: '156',
  traceTime: '1124090500',
};
const GONE_BACK: Fields = {
  respCode: '00',
  origRespCode: '00',
  queryId: '2'.repeat(21),
  origQryId: '1'.repeat(21),
  txnAmt: '2850',
};

describe('UnionPay for the checkout: calls', () => {
  let house: House;
  let gateway: ScriptedGateway;
  let merchant: Holder;
  let now = NOW;

  before(async () => {
    house = await openHouse();
    merchant = await minted('merchant', 'CN=merchant', { issuer: house.by });
    gateway = await new ScriptedGateway(house.signer).open();
  });
  after(() => gateway.close());
  beforeEach(() => {
    gateway.answers.clear();
    gateway.requests.length = 0;
    now = NOW;
  });

  const connection = (more: Record<string, unknown> = {}) => ({
    baseUrl: gateway.origin,
    pageOrigin: 'https://gateway.95516.com',
    certId: '68759663125',
    privateKey: pem.privatePkcs8(merchant.pair),
    rootCertificate: house.root.pem,
    middleCertificate: house.middle.pem,
    merIds: [MER_ID],
    ...more,
  });
  const open = () => new UnionPayAcp(connection(), () => now);

  const isOwn = (fields: Fields) => {
    const digest = createHash('sha256').update(signedText(fields)).digest('hex');
    const signature = Buffer.from(fields['signature'] ?? '', 'base64');
    return verify('sha256', Buffer.from(digest), merchant.pair.publicKey, signature);
  };

  it('wants certificates that belong together', () => {
    const strangers = { ...connection(), rootCertificate: merchant.pem };
    assert.throws(() => new UnionPayAcp(strangers, () => now), /not issued by the root/);
    assert.throws(() => new UnionPayAcp({ ...connection(), merIds: [] }, () => now));
  });

  it('hands the payer over with a signed form, for a computer and for a phone', async () => {
    for (const [product, channelType] of [
      ['page', '07'],
      ['wap', '08'],
    ] as const) {
      const started = await open().start({ ...START, product });
      assert.ok(started.kind === 'ready' && started.handOff.type === 'form' && started.unasked);
      const { url, fields } = started.handOff;
      assert.equal(url, 'https://gateway.95516.com/gateway/api/frontTransReq.do');
      assert.ok(isOwn(fields));
      const { signature: _, ...said } = fields;
      assert.deepEqual(said, {
        version: '5.1.0',
        encoding: 'UTF-8',
        signMethod: '01',
        certId: '68759663125',
        txnType: '01',
        txnSubType: '01',
        bizType: '000201',
        channelType,
        accessType: '0',
        merId: MER_ID,
        orderId: START.attemptNo,
        txnTime: '20261124090000',
        txnAmt: '12850',
        currencyCode: '156',
        orderDesc: START.description,
        payTimeout: '20261124100000',
        backUrl: START.notifyUrl,
        frontUrl: START.returnUrl,
      });
    }
    assert.equal(gateway.requests.length, 0);
    await assert.rejects(open().start({ ...START, product: 'other' }));
    await assert.rejects(open().start({ ...START, numberedAt: undefined }), /has no time/);
  });

  it('believes an answer only when the house has signed it, and about this question (UP-04)', async () => {
    const stranger = await minted('stranger', NAMED);
    const nameless = await minted('nameless', 'CN=041@1@somebody else@1', { issuer: house.by });
    const late = await minted('late', NAMED, { issuer: house.by, shiftMs: 48 * HOUR_MS });
    const right = { respCode: '00', qrCode: 'https://qr.95516.com/00010000/62' };
    const answers = [
      [{ fields: right }, 'ready'],
      [{ fields: right, signer: null }, 'unanswered'],
      [{ fields: right, signer: stranger }, 'unanswered'],
      [{ fields: right, signer: nameless }, 'unanswered'],
      [{ fields: right, signer: late }, 'unanswered'],
      [{ fields: right, signer: { ...house.signer, pair: stranger.pair } }, 'unanswered'],
      [{ fields: right, rewrite: (text: string) => text.replace('respCode=00', 'respCode=01') }, 'unanswered'],
      [{ fields: right, rewrite: (text: string) => text.replaceAll('\r\n', '\n') }, 'unanswered'],
      [{ fields: right, rewrite: (text: string) => `${text}&respCode=00` }, 'unanswered'],
      [{ fields: right, rewrite: () => '<html>' }, 'unanswered'],
      [{ fields: right, rewrite: () => '' }, 'unanswered'],
      [{ fields: right, status: 500 }, 'unanswered'],
      [{ fields: { ...right, merId: '777290058000002' } }, 'unanswered'],
      [{ fields: { ...right, orderId: 'ANOTHER001' } }, 'unanswered'],
      [{ fields: { ...right, txnTime: '20261124090001' } }, 'unanswered'],
      [{ fields: { ...right, signMethod: '11' } }, 'unanswered'],
      [{ fields: { ...right, version: '5.0.0' } }, 'unanswered'],
      [{ fields: { respCode: '00' } }, 'unanswered'],
      [{ fields: { respCode: '06' } }, 'unanswered'],
      [{ fields: { respCode: '12' } }, 'unanswered'],
      [{ fields: { respCode: '11' } }, 'unanswered'],
      [{ fields: { respCode: '31' } }, 'refused'],
    ] as const;
    for (const [answer, expected] of answers) {
      gateway.script('01', answer);
      const started = await open().start({ ...START, product: 'qr' });
      assert.equal(started.kind, expected, JSON.stringify(answer.fields));
    }
    assert.ok(gateway.requests.every(({ path, fields }) => path.endsWith('/backTransReq.do') && isOwn(fields)));
    const left = open();
    await gateway.close();
    assert.equal((await left.query(PAYMENT)).kind, 'unanswered');
    await gateway.open();
  });

  it('asks with the original number and time, and reads what is said of the order, not of the question (UP-07)', async () => {
    gateway.script('00', { fields: PAID });
    assert.deepEqual(await open().query(PAYMENT), {
      kind: 'paid',
      attemptNo: START.attemptNo,
      tradeNo: PAID['queryId'],
      amountFen: 12_850,
      payee: MER_ID,
      application: '0',
      paidAt: Date.parse('2026-11-24T09:05:00+08:00'),
    });
    const [{ path, fields } = { path: '', fields: {} as Fields }] = gateway.requests;
    assert.deepEqual(
      [path, fields['orderId'], fields['txnTime']],
      ['/gateway/api/queryTrans.do', START.attemptNo, '20261124090000'],
    );
    const incomplete: Fields[] = [
      { txnAmt: 'many' },
      { txnAmt: '' },
      { currencyCode: '840' },
      { queryId: '' },
      { traceTime: '1' },
    ];
    for (const change of incomplete) {
      gateway.script('00', { fields: { ...PAID, ...change } });
      assert.equal((await open().query(PAYMENT)).kind, 'unanswered', JSON.stringify(change));
    }
    assert.equal((await open().query({ ...PAYMENT, numberedAt: undefined })).kind, 'unanswered');
  });

  it('takes nothing but success for an end before the order’s own deadline (UP-06)', async () => {
    const kinds = async (fields: Fields) => {
      gateway.script('00', { fields });
      now = NOW;
      const [before, closed] = [(await open().query(PAYMENT)).kind, (await open().close(PAYMENT)).kind];
      now = START.payBy + 1;
      return [before, closed, (await open().query(PAYMENT)).kind, (await open().close(PAYMENT)).kind];
    };
    for (const origRespCode of ['03', '04', '05', '01', '60', '64', '34']) {
      const told = await kinds({ ...PAID, origRespCode });
      assert.deepEqual(told, ['open', 'open', 'closed', 'closed'], origRespCode);
    }
    assert.deepEqual(await kinds({ respCode: '34' }), ['absent', 'open', 'closed', 'closed']);
    for (const origRespCode of ['00', 'A6'])
      assert.deepEqual(await kinds({ ...PAID, origRespCode }), ['paid', 'paid', 'paid', 'paid']);
    const nothing = Array(4).fill('unanswered');
    for (const respCode of ['03', '06', '10', '11']) assert.deepEqual(await kinds({ ...PAID, respCode }), nothing);
  });

  it('refunds under a number of its own, which is accepted first and done when the house says so (UP-11)', async () => {
    gateway.script('04', { fields: { respCode: '00' } });
    assert.deepEqual(await open().refund(REFUND), { kind: 'accepted' });
    const [{ fields } = { fields: {} as Fields }] = gateway.requests;
    assert.deepEqual(
      [fields['orderId'], fields['txnTime'], fields['origQryId'], fields['txnAmt'], fields['reqReserved']],
      [REFUND.refundNo, '20261124090100', REFUND.tradeNo, '2850', REFUND.attemptNo],
    );
    for (const [respCode, kind] of [
      ['06', 'unanswered'],
      ['10', 'unanswered'],
      ['34', 'unanswered'],
      ['36', 'refused'],
      ['31', 'refused'],
    ] as const) {
      gateway.script('04', { fields: { respCode } });
      assert.equal((await open().refund(REFUND)).kind, kind, respCode);
    }
    gateway.script('00', { fields: GONE_BACK });
    for (const respCode of ['12', '03', '04', '05']) {
      gateway.script('04', { fields: { respCode } });
      assert.deepEqual(await open().refund(REFUND), { kind: 'done' }, respCode);
    }
  });

  it('asks for the number of a payment that it does not know, before it refunds', async () => {
    gateway.script('00', { fields: PAID });
    gateway.script('04', { fields: { respCode: '00' } });
    assert.deepEqual(await open().refund({ ...REFUND, tradeNo: undefined }), { kind: 'accepted' });
    assert.equal(gateway.requests.at(-1)?.fields['origQryId'], PAID['queryId']);
    gateway.script('00', { fields: { respCode: '34' } });
    assert.equal((await open().refund({ ...REFUND, tradeNo: undefined })).kind, 'unanswered');
  });

  it('finds what became of a refund', async () => {
    const states: ReadonlyArray<readonly [Fields, string]> = [
      [GONE_BACK, 'done'],
      [{ ...GONE_BACK, origRespCode: '05' }, 'accepted'],
      [{ ...GONE_BACK, origRespCode: '60' }, 'refused'],
      [{ ...GONE_BACK, txnAmt: '2851' }, 'unanswered'],
      [{ respCode: '34' }, 'absent'],
      [{ respCode: '06' }, 'unanswered'],
    ];
    for (const [fields, kind] of states) {
      gateway.script('00', { fields });
      assert.equal((await open().queryRefund(REFUND)).kind, kind, JSON.stringify(fields));
    }
  });
});
