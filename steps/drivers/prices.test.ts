import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPrice } from './prices';

test('a price without words is that of the page', () => {
  assert.deepEqual(readPrice(undefined, '¥1,128.50'), { payableFen: 112_850, items: [] });
});

test('fees and discounts are read with the party behind them, in both languages', () => {
  const items = [
    { kind: 'fee', amountFen: 100, party: 'provider' },
    { kind: 'discount', amountFen: 300, party: 'merchant' },
  ];
  const english = 'You pay ¥126.50: fee ¥1.00, charged by the payment provider; discount ¥3.00, funded by the merchant';
  const chinese = '实付 ¥126.50：手续费 ¥1.00，由支付机构收取；优惠 ¥3.00，由商户承担';
  assert.deepEqual(readPrice(english, '¥128.50'), { payableFen: 12_650, items });
  assert.deepEqual(readPrice(chinese, '¥128.50'), { payableFen: 12_650, items });
});

test('what the page does not say is not made up', () => {
  const items = [{ kind: 'discount', amountFen: 300, party: null }];
  assert.deepEqual(readPrice('You pay ¥125.50: discount ¥3.00', '¥128.50'), { payableFen: 12_550, items });
  assert.deepEqual(readPrice('cheaper by this method', '¥128.50'), { payableFen: null, items: [] });
});
