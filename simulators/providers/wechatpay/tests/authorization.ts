import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAuthorization, SCHEME } from '../authorization';

const PAIRS = ['mchid="1"', 'nonce_str="n"', 'timestamp="1700000000"', 'serial_no="5A"', 'signature="c2ln"'];
const header = (pairs: readonly string[], between = ',') => `${SCHEME} ${pairs.join(between)}`;

describe('the Authorization header', () => {
  const parts = { mchid: '1', nonce: 'n', timestamp: '1700000000', serial: '5A', signature: 'c2ln' };

  it('has its pairs in any order, and may have others', () => {
    assert.deepEqual(readAuthorization(header(PAIRS), 'refused'), parts);
    assert.deepEqual(readAuthorization(header(PAIRS.toReversed()), 'refused'), parts);
    assert.deepEqual(readAuthorization(header([...PAIRS, 'trace="x"']), 'refused'), parts);
  });

  it('may have blanks between its pairs, unless the profile says otherwise', () => {
    assert.deepEqual(readAuthorization(header(PAIRS, ', '), 'accepted'), parts);
    assert.equal(readAuthorization(header(PAIRS, ', '), 'refused'), undefined);
  });

  const without = (name: string) => PAIRS.filter((pair) => !pair.startsWith(name));
  for (const name of ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature']) {
    const pair = PAIRS.find((each) => each.startsWith(name)) ?? '';
    const [, value = ''] = pair.split('="');
    const bad: ReadonlyArray<readonly [string, readonly string[]]> = [
      ['missing', without(name)],
      ['twice', [...PAIRS, pair]],
      ['empty', [...without(name), `${name}=""`]],
      ['without quotes', [...without(name), `${name}=${value.slice(0, -1)}`]],
      ['in single quotes', [...without(name), `${name}='${value.slice(0, -1)}'`]],
      ['with one quote', [...without(name), `${name}="${value.slice(0, -1)}`]],
      ['with three quotes', [...without(name), `${name}="${value}"`]],
      ['in capitals', [...without(name), pair.replace(name, name.toUpperCase())]],
    ];
    for (const [what, pairs] of bad) {
      it(`refuses ${name} ${what}`, () => assert.equal(readAuthorization(header(pairs), 'accepted'), undefined));
    }
  }

  it('refuses another scheme, rubbish between pairs, and a time that is no number', () => {
    const rest = header(PAIRS).slice(SCHEME.length + 1);
    for (const scheme of ['Bearer', 'wechatpay2-sha256-rsa2048', 'WECHATPAY2-SM2-WITH-SM3', '']) {
      assert.equal(readAuthorization(`${scheme} ${rest}`, 'accepted'), undefined);
    }
    for (const text of [null, '', SCHEME, `${SCHEME} `, header(PAIRS, ';'), header(PAIRS, ',,'), `${header(PAIRS)},`]) {
      assert.equal(readAuthorization(text, 'accepted'), undefined, String(text));
    }
    for (const time of ['-1700000000', '1e9', '1700000000.5', '0x65', 'now']) {
      assert.equal(readAuthorization(header([...without('timestamp'), `timestamp="${time}"`]), 'accepted'), undefined);
    }
  });
});
