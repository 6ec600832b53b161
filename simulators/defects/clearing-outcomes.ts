import { reduceOrder } from '../checkout/core/reduce';
import { advance } from '../clearing/core/advance';
import { clearingParts, type Instruct } from '../clearing/parts';
import { DAY_MS } from '../kernel/time';
import type { Funding } from '../market/funding';
import type { Defect } from './defect';

/** A wallet's money with one thing done otherwise. */
const withFunding = (funding: Funding, changes: Partial<Funding>): Funding => {
  const bound = (name: keyof Funding) => changes[name] ?? funding[name].bind(funding);
  const names: ReadonlyArray<keyof Funding> = [
    'take',
    'onKnown',
    'used',
    'attempts',
    'paidWith',
    'openFor',
    'giveBack',
    'withdraw',
    'recover',
  ];
  return Object.fromEntries(names.map((name) => [name, bound(name)])) as unknown as Funding;
};

/** Lets two days pass before it begins to send anything back. */
const dawdling: Instruct = async (surroundings, wallet, network, instruction) => {
  const due = Date.parse(instruction.at) + 2 * DAY_MS;
  if (instruction.kind === 'return' && surroundings.clock.now() < due) return 'silence';
  return clearingParts.instruct(surroundings, wallet, network, instruction);
};

/** Broken twins of outcomes that are not known, of money without a sale, and of where payments are worked on. */
export const outcomeDefects: readonly Defect[] = [
  {
    id: 'takes-presumed-for-failed',
    check: 'LIFE-008/presumed-counts-as-open',
    reason: 'presumed-taken-for-final',
    level: 'logic',
    what: { en: 'The wallet takes a presumed failure for a failure', zh: '钱包把推定失败当作失败' },
    parts: { clearing: { reads: (state) => (state === 'presumed-failure' ? 'failed' : state) } },
  },
  {
    id: 'calls-the-presumed-final',
    check: 'LIFE-008/presumed-counts-as-open',
    reason: 'presumed-taken-for-final',
    level: 'timing',
    subtle: true,
    what: {
      en: 'The clearing institution calls a presumed failure final when nobody answers its question',
      zh: '清算机构在查询无应答时把推定失败定为终态',
    },
    parts: {
      clearing: {
        advance: (transfer, event, rules) => {
          const advanced = advance(transfer, event, rules);
          const silent = event.type === 'told' && event.answer === 'silence';
          if (!advanced.ok || !silent || transfer?.state !== 'presumed-failure') return advanced;
          return { ok: true, transfer: { ...advanced.transfer, state: 'failed' }, effects: [] };
        },
      },
    },
  },
  {
    id: 'never-asks-again',
    check: 'LIFE-008/final-within-the-bound',
    reason: 'still-open',
    level: 'timing',
    what: { en: 'The wallet never asks what became of a debit', zh: '钱包从不查询扣款结果' },
    parts: { clearing: { memberAskGaps: () => [] } },
  },
  {
    id: 'never-reconciles',
    check: 'LIFE-008/final-within-the-bound',
    reason: 'still-open',
    level: 'timing',
    what: { en: 'The clearing institution leaves at what it has presumed', zh: '清算机构停留在推定结果' },
    parts: { clearing: { askGaps: () => [400 * DAY_MS] } },
  },
  {
    id: 'keeps-money-without-a-sale',
    check: 'REF-006/unsold-debit-goes-back',
    reason: 'unsold-money-kept',
    level: 'logic',
    what: { en: 'The wallet keeps what it took for a payment that was closed', zh: '付款已关闭，钱包仍留下所扣款项' },
    parts: {
      providers: {
        funding: (funding) =>
          withFunding(funding, {
            giveBack: (ref, back) => (back.why === 'unsold' ? undefined : funding.giveBack(ref, back)),
          }),
      },
    },
  },
  {
    id: 'returns-two-days-later',
    check: 'REF-006/unsold-debit-goes-back',
    reason: 'unsold-money-kept',
    level: 'timing',
    subtle: true,
    what: { en: 'The wallet begins to give back after two days', zh: '钱包两日之后才开始退款' },
    parts: { clearing: { instruct: dawdling } },
  },
  {
    id: 'waits-to-be-asked-for-the-surplus',
    check: 'REF-006/surplus-goes-back-unasked',
    reason: 'unsold-money-kept',
    level: 'logic',
    what: {
      en: 'The platform keeps a second payment until somebody asks for it',
      zh: '平台留下第二笔付款，等待他人索要',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          if (event.type !== 'success' || order.status !== 'paid' || !reduction.ok) return reduction;
          return { ...reduction, order: { ...reduction.order, refunds: order.refunds }, effects: [] };
        },
      },
    },
  },
  {
    id: 'works-abroad',
    check: 'PRIV-006/processed-at-home',
    reason: 'abroad',
    level: 'logic',
    what: { en: 'The wallets work on payments in another country', zh: '钱包在境外处理支付' },
    parts: { clearing: { region: (_party, does, declared) => (does === 'processes' ? 'SG' : declared) } },
  },
  {
    id: 'settles-abroad',
    check: 'PRIV-006/settled-at-home',
    reason: 'abroad',
    level: 'logic',
    what: { en: 'A clearing institution settles in another country', zh: '清算机构在境外结算' },
    parts: {
      clearing: { region: (party, does, declared) => (does === 'settles' && party === 'netsunion' ? 'SG' : declared) },
    },
  },
  {
    id: 'keeps-a-copy-abroad',
    check: 'PRIV-006/stored-at-home',
    reason: 'abroad',
    level: 'logic',
    subtle: true,
    what: { en: 'One bank keeps its books in another country', zh: '一家银行将账簿存放在境外' },
    parts: {
      clearing: { region: (party, does, declared) => (does === 'stores' && party === 'lotus-bank' ? 'SG' : declared) },
    },
  },
];
