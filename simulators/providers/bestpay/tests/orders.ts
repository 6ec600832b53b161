import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DAY_MS } from '../../../kernel/time';
import {
  ANSWER,
  ask,
  type Bench,
  bring,
  codeIn,
  openBench,
  paidOrder,
  post,
  sealed,
  WAP,
  WAP_ONLY,
  WEB,
  webOrder,
} from './bench';

describe('BestPay: orders at the cashiers', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const trade = (orderNo: string) => bench.provider.book.byOutTradeNo(bench.merchant.merchantId, orderNo);

  it('are taken in fen on the web and in yuan on a phone (BP-10)', async () => {
    const web = await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'W1', '1234'));
    assert.match(web.headers.get('location') ?? '', /^\/sim\/wallet\?code=/);
    const wap = await bring(bench, `${WAP}/payWap.do`, webOrder(bench, 'W2', '12.34', WAP_ONLY));
    assert.ok(codeIn(wap));
    assert.deepEqual([trade('W1')?.amountFen, trade('W2')?.amountFen], [1234, 1234]);
    for (const [url, amount] of [
      [`${WEB}/payWeb.do`, '12.34'],
      [`${WAP}/payWap.do`, '1234'],
      [`${WAP}/payWap.do`, '12.3'],
      [`${WAP}/payWap.do`, '12.345'],
      [`${WEB}/payWeb.do`, '0'],
      [`${WEB}/payWeb.do`, '-1'],
      [`${WEB}/payWeb.do`, '1e2'],
      [`${WEB}/payWeb.do`, '01'],
    ] as const) {
      const refused = await bring(bench, url, webOrder(bench, 'W3', amount, WAP_ONLY));
      assert.equal(codeIn(refused), undefined, `${url} ${amount}`);
    }
    assert.equal(trade('W3'), undefined);
  });

  it('come in the address as well, as one client sends them', async () => {
    const query = new URLSearchParams(webOrder(bench, 'G1', '5'));
    const request = new Request(`${WEB}/payWeb.do?${query}`);
    assert.ok(codeIn(await bench.network.receive(bench.provider, request)));
  });

  it('are digested with the address of the payer or without', async () => {
    assert.ok(codeIn(await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'C1', '5', { CLIENTIP: '203.0.113.7' }))));
    const without = { ...webOrder(bench, 'C2', '5'), CLIENTIP: '203.0.113.7' };
    assert.ok(codeIn(await bring(bench, `${WEB}/payWeb.do`, without)));
    const strict = await openBench({ clientAddressInMac: 'signed' });
    assert.equal(
      codeIn(await bring(strict, `${WEB}/payWeb.do`, { ...webOrder(strict, 'C3', '5'), CLIENTIP: 'x' })),
      undefined,
    );
  });

  it('are one order however often they are brought, and no other under their number', async () => {
    const order = webOrder(bench, 'S1', '500');
    const [first, again] = [
      await bring(bench, `${WEB}/payWeb.do`, order),
      await bring(bench, `${WEB}/payWeb.do`, order),
    ];
    assert.equal(codeIn(first), codeIn(again));
    const other = await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'S1', '501'));
    assert.match(await other.text(), /-302 校验订单出错/);
    const request = await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'S1', '500', { ORDERREQTRANSEQ: 'S199' }));
    assert.match(await request.text(), /-302/);
    assert.equal(trade('S1')?.amountFen, 500);
  });

  it('must add up, for themselves and for those who share them (BP-13)', async () => {
    const { provider, merchant } = bench;
    const [agent = ''] = [...provider.register.family(merchant.merchantId)];
    for (const [change, code] of [
      [{ PRODUCTAMOUNT: '499' }, '-302'],
      [{ DIVDETAILS: `${agent}:499` }, '-3063'],
      [{ DIVDETAILS: `${agent}:0` }, '-3062'],
      [{ DIVDETAILS: `${agent}:250|${agent}:250` }, '-3065'],
      [{ DIVDETAILS: '043000000000000:500' }, '-3061'],
      [{ DIVDETAILS: `${provider.register.other(merchant.merchantId)}:500` }, '-3064'],
    ] as const) {
      const refused = await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'L1', '500', change));
      assert.match(await refused.text(), new RegExp(`>${code} `), JSON.stringify(change));
    }
    assert.ok(
      codeIn(await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'L1', '500', { DIVDETAILS: `${agent}:500` }))),
    );
  });

  it('are told with a sign, and with a number once somebody has paid', async () => {
    await bring(bench, `${WEB}/payWeb.do`, webOrder(bench, 'Q1', '700'));
    const waiting = await ask(bench, 'Q1', 'Q100');
    assert.deepEqual([waiting.result?.['transStatus'], waiting.result?.['ourTransNo']], ['A', '']);
    await paidOrder(bench, 'Q2', '700');
    const { success, result, errorCode } = await ask(bench, 'Q2', 'Q200');
    assert.deepEqual([success, errorCode, result?.['transStatus'], result?.['refundFlag']], [true, null, 'B', '0']);
    assert.match(result?.['ourTransNo'] ?? '', /^20261124\d{14}$/);
    assert.match(result?.['customerId'] ?? '', /^1\d{2}\*{4}\d{4}$/);
    const values = Object.fromEntries(Object.entries(result ?? {}).map(([name, value]) => [name, value ?? 'null']));
    assert.equal(result?.['sign'], sealed(values, ANSWER, bench.merchant.key));
  });

  it('are found near the day that a query names, and nowhere else', async () => {
    await paidOrder(bench, 'D1');
    for (const [day, found] of [
      ['20261123', true],
      ['20261124', true],
      ['20261125', true],
      ['20261122', false],
      ['20261126', false],
    ] as const) {
      assert.equal((await ask(bench, 'D1', 'D100', day)).success, found, day);
    }
    assert.equal((await ask(bench, 'D1', 'D199')).errorCode, 'BE110062');
    assert.equal((await ask(bench, 'D1', 'D100', '20261399')).errorCode, 'BE199999');
  });

  it('are void once their time is over', async () => {
    const late = await openBench();
    await bring(late, `${WEB}/payWeb.do`, webOrder(late, 'V1', '500'));
    await late.clock.advance(DAY_MS + 1);
    assert.equal((await ask(late, 'V1', 'V100')).result?.['transStatus'], 'G');
  });

  it('lead back to the merchant, with or without the result', async () => {
    const page = (from: Bench, code: string) =>
      from.network.receive(from.provider, new Request(`${WEB}/sim/wallet?code=${code}`));
    await paidOrder(bench, 'B1');
    assert.match(
      await (await page(bench, trade('B1')?.credential ?? '')).text(),
      /href="https:\/\/shop\.example\/back"/,
    );
    const telling = await openBench({ wayBack: 'with-result' });
    await paidOrder(telling, 'B1');
    const { credential = '' } = telling.provider.book.byOutTradeNo(telling.merchant.merchantId, 'B1') ?? {};
    assert.match(await (await page(telling, credential)).text(), /back\?UPTRANSEQ=/);
  });

  it('are refused where the MAC is missing, another, or somebody else’s', async () => {
    const { MAC, ...unsigned } = webOrder(bench, 'M1', '500');
    for (const values of [
      unsigned,
      { ...unsigned, MAC: MAC?.toLowerCase() ?? '' },
      { ...unsigned, MAC: 'A'.repeat(32) },
    ]) {
      const refused = await post(bench, `${WEB}/payWeb.do`, new URLSearchParams(values).toString());
      assert.match(await refused.text(), /BE300001/);
    }
    const stranger = await bring(
      bench,
      `${WEB}/payWeb.do`,
      webOrder(bench, 'M1', '500', { MERCHANTID: '043000000000000' }),
    );
    assert.match(await stranger.text(), /1001 商户未注册/);
    assert.equal(trade('M1'), undefined);
  });
});
