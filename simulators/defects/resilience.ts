import { reduceOrder } from '../checkout/core/reduce';
import { override } from '../checkout/protocols/override';
import type { PaymentProtocol, StartRequest } from '../checkout/protocols/protocol';
import { engine } from '../providers/engine/engine';
import type { Defect } from './defect';

type Wrap = (protocol: PaymentProtocol, provider: string) => PaymentProtocol;

/** One silent provider is enough for all to be left alone, until one of them answers a question again. */
function stopsWithOne(): Wrap {
  let silent = false;
  return (protocol) => {
    silent = false;
    return override(protocol, {
      start: async (request: StartRequest) =>
        silent ? { kind: 'unanswered', why: 'one of all is silent' } : protocol.start(request),
      query: async (payment) => {
        const result = await protocol.query(payment);
        silent = result.kind === 'unanswered';
        return result;
      },
    });
  };
}

/** Whoever pays waits for an answer of every provider. */
function asksAll(): Wrap {
  const all = new Map<string, PaymentProtocol>();
  return (protocol, provider) => {
    all.set(provider, protocol);
    return override(protocol, {
      start: async (request: StartRequest) => {
        const { payee } = request;
        for (const other of all.values())
          if (other !== protocol) await other.query({ attemptNo: 'ARE-YOU-THERE', payee });
        return protocol.start(request);
      },
    });
  };
}

/** Broken twins of the theme "resilience". */
export const resilienceDefects: readonly Defect[] = [
  {
    id: 'stops-everybody-with-one',
    check: 'RES-001/others-succeed-as-before',
    reason: 'failed-with-another',
    level: 'logic',
    what: {
      en: 'Starts no payment anywhere while one provider is silent',
      zh: '一家机构无应答时，任何机构的付款均不发起',
    },
    parts: { checkout: { wrapProtocol: stopsWithOne() } },
  },
  {
    id: 'asks-everybody-before-each-payment',
    check: 'RES-001/cashier-as-fast',
    reason: 'slower-because-of-another',
    level: 'timing',
    subtle: true,
    what: { en: 'Asks every provider whether it is there before each payment', zh: '每笔付款之前先逐一询问所有机构' },
    parts: { checkout: { wrapProtocol: asksAll() } },
  },
  {
    id: 'forgets-who-was-cut-off',
    check: 'RES-002/no-second-debit',
    reason: 'second-debit-stayed',
    level: 'logic',
    what: { en: 'Calls an attempt closed when its provider cannot be reached', zh: '机构无法联络时即视付款为已关闭' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) =>
          reduceOrder(order, event.type === 'close-unanswered' ? { ...event, type: 'close-done' } : event, schedules),
      },
    },
  },
  {
    id: 'debits-when-asked-to-close',
    check: 'RES-002/debits-were-confirmed',
    reason: 'debited-unasked',
    collateral: ['RES-002/no-second-debit'],
    level: 'logic',
    what: { en: 'The provider debits an open trade when it is asked to close it', zh: '支付机构被要求关闭时反而扣款' },
    parts: {
      providers: {
        engine: (trade, command, rules) =>
          command.type === 'close' && trade?.status === 'open'
            ? engine(trade, { type: 'pay', payer: trade.openedBy ?? 'li-na', at: command.at }, rules)
            : engine(trade, command, rules),
      },
    },
  },
  {
    id: 'loses-a-planned-refund',
    check: 'RES-003/invariants-hold',
    reason: 'invariant-broken',
    collateral: ['RES-003/everything-settles'],
    level: 'logic',
    what: { en: 'Writes down that it gives money back, and forgets to do it', zh: '记下应当退款，却忘记执行' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          if (event.type !== 'success' || !reduction.ok) return reduction;
          return { ...reduction, effects: reduction.effects.filter(({ type }) => type !== 'refund') };
        },
      },
    },
  },
  {
    id: 'tires-of-closing',
    check: 'RES-003/everything-settles',
    reason: 'not-settled',
    level: 'timing',
    what: { en: 'Asks a silent provider to close only once', zh: '机构无应答时，关闭请求只发送一次' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const reduction = reduceOrder(order, event, schedules);
          if (event.type !== 'close-unanswered' || !reduction.ok) return reduction;
          return { ...reduction, effects: reduction.effects.filter(({ type }) => type !== 'close') };
        },
      },
    },
  },
  {
    id: 'keeps-providers-out-too-long',
    check: 'RES-005/as-declared',
    reason: 'taken-out-otherwise',
    level: 'timing',
    what: { en: 'Keeps every provider out twice as long as it declares', zh: '暂停展示的时长是所声明的两倍' },
    parts: { checkout: { healthRule: (declared) => ({ ...declared, staysOutMs: 2 * declared.staysOutMs }) } },
  },
  {
    id: 'has-more-patience-with-a-favourite',
    check: 'RES-005/same-for-all',
    reason: 'treated-differently',
    collateral: ['RES-005/as-declared'],
    level: 'timing',
    subtle: true,
    what: { en: 'Has more patience with one provider than with the others', zh: '对某一家机构比对其他机构更有耐心' },
    parts: {
      checkout: {
        healthRule: (declared, provider) =>
          provider < 'm' ? { ...declared, silences: declared.silences + 2 } : declared,
      },
    },
  },
];
