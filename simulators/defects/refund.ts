import type { Order } from '../checkout/core/order';
import { reduceOrder } from '../checkout/core/reduce';
import { override } from '../checkout/protocols/override';
import type { RefundRef } from '../checkout/protocols/protocol';
import { engine } from '../providers/engine/engine';
import type { Refund } from '../providers/engine/trade';
import type { Defect } from './defect';

/** Sees only refunds that are done, so that those under way do not count. */
const onlyDone = (order: Order): Order => ({
  ...order,
  refunds: order.refunds.filter(({ status }) => status === 'done'),
});

/** A provider that carries out a refund again as often as it is asked for. */
export const refundsAgain: Defect['parts'] = {
  providers: {
    engine: (trade, command, rules) => {
      if (!trade || (command.type !== 'refund' && command.type !== 'finish-refund'))
        return engine(trade, command, rules);
      const [same, others] = [true, false].map((is) =>
        trade.refunds.filter(({ outRefundNo }) => (outRefundNo === command.outRefundNo) === is),
      ) as [Refund[], Refund[]];
      if (command.type === 'refund') return engine({ ...trade, refunds: others }, command, rules);
      const reopened = same.map((refund): Refund => ({ ...refund, status: 'processing' }));
      return engine({ ...trade, refunds: [...others, ...reopened] }, command, rules);
    },
  },
};

