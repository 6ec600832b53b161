import type { Order } from '../checkout/core/order';
import { reduceOrder } from '../checkout/core/reduce';
import type { RefundRef } from '../checkout/protocols/protocol';
import { engine } from '../providers/engine/engine';
import type { Refund } from '../providers/engine/trade';
import type { Defect } from './defect';
import { override } from './override';

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
