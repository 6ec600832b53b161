import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConsumerCode } from './consumer-presented';
import { crc16 } from './crc';
import { readMerchantCode, writeMerchantCode } from './merchant-presented';
import type { FaultCode, Read } from './objects';

const SPEC =
  '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A011223344998877070812345678';
const HONG_KONG = '00020101021226340012HK.COM.HKICL010300402070009999520400005303344540555.005802NA5902NA6002NA6200';
const THAI = '00020101021229370016A000000677010111011300668711111115802TH53037645406500.00';
const DYNAMIC =
  '000201010212520454115303156540512.345802CN5912HARNESS SHOP6008HANGZHOU62250509ORDER00010708T000000180380025test.invalid.interconnect0105M0001';
const STATIC =
  '00020101021126380025test.invalid.interconnect0105M00015204541153031565802CN5912HARNESS SHOP6008HANGZHOU64140002ZH0104测试商店';
const signed = (text: string) => `${text}6304${crc16(`${text}6304`)}`;

const codeOf = (read: Read<unknown>): FaultCode | 'read' => (read.ok ? 'read' : read.fault.code);

describe('the checksum', () => {
  it('is that of every vector of the sheet', () => {
    assert.equal(crc16('123456789'), '29B1');
    const sums = [SPEC, HONG_KONG, THAI, DYNAMIC, STATIC].map((text) => crc16(`${text}6304`));
    assert.deepEqual(sums, ['A13A', '6734', 'F230', '67A1', 'E049']);
  });

  it('makes a code with another one unreadable', () => {
    assert.equal(codeOf(readMerchantCode(`${SPEC}6304A13A`)), 'read');
    const faults = [`${SPEC}6304A13B`, `${SPEC}6304a13a`, `${THAI}6304ABAC`].map((text) =>
      codeOf(readMerchantCode(text)),
    );
    assert.deepEqual(faults, ['checksum-wrong', 'checksum-wrong', 'checksum-wrong']);
    assert.equal(codeOf(readMerchantCode(`${HONG_KONG}63046734`)), 'read');
  });

  it('notices every single character that is another one', () => {
    const code = signed(STATIC);
    for (const [i, was] of [...code].entries()) {
      const characters = [...code];
      characters[i] = was === '7' ? '8' : '7';
      const altered = characters.join('');
      assert.notEqual(codeOf(readMerchantCode(altered)), 'read', `${i}: ${altered}`);
    }
  });
});

describe('a merchant-presented code', () => {
  it('of the specification is read, whatever the order of its objects, lengths in characters', () => {
    const read = readMerchantCode(signed(SPEC));
    assert.ok(read.ok);
    const {
      dynamic,
      templates,
      category,
      currency,
      amount,
      tip,
      country,
      name,
      city,
      additional,
      language,
      unreserved,
    } = read.value;
    assert.deepEqual([dynamic, category, currency, amount, country], [true, '4111', '156', '23.72', 'CN']);
    assert.deepEqual([name, city], ['BEST TRANSPORT', 'BEIJING']);
    assert.deepEqual(language, { language: 'ZH', name: '最佳运输', city: '北京' });
    assert.equal(tip?.indicator, '01');
    assert.deepEqual(additional, { '03': '1234', '06': '***', '07': 'A6008667', '09': 'ME' });
    assert.deepEqual(
      templates.map(({ id, fields }) => [id, fields['00']]),
      [
        ['29', 'D15600000000'],
        ['31', 'D15600000001'],
      ],
    );
    assert.deepEqual(unreserved, [{ id: '91', fields: { '00': 'A011223344998877', '07': '12345678' } }]);
  });

  it('is written as the vectors of this project are', () => {
    const shop = { category: '5411', currency: '156', country: 'CN', name: 'HARNESS SHOP', city: 'HANGZHOU' };
    const account = { '00': 'test.invalid.interconnect', '01': 'M0001' };
    const dynamic = writeMerchantCode({
      ...shop,
      dynamic: true,
      amount: '12.34',
      additional: { '05': 'ORDER0001', '07': 'T0000001' },
      unreserved: [{ id: '80', fields: account }],
    });
    assert.equal(dynamic, `${DYNAMIC}630467A1`);
    const still = writeMerchantCode({
      ...shop,
      dynamic: false,
      templates: [{ id: '26', fields: account }],
      language: { language: 'ZH', name: '测试商店' },
    });
    assert.equal(still, `${STATIC}6304E049`);
    const read = readMerchantCode(still);
    assert.ok(read.ok && read.value.language?.name === '测试商店');
  });

  it('skips ids that nobody knows and counts characters outside of the first plane once', () => {
    const read = readMerchantCode(signed(`000201${'65021X'.replace('021X', '02🀄X')}5802CN`));
    assert.ok(read.ok);
    assert.deepEqual(read.value.skipped, ['65']);
  });

  const refused: ReadonlyArray<readonly [what: string, payload: string, code: FaultCode, at: string]> = [
    ['nothing', '', 'format-not-first', '00'],
    ['an id twice', signed('0002015802CN5802CN'), 'duplicate-id', '58'],
    ['an id twice inside a template', signed(`00020126100001A0001B`), 'duplicate-id', '26.00'],
    ['another format in front', signed('0102115802CN'), 'format-not-first', '00'],
    ['another version of the format', signed('0002025802CN'), 'format-not-first', '00'],
    ['a checksum in the middle', '0002016304FFFF5802CN', 'checksum-not-last', '63'],
    ['no checksum', '0002015802CN', 'checksum-not-last', '63'],
    ['a length beyond the end', '0002015809CN', 'truncated', '58'],
    ['a length that is no number', '0002015xxxCN', 'not-an-object', ''],
    ['a cut end', signed(STATIC).slice(0, -1), 'truncated', '63'],
    ['a point of initiation that does not exist', signed('0002010102135802CN'), 'value-wrong', '01'],
    ['an amount with two points', signed('00020154051.2.35802CN'), 'value-wrong', '54'],
    ['an amount below zero', signed('0002015402-15802CN'), 'value-wrong', '54'],
    ['a name that is too long', signed(`0002015926${'A'.repeat(26)}5802CN`), 'value-wrong', '59'],
    ['a text beyond any picture', `000201${'6'.repeat(5_000)}`, 'not-an-object', ''],
  ];
  for (const [what, payload, code, at] of refused) {
    it(`is refused with ${what}`, () => {
      const read = readMerchantCode(payload);
      assert.ok(!read.ok);
      assert.deepEqual([read.fault.code, read.fault.at], [code, at]);
      assert.ok(read.fault.found !== '' && read.fault.expected !== '');
    });
  }

  it('is not written from what it cannot hold', () => {
    assert.throws(() => writeMerchantCode({ dynamic: true, name: 'A'.repeat(26) }), /id 59: found .*expected 1 to 25/);
    assert.throws(
      () => writeMerchantCode({ dynamic: true, accounts: { '2': 'x' } }),
      /found id "2", expected two digits/,
    );
    const long = { id: '26', fields: { '00': 'A'.repeat(60), '01': 'B'.repeat(60) } };
    assert.throws(() => writeMerchantCode({ dynamic: true, templates: [long] }), /id 26: found 128 characters/);
  });
});

