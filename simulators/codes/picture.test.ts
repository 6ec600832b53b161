import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { writeMerchantCode } from './emv/merchant-presented';
import { drawPicture, readPicture } from './picture';

const TEXTS = [
  'weixin://wxpay/bizpayurl?pr=p4lpSuKzz',
  '012345678901234567',
  'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MQ==',
  writeMerchantCode({ dynamic: false, name: '清风茶馆', language: { language: 'ZH', name: '测试商店' } }),
  '🀄 付款码',
];

describe('a picture of a code', () => {
  for (const text of TEXTS) {
    it(`gives back what it was drawn from: ${text}`, async () => {
      assert.equal(readPicture(await drawPicture(text)), text);
    });
  }

  it('is none where there is no code in it, no picture, or far too much of one', async () => {
    const blank = PNG.sync.write(new PNG({ width: 40, height: 40 }));
    assert.equal(readPicture(blank), undefined);
    assert.equal(readPicture(Buffer.from('GIF89a')), undefined);
    assert.equal(readPicture(new Uint8Array()), undefined);
    const drawn = await drawPicture('a');
    assert.equal(readPicture(drawn.subarray(0, drawn.length >> 1)), undefined);
    const huge = Buffer.from(blank);
    huge.writeUInt32BE(100_000, 16);
    assert.equal(readPicture(huge), undefined);
  });
});
