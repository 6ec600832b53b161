import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, fits, macOf, macText } from '../mac';
import { signedText } from '../mapi/signature';

/** The vectors of the protocol sheet, and of the public text that it quotes. */
describe('BestPay: public test vectors', () => {
  it('digests a payment with a code in its order', () => {
    const values = {
      merchantId: '043101180050000',
      orderNo: '2026112200000001',
      orderReqNo: '2026112200000001',
      orderDate: '20261122101112',
      barcode: '515665002854886972',
      orderAmt: '1234',
    };
    const key = 'TESTKEY0000000000000000000000000';
    const mac = '263AC99813E0D03537666CE8FEAF5DE2';
    assert.equal(macOf('placeOrder', fieldsOf(values), key), mac);
    const text = macText('placeOrder', fieldsOf(values));
    assert.equal(fits(text, key, mac), true);
    assert.equal(fits(text, key, mac.toLowerCase()), false, 'lower case is another MAC (BP-01)');
    assert.equal(fits(text.split('&').toReversed().join('&'), key, mac), false, 'and so is another order');
  });

  it('signs three fields of a notice under other names', () => {
    const values = {
      UPTRANSEQ: '111',
      MERCHANTID: '111',
      ORDERSEQ: '111',
      ORDERAMOUNT: '111',
      RETNCODE: '0000',
      RETNINFO: '111',
      TRANDATE: '111',
    };
    const text = 'UPTRANSEQ=111&MERCHANTID=111&ORDERID=111&PAYMENT=111&RETNCODE=0000&RETNINFO=111&PAYDATE=111';
    assert.equal(macText('payNotice', fieldsOf(values)), text);
    assert.match(macText('wapNotice', fieldsOf(values)), /&ORDERSEQ=111&ORDERAMOUNT=111&.*&TRANDATE=111$/);
  });

  it('signs the date of an answer to an order as the word null (BP-03)', () => {
    const text = macText('orderAnswer', fieldsOf({ merchantId: '0018888888', orderDate: null, ourTransNo: '' }));
    assert.match(text, /&ORDERDATE=null&OURTRANSNO=&/);
  });

  it('signs requests of the newer platform over the texts that are sent (BP-11)', () => {
    const values = {
      path: '/pay/tradeCreate',
      sign: 'left out',
      bizContent: '{"a":1}',
      commonParams: '{"institutionType":"MERCHANT"}',
    };
    const text = 'bizContent={"a":1}&commonParams={"institutionType":"MERCHANT"}&path=/pay/tradeCreate';
    assert.equal(signedText(values), text);
    const answer = { success: true, errorCode: null, result: { b: 'ü/', a: [{ d: null, c: false }] } };
    assert.equal(signedText(answer), 'errorCode=null&result={"a":[{"c":false,"d":null}],"b":"ü/"}&success=true');
  });
});
