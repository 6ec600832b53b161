import { isLive } from '../checkout/core/order';
import { reduceOrder } from '../checkout/core/reduce';
import { override } from '../checkout/protocols/override';
import type { PaymentRef } from '../checkout/protocols/protocol';
import { engine } from '../providers/engine/engine';
import type { Defect } from './defect';

/** Broken twins of the theme "lifecycle" that break the states of a payment, or the change from one attempt to another. */
export const attemptDefects: readonly Defect[] = [
  {
    id: 'reopens-a-closed-order',
    check: 'LIFE-001/platform-keeps-to-it',
    reason: 'unpublished-move',
    level: 'logic',
    what: {
      en: 'Takes a late success of a closed order for its payment',
      zh: '已关闭的订单收到迟到的付款后变为已支付',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) =>
          reduceOrder(event.type === 'success' ? { ...order, status: 'open' } : order, event, schedules),
      },
    },
  },
  {
    id: 'turns-paid-trades-into-closed-ones',
    check: 'LIFE-001/provider-keeps-to-it',
    reason: 'provider-moved-otherwise',
    collateral: ['LIFE-001/other-moves-refused'],
    level: 'logic',
    what: { en: 'The provider closes a trade that was paid', zh: '支付机构把已支付的交易关闭' },
    parts: {
      providers: {
        engine: (trade, command, rules) =>
          command.type === 'close' && trade?.status === 'paid'
            ? { ok: true, trade: { ...trade, status: 'closed' }, effects: [] }
            : engine(trade, command, rules),
      },
    },
  },
  {
    id: 'agrees-and-does-nothing',
    check: 'LIFE-001/other-moves-refused',
    reason: 'illegal-move-accepted',
    level: 'logic',
    subtle: true,
    what: { en: 'The provider says yes to what it does not do', zh: '支付机构对不会执行的请求也回答成功' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const outcome = engine(trade, command, rules);
          const overlooked = !outcome.ok && trade && (command.type === 'close' || command.type === 'order');
          return overlooked ? { ok: true, trade, effects: [] } : outcome;
        },
      },
    },
  },
  {
    id: 'calls-closed-what-nobody-closed',
    check: 'LIFE-006/earlier-closed-first',
    reason: 'started-beside-an-open-one',
    collateral: ['LIFE-006/paid-order-not-closed', 'LIFE-006/payment-revealed', 'LIFE-006/choice-not-blocked'],
    level: 'logic',
    what: { en: 'Calls the earlier attempt closed without asking for it', zh: '未要求关闭即视先前的付款为已关闭' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const given =
            event.type === 'choose' && order.status === 'open'
              ? order.attempts.map((attempt) => (isLive(attempt) ? { ...attempt, status: 'closed' as const } : attempt))
              : order.attempts;
          return reduceOrder({ ...order, attempts: given }, event, schedules);
        },
      },
    },
  },
  {
    id: 'closes-what-was-paid',
    check: 'LIFE-006/paid-order-not-closed',
    reason: 'paid-order-closed',
    collateral: ['LIFE-006/payment-revealed'],
    level: 'logic',
    what: { en: 'The provider closes a paid order when it is asked to', zh: '支付机构应要求关闭已支付的订单' },
    parts: {
      providers: {
        engine: (trade, command, rules) =>
          command.type === 'close' && trade?.status === 'paid'
            ? { ok: true, trade: { ...trade, status: 'closed', closedAt: command.at }, effects: [] }
            : engine(trade, command, rules),
      },
    },
  },
  {
    id: 'takes-a-refused-close-for-done',
    check: 'LIFE-006/payment-revealed',
    reason: 'payment-not-revealed',
    level: 'wire',
    what: { en: 'Takes the refusal to close a paid order for a close', zh: '把支付机构拒绝关闭当作已关闭' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            close: async (payment: PaymentRef) => {
              const result = await protocol.close(payment);
              return result.kind === 'paid' ? { kind: 'closed' } : result;
            },
          }),
      },
    },
  },
  {
    id: 'waits-for-a-silent-provider',
    check: 'LIFE-006/choice-not-blocked',
    reason: 'choice-blocked',
    level: 'timing',
    what: { en: 'Starts the new attempt only when the old provider answers', zh: '旧机构不应答就不发起新的付款' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const queued = order.attempts.filter(({ status }) => status === 'queued');
          if (event.type !== 'close-unanswered' || queued.length === 0) return reduceOrder(order, event, schedules);
          const attempts = order.attempts.filter((attempt) => !queued.includes(attempt));
          const reduction = reduceOrder({ ...order, attempts }, event, schedules);
          if (!reduction.ok) return reduction;
          return { ...reduction, order: { ...reduction.order, attempts: [...reduction.order.attempts, ...queued] } };
        },
      },
    },
  },
  {
    id: 'believes-the-latest-news',
    check: 'LIFE-007/paid-stays-paid',
    reason: 'outcome-changed',
    level: 'logic',
    what: { en: 'Lets a later "closed" undo a payment', zh: '后到的“已关闭”使付款被撤销' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const undone = event.type === 'not-paid' && event.state === 'closed';
          if (!undone || !order.attempts.some(({ attemptNo }) => attemptNo === event.attemptNo))
            return reduceOrder(order, event, schedules);
          const attempts = order.attempts.map((attempt) =>
            attempt.attemptNo === event.attemptNo ? { ...attempt, status: 'closed' as const } : attempt,
          );
          return { ok: true, order: { ...order, attempts }, effects: [] };
        },
      },
    },
  },
  {
    id: 'lets-paid-trades-expire',
    check: 'LIFE-007/provider-stands-by-it',
    reason: 'outcome-changed',
    level: 'timing',
    what: {
      en: 'The provider closes every trade at its deadline, paid ones too',
      zh: '支付机构到期关闭所有交易，已支付的也不例外',
    },
    parts: {
      providers: {
        engine: (trade, command, rules) =>
          command.type === 'expire' && trade?.status === 'paid' && command.at > trade.payBy
            ? { ok: true, trade: { ...trade, status: 'closed', closedAt: command.at }, effects: [] }
            : engine(trade, command, rules),
      },
    },
  },
  {
    id: 'gives-back-without-a-name',
    check: 'LIFE-007/corrections-name-the-original',
    reason: 'correction-names-nothing',
    level: 'logic',
    what: { en: 'The provider books a refund without saying of what', zh: '支付机构记退款账时不注明所退的付款' },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const outcome = engine(trade, command, rules);
          if (!outcome.ok) return outcome;
          const effects = outcome.effects.map((effect) =>
            effect.type === 'post' && effect.posting.reason === 'refund'
              ? { ...effect, posting: { ...effect.posting, ref: '' } }
              : effect,
          );
          return { ...outcome, effects };
        },
      },
    },
  },
];
