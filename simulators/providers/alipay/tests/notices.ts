import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { Notifier } from '../../engine/notifier';
import type { MerchantKit } from '../enrolment';
import {
  type Bench,
  call,
  DIRECT,
  openBench,
  openedPage,
  paidOrder,
  platformKit,
  signedByHand,
  type Values,
} from './bench';
import { sdkFor } from './sdk-client';

const opened: Bench[] = [];

async function bench(settings: Values = {}): Promise<{ bench: Bench; kit: MerchantKit }> {
  const fresh = await openBench({ settings });
  opened.push(fresh);
  return { bench: fresh, kit: await fresh.provider.enrolDirect(DIRECT, { mode: 'key' }) };
}

const statuses = ({ shop }: Bench) => shop.heard.map(({ values }) => values['trade_status']);

const refund = async (at: Bench, kit: MerchantKit, trade: string, number: string, amount: string) => {
  const content = { out_trade_no: trade, out_request_no: number, refund_amount: amount };
  await call(at, signedByHand(kit, 'alipay.trade.refund', content));
  await at.clock.settle();
};

describe('Alipay: notices', () => {
  after(() =>
    assert.deepEqual(
      opened.flatMap(({ troubles }) => troubles),
      [],
    ),
  );

  it('tells a payment once, signed, with everything that was asked for and nothing empty (traps 7 and 8, A20)', async () => {
    const { bench: at, kit } = await bench();
    const subject = '100% 龙井 + "茶" <b>';
    const passback = encodeURIComponent('table=7&note=50% 折');
    await paidOrder(at, kit, { out_trade_no: 'TOLD_1', subject, body: '', passback_params: passback });
    await at.clock.advance(3 * DAY_MS);
    const [{ values = {}, type } = {}, ...more] = at.shop.heard;
    assert.deepEqual([more, type], [[], 'application/x-www-form-urlencoded; charset=utf-8']);
    assert.deepEqual([values['subject'], values['passback_params']], [subject, passback]);
    assert.equal(values['fund_bill_list'], '[{"amount":"128.50","fundChannel":"ALIPAYACCOUNT"}]');
    assert.deepEqual(
      Object.values(values).filter((value) => value === ''),
      [],
    );
    const { notify_id: id = '', trade_no: tradeNo = '', buyer_open_id: buyer, sign: _sign, ...rest } = values;
    assert.match(id, /^2026112400222090000\d{15}$/);
    assert.match(tradeNo, /^20261124\d{20}$/);
    assert.match(buyer ?? '', /^0/);
    assert.deepEqual(rest, {
      notify_time: '2026-11-24 09:00:00',
      notify_type: 'trade_status_sync',
      app_id: kit.app.appId,
      auth_app_id: kit.app.appId,
      charset: 'utf-8',
      version: '1.0',
      sign_type: 'RSA2',
      out_trade_no: 'TOLD_1',
      trade_status: 'TRADE_SUCCESS',
      seller_id: kit.app.pid,
      subject,
      passback_params: passback,
      total_amount: '128.50',
      receipt_amount: '128.50',
      buyer_pay_amount: '128.50',
      invoice_amount: '128.50',
      point_amount: '0.00',
      buyer_logon_id: 'li-***@example.com',
      gmt_create: '2026-11-24 09:00:00',
      gmt_payment: '2026-11-24 09:00:00',
      fund_bill_list: values['fund_bill_list'],
    });
    const sdk = sdkFor(kit, at.origin);
    assert.equal(sdk.checkNotifySignV2(values), true);
    // A framework that drops, adds or rewrites a parameter breaks it (traps 7, 8 and 9).
    assert.equal(sdk.checkNotifySignV2({ ...values, route: 'x' }), false);
    const { gmt_payment: _dropped, ...fewer } = values;
    assert.equal(sdk.checkNotifySignV2(fewer), false);
    assert.equal(sdk.checkNotifySignV2({ ...values, fund_bill_list: '[]' }), false);
    const escaped = values['fund_bill_list']?.replaceAll('"', '&quot;') ?? '';
    assert.equal(sdk.checkNotifySignV2({ ...values, fund_bill_list: escaped }), false);
    assert.equal(sdk.checkNotifySignV2({ ...values, passback_params: decodeURIComponent(passback) }), false);
  });

  it('repeats what is not heard exactly, on the published schedule, under one number (A21)', async () => {
    const { bench: at, kit } = await bench();
    const replies = [
      () => new Response('fail'),
      () => new Response('SUCCESS'),
      () => new Response('success\n'),
      () => new Response('"success"'),
      () => new Response('success', { status: 201 }),
      () => new Response('success', { status: 302, headers: { location: 'https://shop.example/ok' } }),
      () => new Response('', { status: 500 }),
      () => new Response('no'),
    ];
    at.shop.reply = () => replies[at.shop.heard.length - 1]?.() ?? new Response('success');
    const start = at.clock.now();
    await paidOrder(at, kit, { out_trade_no: 'AGAIN_1' });
    await at.clock.advance(3 * DAY_MS);
    const [m, h] = [MINUTE_MS, HOUR_MS];
    const gaps = [4 * m, 10 * m, 10 * m, h, 2 * h, 6 * h, 15 * h];
    const due = [start];
    for (const gap of gaps) due.push((due.at(-1) ?? 0) + gap);
    assert.deepEqual(
      at.shop.heard.map((heard) => heard.at),
      due,
    );
    assert.equal(new Set(at.shop.heard.map(({ values }) => values['notify_id'])).size, 1);
    assert.equal(new Set(at.shop.heard.map(({ values }) => values['notify_time'])).size, 8);
    const sdk = sdkFor(kit, at.origin);
    assert.ok(at.shop.heard.every(({ values }) => sdk.checkNotifySignV2(values)));
  });

  it('stops once it is heard, and starts with three resends where a setting says so', async () => {
    const { bench: at, kit } = await bench({ immediateResends: 'three' });
    at.shop.reply = () => new Response(at.shop.heard.length < 5 ? 'later' : 'success');
    const start = at.clock.now();
    await paidOrder(at, kit, { out_trade_no: 'THREE_1' });
    await at.clock.advance(DAY_MS);
    assert.deepEqual(
      at.shop.heard.map((heard) => heard.at - start),
      [0, 0, 0, 0, 4 * MINUTE_MS],
    );
  });

  it('counts an answer that comes too late as none', async () => {
    const due: Array<() => void | Promise<void>> = [];
    const attempts: number[] = [];
    const at = (_due: number, task: () => void | Promise<void>) => {
      due.push(task);
      return () => {};
    };
    const clock = { now: () => 0, at };
    const never = () => new Promise<Response>(() => {});
    const build = async (attempt: number) => {
      attempts.push(attempt);
      return new Request('https://shop.example/');
    };
    new Notifier(clock, [1], never, 5_000).post({ url: '', build, heard: async () => true });
    for (let i = 0; i < due.length && attempts.length < 2; i += 1) {
      void due[i]?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(attempts, [0, 1]);
  });

  it('sends the media type that some parsers refuse where a setting says so (trap 10)', async () => {
    const { bench: at, kit } = await bench({ noticeContentType: 'malformed' });
    await paidOrder(at, kit, { out_trade_no: 'TYPE_1' });
    assert.equal(at.shop.heard[0]?.type, 'application/x-www-form-urlencoded; text/html; charset=utf-8');
    assert.equal(sdkFor(kit, at.origin).checkNotifySignV2(at.shop.heard[0]?.values), true);
  });

  it('tells refunds with the numbers of the refund and the sum of all (traps 11 and 19)', async () => {
    const { bench: at, kit } = await bench();
    await paidOrder(at, kit, { out_trade_no: 'BACK_1' });
    await refund(at, kit, 'BACK_1', 'R1', '28.50');
    await refund(at, kit, 'BACK_1', 'R2', '100.00');
    assert.deepEqual(statuses(at), ['TRADE_SUCCESS', 'TRADE_SUCCESS', 'TRADE_CLOSED']);
    const told = at.shop.heard
      .slice(1)
      .map(({ values }) => [values['out_biz_no'], values['send_back_fee'], values['refund_fee'], values['gmt_refund']]);
    assert.deepEqual(told, [
      ['R1', '28.50', '28.50', '2026-11-24 09:00:00.000'],
      ['R2', '100.00', '128.50', '2026-11-24 09:00:00.000'],
    ]);
    assert.equal(new Set(at.shop.heard.map(({ values }) => values['notify_id'])).size, 3);
  });

  const TRIGGERS = {
    current: { wap: ['TRADE_SUCCESS'], gone: [] },
    legacy: { wap: ['TRADE_SUCCESS', 'TRADE_FINISHED'], gone: ['TRADE_CLOSED'] },
    everything: { wap: ['TRADE_SUCCESS', 'TRADE_FINISHED'], gone: ['TRADE_CLOSED'] },
  } as const;

  for (const [noticeTriggers, { wap, gone }] of Object.entries(TRIGGERS)) {
    it(`tells ends as the setting "${noticeTriggers}" says (traps 11 and 12, A22)`, async () => {
      const { bench: at, kit } = await bench({ noticeTriggers });
      await at.provider.pay(await openedPage(at, kit, { out_trade_no: 'END_1' }), 'li-na', 'paid');
      await at.clock.advance(366 * DAY_MS);
      assert.deepEqual(statuses(at), wap);
      const code = await openedPage(at, kit, { out_trade_no: 'END_2', timeout_express: '30m' });
      await at.provider.pay(code, 'li-na', 'declined');
      // A page that nobody opened never was a trade, so there is nothing to tell.
      await openedPage(at, kit, { out_trade_no: 'END_3', timeout_express: '30m' });
      await at.clock.advance(HOUR_MS);
      assert.deepEqual(statuses(at).slice(wap.length), gone);
      if (gone.length > 0) assert.equal(at.shop.heard.at(-1)?.values['gmt_close'], '2027-11-25 09:30:00');
    });
  }

  it('tells of a payer who has scanned where everything is told, and of refunds where a setting says so', async () => {
    const { bench: at, kit } = await bench({ noticeTriggers: 'everything', refundNotices: 'none' });
    const order = { out_trade_no: 'SCAN_1', total_amount: '1.00', subject: 'x' };
    const values = signedByHand(kit, 'alipay.trade.precreate', order, { notify_url: 'https://shop.example/n' });
    const code = (await call(at, values)).body['qr_code'] ?? '';
    await at.provider.pay(code, 'li-na', 'declined');
    await at.provider.pay(code, 'li-na', 'paid');
    await at.clock.settle();
    await refund(at, kit, 'SCAN_1', 'R1', '0.40');
    assert.deepEqual(statuses(at), ['WAIT_BUYER_PAY', 'TRADE_SUCCESS']);
    assert.equal(at.shop.heard[0]?.values['gmt_payment'], undefined);
    // Who has only seen this one has not met the list that frameworks escape (trap 8).
    const listed = at.shop.heard.map(({ values: told }) => told['fund_bill_list'] !== undefined);
    assert.deepEqual(listed, [false, true]);
  });

  it('writes what sources leave open as the settings say', async () => {
    const settings = { refundTimeInNotices: 'whole-seconds', buyerIdentifier: 'account-number' };
    const { bench: at, kit } = await bench(settings);
    await paidOrder(at, kit, { out_trade_no: 'OPEN_1' });
    await refund(at, kit, 'OPEN_1', 'R1', '0.40');
    const [, { values = {} } = {}] = at.shop.heard;
    assert.equal(values['gmt_refund'], '2026-11-24 09:00:00');
    assert.match(values['buyer_id'] ?? '', /^2088\d{12}$/);
    assert.equal(values['buyer_open_id'], undefined);
    const { body } = await call(at, signedByHand(kit, 'alipay.trade.query', { out_trade_no: 'OPEN_1' }));
    assert.deepEqual([body['buyer_user_id'], body['buyer_open_id']], [values['buyer_id'], undefined]);
  });

  it('speaks the charset and the algorithm of the order', async () => {
    const { bench: at } = await bench();
    const legacy = await at.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key', legacy: true });
    await paidOrder(at, legacy, { out_trade_no: 'OLD_1', subject: 'tea' }, { sign_type: 'RSA', charset: 'gbk' });
    const [{ values = {}, type } = {}] = at.shop.heard;
    assert.deepEqual([values['charset'], values['sign_type'], type?.slice(-11)], ['gbk', 'RSA', 'charset=gbk']);
    assert.equal(sdkFor(legacy, at.origin, 'PKCS8', { signType: 'RSA' }).checkNotifySignV2(values), true);
  });

  describe('in certificate mode', () => {
    let kit: MerchantKit;
    const told = async (certSnInNotices: string) => {
      const at = await openBench({ settings: { certSnInNotices } });
      opened.push(at);
      kit = await at.provider.enrolDirect(DIRECT, { mode: 'certificate' });
      await paidOrder(at, kit, { out_trade_no: 'CERT_1' });
      return at.shop.heard[0]?.values ?? {};
    };
    let without: (values: Values) => Values;
    before(() => {
      without = ({ alipay_cert_sn: _sn, ...values }) => values;
    });

    for (const [rule, { named, whole }] of Object.entries({
      absent: { named: false, whole: true },
      unsigned: { named: true, whole: false },
      signed: { named: true, whole: true },
    })) {
      it(`${named ? 'names' : 'does not name'} its certificate where the setting is "${rule}"`, async () => {
        const values = await told(rule);
        const sdk = sdkFor(kit, 'https://openapi.alipay.com');
        assert.equal(values['alipay_cert_sn'], named ? sdk.config.alipayCertSn : undefined);
        assert.equal(sdk.checkNotifySignV2(values), whole);
        assert.equal(sdk.checkNotifySignV2(without(values)), rule !== 'signed');
      });
    }
  });

  it('names the seller of a platform’s order as the setting says', async () => {
    for (const sellerInNotices of ['sub-merchant', 'platform']) {
      const at = await openBench({ settings: { sellerInNotices } });
      opened.push(at);
      const { platform, payees } = await platformKit(at, [DIRECT]);
      const payee = payees[DIRECT.owner] ?? '';
      const details = [{ trans_in_type: 'defaultSettle', amount: '128.50' }];
      const content = { sub_merchant: { merchant_id: payee }, settle_info: { settle_detail_infos: details } };
      await paidOrder(at, platform, { out_trade_no: 'SUB_1', ...content });
      assert.equal(at.shop.heard[0]?.values['seller_id'], sellerInNotices === 'platform' ? platform.app.pid : payee);
    }
  });
});
