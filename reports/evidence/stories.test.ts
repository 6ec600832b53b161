import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import type { Facts, HistoryEvent } from '../../simulators/kernel/history';
import { booksPage } from '../formats/html/books';
import { paymentPage } from '../formats/html/payments';
import { dayStories } from './books';
import { paymentStories } from './payments';

let seq = 0;
const event = (
  type: HistoryEvent['type'],
  by: string,
  kind: string,
  facts: Facts,
  more: Partial<HistoryEvent> = {},
) => {
  seq += 1;
  return { seq, at: Date.parse('2026-11-24T09:00:00+08:00'), type, by, kind, facts, ...more } as HistoryEvent;
};

const PARTS = [
  { merchant: 'tea-house', amountFen: 3_000 },
  { merchant: 'book-shop', amountFen: 2_050 },
];
const moved = (trade: string, kind: string, from: string, to: string, amountFen: number) =>
  event('ledger', 'wechatpay', kind, { from, to, amountFen }, { trade });
const shared: readonly HistoryEvent[] = [
  event(
    'act',
    'merchant',
    'order.placed',
    { merchant: 'marketplace', amountFen: 5_050, parts: PARTS },
    { order: 'O1' },
  ),
  moved('O1A1P1', 'payment', 'payer:li-na', 'merchant:tea-house', 3_000),
  moved('O1A1P2', 'payment', 'payer:li-na', 'merchant:book-shop', 2_050),
  moved('O1A1P2', 'refund', 'merchant:book-shop', 'payer:li-na', 550),
  moved('O2A1P2', 'payment', 'payer:li-na', 'merchant:book-shop', 1),
  event(
    'contract',
    'platform',
    'order.state',
    {
      payments: [{ paymentNo: 'O1A1', provider: 'wechatpay', route: { parts: [{ partNo: 'P1' }, { partNo: 'P2' }] } }],
    },
    { order: 'O1' },
  ),
];

const money = { paidFen: 5_050, refundedFen: 550, feesFen: 27, owedFen: 4_473 };
const nothing = { paidFen: 0, refundedFen: 0, feesFen: 0, owedFen: 0 };
const books = (differences: ReadonlyArray<Record<string, unknown>>) =>
  event('contract', 'platform', 'books.day', {
    day: '2026-11-24',
    providers: [
      { provider: 'alipay', bill: { state: 'used', rows: 0 }, ...nothing, matched: [], differences: [] },
      {
        provider: 'wechatpay',
        bill: { state: 'used', rows: 2 },
        ...money,
        matched: ['payment O1A1P1'],
        differences: differences as never,
      },
    ],
  });
const told = (merchantId: string, providers: readonly Facts[]) =>
  event('contract', 'platform', 'settlement.day', { day: '2026-11-24', merchantId, providers: [...providers] });

describe('stories for people', () => {
  it('tell a shared payment with the part of each merchant, and of no other payment', () => {
    const [story, ...more] = paymentStories(shared);
    assert.deepEqual(more, []);
    assert.deepEqual(story?.parts, PARTS);
    assert.deepEqual(
      story?.movements.map(({ kind, amountFen }) => [kind, amountFen]),
      [
        ['payment', 3_000],
        ['payment', 2_050],
        ['refund', 550],
      ],
    );
    const page = parse(paymentPage(paymentStories(shared), 'en', 'X'));
    const fact = (name: string) => page.querySelector(`[data-fact=${name}]`)?.text;
    assert.match(fact('payee') ?? '', /tea-house, ¥30\.00.*book-shop, ¥20\.50/s);
    assert.equal(fact('refunded'), '¥5.50');
    assert.doesNotMatch(page.text, /nobody has paid|marketplace/);
  });

  it('tell of a day the last word on its books, and leave out where nothing happened', () => {
    const open = { class: 'missing-at-provider', key: 'payment O1A1P2', copy: 0, standing: 'waiting' };
    const [day] = dayStories([books([]), books([open]), told('tea-house', [{ provider: 'alipay', ...nothing }])]);
    assert.deepEqual(
      day?.books.map(({ provider, differences }) => [provider, differences.length]),
      [['wechatpay', 1]],
    );
    assert.deepEqual(day?.settlements, []);
  });

  it('draw a day in both languages: what adds up, what agrees, what does not', () => {
    const open = { class: 'missing-at-provider', key: 'payment O1A1P2', copy: 0, standing: 'waiting' };
    const owing = { ...nothing, refundedFen: 550, owedFen: -550 };
    const days = dayStories([books([open]), told('book-shop', [{ provider: 'wechatpay', ...owing }])]);
    const lines = (language: 'en' | 'zh') =>
      parse(booksPage(days, language, 'X'))
        .querySelectorAll('tbody tr')
        .map((row) => row.childNodes.map(({ text }) => text.trim()).filter(Boolean));
    assert.deepEqual(lines('en'), [
      ['everybody together, in the books', 'WeChat Pay', '¥50.50', '¥5.50', '¥0.27', '¥44.73'],
      ['the merchant book-shop, as it was told', 'WeChat Pay', '¥0.00', '¥5.50', '¥0.00', '−¥5.50'],
      ['payment O1A1P1', 'both sides agree'],
      ['payment O1A1P2', 'differs; waits for the next day'],
    ]);
    assert.deepEqual(lines('zh').at(-1), ['付款 O1A1P2', '有差异，待次日']);
  });
});
