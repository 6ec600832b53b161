import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { formPairs, formText } from '../../charset';
import { signedObject } from '../answers';
import { serialNumber } from '../certificates';
import { decryptContent, encryptContent } from '../content-encryption';
import { Parameters } from '../parameters';
import { noticeText, requestBytes, verify } from '../signature';
import { v3Call } from '../v3/call';

const publicKey = (base64: string) =>
  createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });

/** The public half of the key with which the vectors of requests were made. */
const REQUEST_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhL3pWP55B1fFkvYOOtcfOEUhvBodHpLnc9KmuAU4H8V+ocyKTckacBhJrwIT8ILMzpflfqpzl+dvpJIsx3IbNB1Pmy0V949+vCoiBEa0Maw1dgJfIwghrsKL41wqzeaFqC6CehiefvwTKrS8zxIK1gDHipsimNsDbqCYmojDxhyorO4CC0iXld+1+LQxajf9ZdG1nLDd9dgVGiMkEDUSGXKCt6NpoDHp/6ptAcYSvnn5W4YUNWdy+wVxT0jyrbP1gNUDG1DVtFLrZXNQ9vY5wRyaix8vUccQ3s5o186tPgpup++lU3v2NgzybF9JzJWPdanDv5cJcJyFe43LNdD9mwIDAQAB';

