import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkedNames, type TakenNames } from './names';

const TAKEN: TakenNames = {
  folders: ['engine', 'alipay', 'sim-profile', 'pages.ts'],
  markets: ['harbour'],
  spoken: ['Alipay', '支付宝'],
};
const refused = (name: string, given: { en?: string; zh?: string }, says: RegExp) =>
  assert.throws(() => checkedNames(name, given, TAKEN), { name: 'ConfigurationError', message: says });

describe('the names of a new provider', () => {
  test('are those that were given, or follow from the folder', () => {
    assert.deepEqual(checkedNames('lantern', {}, TAKEN), { name: 'lantern', en: 'Lantern', zh: 'Lantern' });
    const given = checkedNames('lantern2', { en: 'Red Lantern'.slice(0, 10), zh: '红灯笼' }, TAKEN);
    assert.deepEqual(given, { name: 'lantern2', en: 'Red Lanter', zh: '红灯笼' });
    assert.equal(checkedNames('averylongprovider', {}, TAKEN).en, 'Averylongp');
  });

  test('are refused where they are no names', () => {
    for (const name of [
      '',
      'a',
      'Harbour',
      '9pay',
      'red-lantern',
      '../evil',
      'a b',
      'x'.repeat(21),
      '灯笼',
      'constructor/',
    ])
      refused(name, {}, /found provider name ".*", expected 2 to 20 small letters/);
    for (const en of ['', ' ', 'longer than ten', "O'Pay", 'a|b', '{en}', 'x\ny', '<b>'])
      refused('lantern', { en }, /--en: found/);
    refused('lantern', { zh: '一二三四五六七八九十一' }, /--zh: found .* expected 1 to 10/);
  });

  test('are refused where somebody has them', () => {
    refused('engine', {}, /"engine" is taken: there is a folder simulators\/providers\/engine/);
    refused('alipay', {}, /"alipay" is taken/);
    refused('harbour', {}, /"harbour" is taken: the market has such a provider/);
    refused('lantern', { en: 'Alipay' }, /--en: another provider is called "Alipay" already/);
    refused('lantern', { zh: '支付宝' }, /--zh: another provider is called "支付宝" already/);
  });
});
