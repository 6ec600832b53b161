import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import {
  ask,
  type Bench,
  isSealed,
  openBench,
  openedPage,
  orderOf,
  post,
  sent,
  signed,
  stateOf,
  type Values,
} from './bench';
import { gbkForm } from './gbk';

describe('UnionPay: bad input', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  const codeOf = async (values: Values) => (await ask(bench, 'back', values))['respCode'];
  const scanned = (more: Values = {}) => orderOf(bench, { txnSubType: '07', bizType: '000000', ...more });

  it('refuses every field that is not of its form, changes nothing and seals the refusal', async () => {
    const before = stateOf(bench);
    const bad: Values[] = [
      ...['0', '00', '-1', '+1', '1.5', '1e3', ' 1', '１', '1234567890123', 'x'].map((txnAmt) => ({ txnAmt })),
      ...['short', 'WITH_LINE', 'WITH-DASH', 'x'.repeat(41), '订单编号一二三四'].map((orderId) => ({ orderId })),
      ...['2026', '20261332000000', '20261124250000', 'now'].map((txnTime) => ({ txnTime })),
      ...['840', 'CNY'].map((currencyCode) => ({ currencyCode })),
      ...['ftp://x', 'javascript:alert(1)', `https://x/${'y'.repeat(300)}`, '/relative'].map((backUrl) => ({
        backUrl,
      })),
      { channelType: '99' },
      { accessType: '9' },
      { accessType: '2' },
      { bizType: '1' },
      { orderDesc: 'x'.repeat(129) },
      { reqReserved: 'a&b=c' },
      { reqReserved: 'x'.repeat(1025) },
      { reserved: 'x'.repeat(4097) },
    ];
    for (const change of bad) {
      const told = await ask(bench, 'back', scanned(change));
      assert.equal(told['respCode'], '10', JSON.stringify(change));
      assert.ok(isSealed(bench, told), JSON.stringify(change));
    }
    for (const name of ['orderId', 'txnTime', 'txnAmt', 'currencyCode', 'bizType', 'accessType']) {
      assert.equal(await codeOf(scanned({ [name]: '' })), '10', name);
    }
    assert.equal(stateOf(bench), before);
  });

  it('refuses versions, methods, transactions and encodings that it does not have', async () => {
    const others: Values[] = [{ version: '1.0.0' }, { signMethod: '99' }, { encoding: 'latin1' }, { version: '' }];
    for (const change of others)
      assert.equal((await sent(bench, 'back', signed(bench.kit, scanned(change))))['respCode'], '10');
    const unknown: Values[] = [
      { txnType: '88' },
      { txnSubType: '99' },
      { txnType: '__proto__' },
      { txnType: 'constructor' },
    ];
    for (const change of unknown) {
      assert.equal(await codeOf(scanned(change)), '10', JSON.stringify(change));
    }
    assert.equal((await ask(bench, 'query', scanned()))['respCode'], '10');
  });

  it('refuses what is said twice, bodies that are no form, and more than a body may be', async () => {
    const twice = `${new URLSearchParams(signed(bench.kit, scanned()))}&txnAmt=1`;
    assert.match(await (await post(bench, 'back', twice)).text(), /respCode=10/);
    const bodies = ['', '&&&', '{"txnType":"01"}', '<!DOCTYPE a [<!ENTITY b "c">]><xml>&b;</xml>', '%', '%zz=%', '='];
    for (const body of bodies) {
      const response = await post(bench, 'back', body);
      assert.equal(response.status, 200, body);
      assert.match(await response.text(), /respCode=1[01]/, body);
    }
    const large = await post(bench, 'back', `a=${'x'.repeat(1024 * 1024 + 1)}`);
    assert.match(await large.text(), /respCode=10/);
    const request = new Request('https://gateway.95516.com/gateway/api/backTransReq.do');
    assert.equal((await bench.network.receive(bench.provider, request)).status, 404);
  });

  it('repeats nothing of a request that would read as other fields', async () => {
    const values = { ...scanned(), orderId: 'ORDER&respCode=00', reqReserved: 'x\r\ny' };
    const told = await ask(bench, 'back', values);
    assert.deepEqual([told['respCode'], told['orderId'], told['reqReserved']], ['10', undefined, undefined]);
    const lenient = await openBench({ awkwardReserved: 'echoed' });
    assert.equal((await ask(lenient, 'app', orderOf(lenient, { reqReserved: 'a&b=c' })))['respCode'], '00');
    assert.equal(await codeOf(scanned({ reqReserved: '{a=1&b=2}' })), '00');
  });

  it('reads GBK where a request says so, and answers in it', async () => {
    const order = orderOf(bench, { encoding: 'GBK', orderDesc: '一壶龙井', channelType: '08' });
    const response = await post(bench, 'app', gbkForm(bench.kit, order));
    const text = new TextDecoder('gbk').decode(await response.arrayBuffer());
    assert.match(text, /respCode=00.*respMsg=成功\[0000000\]/s);
    assert.equal(response.headers.get('content-type'), 'text/html;charset=GBK');
    const { merId } = bench.kit.merchant;
    assert.equal(bench.provider.book.byOutTradeNo(merId, order['orderId'] ?? '')?.description, '一壶龙井');
  });

  it('survives anything, on every address', async () => {
    const before = stateOf(bench);
    const places = ['front', 'app', 'back', 'query', 'order', 'file'] as const;
    const field = fc.constantFrom(
      'txnType',
      'txnSubType',
      'merId',
      'orderId',
      'version',
      'encoding',
      'signMethod',
      'certId',
    );
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.dictionary(field, fc.string({ maxLength: 30 })).map((form) => new URLSearchParams(form).toString()),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), anything, async (place, body) => {
        const response = await post(bench, place, body);
        assert.equal(response.status, 200);
      }),
      { numRuns: 200, seed: 20_261_124 },
    );
    assert.equal(stateOf(bench), before);
  });

  it('cannot be moved by anything that is signed properly and is nonsense', async () => {
    const order = orderOf(bench);
    const tn = await openedPage(bench, order);
    const before = stateOf(bench);
    const name = fc.constantFrom(
      'txnAmt',
      'orderId',
      'txnTime',
      'origQryId',
      'settleDate',
      'qrNo',
      'certType',
      'reqReserved',
    );
    const kinds = ['04/00', '31/00', '99/01', '01/06', '00/00', '76/01'].map((kind) => kind.split('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.dictionary(name, fc.string({ maxLength: 30 })),
        async ([txnType = '', txnSubType = ''], change) => {
          const place = txnType === '00' ? 'query' : txnType === '76' ? 'file' : 'back';
          const values = { ...orderOf(bench), txnType, txnSubType, orderId: 'nobody', ...change };
          const { respCode } = await ask(bench, place, values);
          assert.notEqual(respCode, '00');
        },
      ),
      { numRuns: 100, seed: 20_261_124 },
    );
    assert.equal(stateOf(bench), before);
    assert.equal(await bench.provider.pay(tn, 'li-na', 'paid'), undefined);
  });
});