/** Broken twins of the theme "refund". */
export const refundDefects: readonly Defect[] = [
  {
    id: 'refunds-to-somebody-else',
    check: 'REF-001/back-to-the-account-that-paid',
    reason: 'refunded-elsewhere',
    level: 'logic',
    what: { en: 'The provider gives the money back to another payer', zh: '支付机构把款项退给其他付款人' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const outcome = engine(trade, command, rules);
          if (!outcome.ok) return outcome;
          const effects = outcome.effects.map((effect) =>
            effect.type === 'post' && effect.posting.reason === 'refund'
              ? { ...effect, posting: { ...effect.posting, to: 'payer:somebody-else' } }
              : effect,
          );
          return { ...outcome, effects };
        },
      },
    },
  },
  {
    id: 'asks-the-first-provider-for-the-refund',
    check: 'REF-001/asked-of-the-paying-provider',
    reason: 'asked-another-provider',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Asks the provider that the payer chose first, not the one that was paid',
      zh: '向付款人最初选择而非实际收款的机构申请退款',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          const [first] = order.attempts;
          if (event.type !== 'ask-refund' || !reduction.ok || !first) return reduction;
          const refunds = reduction.order.refunds.map((refund) =>
            refund.refundNo === event.refundNo ? { ...refund, attemptNo: first.attemptNo } : refund,
          );
          return { ...reduction, order: { ...reduction.order, refunds } };
        },
      },
    },
  },
  {
    id: 'refunds-at-any-age',
    check: 'REF-005/limits-kept-to-the-edge',
    reason: 'outside-limits-accepted',
    level: 'timing',
    what: { en: 'The provider takes refunds of payments of any age', zh: '支付机构不看付款已有多久' },
    parts: {
      providers: {
        engine: (trade, command, rules) =>
          engine(trade, command, { ...rules, refundWindowMs: Number.POSITIVE_INFINITY }),
      },
    },
  },
  {
    id: 'counts-one-refund-too-many',
    check: 'REF-005/limits-kept-to-the-edge',
    reason: 'outside-limits-accepted',
    level: 'logic',
    subtle: true,
    what: { en: 'The provider takes one refund more than it says', zh: '支付机构多受理一次退款' },
    parts: {
      providers: {
        engine: (trade, command, { mostRefunds, ...rules }) =>
          engine(trade, command, mostRefunds === undefined ? rules : { ...rules, mostRefunds: mostRefunds + 1 }),
      },
    },
  },
  {
    id: 'forgets-the-gap',
    check: 'REF-005/limits-kept-to-the-edge',
    reason: 'outside-limits-accepted',
    collateral: ['REF-005/reason-and-advice'],
    level: 'timing',
    subtle: true,
    what: { en: 'The platform asks for a refund too soon after another', zh: '平台两次退款之间不留间隔' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const refundLimits = (provider: string) => {
            const limits = schedules.refundLimits?.(provider);
            return limits && { ...limits, gapMs: 0 };
          };
          return reduceOrder(order, event, { ...schedules, refundLimits });
        },
      },
    },
  },
  {
    id: 'refuses-without-advice',
    check: 'REF-005/reason-and-advice',
    reason: 'refused-without-advice',
    level: 'wire',
    what: { en: 'Refuses a refund and leaves the merchant alone with it', zh: '拒绝退款，却不告知其他办法' },
    parts: { checkout: { refundAdvice: () => undefined } },
  },
  {
    id: 'provider-forgets-earlier-refunds',
    check: 'REF-002/never-more-than-paid',
    reason: 'returned-more-than-paid',
    collateral: ['REF-002/excess-refused'],
    level: 'logic',
    what: { en: 'The provider compares each refund with the whole amount only', zh: '支付机构不累计以往退款' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          if (command.type !== 'refund' || !trade) return engine(trade, command, rules);
          const outcome = engine({ ...trade, refunds: [] }, command, rules);
          if (!outcome.ok) return outcome;
          return { ...outcome, trade: { ...outcome.trade, refunds: [...trade.refunds, ...outcome.trade.refunds] } };
        },
      },
    },
  },
  {
    id: 'counts-only-finished-refunds',
    check: 'REF-002/excess-refused',
    reason: 'excess-accepted',
    level: 'logic',
    subtle: true,
    what: { en: 'Forgets refunds that are still under way', zh: '不计算处理中的退款' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const known =
            event.type === 'ask-refund' && order.refunds.some(({ refundNo }) => refundNo === event.refundNo);
          if (event.type !== 'ask-refund' || known) return reduceOrder(order, event, schedules);
          const reduction = reduceOrder(onlyDone(order), event, schedules);
          if (!reduction.ok) return reduction;
          const fresh = reduction.order.refunds.filter(({ refundNo }) => refundNo === event.refundNo);
          return { ...reduction, order: { ...reduction.order, refunds: [...order.refunds, ...fresh] } };
        },
      },
    },
  },
  {
    id: 'refunds-again-on-repeat',
    check: 'REF-003/one-number-one-refund',
    reason: 'refunded-twice',
    level: 'logic',
    what: { en: 'The provider carries out a repeated refund again', zh: '支付机构重复执行同号退款' },
    parts: refundsAgain,
  },
  {
    id: 'takes-a-new-number-for-a-retry',
    check: 'REF-003/retry-keeps-number',
    reason: 'retry-changed-number',
    level: 'wire',
    what: { en: 'Asks again under a new refund number when no answer came', zh: '无应答后换新单号重试退款' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) => {
          const tries = new Map<string, number>();
          return override(protocol, {
            refund: (refund: RefundRef) => {
              const before = tries.get(refund.refundNo) ?? 0;
              tries.set(refund.refundNo, before + 1);
              return protocol.refund(before === 0 ? refund : { ...refund, refundNo: `${refund.refundNo}T${before}` });
            },
          });
        },
      },
    },
  },
  {
    id: 'takes-accepted-for-refunded',
    check: 'REF-004/accepted-is-not-refunded',
    reason: 'refunded-too-early',
    collateral: ['REF-004/ends-with-the-truth'],
    level: 'logic',
    what: { en: 'Calls a refund done as soon as it is accepted', zh: '退款一经受理即视为已完成' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) =>
          event.type === 'refund-state' && event.state === 'accepted'
            ? reduceOrder(order, { ...event, state: 'done' }, schedules)
            : reduceOrder(order, event, schedules),
      },
    },
  },
  {
    id: 'never-asks-after-a-refund',
    check: 'REF-004/ends-with-the-truth',
    reason: 'refund-result-missed',
    level: 'timing',
    what: { en: 'Waits for the notice of a refund and never asks', zh: '只等退款通知，从不查询' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          if (!reduction.ok) return reduction;
          return { ...reduction, effects: reduction.effects.filter(({ type }) => type !== 'query-refund') };
        },
      },
    },
  },
];
