import type { AxiosInstance } from 'axios';
import { checkoutParts } from '../checkout/config';
import { type OfferFunction, offer } from '../checkout/core/routing';
import { override } from '../checkout/protocols/override';
import type { PaymentPart } from '../checkout/protocols/protocol';
import { WechatPayV3 } from '../checkout/protocols/wechatpay-v3';
import { fen } from '../kernel/money';
import { type Engine, engine } from '../providers/engine/engine';
import { OWN_GOODS } from '../world/integration';
import type { Defect } from './defect';

/** An offer that changes from one call to the next. */
function tossing(): OfferFunction {
  let calls = 0;
  return (inputs) => {
    const decided = offer(inputs);
    calls += 1;
    return calls % 2 === 0 ? decided : { ...decided, methods: decided.methods.toReversed() };
  };
}

/** The largest piece in which the twin that splits orders pays, in fen. */
const PIECE = fen(50_000);

/** One fen for each merchant but the first, who gets all the rest. */
function shifted(parts: readonly PaymentPart[]): PaymentPart[] {
  const rest = parts.slice(1).reduce((sum, { amountFen }) => sum + amountFen - 1, 0);
  return parts.map((part, index) => ({ ...part, amountFen: fen(index === 0 ? part.amountFen + rest : 1) }));
}

/** Leaves out in which currency an amount is. */
class CurrencylessWechatPay extends WechatPayV3 {
  protected override prepared(http: AxiosInstance): AxiosInstance {
    http.interceptors.request.use((config) => {
      const { currency: _, ...amount } = config.data?.amount ?? {};
      return config.data?.description === undefined ? config : { ...config, data: { ...config.data, amount } };
    });
    return http;
  }
}

/** Moves one fen less of each payment than it should. */
const shortBooks: Engine = (trade, command, rules) => {
  const outcome = engine(trade, command, rules);
  if (!outcome.ok || command.type !== 'pay') return outcome;
  const effects = outcome.effects.map((effect) => {
    if (effect.type !== 'post') return effect;
    return { ...effect, posting: { ...effect.posting, amountFen: fen(effect.posting.amountFen - 1) } };
  });
  return { ...outcome, effects };
};