const CONSUMER =
  'hQVDUFYwMWETTwegAAAAVVVVUAhQcm9kdWN0MWETTwegAAAAZmZmUAhQcm9kdWN0MmJJWggSNFZ4kBI0WF8gDkNBUkRIT0xERVIvRU1WXy0IcnVlc2RlZW5kIZ8QBwYBCgMAAACfJghYT9OF+iNLzJ82AgABnzcEbVjvEw==';
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

describe('a consumer-presented code', () => {
  it('of the sheet is read to its last element', () => {
    const read = readConsumerCode(CONSUMER);
    assert.ok(read.ok);
    assert.deepEqual(read.value.applications, [
      { aid: 'A0000000555555', label: 'Product1' },
      { aid: 'A0000000666666', label: 'Product2' },
    ]);
    assert.deepEqual(
      read.value.elements.map(({ tag }) => tag),
      ['85', '61', '61', '62'],
    );
    const common = read.value.elements.at(-1)?.elements ?? [];
    assert.deepEqual(
      common.map(({ tag }) => tag),
      ['5A', '5F20', '5F2D', '64'],
    );
    assert.deepEqual(
      common.at(-1)?.elements?.map(({ tag }) => tag),
      ['9F10', '9F26', '9F36', '9F37'],
    );
  });

  it('is refused at every length that is cut short', () => {
    const bytes = Buffer.from(CONSUMER, 'base64');
    for (let length = 1; length < bytes.length; length += 1) {
      const read = readConsumerCode(bytes.subarray(0, length).toString('base64'));
      const whole = [7, 28, 49].includes(length);
      assert.equal(codeOf(read), whole ? 'read' : 'truncated', `${length} bytes`);
    }
  });

  const refused: ReadonlyArray<readonly [what: string, text: string, code: FaultCode]> = [
    ['nothing', '', 'not-base64'],
    ['text that is not base64', 'hQVDUFYw*', 'not-base64'],
    ['another version', base64('85054350563032'), 'version-wrong'],
    ['another element in front', base64('5A021234'), 'version-wrong'],
    ['a length without end', base64('850543505630316180'), 'truncated'],
    [
      'templates without end',
      base64(`85054350563031${['6110', '610E', '610C', '610A', '6108', '6106', '6104', '6102', '6100'].join('')}`),
      'too-deep',
    ],
  ];
  for (const [what, text, code] of refused) {
    it(`is refused for ${what}`, () => assert.equal(codeOf(readConsumerCode(text)), code));
  }
});
