import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import { formText } from '../../charset';
import { PATHS } from '../gate';
import { signedText, signMsgOf } from '../signature';
import {
  ask,
  type Bench,
  openBench,
  order,
  orderOf,
  paidOrder,
  queryOf,
  send,
  sendRaw,
  sessionOf,
  signed,
  signMsg,
} from './bench';

describe('WoPay: orders, queries and their signature', () => {
  let bench: Bench;

  before(async () => {
    bench = await openBench();
  });

  it('signs as the vectors of the sheet have it, by both algorithms (C2)', () => {
    const vector = {
      amount: '1234',
      charSet: 'UTF-8',
      merNo: '301100110000001',
      orderDate: '20261122',
      orderNo: 'HARNESS0001',
    };
    const of = (signType: string) => signMsgOf(signedText({ ...vector, signType }), 'EXAMPLEKEY', signType, 'utf-8');
    assert.equal(of('MD5'), '4d115db79e9e40dd41ebe6701ee1155f');
    assert.equal(of('SHA-1'), '8b916b3142feaec16ae14bf1c902ca03164de7b9');
  });

  it('leaves out what is empty, and hmac, signMsg and cert in whatever letters (WO-01)', () => {
    const values = { b: '2', a: '1', empty: '', hmac: 'x', SIGNMSG: 'y', cert: 'z', C: '3' };
    assert.equal(signedText(values), 'C=3|a=1|b=2');
  });

  it('takes an order by either algorithm and leads the browser to the wallet (WO-01)', async () => {
    for (const signType of ['MD5', 'SHA-1']) {
      const reply = await order(bench, `ALGORITHM${signType.slice(0, 3)}`, { signType });
      assert.equal(reply.status, 303);
      assert.match(reply.headers.get('location') ?? '', /^\/sim\/wallet\?code=wo[0-9A-Za-z]{24}$/);
    }
    const page = await bench.network.receive(
      bench.provider,
      new Request(bench.provider.walletUrl(sessionOf(await order(bench, 'PAGE')))),
    );
    const text = await page.text();
    assert.ok(text.includes('直连商户') && text.includes('¥128.50') && text.includes('name="password"'));
  });

  it('keeps nothing of an order whose signature does not fit, and says so to the browser (WO-02)', async () => {
    const values = orderOf(bench, 'FORGED');
    const genuine = signed(bench, values);
    const wrong = [
      { ...genuine, amount: '1' },
      { ...genuine, signMsg: '' },
      { ...genuine, signMsg: (genuine['signMsg'] ?? '').toUpperCase() },
      { ...genuine, signType: 'SHA-1' },
      signed(bench, values, 'another key'),
      { ...genuine, more: 'x' },
    ];
    for (const sent of wrong) {
      const reply = await send(bench, 'order', sent);
      assert.equal(reply.status, 400);
      assert.ok(reply.text.includes('SIM0005'), JSON.stringify(sent));
    }
    assert.equal(bench.provider.book.byOutTradeNo(bench.merchant.merNo, 'FORGED'), undefined);
  });

  it('refuses a hyphen in the number of an order (WO-04)', async () => {
    assert.ok((await order(bench, 'WITH-HYPHEN')).text.includes('SIM0002'));
  });

  it('wants a bank where an order goes straight to one', async () => {
    assert.ok((await order(bench, 'BANK', { tranType: '20102' })).text.includes('SIM0002'));
    assert.equal((await order(bench, 'BANK', { tranType: '20102', bankCode: 'ICBC_B2C' })).status, 303);
  });

  it('takes the same order again for the same, and no other under its number', async () => {
    const first = await order(bench, 'AGAIN');
    const later = await order(bench, 'AGAIN', { reqTime: '20261124090500' });
    assert.equal(sessionOf(first), sessionOf(later));
    assert.ok((await order(bench, 'AGAIN', { amount: '12851' })).text.includes('SIM0012'));
    await bench.provider.pay(sessionOf(first), 'li-na', 'paid');
    assert.ok((await order(bench, 'AGAIN')).text.includes('SIM0013'));
  });

  it('answers a query in signed lines, each `name=value` with a line feed (WO-03)', async () => {
    const journal = await paidOrder(bench, 'LINES');
    const { text, values, headers } = await ask(bench, 'LINES');
    assert.match(
      text,
      /^queryResult=SUCCESS\norderState=1\npayAmount=12850\npayJournl=\d{20}\n[\s\S]*signMsg=[0-9a-f]{32}\n$/,
    );
    assert.equal(values['payJournl'], journal);
    const { signMsg: given, ...rest } = values;
    assert.equal(given, signMsg(rest, bench.merchant.keys[0] ?? ''));
    assert.equal(headers.get('x-sim-profile'), 'wopay-sim-profile/0');
    const crlf = await openBench({ lineEnd: 'crlf', queryAnswer: 'public-lines' });
    await paidOrder(crlf, 'LINES');
    const lines = (await ask(crlf, 'LINES')).text.split('\r\n').map((line) => line.split('=')[0]);
    assert.deepEqual(lines, ['queryResult', 'orderState', 'payAmount', 'payJournl', 'signType', 'signMsg', '']);
  });

  it('names an order by number and day, and shows it to nobody but its merchant (WO-06)', async () => {
    await order(bench, 'DAY');
    assert.equal((await ask(bench, 'DAY')).values['orderState'], '0');
    assert.equal((await ask(bench, 'DAY', { orderDate: '20261123' })).values['queryResult'], 'SIM0010');
    assert.equal((await ask(bench, 'NONE')).values['queryResult'], 'SIM0010');
    const other = bench.provider.enrolDirect({ owner: 'merchant:other', name: '别家', domains: [] });
    assert.equal((await ask({ ...bench, merchant: other }, 'DAY')).values['queryResult'], 'SIM0010');
    const stolen = signed({ ...bench, merchant: other }, queryOf(bench, 'DAY'));
    assert.equal((await send(bench, 'query', stolen)).values['queryResult'], 'SIM0005');
  });

  it('lets an order end that nobody paid in the time of the profile', async () => {
    const session = sessionOf(await order(bench, 'ENDS'));
    await bench.clock.advance(31 * MINUTE_MS);
    assert.equal((await ask(bench, 'ENDS')).values['orderState'], '2');
    assert.equal(await bench.provider.pay(session, 'li-na', 'paid'), 'already-closed');
  });

  it('reads GBK where the address says so', async () => {
    const values = { ...orderOf(bench, 'GBK'), charSet: 'GBK' };
    const key = bench.merchant.keys[0] ?? '';
    const sent = { ...values, signMsg: signMsgOf(signedText(values), key, 'MD5', 'gbk') };
    const body = Buffer.from(formText(Object.entries(sent), 'gbk'));
    const reply = await sendRaw(bench, `${PATHS.order}?reqCharSet=GBK`, new Uint8Array(body));
    assert.equal(reply.status, 303);
    assert.equal(bench.provider.book.byOutTradeNo(bench.merchant.merNo, 'GBK')?.description, '一壶龙井');
    await bench.provider.pay(sessionOf(reply), 'li-na', 'paid');
    await bench.clock.settle();
    assert.ok(bench.shop.heard.at(-1)?.body.includes('goodsName=%D2%BB%BA%F8%C1%FA%BE%AE'));
  });

  it('keeps the signature of whoever ordered, under the key of that time', async () => {
    const fresh = await openBench();
    await order(fresh, 'PROOF', { signType: 'SHA-1' });
    const known = fresh.provider.book.byOutTradeNo(fresh.merchant.merNo, 'PROOF');
    assert.ok(known && fresh.provider.proves(known));
    await fresh.provider.rotateKeys(false);
    assert.equal((await ask(fresh, 'PROOF')).values['queryResult'], 'SUCCESS');
    await fresh.provider.rotateKeys(true);
    assert.equal((await ask(fresh, 'PROOF')).values['queryResult'], 'SIM0005');
    const renewed = fresh.provider.register.merchant(fresh.merchant.merNo);
    assert.ok(renewed);
    assert.equal((await ask({ ...fresh, merchant: renewed }, 'PROOF')).values['queryResult'], 'SUCCESS');
    assert.ok(fresh.provider.proves(known), 'an old proof names the old key');
    const { signature = '', key = '' } = known.proof ?? {};
    assert.ok(!fresh.provider.proves({ ...known, proof: { signed: 'eA==', signature, key } }));
  });

  it('has no payers’ codes, and says why', () => {
    assert.throws(() => bench.provider.showCode(), { name: 'NoPayerCodes' });
    assert.ok('none' in (bench.provider.profile.entrances?.payerCode ?? {}));
  });

  it('left no trouble behind', () => assert.deepEqual(bench.troubles, []));
});