/** The vectors that the protocol sheet prints in full (6.1); public keys and signatures only. */
describe('Alipay: public test vectors', () => {
  it('numbers certificates by issuer, reversed, and decimal serial', () => {
    const issuer = (level: string) =>
      `CN=Ant Financial Certification Authority ${level} R1,OU=Certification Authority,O=Ant Financial,C=CN`;
    const app = serialNumber(issuer('Class 1'), '42701552708448241360226107228231049510');
    const alipay = serialNumber(issuer('Class 2'), '42701552432456004857627230056898180491');
    assert.deepEqual([app, alipay], ['866efef280dec9137a87d047ac446315', '7513daaaa48aa3ba2e4018d84402479c']);
  });

  it('signs notices without sign_type', () => {
    const key = publicKey(
      'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqObrdC7hrgAVM98tK0nv3hSQRGGKT4lBsQjHiGjeYZjOPIPHR5knm2jnnz/YGIXIofVHkA/tAlBAd5DrY7YpvI4tP5EONLtZKC2ghBMx7McI2wRD0xiqzxOQr1FuhZGJ8/AUokBzJrzY+aGX2xcOrxFYRlFilvVLTXg4LWjR1tdPkO6+i7wQZAIVMClPkwVRZEbaERRHlKqTzv2gGv5rDU8gRoe1LeaN+6BlbTqHWkQcNCUNrA8C6l17XAXGKDsm/9TFWwO8EPHHHCaQdjtV5/FdcWIt+L8SR1ss7EXTjYDFtxcKVv9rEoY1lX8T4mX+GbXfZHraG5NCF1+XioL5JwIDAQAB',
    );
    const signature =
      'QfTb8tqE1BMhS5qAnXtvsF3/jBkEvu9q9en0pdbBUDDjvKycZhQb7h8GDs4FKfi049PynaNuatxSgLb/nLWZpXyyh0LEWdK2S6Ri7nPwrVgOs08zugLO20vOQz44y3ti2Ncm8/wZts1Fr2gZ7pShnVX3d1B50hbsXnObT1r/U8ONNQjWXd0HIul4TG+Q3fm3svmSvFEy0WnzuhcyHPX5Gm4ELNctL6Qd5YniGJFNcc7kopHYtI/XD9YCKCH6Ct02rzUs9i11C9CsadtZn+WhxF26Dqt9sGEFajkJ8cxUTLi8+VCpLHsgPE8P0y095uQcDdK0YjCh4x7wVSov+lrmOQ==';
    const values = Object.entries({
      gmt_create: '2019-08-15 15:56:22',
      charset: 'utf-8',
      seller_email: 'z97-yuquerevenue@service.aliyun.com',
      subject: '语雀空间 500人规模',
      buyer_id: '2088102534368455',
      invoice_amount: '0.10',
      notify_id: '2019081500222155624068450559358070',
      fund_bill_list: '[{"amount":"0.10","fundChannel":"ALIPAYACCOUNT"}]',
      notify_type: 'trade_status_sync',
      trade_status: 'TRADE_SUCCESS',
      receipt_amount: '0.10',
      buyer_pay_amount: '0.10',
      sign_type: 'RSA2',
      app_id: '2019073166072302',
      seller_id: '2088531891668739',
      gmt_payment: '2019-08-15 15:56:24',
      notify_time: '2019-08-15 15:56:25',
      version: '1.0',
      out_trade_no: '20190815155618536-564-57',
      total_amount: '0.10',
      trade_no: '2019081522001468450512505578',
      auth_app_id: '2019073166072302',
      buyer_logon_id: 'xud***@126.com',
      point_amount: '0.00',
    });
    assert.equal(verify(noticeText([...values, ['sign', signature]]), signature, key, 'RSA2'), true);
    assert.equal(verify(noticeText(values, 'signed'), signature, key, 'RSA2'), false);
  });

  it('signs answers over the bytes of the object', () => {
    const key = publicKey(
      'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAp8gueNlkbiDidz6FBQEBpqoRgH8h7JtsPtYW0nzAqy1MME4mFnDSMfSKlreUomS3a55gmBopL1eF4/Km/dEnaL5tCY9+24SKn1D4iyls+lvz/ZjvUjVwxoUYBh8kkcxMZSDeDz8//o+9qZTrICVP2a4sBB8T0XmU4gxfw8FsmtoomBH1nLk3AO7wgRN2a3+SRSAmxrhIGDmF1lljSlhY32eJpJ2TZQKaWNW+7yDBU/0Wt3kQVY84vr14yYagnSCiIfqyVFqePayRtmVJDr5qvSXr51tdqs2zKZCu+26X7JAF4BSsaq4gmY5DmDTm4TohCnBduI1+bPGD+igVmtl05wIDAQAB',
    );
    const signature =
      'bk3SzX0CZRI811IJioS2XKQHcgMixUT8mYyGQj+vcOAQas7GIYi6LpykqqSc3m7+yvqoG0TdX/c2JjYnpw/J53JxtC2IC4vsLuIPIgghVo5qafsfSxEJ22w20RZDatI2dYqFVcj8Jp+4aesQ8zMMNw7cX9NLyk7kw3DecYeyQp+zrZMueZPqLh88Z+54G+e6QuSU++0ouqQVd4PkpPqy6YI+8MdMUX4Ve0jOQxMmYH8BC6n5ZsTH/uEaLEtzYVZdSw/xdSQ7K1SH73aEH8XbRYx6rL7RkKksrdvhezX+ThDjQ+fTWjvNFrGcg3fmqXRy2elvoalu+BQmqlkWWjEJYA==';
    const text =
      '{"code":"10000","msg":"Success","buyer_logon_id":"854***@qq.com","buyer_pay_amount":"0.01","buyer_user_id":"2088102363632794","fund_bill_list":[{"amount":"0.01","fund_channel":"PCREDIT"}],"gmt_payment":"2019-08-29 20:14:05","invoice_amount":"0.01","out_trade_no":"GZ201901301040361012","point_amount":"0.00","receipt_amount":"0.01","total_amount":"0.01","trade_no":"2019082922001432790585537960"}';
    assert.equal(verify(text, signature, key, 'RSA2'), true);
    assert.equal(verify(text.replace(':', ': '), signature, key, 'RSA2'), false);
  });

  it('signs requests over all parameters, sorted, with sign_type', () => {
    const key = publicKey(REQUEST_KEY);
    const signature =
      'IqCrLDcOXjD6HdppuCAUzsgh2suBQ3Ip1BmyEAcnduLlw86kXr3xZiDSodxuTayu+9SwHPMI9/mJaeMkxg3Y82N4874yR93h1QS33mdPfdBeXhIbZM8dsgRXHGdFX1CaPUqqt+sM7Lni73RAgw7PckiDZpl+SNLFkhahqHe+ht/SpQQ/uuAYvCjUWxNDs4zS/GmEENXaOoqexe3aPLNqz+rgqz3ghCRFOwaK9bBdel+Xx+eqDGA4adDHCZzQQzSeQLsny5EbfhKsrRf3RV4BptzYviQzC38z0r16+HxdmKdq9w8PL0Grt1nZazDtdVpSPgLRltzsLbJP1OcuHQ5p+Q==';
    const values = Object.entries({
      version: '1.0',
      timestamp: '2024-01-01 00:00:00',
      sign_type: 'RSA2',
      sign: signature,
      method: 'alipay.trade.precreate',
      charset: 'utf-8',
      biz_content: '{"out_trade_no":"T20240101000001","total_amount":"0.01","subject":"测试"}',
      app_id: '2021000122671080',
    });
    const pairs = formPairs(Buffer.from(formText(values, 'utf-8')));
    const bytes = requestBytes(new Parameters(pairs.slice(0, 4), pairs.slice(4), [], 'query-wins'), 'left-out');
    assert.equal(verify(bytes, signature, key, 'RSA2'), true);
  });

  it('encrypts contents with the application’s key', () => {
    const key = 'aYA0GP8JEW+D7/UFaskCWA==';
    const ciphertext =
      '4AOYHE0rpPnRnghunsGo+mY02DzANFLwNJJCiHfrNh2oaB2pn33PwOEOvH8mjhkE3Wh/jR+3jHM9nvoFvOsY/SqZbZzamRg9Eh3VkRqOhSM=';
    // A public SDK prints this one in its own tests; it opens nothing.
    const printed = 'cW8mcZgoMGUVp5g7uv7bHw==';
    const text = `{"code":"10000","msg":"Success","aes_key":"${printed}"}`;
    assert.equal(decryptContent(ciphertext, key), text);
    assert.equal(encryptContent(text, key), ciphertext);
    assert.equal(decryptContent(ciphertext, 'cW8mcZgoMGUVp5g7uv7bHw=='), undefined);
  });

  it('signs requests of the HTTP style over the header’s text, the line of the request and the body', () => {
    const signature =
      'JWinasrLjR4pt5NfX/Yuic3jNYkOjSfNzwXzZXLV6OynBS34SEolK4xVofz8ka3pZCg6LcTwREc8v4u64b76vmqdXSq1vyWvlEG673tEZu6UAABkKEZLK9Gusk7BWJJtIn430xTSXaq478LCBJlVZOpKTQ70bwOO5Y0s1vQrrVeqg50BzOGixnGgkW4FA65TauzoAg6R4N5+nUg+B56lwkUwxmbqeYA/G2CWr4mTqcQMuEja3dArYqYg7//sxHp2z9n383HyJPkclKMpoDvrRhO0zZdqnFin6jqus4CyrM3jW7vL/X6sM28Oxue75m99VZqf7vd+P9BVQrYXFOO3Mg==';
    const named = 'app_id=2021000122671080,nonce=00000000-0000-4000-8000-000000000001,timestamp=1704038400000';
    const call = v3Call({
      method: 'POST',
      target: '/v3/alipay/trade/query',
      url: 'https://openapi.alipay.com/v3/alipay/trade/query',
      headers: new Headers({ authorization: `ALIPAY-SHA256withRSA ${named},sign=${signature}` }),
      body: Buffer.from('{"out_trade_no":"T20240101000001"}'),
      tooLarge: false,
    });
    assert.equal(call.authorization?.signature, signature);
    assert.equal(verify(call.signed, signature, publicKey(REQUEST_KEY), 'RSA2'), true);
  });

  it('cuts the signed object out of answers with spaces, line ends and a sign inside, as in the SDK’s own tests', () => {
    const object = '{"code":"10000","sign":"xxx","msg":"Success","image_url":"http:\\/\\/example.com\\/x?a=}{"}';
    const text = `{"alipay_x_response"\r\n  :\r\n  ${object},\r\n  "sign"  :  "abc="}`;
    assert.equal(signedObject(text, 'alipay_x_response'), object);
    assert.equal(signedObject('{"alipay_x_response" : "AA==" , "sign":"x"}', 'alipay_x_response'), '"AA=="');
    assert.equal(signedObject('{"alipay_y_response":{}}', 'alipay_x_response'), undefined);
  });
});
