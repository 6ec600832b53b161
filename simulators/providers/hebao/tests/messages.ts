import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { encodeText } from '../../charset';
import { hmacOf } from '../hmac';
import {
  type Bench,
  call,
  doubleHmac,
  openBench,
  paidOrder,
  send,
  sendRaw,
  sessionOf,
  signed,
  valuesOf,
} from './bench';

describe('HeBao: messages and their signature', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  it('signs as the vector of the sheet has it (B2)', () => {
    assert.equal(hmacOf('888009953110701x', '121212'), 'a9e645a0ba5f8bd9e13ccb122873b9e7');
  });

  it('signs values in the fixed order, what is missing as an empty text in its place (HB-01)', async () => {
    const values = valuesOf(bench, 'DirectPayConfirm', { orderId: 'HB01' });
    const { bankAbbr: _, reserved1: __, ...sent } = signed(bench, values);
    assert.equal((await send(bench, sent)).values['returnCode'], '000000');
    const { hmac = '', ...rest } = sent;
    const turned = Object.fromEntries([...Object.entries(rest)].reverse());
    assert.equal(
      (await send(bench, { ...turned, hmac })).values['returnCode'],
      '000000',
      'the order on the wire is free',
    );
    const alphabetic = Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
    assert.equal((await send(bench, signed(bench, alphabetic))).values['returnCode'], 'SIM0005');
  });

  it('refuses a single HMAC, capitals, and a key that is not the merchant’s (HB-02)', async () => {
    const values = valuesOf(bench, 'OrderQuery', { orderId: 'HB02' });
    const text = Object.values(values).join('');
    const { createHmac } = await import('node:crypto');
    const key = bench.merchant.signKeys[0] ?? '';
    const single = createHmac('md5', key).update(text).digest('hex');
    const wrong = [single, doubleHmac(text, key).toUpperCase(), doubleHmac(text, 'another'), '', 'ä'.repeat(32)];
    for (const hmac of wrong)
      assert.equal((await send(bench, { ...values, hmac })).values['returnCode'], 'SIM0005', hmac);
  });

  it('refuses a boundary that was shifted under a signature that fits (HB-03)', async () => {
    const values = valuesOf(bench, 'DirectPayConfirm', { orderId: 'HB03' });
    const genuine = signed(bench, values);
    const shifts: Array<Readonly<Record<string, string>>> = [
      { amount: '1285', bankAbbr: '0' },
      { version: '2.0.01', amount: '2850' },
      { requestId: `${values['requestId']}M`, signType: 'D5' },
      { orderId: 'HB032', merAcDate: '0261124' },
      { currency: '0', amount: '128500' },
    ];
    const before = bench.provider.book.trades().length;
    for (const shift of shifts) {
      const moved = { ...genuine, ...shift };
      const code = (await send(bench, moved)).values['returnCode'];
      assert.ok(code === 'SIM0002' || code === 'SIM0005', JSON.stringify([shift, code]));
    }
    assert.equal(bench.provider.book.trades().length, before);
  });

  it('answers in one line, with HTTP 200 whatever happened, and says whose profile it is', async () => {
    const good = await call(bench, 'DirectPayConfirm', { orderId: 'LINE' });
    assert.match(
      good.text,
      /^merchantId=\d{15}&requestId=R\d+&signType=MD5&type=DirectPayConfirm&version=2\.0\.0&returnCode=000000&message=SUCCESS&payUrl=url<hi:=>https:\/\/ipos\.10086\.cn\/sim\/cashier<hi:\$\$>method<hi:=>POST<hi:\$\$>sessionId<hi:=>\d+&hmac=[0-9a-f]{32}$/,
    );
    const bad = await call(bench, 'OrderQuery', { orderId: 'NOBODY' });
    assert.deepEqual([bad.status, bad.values['returnCode']], [200, 'SIM0010']);
    assert.ok(!/[\r\n]/.test(bad.text));
    assert.equal(good.headers.get('x-sim-profile'), 'hebao-sim-profile/0');
  });

  it('escapes messages as UTF-8 and signs them as they were before (HB-10)', async () => {
    const { values } = await call(bench, 'OrderQuery', { orderId: 'NOBODY' });
    assert.match(values['message'] ?? '', /^%E8/);
    const names =
      'merchantId payNo returnCode message signType type version amount amtItem bankAbbr mobile orderId payDate reserved1 reserved2 status orderDate fee'.split(
        ' ',
      );
    const text = names.map((name) => decodeURIComponent(values[name] ?? '')).join('');
    assert.equal(values['hmac'], doubleHmac(text, bench.merchant.signKeys[0] ?? ''));
  });

  it('reads and writes GBK where the order says so, and signs the text and not its bytes (HB-10)', async () => {
    const values = signed(
      bench,
      valuesOf(bench, 'DirectPayConfirm', { orderId: 'GBK', characterSet: '00', reserved1: '备注' }),
    );
    const body = Object.entries(values).map(([name, text]) => {
      const escaped = [...encodeText(text, 'gbk')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      return `${name}=${escaped}`;
    });
    const reply = await sendRaw(bench, body.join('&'));
    assert.equal(reply.values['returnCode'], '000000');
    const trade = bench.provider.book.byOutTradeNo(bench.merchant.merchantId, 'GBK');
    assert.equal(trade?.description, '一壶龙井');
    await bench.provider.pay(sessionOf(reply), 'li-na', 'paid');
    await bench.clock.settle();
    const notice = bench.shop.heard.at(-1)?.body ?? '';
    assert.ok(notice.includes('reserved1=%B1%B8%D7%A2'), notice);
    const till = { characterSet: '00', orderId: 'GBK', orderDate: '20261124' };
    const answer = await call(bench, 'OrderQueryByYPOS', till);
    assert.equal(answer.values['ordSts'], '支付完成');
    assert.ok(Buffer.from(answer.bytes).includes(Buffer.from(encodeText('支付完成', 'gbk'))));
  });

  it('takes a request by GET as well, as one platform sends its phone orders', async () => {
    const query = new URLSearchParams(signed(bench, valuesOf(bench, 'WAPDirectPayConfirm', { orderId: 'GET' })));
    const { values } = await sendRaw(bench, undefined, `/ips/cmpayService?${query}`);
    assert.equal(values['returnCode'], '000000');
    assert.match(values['payUrl'] ?? '', /^url<hi:=>https:\/\/ipos\.10086\.cn\/wap\/index\.xhtml<hi/);
  });

  it('keeps each gateway to its messages', async () => {
    const values = signed(bench, valuesOf(bench, 'OrderQuery', { orderId: 'X' }));
    const { values: answer } = await sendRaw(bench, new URLSearchParams(values).toString(), '/cps/cmpayService');
    assert.equal(answer['returnCode'], 'SIM0003');
  });

  it('signs no failure for whoever has not signed himself, so that nobody has texts signed', async () => {
    const unsigned = await send(bench, valuesOf(bench, 'OrderQuery', { orderId: 'X' }));
    assert.deepEqual([unsigned.values['returnCode'], unsigned.values['hmac']], ['SIM0005', undefined]);
    const silent = await openBench({ failureHmac: 'absent' });
    assert.equal((await call(silent, 'OrderQuery', { orderId: 'X' })).values['hmac'], undefined);
  });

  it('takes the same order again, and no other under its numbers (HB-08)', async () => {
    const values = valuesOf(bench, 'DirectPayConfirm', { orderId: 'AGAIN', requestId: 'AGAIN' });
    const first = await send(bench, signed(bench, values));
    const second = await send(bench, signed(bench, values));
    assert.equal(first.text, second.text);
    const dearer = await send(bench, signed(bench, { ...values, amount: '12851' }));
    assert.equal(dearer.values['returnCode'], 'SIM0012');
    const other = await send(bench, signed(bench, { ...values, orderId: 'OTHER' }));
    assert.equal(other.values['returnCode'], 'SIM0011');
    await bench.provider.crash();
    const later = await send(bench, signed(bench, { ...values, orderId: 'OTHER' }));
    assert.equal(later.values['returnCode'], 'SIM0011', 'after a crash, too');
  });

  it('keeps the signature of whoever ordered, under the key of that time', async () => {
    const fresh = await openBench();
    await call(fresh, 'DirectPayConfirm', { orderId: 'PROOF' });
    const trade = () => fresh.provider.book.byOutTradeNo(fresh.merchant.merchantId, 'PROOF');
    const known = trade();
    assert.ok(known && fresh.provider.proves(known));
    await fresh.provider.rotateKeys(false);
    assert.equal((await call(fresh, 'OrderQuery', { orderId: 'PROOF' })).values['returnCode'], '000000');
    await fresh.provider.rotateKeys(true);
    assert.equal((await call(fresh, 'OrderQuery', { orderId: 'PROOF' })).values['returnCode'], 'SIM0005');
    const renewed = fresh.provider.register.merchant(fresh.merchant.merchantId)?.signKeys.at(-1);
    const query = signed(fresh, valuesOf(fresh, 'OrderQuery', { orderId: 'PROOF' }), renewed);
    assert.equal((await send(fresh, query)).values['status'], 'SIM_WAITING');
    assert.ok(fresh.provider.proves(known), 'an old proof names the old key');
    assert.ok(
      !fresh.provider.proves({
        ...known,
        proof: { signed: 'eA==', signature: known.proof?.signature ?? '', key: known.proof?.key ?? '' },
      }),
    );
  });

  it('says how an order stands: waiting, paid, closed by its period', async () => {
    await call(bench, 'DirectPayConfirm', { orderId: 'STANDS', period: '1' });
    const status = async () => (await call(bench, 'OrderQuery', { orderId: 'STANDS' })).values['status'];
    const words = async () =>
      (await call(bench, 'OrderQueryByYPOS', { orderId: 'STANDS', orderDate: '20261124' })).values['ordSts'];
    assert.deepEqual([await status(), await words()], ['SIM_WAITING', '等待付款']);
    await bench.clock.advance(61_000);
    assert.deepEqual([await status(), await words()], ['SIM_CLOSED', '订单关闭']);
    await paidOrder(bench, 'STANDS2');
    const { values } = await call(bench, 'OrderQuery', { orderId: 'STANDS2' });
    assert.deepEqual(
      [values['status'], values['amount'], values['amtItem']],
      ['SUCCESS', '12850', 'CNY_AMT=12850#CMY_AMT=0#RED_AMT=0#VCH_AMT=0#POT_CHG_AMT=0'],
    );
    assert.match(values['mobile'] ?? '', /^1\d\d\*{4}\d{4}$/);
    const till = await call(bench, 'OrderQueryByYPOS', { orderId: 'STANDS2', orderDate: '20261123' });
    assert.equal(till.values['returnCode'], 'SIM0010', 'the day belongs to the name of an order at a till');
  });
});
