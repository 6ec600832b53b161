import { type LimitParts, limitParts } from '../providers/engine/limits/book';
import { countersOf, type LimitedPayment, type Way } from '../providers/engine/limits/counters';
import { type Factor, levelOf } from '../providers/engine/limits/factors';
import { limitAt } from '../providers/engine/limits/table';
import type { WorldParts } from '../world/world';
import type { Defect } from './defect';

const limits = (changed: Partial<LimitParts>): WorldParts => ({
  providers: { limits: { ...limitParts, ...changed } },
});

const HELD: readonly Factor[] = ['text-message-code', 'device-certificate', 'electronic-signature'];

/** The counters of a payment without some of them. */
const without = (unwanted: (limit: string) => boolean) => (payment: LimitedPayment) =>
  countersOf(payment).filter(({ limit }) => !unwanted(limit));

/** Small payments are forgotten, under a yuan. */
const SMALL_FEN = 100;

const isBarcode = (way: Way) => way === 'dynamic-code';

/** Broken twins of the theme "limits". */
export const limitDefects: readonly Defect[] = [
  {
    id: 'counts-factors-instead-of-kinds',
    check: 'LIM-001/level-follows-factors',
    reason: 'level-differs',
    level: 'logic',
    what: { en: 'Takes two factors of one kind for two', zh: '把同一类的两个要素算作两类' },
    parts: limits({ levelOf: (factors) => (factors.length < 2 ? 'C' : levelOf([...factors, 'fingerprint'])) }),
  },
  {
    id: 'takes-any-thing-held-for-a-certificate',
    check: 'LIM-001/level-follows-factors',
    reason: 'level-differs',
    level: 'logic',
    subtle: true,
    what: { en: 'Takes a text message for a certificate', zh: '把短信验证码当作数字证书' },
    parts: limits({
      levelOf: (factors) => {
        const level = levelOf(factors);
        return level === 'B' && factors.some((factor) => HELD.includes(factor)) ? 'A' : level;
      },
    }),
  },
  {
    id: 'doubles-the-limit-of-codes',
    check: 'LIM-002/dynamic-codes-within-the-day',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Allows twice as much by code', zh: '条码支付限额放宽一倍' },
    parts: limits({
      limitAt: (name, at) => (limitAt(name, at) ?? 0) * (name.startsWith('dynamic-code') ? 2 : 1),
    }),
  },
  {
    id: 'forgets-small-payments',
    check: 'LIM-002/dynamic-codes-within-the-day',
    reason: 'limit-passed',
    level: 'logic',
    subtle: true,
    what: { en: 'Does not count payments under a yuan', zh: '不计入一元以下的付款' },
    parts: limits({ used: (amountFen, admitted) => (admitted && amountFen >= SMALL_FEN ? amountFen : 0) }),
  },
  {
    id: 'lets-certificates-lift-static-codes',
    check: 'LIM-003/static-codes-within-the-day',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Lifts the limit of static codes at level A', zh: '在 A 级别下取消静态条码限额' },
    parts: limits({
      countersOf: (payment) =>
        payment.level === 'A' ? without((limit) => limit === 'static-code')(payment) : countersOf(payment),
    }),
  },
  {
    id: 'limits-no-balance',
    check: 'LIM-004/balance-within-the-day',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Keeps no daily limit of the balance', zh: '余额支付不设日限额' },
    parts: limits({ countersOf: without((limit) => limit.startsWith('balance')) }),
  },
  {
    id: 'leaves-the-loss-with-the-payer',
    check: 'LIM-004/institution-bears-the-loss',
    reason: 'loss-not-borne',
    level: 'logic',
    what: { en: 'Leaves losses at the lowest level with the payer', zh: '最低级别下的损失由付款人自担' },
    parts: limits({ bearsLoss: () => 'open' }),
  },
  {
    id: 'keeps-no-tier',
    check: 'LIM-005/tiers-hold',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Lets every account pay as much as it likes', zh: '不区分账户类别限额' },
    parts: limits({ countersOf: without((limit) => limit.startsWith('tier')) }),
  },
  {
    id: 'never-begins-a-new-year',
    check: 'LIM-005/tiers-hold',
    reason: 'refused-within-the-limit',
    level: 'timing',
    subtle: true,
    what: { en: 'Counts last year in this year', zh: '将上一年度的用量计入本年度' },
    parts: limits({
      countersOf: (payment) =>
        countersOf(payment).map((counter) =>
          counter.limit.endsWith('/year') ? { ...counter, key: `${payment.payer} tier all years` } : counter,
        ),
    }),
  },
  {
    id: 'leaves-out-transfers-to-the-own-bank',
    check: 'LIM-005/tiers-hold',
    reason: 'limit-passed',
    level: 'logic',
    subtle: true,
    what: { en: 'Does not count transfers to the own bank in tier I', zh: 'I 类账户不计入转至本人银行账户的金额' },
    parts: limits({ countersOf: (payment) => (payment.way === 'own-bank-transfer' ? [] : countersOf(payment)) }),
  },
  {
    id: 'knows-no-limit-of-one-payment',
    check: 'LIM-006/class-limits-hold',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Lets a wallet pay any amount at once', zh: '钱包单笔支付不设限额' },
    parts: { providers: { accountRefuses: (found) => (found === 'limit-single' ? undefined : found) } },
  },
  {
    id: 'adds-up-no-day',
    check: 'LIM-006/class-limits-hold',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Does not add up what a wallet paid in a day', zh: '不累计钱包当日支付金额' },
    parts: { providers: { accountRefuses: (found) => (found === 'limit-day' ? undefined : found) } },
  },
  {
    id: 'fills-wallets-without-end',
    check: 'LIM-006/class-limits-hold',
    reason: 'limit-passed',
    level: 'logic',
    subtle: true,
    what: { en: 'Lets a wallet hold any amount', zh: '钱包余额不设上限' },
    parts: { providers: { accountRefuses: (found) => (found === 'limit-balance' ? undefined : found) } },
  },
  {
    id: 'refuses-the-last-fen',
    check: 'LIM-007/exact-at-the-edge',
    reason: 'refused-within-the-limit',
    level: 'logic',
    subtle: true,
    what: { en: 'Refuses the payment that just reaches the limit', zh: '拒绝恰好达到限额的付款' },
    parts: limits({ within: (sumFen, limitFen) => sumFen < limitFen }),
  },
  {
    id: 'lets-one-fen-more-through',
    check: 'LIM-007/exact-at-the-edge',
    reason: 'limit-passed',
    level: 'logic',
    subtle: true,
    what: { en: 'Lets one fen more through', zh: '多放行一分钱' },
    parts: limits({ within: (sumFen, limitFen) => sumFen <= limitFen + 1 }),
  },
  {
    id: 'uses-up-limits-by-refusing',
    check: 'LIM-007/refused-uses-nothing',
    reason: 'refused-within-the-limit',
    level: 'logic',
    what: { en: 'Counts payments that it refused', zh: '将已拒绝的付款计入用量' },
    parts: limits({ used: (amountFen) => amountFen }),
  },
  {
    id: 'counts-each-entrance-alone',
    check: 'LIM-008/one-count-for-all-entrances',
    reason: 'limit-passed',
    level: 'logic',
    what: { en: 'Begins a new count at each entrance', zh: '更换入口即重新计数' },
    parts: limits({
      countersOf: (payment) =>
        countersOf(payment).map((counter) => ({ ...counter, key: `${counter.key} ${payment.entrance}` })),
    }),
  },
  {
    id: 'pools-codes-and-balance',
    check: 'LIM-008/kinds-are-not-pooled',
    reason: 'refused-within-the-limit',
    level: 'logic',
    subtle: true,
    what: { en: 'Puts codes and balance into one sum', zh: '将条码与余额合并计数' },
    parts: limits({
      countersOf: (payment) =>
        countersOf(payment).map((counter) =>
          isBarcode(payment.way) || counter.limit.startsWith('balance')
            ? { ...counter, key: counter.key.replace(/ (dynamic-code|balance) /, ' pool ') }
            : counter,
        ),
    }),
  },
  {
    id: 'takes-one-confirmation-for-another',
    check: 'LIM-009/confirmation-binds',
    reason: 'void-confirmation-taken',
    level: 'logic',
    what: { en: 'Does not look at what was confirmed', zh: '不核对所确认的内容' },
    parts: limits({ confirms: () => true }),
  },
];