/** Broken twins of the theme "routing". */
export const routingDefects: readonly Defect[] = [
  {
    id: 'pays-another-merchant',
    check: 'ROUTE-002/payee-is-the-merchant',
    reason: 'payee-is-somebody-else',
    level: 'wire',
    what: { en: 'Names another merchant as payee', zh: '收款方写成另一个商户' },
    parts: {
      checkout: {
        payeeOf: (payees, merchantId) => Object.entries(payees).find(([merchant]) => merchant !== merchantId)?.[1],
      },
    },
  },
  {
    id: 'collects-on-its-own-account',
    check: 'ROUTE-002/platform-holds-nothing',
    reason: 'platform-touched-money',
    collateral: ['ROUTE-002/payee-is-the-merchant'],
    level: 'logic',
    what: { en: 'Collects merchants’ money on the platform’s own account', zh: '平台用自己的账户代收商户资金' },
    parts: { checkout: { payeeOf: (payees) => payees[OWN_GOODS] } },
  },
  {
    id: 'hides-merchants-behind-the-first',
    check: 'ROUTE-007/one-part-per-merchant',
    reason: 'parts-differ',
    collateral: ['ROUTE-007/refunds-stay-with-their-part'],
    level: 'wire',
    what: {
      en: 'Pays two merchants of a shared order on the account of one',
      zh: '把共用订单中两个商户的款项记到一个商户名下',
    },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            start: (request) => protocol.start(request.parts ? { ...request, parts: shifted(request.parts) } : request),
          }),
      },
    },
  },
  {
    id: 'refunds-from-the-first-merchant',
    check: 'ROUTE-007/refunds-stay-with-their-part',
    reason: 'refund-from-another-part',
    level: 'wire',
    subtle: true,
    what: {
      en: 'Gives back from the first merchant’s part, whoever refunds',
      zh: '无论哪个商户退款，均从第一个商户的部分退出',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const first = order.parts?.[0]?.partNo;
          if (event.type !== 'ask-refund' || first === undefined) return checkoutParts.reduce(order, event, schedules);
          return checkoutParts.reduce(order, { ...event, partNo: first }, schedules);
        },
      },
    },
  },
  {
    id: 'settles-with-the-first-merchant',
    check: 'ROUTE-007/told-of-its-own-part',
    reason: 'told-of-another-part',
    level: 'logic',
    what: {
      en: 'Tells the first merchant of a shared order of everybody’s money, and the others of none',
      zh: '把共用订单的全部款项告知第一个商户，其他商户则查不到',
    },
    parts: { checkout: { sellerOf: ({ parts, merchantId }) => parts?.[0]?.merchantId ?? merchantId } },
  },
  {
    id: 'pays-in-pieces-above-a-limit',
    check: 'ROUTE-007/one-order-one-payment',
    reason: 'order-split',
    level: 'wire',
    subtle: true,
    what: {
      en: 'Splits a large order so that each payment stays below a limit',
      zh: '拆分大额订单，使每笔付款低于限额',
    },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            start: (request) => protocol.start(request.amountFen > PIECE ? { ...request, amountFen: PIECE } : request),
          }),
      },
    },
  },
  {
    id: 'routes-by-the-toss-of-a-coin',
    check: 'ROUTE-003/equal-inputs-equal-route',
    reason: 'same-inputs-other-route',
    collateral: ['ROUTE-003/arrivals-change-nothing', 'ROUTE-003/names-decide-nothing'],
    level: 'logic',
    what: { en: 'Offers the same order differently from one time to the next', zh: '同样的输入时而不同' },
    parts: { checkout: { offer: tossing() } },
  },
  {
    id: 'forgets-what-decided',
    check: 'ROUTE-003/record-explains-route',
    reason: 'replay-differs',
    level: 'logic',
    what: { en: 'Records inputs that do not explain the route', zh: '记录的输入不能解释路由' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          if (event.type !== 'choose') return checkoutParts.reduce(order, event, schedules);
          const inputs = { ...event.route.inputs, providers: [] };
          return checkoutParts.reduce(order, { ...event, route: { ...event.route, inputs } }, schedules);
        },
      },
    },
  },
  {
    id: 'favours-a-name',
    check: 'ROUTE-003/names-decide-nothing',
    reason: 'names-changed-the-outcome',
    level: 'logic',
    what: { en: 'Lists methods by name instead of in the merchant’s order', zh: '按名称而非商户的顺序排列' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          return { ...decided, methods: decided.methods.toSorted((a, b) => (a.provider < b.provider ? -1 : 1)) };
        },
      },
    },
  },
  {
    id: 'shows-at-most-two',
    check: 'ROUTE-003/arrivals-change-nothing',
    reason: 'arrival-changed-the-others',
    level: 'logic',
    subtle: true,
    what: { en: 'Has room for two methods, so that a newcomer pushes another out', zh: '只留两个位置，新来者挤掉别人' },
    parts: {
      checkout: {
        offer: (inputs) => {
          const decided = offer(inputs);
          return { ...decided, methods: decided.methods.slice(-2) };
        },
      },
    },
  },
  {
    id: 'leaves-the-currency-to-be-guessed',
    check: 'ROUTE-006/fields-present',
    reason: 'protected-field-missing',
    level: 'wire',
    subtle: true,
    what: { en: 'Asks WeChat Pay for an amount without saying of what', zh: '向微信支付下单时不写明币种' },
    parts: {
      checkout: {
        protocols: {
          ...checkoutParts.protocols,
          'wechatpay-v3': (connection) => new CurrencylessWechatPay(connection),
        },
      },
    },
  },
  {
    id: 'asks-for-one-fen-more',
    check: 'ROUTE-006/fields-equal',
    reason: 'field-differs-at-a-hop',
    collateral: ['ROUTE-006/refund-equal'],
    level: 'wire',
    what: { en: 'Asks the provider for one fen more than the order', zh: '向支付机构多要一分钱' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            start: (request) => protocol.start({ ...request, amountFen: fen(request.amountFen + 1) }),
          }),
      },
    },
  },
  {
    id: 'books-one-fen-less',
    check: 'ROUTE-006/fields-equal',
    reason: 'field-differs-at-a-hop',
    level: 'logic',
    subtle: true,
    what: { en: 'The provider books one fen less than was paid', zh: '支付机构入账时少记一分钱' },
    parts: { providers: { engine: shortBooks } },
  },
  {
    id: 'refunds-in-whole-yuan',
    check: 'ROUTE-006/refund-equal',
    reason: 'refund-differs-at-a-hop',
    level: 'wire',
    what: { en: 'Rounds a refund down to whole yuan on its way to the provider', zh: '退款请求抹去零头' },
    parts: {
      checkout: {
        wrapProtocol: (protocol) =>
          override(protocol, {
            refund: (refund) =>
              protocol.refund({ ...refund, amountFen: fen(Math.floor(refund.amountFen / 100) * 100) }),
          }),
      },
    },
  },
];
