import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bench, openBench } from './bench';
import { paid } from './calls';
import { stateDigest } from './refusals';
import { callerMembers, callV2, micropayment, sendV2, signedBy, type Texts, xmlOf } from './v2-by-hand';

const PATHS = [
  '/pay/micropay',
  '/pay/orderquery',
  '/pay/closeorder',
  '/pay/refundquery',
  '/secapi/pay/reverse',
  '/secapi/pay/refund',
];

describe('the old protocol: messages that cannot be used', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.clock.settle();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  /** Refused in the outer layer, unsigned, with 200, and nothing changed. */
  async function unreadable(
    what: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    text: string,
    method = 'POST',
  ) {
    const digest = stateDigest(bench);
    const reply = await sendV2(bench, path, body, method);
    assert.deepEqual([reply.status, reply.members], [200, { return_code: 'FAIL', return_msg: text }], what);
    assert.equal(stateDigest(bench), digest, `${what}: changed something`);
  }

  async function refused(what: string, path: string, more: Texts, code: string, on = bench) {
    const digest = stateDigest(on);
    const { members } = await callV2(on, path, more);
    assert.equal(members['err_code'], code, `${what}: ${JSON.stringify(members)}`);
    assert.equal(members['sign'], signedBy(on.direct.apiV2Key, members), `${what}: signed`);
    assert.equal(stateDigest(on), digest, `${what}: changed something`);
  }

  it('what is no message of the protocol', async () => {
    const members = { ...callerMembers(bench.direct), ...micropayment('V2-XML-01', '139999999999999999') };
    const good = xmlOf({ ...members, sign: signedBy(bench.direct.apiV2Key, members) });
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const bodies: Record<string, string | Uint8Array<ArrayBuffer>> = {
      nothing: '',
      'no XML': 'appid=x',
      JSON: JSON.stringify(members),
      'cut off': good.slice(0, -3),
      'another root': good.replaceAll('xml>', 'data>'),
      'two roots': `${good}${good}`,
      'text behind it': `${good} more`,
      'text between': good.replace('<appid>', 'x<appid>'),
      'an empty root': '<xml></xml>',
      'a member twice': good.replace('<appid>', '<mch_id>1</mch_id><appid>'),
      'nested members': good.replace('<appid>', '<detail><a>1</a></detail><appid>'),
      'a billion laughs': `<!DOCTYPE xml [<!ENTITY l0 "lol">${laughs}]><xml><appid>&l9;</appid></xml>`,
      'a file': `<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]>${good.replace('一壶龙井', '&f;')}`,
      'a document type': `<!DOCTYPE xml>${good}`,
      'an entity nobody defined': good.replace('一壶龙井', '&secret;'),
      'a bare ampersand': good.replace('一壶龙井', 'a & b'),
      'a prototype': good.replace('<appid>', '<__proto__>1</__proto__><appid>'),
      'deep nesting': `<xml>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</xml>`,
      'open tags': '<xml>'.repeat(10_000),
      'many members': `<xml>${Array.from({ length: 20_000 }, (_, i) => `<a${i}>1</a${i}>`).join('')}</xml>`,
      'a large text': good.replace('一壶龙井', 'x'.repeat(70_000)),
      'more than a mebibyte': good.replace('一壶龙井', 'x'.repeat(1024 * 1024)),
      'UTF-16': Buffer.from(good, 'utf16le'),
      'GBK bytes': Buffer.concat([Buffer.from('<xml><body>'), Buffer.from([0xb2, 0xe8]), Buffer.from('</body></xml>')]),
    };
    for (const path of PATHS) {
      for (const [what, body] of Object.entries(bodies)) await unreadable(what, path, body, 'XML格式错误');
      await unreadable('a question', path, '', '请使用post方法', 'GET');
    }
  });

  it('signatures that do not fit, and merchants that nobody knows', async () => {
    const members: Texts = { ...callerMembers(bench.direct), out_trade_no: 'PAID-001' };
    const { apiV2Key } = bench.direct;
    const sign = signedBy(apiV2Key, members);
    const other = { ...members, sign_type: 'HMAC-SHA256' };
    const bad: Record<string, Texts> = {
      unsigned: members,
      'an empty signature': { ...members, sign: '' },
      'another signature': { ...members, sign: 'A'.repeat(32) },
      'a short signature': { ...members, sign: sign.slice(1) },
      'a member more': { ...members, attach: 'x', sign },
      'another value': { ...members, out_trade_no: 'PAID-002', sign },
      'the APIv3 key': { ...members, sign: signedBy(bench.direct.apiV3Key, members) },
      "another merchant's key": { ...members, sign: signedBy(bench.partner.apiV2Key, members) },
      'MD5 under the other name': { ...other, sign: signedBy(apiV2Key, other, 'MD5') },
      'no merchant': { ...members, mch_id: '', sign },
      'an unknown merchant': { ...members, mch_id: '1', sign },
      'a merchant without a key': { ...members, mch_id: bench.partner.subs[0], sign },
      'a prototype for a merchant': { ...members, mch_id: '__proto__', sign },
    };
    for (const [what, sent] of Object.entries(bad)) await unreadable(what, '/pay/orderquery', xmlOf(sent), '签名错误');
    const odd = { ...members, sign_type: 'SHA1' };
    await unreadable(
      'SHA1',
      '/pay/orderquery',
      xmlOf({ ...odd, sign: signedBy(apiV2Key, odd, 'MD5') }),
      'sign_type参数错误',
    );
    const small = xmlOf({ ...members, sign: sign.toLowerCase() });
    assert.equal((await sendV2(bench, '/pay/orderquery', small)).members['result_code'], 'SUCCESS');
    const strict = await openBench({ v2SignInSmallLetters: 'refused' });
    assert.equal((await sendV2(strict, '/pay/orderquery', small)).members['return_msg'], '签名错误');
  });

  it('entities of XML itself, CDATA, comments, declarations and blanks are read as they mean', async () => {
    const code = bench.provider.showCode('li-na', 'pays').code;
    const members = {
      ...callerMembers(bench.direct),
      ...micropayment('V2-READ-01', code, { body: '茶 & <tea>', attach: ' x ' }),
    };
    const sign = signedBy(bench.direct.apiV2Key, members);
    const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf({ ...members, sign })
      .replaceAll('><', '>\n  <')
      .replace('茶', '&#x8336;')
      .replace('<out_trade_no>V2-READ-01', '<!-- one --><out_trade_no><![CDATA[V2-READ-01]]>')}\n`;
    const reply = await sendV2(bench, '/pay/micropay', xml);
    assert.equal(reply.members['result_code'], 'SUCCESS', reply.text);
    assert.equal(bench.provider.book.byOutTradeNo(bench.direct.mchid, 'V2-READ-01')?.description, '茶 & <tea>');
  });

  it('members that are missing or cannot be used', async () => {
    const good = micropayment('V2-BAD-01', '139999999999999999');
    for (const name of Object.keys(good)) {
      await refused(`no ${name}`, '/pay/micropay', { ...good, [name]: '' }, 'LACK_PARAMS');
    }
    const odd: Texts = {
      out_trade_no: '订单',
      total_fee: '0',
      body: 'x'.repeat(129),
      auth_code: '1'.repeat(129),
      fee_type: 'USD',
      attach: '🍵',
      spbill_create_ip: '1'.repeat(65),
      detail: 'x'.repeat(6001),
    };
    for (const [name, value] of Object.entries(odd)) {
      await refused(`${name} ${value}`, '/pay/micropay', { ...good, [name]: value }, 'PARAM_ERROR');
    }
    for (const total_fee of ['-1', '1.0', '0.01', '1e3', ' 1', '01', '9'.repeat(16), 'NaN', '１']) {
      await refused(total_fee, '/pay/micropay', { ...good, total_fee }, 'PARAM_ERROR');
    }
    const refund = { out_trade_no: 'PAID-001', out_refund_no: 'R-1', total_fee: '12850', refund_fee: '1' };
    for (const name of ['out_trade_no', 'out_refund_no', 'total_fee', 'refund_fee']) {
      await refused(`no ${name}`, '/secapi/pay/refund', { ...refund, [name]: '' }, 'LACK_PARAMS');
    }
    await refused('a blank', '/secapi/pay/refund', { ...refund, out_refund_no: 'R 1' }, 'PARAM_ERROR');
    await refused('no application', '/pay/orderquery', { out_trade_no: 'PAID-001', appid: '' }, 'LACK_PARAMS');
    await refused('SQL', '/pay/orderquery', { out_trade_no: "1' OR '1'='1" }, 'PARAM_ERROR');
  });

  it('where faults of members are told, and whether certificates count, are settings', async () => {
    const on = await openBench({ v2MemberFaults: 'outer-layer', v2ClientCertificate: 'refused' });
    const lacking = await callV2(on, '/pay/micropay', micropayment('V2-BAD-02', ''));
    assert.deepEqual(lacking.members, { return_code: 'FAIL', return_msg: '缺少参数auth_code' });
    for (const path of ['/secapi/pay/reverse', '/secapi/pay/refund']) {
      const { status, text } = await callV2(on, path, { out_trade_no: 'PAID-001' });
      assert.equal(status, 400);
      assert.match(text, /No required SSL certificate was sent/);
    }
  });

  it('anything else is refused or read, never a failure of its own', async () => {
    const name = fc.constantFrom(
      'appid',
      'mch_id',
      'out_trade_no',
      'total_fee',
      'auth_code',
      'attach',
      'sign_type',
      'refund_id',
      'x',
    );
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('<', ']]>', '&', '\u0000', '-1', 'PAID-001'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PATHS),
        fc.dictionary(name, text, { noNullPrototype: true }),
        async (path, more) => {
          const { status, members } = await callV2(bench, path, more as Texts);
          assert.equal(status, 200);
          assert.match(members['return_code'] ?? '', /^(SUCCESS|FAIL)$/);
          assert.deepEqual(bench.troubles, []);
        },
      ),
      { seed: 20261124, numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PATHS), fc.uint8Array({ maxLength: 300 }), async (path, bytes) => {
        assert.equal((await sendV2(bench, path, Uint8Array.from(bytes))).members['return_code'], 'FAIL');
      }),
      { seed: 20261124, numRuns: 100 },
    );
  });
});
