import { reduceOrder } from '../checkout/core/reduce';
import { override } from '../checkout/protocols/override';
import { statusPage } from '../checkout/web/status-page';
import { type Fen, fen } from '../kernel/money';
import { engine, paymentOf } from '../providers/engine/engine';
import type { Defect } from './defect';

/** Broken twins of the theme "lifecycle". */
export const lifecycleDefects: readonly Defect[] = [
  {
    id: 'keeps-the-second-success',
    check: 'LIFE-002/one-kept-payment',
    reason: 'second-success-kept',
    level: 'logic',
    what: { en: 'Keeps every payment that arrives', zh: '收到多少付款就留下多少' },
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
    id: 'returns-all-but-one-fen',
    check: 'LIFE-002/surplus-returned-in-full',
    reason: 'returned-in-part',
    level: 'logic',
    subtle: true,
    what: { en: 'Gives a second payment back short of one fen', zh: '退回第二笔付款时少一分' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          if (event.type !== 'success' || !reduction.ok) return reduction;
          const refunds = reduction.order.refunds.map((refund) =>
            order.refunds.includes(refund) ? refund : { ...refund, amountFen: fen(refund.amountFen - 1) },
          );
          return { ...reduction, order: { ...reduction.order, refunds } };
        },
      },
    },
  },
  {
    id: 'gives-back-without-a-word',
    check: 'LIFE-002/payer-is-told',
    reason: 'return-not-told',
    level: 'page',
    what: { en: 'Gives a second payment back and says nothing of it', zh: '退回第二笔付款却不作任何说明' },
    parts: {
      checkout: {
        statusPage: (...args) => statusPage(...args).replaceAll(/<p role="status" data-returned[^<]*<\/p>/g, ''),
      },
    },
  },
  {
    id: 'takes-a-repeat-for-a-new-order',
    check: 'LIFE-003/repeat-is-the-same',
    reason: 'repeat-made-another',
    collateral: ['LIFE-003/changed-content-refused'],
    level: 'logic',
    what: { en: 'Makes a second order out of a repeated request', zh: '把重复请求当成新订单' },
    parts: {
      checkout: {
        orderKey: (() => {
          let calls = 0;
          return ({ merchantOrderNo }) => `${merchantOrderNo}-${calls++}`;
        })(),
      },
    },
  },
  {
    id: 'overlooks-changed-content',
    check: 'LIFE-003/changed-content-refused',
    reason: 'changed-content-accepted',
    level: 'logic',
    what: { en: 'Takes a request with a known number and another amount for a repeat', zh: '同号不同金额也当作重复' },
    parts: { checkout: { sameOrder: () => true } },
  },
  {
    id: 'provider-overlooks-changed-content',
    check: 'LIFE-003/changed-content-refused',
    reason: 'changed-content-accepted',
    level: 'wire',
    what: { en: 'The provider takes a known number with another amount', zh: '支付机构接受同号不同金额' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          if (command.type !== 'order' || !trade || trade.status === 'paid') return engine(trade, command, rules);
          return { ok: true, trade: { ...trade, ...command.content }, effects: [] };
        },
      },
    },
  },
  {
    id: 'charges-again-on-a-second-confirmation',
    check: 'LIFE-003/never-charged-twice',
    reason: 'charged-twice',
    level: 'logic',
    what: { en: 'The provider charges again when the payer confirms again', zh: '付款人再次确认时重复扣款' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const again = command.type === 'pay' && trade?.status === 'paid';
          return engine(again ? { ...trade, status: 'open' } : trade, command, rules);
        },
      },
    },
  },
  {
    id: 'takes-silence-for-failure',
    check: 'LIFE-004/no-answer-stays-open',
    reason: 'silence-taken-as-failed',
    level: 'logic',
    what: { en: 'Calls a payment failed when the provider does not answer', zh: '无应答即视为失败' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          if (event.type !== 'query-unanswered') return reduceOrder(order, event, schedules);
          const { attemptNo, at } = event;
          return reduceOrder(order, { type: 'not-paid', attemptNo, state: 'closed', at }, schedules);
        },
      },
    },
  },
  {
    id: 'gives-up-after-silence',
    check: 'LIFE-004/resolved-by-asking',
    reason: 'never-asked',
    level: 'timing',
    what: { en: 'Never asks again after one question without an answer', zh: '一次无应答后不再查询' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          return event.type === 'query-unanswered' && reduction.ok ? { ...reduction, effects: [] } : reduction;
        },
      },
    },
  },
  {
    id: 'asks-and-does-not-listen',
    check: 'LIFE-004/resolved-by-asking',
    reason: 'ended-otherwise',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Asks again after silence and takes no answer for an answer',
      zh: '无应答后继续查询，却不理会查询结果',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const attempt =
            event.type === 'success' && order.attempts.find(({ attemptNo }) => attemptNo === event.attemptNo);
          return attempt && attempt.silent !== undefined
            ? { ok: true, order, effects: [] }
            : reduceOrder(order, event, schedules);
        },
      },
    },
  },
  {
    id: 'says-nothing-while-confirming',
    check: 'LIFE-004/payer-is-told',
    reason: 'not-told',
    level: 'page',
    what: { en: 'Keeps asking the payer to pay while the result is unknown', zh: '结果未知时仍让付款人付款' },
    parts: {
      checkout: {
        statusPage: (...args) => statusPage(...args).replaceAll('data-status="confirming"', 'data-status="pay"'),
      },
    },
  },
  {
    id: 'believes-the-return',
    check: 'LIFE-005/return-proves-nothing',
    reason: 'paid-by-return',
    level: 'logic',
    what: { en: 'Calls an order paid when the browser comes back', zh: '浏览器跳回即视为已支付' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const waiting = order.attempts.find(({ status }) => status === 'waiting');
          if (event.type !== 'payer-returned' || !waiting) return reduceOrder(order, event, schedules);
          const { attemptNo } = waiting;
          const { at } = event;
          return reduceOrder(order, { type: 'success', attemptNo, tradeNo: 'returned', paidAt: at, at }, schedules);
        },
      },
    },
  },
  {
    id: 'debits-whoever-left',
    check: 'LIFE-006/closed-takes-nothing',
    reason: 'debited-though-closed',
    level: 'logic',
    what: {
      en: 'The provider debits whoever left a payment open until it was closed',
      zh: '付款人离开后，关闭交易时仍予扣款',
    },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const outcome = engine(trade, command, rules);
          const closes = command.type === 'close' || command.type === 'expire';
          const over = closes && trade !== undefined && trade.status !== 'closed' && command.at >= trade.payBy;
          if (!over || !outcome.ok || outcome.trade.status !== 'closed') return outcome;
          const debit = { type: 'post', posting: paymentOf({ ...outcome.trade, paidBy: 'li-na' }) } as const;
          return { ...outcome, effects: [...outcome.effects, debit] };
        },
      },
    },
  },
  {
    id: 'speaks-in-yuan',
    check: 'LIFE-009/whole-fen-only',
    reason: 'not-whole-fen',
    level: 'wire',
    what: { en: 'Writes yuan where fen are meant', zh: '把元写进以分为单位的字段' },
    parts: { checkout: { writeAmount: (amountFen) => amountFen / 100 } },
  },
  {
    id: 'rounds-what-merchants-send',
    check: 'LIFE-009/bad-amount-refused',
    reason: 'bad-amount-accepted',
    level: 'logic',
    what: { en: 'Makes an amount out of anything', zh: '把任何值都当成金额' },
    parts: {
      checkout: {
        readAmount: (value) => fen(Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, Math.round(Number(value))))),
      },
    },
  },
  {
    id: 'drops-the-fen',
    check: 'LIFE-009/same-amount-everywhere',
    reason: 'amount-differs',
    collateral: ['LIFE-009/bad-amount-refused'],
    level: 'wire',
    what: { en: 'Loses a fen when it converts amounts', zh: '换算金额时丢失一分' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            start: (request: Parameters<typeof protocol.start>[0]) =>
              protocol.start({ ...request, amountFen: throughFloat(request.amountFen) }),
          }),
      },
    },
  },
];

/** What happens to fen that are turned into yuan and back with floating point and a cut. */
const throughFloat = (amountFen: Fen): Fen => fen(Math.max(1, Math.trunc((amountFen / 100) * 100)));
