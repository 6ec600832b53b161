import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Bench, openBench } from './bench';
import { order, paid, place } from './calls';
import { refused } from './refusals';

const NATIVE = '/v3/pay/transactions/native';

describe('bodies that cannot be used', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paid(bench, 'PAID-001');
    await bench.clock.settle();
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('bodies that are no JSON object', async () => {
    const good = JSON.stringify(order(bench, 'BAD-0001'));
    const bodies: Record<string, string | Uint8Array> = {
      'cut off': good.slice(0, -1),
      'a list': `[${good}]`,
      'the word null': 'null',
      'a text': '"text"',
      'a number': '1',
      'two objects': `${good}${good}`,
      'a comma too many': good.replace(/}$/, ',}'),
      'single quotes': good.replaceAll('"', "'"),
      comments: `/* order */${good}`,
      'NaN for a number': good.replace('12850', 'NaN'),
      'a byte order mark': `\uFEFF${good}`,
      'UTF-16': Buffer.from(good, 'utf16le'),
      'bytes that are no UTF-8': Buffer.concat([
        Buffer.from('{"description":"'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}'),
      ]),
      'a form': new URLSearchParams({ appid: 'x' }).toString(),
      XML: '<xml><appid>x</appid></xml>',
      'a hundred thousand lists': `{"detail":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'a hundred thousand objects': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      'open lists': '['.repeat(500_000),
      NUL: '\u0000',
    };
    for (const [what, body] of Object.entries(bodies))
      await refused(bench, what, '400 PARAM_ERROR', ['POST', NATIVE], body);
    const empty = await refused(bench, 'nothing', '400 PARAM_ERROR', ['POST', NATIVE], '');
    assert.match(empty.json.message, /^输入源“\/body\/appid”/);
  });

  it('more than a mebibyte, whoever signed it', async () => {
    const large = JSON.stringify(order(bench, 'BAD-0001', { attach: 'x'.repeat(1024 * 1024) }));
    await refused(bench, 'signed', '400 INVALID_REQUEST', ['POST', NATIVE], large);
    await refused(bench, 'unsigned', '400 INVALID_REQUEST', ['POST', NATIVE], large, { authorization: null });
  });

  it('the same member twice: the last one counts', async () => {
    const twice = JSON.stringify(order(bench, 'TWICE-01')).replace('{"total":12850', '{"total":0,"total":12850');
    assert.equal((await place(bench, 'native', twice)).status, 200);
    const bad = JSON.stringify(order(bench, 'TWICE-02')).replace('{"total":12850', '{"total":12850,"total":0');
    await refused(bench, 'zero last', '400 PARAM_ERROR', ['POST', NATIVE], bad);
    const proto = JSON.stringify(order(bench, 'BAD-0001')).replace('"amount"', '"__proto__"');
    await refused(bench, 'an amount as a prototype', '400 PARAM_ERROR', ['POST', NATIVE], proto);
  });

  it('members that nobody knows are ignored or not; so is another content type', async () => {
    const on = await openBench({ unknownMembers: 'refused', otherContentType: 'refused' });
    const more = { sub_mch_id: '1' };
    assert.equal((await place(bench, 'native', order(bench, 'EXTRA-01', more))).status, 200);
    const { json } = await refused(on, 'extra', '400 PARAM_ERROR', ['POST', NATIVE], order(on, 'EXTRA-01', more));
    assert.equal(json.message, '参数中含有非法的额外参数');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', null]) {
      const change = { headers: { 'Content-Type': type } };
      const ignored = await bench.call(bench.direct, 'POST', NATIVE, order(bench, 'EXTRA-02'), change);
      assert.equal(ignored.status, 200);
      await refused(on, `${type}`, '400 INVALID_REQUEST', ['POST', NATIVE], order(on, 'EXTRA-02'), change);
    }
    const utf8 = { headers: { 'Content-Type': 'application/json;charset=UTF-8' } };
    assert.equal((await on.call(on.direct, 'POST', NATIVE, order(on, 'EXTRA-03'), utf8)).status, 200);
  });
});
