import assert from 'node:assert/strict';
import { sign as rsassa } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { processMint } from '../../../kernel/keys';
import { seal, sealDocument } from '../container';
import { withSignature } from '../documents';
import { fitsText } from '../signature';
import { keyRole } from '../signers';
import { readXml, writeXml } from '../xml';
import { type Bench, ORDER, openBench } from './bench';

const unsign = (text: string) => text.replace(/<sign>[^<]*<\/sign>/, '');

describe('requests and answers of the services', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });
  const number = (tradeNum: string) => ({ ...ORDER, tradeNum });

  it('an answer is signed over its inner document as it was received, with the result in both', async () => {
    const { code, inner = '', text, response } = await bench.call('uniorder', number('D1'));
    assert.equal(code, '000000');
    assert.equal(response.headers.get('content-type'), 'application/xml');
    const names = [...inner.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    const expected =
      'jdpay version merchant result code desc orderId merchantName amount expireTime tradeNum qrCode sign';
    assert.deepEqual(names, expected.split(' '));
    const [, signature = ''] = /<sign>([^<]*)<\/sign>/.exec(inner) ?? [];
    assert.ok(fitsText(unsign(inner), signature, bench.provider.signers.active().publicKey));
    assert.match(
      text,
      /<jdpay><version>V2\.0<\/version><merchant>\d{12}<\/merchant><result><code>000000<\/code><desc>成功<\/desc><\/result><encrypt>/,
    );
  });

  it('both spellings of the declaration are taken, and none (JD-03)', async () => {
    for (const [i, head] of [
      '<?xml version="1.0" encoding="UTF-8" ?>',
      "<?xml version='1.0' encoding='utf-8'?>",
      '',
    ].entries()) {
      const reply = await bench.call('uniorder', number(`D2${i}`), {
        inner(text, sign) {
          const spelled = unsign(text).replace(/^<\?xml.*?\?>/, head);
          return withSignature(spelled, sign(spelled));
        },
      });
      assert.equal(reply.code, '000000', head);
    }
  });

  it('what was written anew after it was signed is refused, whatever it says (JD-03)', async () => {
    const changes = [
      (text: string) => text.replace('"UTF-8"?>', '"UTF-8" ?>'),
      (text: string) => text.replace('<orderType>', '<orderType> '),
      (text: string) => text.replace('12850', '12851'),
    ];
    for (const inner of changes)
      assert.equal((await bench.call('uniorder', number('D3'), { inner })).code, 'JPGT100000');
    assert.equal((await bench.call('query', { tradeNum: 'D3', tradeType: '0' })).code, 'RFND000003');
  });

  it('a document of several lines may be signed as one', async () => {
    const inner = (text: string) => text.replaceAll('><', '>\r\n\t<');
    assert.equal((await bench.call('uniorder', number('D4'), { inner })).code, '000000');
    const strict = await openBench({ settings: { multiLineDocuments: 'refused' } });
    assert.equal((await strict.call('uniorder', number('D4'), { inner })).code, 'JPGT100000');
  });

  it('the signature may stand anywhere, but only once', async () => {
    const inFront = (text: string) => {
      const [signature = ''] = /<sign>[^<]*<\/sign>/.exec(text) ?? [];
      return unsign(text).replace('<jdpay>', `<jdpay>${signature}`);
    };
    assert.equal((await bench.call('uniorder', number('D5'), { inner: inFront })).code, '000000');
    const twice = (text: string) => text.replace('</jdpay>', '<sign>AAAA</sign></jdpay>');
    assert.equal((await bench.call('uniorder', number('D6'), { inner: twice })).code, 'JPGT100001');
  });

  it('a signature that names its digest is refused (JD-01)', async () => {
    const { privateKey } = await processMint.rsa(keyRole(bench.kit.account.owner), 1024);
    const inner = (text: string) => {
      const rest = unsign(text);
      return withSignature(rest, rsassa('sha256', Buffer.from(rest), privateKey).toString('base64'));
    };
    assert.equal((await bench.call('uniorder', number('D7'), { inner })).code, 'JPGT100000');
  });

  it('an unsigned or foreign request gets the outer result alone, without content', async () => {
    const { code, desc, text } = await bench.call('uniorder', number('D8'), { inner: unsign });
    assert.deepEqual([code, desc], ['JPGT100000', '传入的参数验签失败']);
    assert.doesNotMatch(text, /encrypt/);
    const misnamed = (body: string) => body.replace(bench.kit.account.merchant, bench.other.account.merchant);
    assert.equal((await bench.call('uniorder', number('D8'), { outer: misnamed })).code, 'JPGT100001');
    const unknown = (body: string) => body.replace(bench.kit.account.merchant, '110000000000');
    assert.equal((await bench.call('uniorder', number('D8'), { outer: unknown })).code, 'JPGT201000');
  });

  it('a merchant speaks for itself alone, although the containers open (JD-09)', async () => {
    const { merchant } = bench.other.account;
    const inner = (text: string, sign: (text: string) => string) => {
      const other = unsign(text).replace(/<merchant>\d+/, `<merchant>${merchant}`);
      return withSignature(other, sign(other));
    };
    const { code, desc } = await bench.call('uniorder', number('D9'), { inner });
    assert.deepEqual([code, desc], ['JPGT100006', '传入必须的参数错误:merchant']);
  });

  it('a container of bytes, or one that holds no document, is refused (JD-05)', async () => {
    const { desKey } = bench.kit.account;
    const encrypted = (encrypt: string) => (body: string) =>
      body.replace(/<encrypt>.*<\/encrypt>/, `<encrypt>${encrypt}</encrypt>`);
    const bytes = Buffer.from(seal(desKey, '<jdpay></jdpay>'), 'hex').toString('base64');
    for (const bad of [bytes, seal(desKey, '<jdpay></jdpay>'), sealDocument(desKey, 'no document'), 'AAAA', '!']) {
      assert.equal((await bench.call('uniorder', number('D10'), { outer: encrypted(bad) })).code, 'JPGT100001', bad);
    }
  });

  it('a refusal may be sealed, where the setting says so; never for somebody who proved nothing', async () => {
    const sealed = await openBench({ settings: { encryptInRefusals: 'present' } });
    const { code, inner = '', elements } = await sealed.call('uniorder', { ...ORDER, amount: '0' });
    assert.equal(code, 'JPGT100006');
    assert.deepEqual(readXml(inner)?.['result'], { code: 'JPGT100006', desc: '传入必须的参数错误:amount' });
    assert.equal(elements['merchant'], sealed.kit.account.merchant);
    assert.doesNotMatch((await sealed.call('uniorder', ORDER, { inner: unsign })).text, /encrypt/);
  });

  it('keys are as long as the setting says', async () => {
    assert.equal(bench.provider.signers.active().publicKey.asymmetricKeyDetails?.modulusLength, 1024);
    assert.equal(bench.kit.account.publicKey.asymmetricKeyDetails?.modulusLength, 1024);
  });

  it('nothing that a service was asked is forgotten of its proof', async () => {
    const trade = bench.provider.book.byOutTradeNo(bench.kit.account.merchant, 'D1');
    assert.ok(trade && bench.provider.proves(trade));
    const signed = Buffer.from(trade.proof?.signed ?? '', 'base64').toString('utf8');
    assert.ok(signed.startsWith(writeXml({ version: 'V2.0' }).slice(0, 40)));
    assert.ok(
      !bench.provider.proves({ ...trade, proof: { ...(trade.proof ?? { key: '', signature: '' }), signed: '' } }),
    );
    assert.deepEqual(bench.troubles, []);
  });
});
