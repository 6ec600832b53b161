import assert from 'node:assert/strict';
import { constants, createHash, privateEncrypt, sign as rsassa } from 'node:crypto';
import { describe, it } from 'node:test';
import { processMint } from '../../../kernel/keys';
import { open, openDocument, seal, sealDocument } from '../container';
import { appSignature, fitsText, formText, signText } from '../signature';
import { readXml, writeXml } from '../xml';

/** The key of the public test merchant (sheet 2.6). */
const KEY = Buffer.from('ta4E/aspLA3lgFGKmNDNRYU92RkZ4w2t', 'base64');
const MD5_KEY = 'pvmkZFhudHnwblIxgWsnvFqDHRrVDmfU';

const SEALED: Readonly<Record<string, string>> = {
  CNY: 'ac7132c57f10d3ce',
  '1': 'e5a6c3761ab9ddaf',
  '0': 'e00c693e6c5b8a60',
  '1234': 'e92a3d7b2a9f9517',
  测试: '4606b1cae453fc443b1fc86df150c03c',
};

const S1 = 'amount=1234&currency=CNY&merchant=22294531&tradeNum=HARNESS0001&version=V2.0';

describe('the vectors of the sheet', () => {
  for (const [text, hex] of Object.entries(SEALED)) {
    it(`seals and opens "${text}"`, () => {
      assert.equal(seal(KEY, text), hex);
      assert.equal(open(KEY, hex), text);
      assert.equal(open(KEY, hex.toUpperCase()), text);
    });
  }

  it('puts the members of a form in the order of their names, whatever their order was, without what is empty', () => {
    const members = { version: 'V2.0', tradeNum: 'HARNESS0001', note: '', merchant: '22294531', sign: 'x' };
    const text = formText({ ...members, currency: 'CNY', amount: '1234' });
    assert.equal(text, S1);
    const digest = createHash('sha256').update(text).digest('hex');
    assert.equal(digest, '16eeb1949206de2860424515b05e4e816c943d435faccdb487cff93c42588c70');
    assert.match(formText({ ...members, amount: '1' }, 'kept'), /&note=&/);
  });

  it('signs an order for an app with the third key', () => {
    const expected = createHash('md5').update(`merchant=22294531&orderId=12345678&key=${MD5_KEY}`).digest('hex');
    assert.equal(appSignature({ merchant: '22294531', md5Key: MD5_KEY }, '12345678'), expected);
  });
});

describe('containers (JD-02)', () => {
  it('have the length of the bytes in front, and no block more than they need', () => {
    for (let length = 0; length <= 40; length += 1) {
      for (const text of ['a'.repeat(length), '茶'.repeat(length)]) {
        const hex = seal(KEY, text);
        const bytes = Buffer.byteLength(text);
        assert.equal(hex.length / 2, Math.ceil((bytes + 4) / 8) * 8, `${bytes} bytes`);
        assert.equal(open(KEY, hex), text);
      }
    }
  });

  it('are not opened when they are cut, no containers, or not in UTF-8', () => {
    const hex = seal(KEY, '一壶龙井');
    for (let end = 0; end < hex.length; end += 1) assert.equal(open(KEY, hex.slice(0, end)), undefined, `${end}`);
    for (const bad of ['', 'xy', 'zz'.repeat(8), '0'.repeat(16), Buffer.from(hex, 'hex').toString('base64')])
      assert.equal(open(KEY, bad), undefined, bad);
    assert.equal(open(Buffer.from(KEY).reverse(), hex), undefined);
  });

  it('stand in documents as base64 of their digits, in lines or not', () => {
    const sealed = sealDocument(KEY, '<jdpay></jdpay>');
    assert.match(Buffer.from(sealed, 'base64').toString(), /^[0-9a-f]+$/);
    assert.equal(openDocument(KEY, sealed), '<jdpay></jdpay>');
    assert.equal(openDocument(KEY, sealed.replaceAll(/(.{20})/g, '$1\r\n')), '<jdpay></jdpay>');
    const raw = Buffer.from(seal(KEY, '<jdpay></jdpay>'), 'hex').toString('base64');
    assert.equal(openDocument(KEY, raw), undefined);
  });
});

describe('signatures (JD-01)', () => {
  it('are the digits of a digest under PKCS#1 type 1, and nothing else', async () => {
    const [pair, other] = await Promise.all([
      processMint.rsa('jdpay/test-a', 1024),
      processMint.rsa('jdpay/test-b', 1024),
    ]);
    const signature = signText(S1, pair.privateKey);
    assert.equal(Buffer.from(signature, 'base64').length, 128);
    assert.ok(fitsText(S1, signature, pair.publicKey));
    assert.ok(fitsText(S1, signature.replaceAll(/(.{76})/g, '$1\n'), pair.publicKey));
    assert.ok(!fitsText(`${S1} `, signature, pair.publicKey));
    assert.ok(!fitsText(S1, signature, other.publicKey));
    // What every other protocol calls RSA with SHA-256 names the digest, and is none of this.
    assert.ok(!fitsText(S1, rsassa('sha256', Buffer.from(S1), pair.privateKey).toString('base64'), pair.publicKey));
    const digest = createHash('sha256').update(S1).digest();
    const padding = constants.RSA_PKCS1_PADDING;
    const raw = privateEncrypt({ key: pair.privateKey, padding }, digest).toString('base64');
    assert.ok(!fitsText(S1, raw, pair.publicKey));
    for (const bad of ['', 'x', '====', 'AAAA', '签名']) assert.ok(!fitsText(S1, bad, pair.publicKey), bad);
  });
});

describe('documents', () => {
  it('are written in one line and read again', () => {
    const elements = {
      version: 'V2.0',
      result: { code: '000000' },
      note: '',
      text: 'a&b<"c\'>&lt;',
      list: { pay: [{ a: '1' }, { a: '2' }] },
    };
    const text = writeXml(elements);
    assert.ok(text.startsWith('<?xml version="1.0" encoding="UTF-8"?><jdpay><version>V2.0</version>'), text);
    assert.match(text, /<note><\/note>/);
    assert.deepEqual(readXml(text), elements);
    assert.deepEqual(readXml(writeXml(elements, 'spaced')), elements);
    assert.deepEqual(readXml('<jdpay>\n  <a>&#x4e2d;</a>\n</jdpay>\n'), { a: '中' });
  });

  it('are not read when they hold anything but elements', () => {
    const bad = [
      '<!DOCTYPE jdpay [<!ENTITY x "y">]><jdpay><a>&x;</a></jdpay>',
      '<!DOCTYPE jdpay SYSTEM "file:///etc/passwd"><jdpay><a>1</a></jdpay>',
      '<jdpay><a>&x;</a></jdpay>',
      '<jdpay><a><![CDATA[1]]></a></jdpay>',
      '<jdpay><!-- <sign>1</sign> --><a>1</a></jdpay>',
      '<jdpay><?php 1 ?><a>1</a></jdpay>',
      '<jdpay a="1"><a>1</a></jdpay>',
      '<jdpay><a b="1">1</a></jdpay>',
      '<jdpay>text<a>1</a></jdpay>',
      '<jdpay><a>1</a></jdpay><jdpay><a>2</a></jdpay>',
      '<jdpay><a>1</a></jdpay>after',
      '<jdpay><a>1</jdpay>',
      '<xml><a>1</a></xml>',
      `${'<jdpay>'.repeat(2000)}${'</jdpay>'.repeat(2000)}`,
      'no document',
      '',
    ];
    for (const text of bad) assert.equal(readXml(text), undefined, text.slice(0, 80));
  });
});
