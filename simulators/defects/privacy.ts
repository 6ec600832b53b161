import type { AxiosInstance } from 'axios';
import { checkoutParts, type OrderRequest } from '../checkout/config';
import type { Order } from '../checkout/core/order';
import { override } from '../checkout/protocols/override';
import { WechatPayV3 } from '../checkout/protocols/wechatpay-v3';
import { exportRow, sharing } from '../checkout/sharing';
import { consentPage } from '../checkout/web/consent-page';
import { processMint } from '../kernel/keys';
import { walletSecrets } from '../providers/payers';
import type { Defect } from './defect';

/** Whom an order was paid with. */
const paidWith = (order: Order): string =>
  order.attempts.find(({ attemptNo }) => attemptNo === order.keptAttempt)?.route.provider ?? 'nobody';

/** A platform that lets the order of whoever takes a consent back come to nothing. */
function punishing(): Defect['parts']['checkout'] {
  const punished = new Set<string>();
  return {
    recordConsent: (service, order, record) => {
      service.keepConsent(record);
      if (!record.given) punished.add(order.orderNo);
    },
    reduce: (order, event, schedules) =>
      event.type === 'success' && punished.has(order.orderNo)
        ? { ok: true, order, effects: [] }
        : checkoutParts.reduce(order, event, schedules),
  };
}

/** Sends more than the order needs. */
class TalkativeWechatPay extends WechatPayV3 {
  protected override prepared(http: AxiosInstance): AxiosInstance {
    const detail = { goods_detail: [{ merchant_goods_id: 'tea', quantity: 1, unit_price: 12_850 }] };
    http.interceptors.request.use((config) => {
      if (config.data?.description === undefined) return config;
      return { ...config, data: { ...config.data, detail } };
    });
    return http;
  }
}

/** A provider that tells the payer's balance beside each notice. */
async function withBalance(request: Request): Promise<Request> {
  const { url, method, headers } = request;
  const { balance } = walletSecrets(processMint, url.split('/').at(-1) ?? '', 'li-na');
  const body = await request.text();
  const told = body.startsWith('{')
    ? body.replace('{', `{"payer_balance":"${balance}",`)
    : `${body}&balance=${balance}`;
  return new Request(url, { method, headers, body: told });
}

/** A platform that keeps whatever it is sent, and a provider that sends more than it should. */
const keepingEverything: Defect['parts'] = {
  providers: { outgoing: withBalance },
  checkout: {
    wrapProtocol: (protocol) =>
      override(protocol, {
        readNotice: async (notice) => {
          const reading = await protocol.readNotice(notice);
          return reading.ok ? reading : { ok: false, reason: `${reading.reason}: ${notice.body}` };
        },
      }),
  },
};

/** A platform that tells the provider what is in the basket. */
function tellingTheBasket(): Defect['parts'] {
  const baskets = new Map<string, string>();
  const items = ({ items: lines = [] }: OrderRequest) => lines.map(({ name }) => name).join('、');
  return {
    checkout: {
      orderKey: (request) => {
        baskets.set(request.description, items(request));
        return checkoutParts.orderKey(request);
      },
      wrapProtocol: (protocol) =>
        override(protocol, {
          start: (request) => {
            const description = `${request.description} ${baskets.get(request.description) ?? ''}`;
            return protocol.start({ ...request, description });
          },
        }),
    },
  };
}

/** Broken twins of the theme "privacy". */
export const privacyDefects: readonly Defect[] = [
  {
    id: 'sends-details-that-nobody-asked-for',
    check: 'PRIV-001/nothing-beyond-the-list',
    reason: 'told-without-need',
    level: 'wire',
    what: { en: 'Sends WeChat Pay the goods of an order, line by line', zh: '向微信支付逐项发送订单商品明细' },
    parts: {
      checkout: {
        protocols: { ...checkoutParts.protocols, 'wechatpay-v3': (connection) => new TalkativeWechatPay(connection) },
      },
    },
  },
  {
    id: 'provider-tells-the-balance',
    check: 'PRIV-001/nothing-beyond-the-list',
    reason: 'told-without-need',
    level: 'wire',
    what: { en: 'The provider tells the payer’s balance beside each notice', zh: '支付机构在通知中附带付款人余额' },
    parts: { providers: { outgoing: withBalance } },
  },
  {
    id: 'keeps-whatever-it-is-sent',
    check: 'PRIV-002/platform-holds-no-wallet-data',
    reason: 'platform-holds-wallet-data',
    level: 'wire',
    what: {
      en: 'Keeps each notice that it refuses as it came, balances and all',
      zh: '原样保存被拒绝的通知，连同其中的余额',
    },
    parts: keepingEverything,
  },
  {
    id: 'tells-the-provider-the-basket',
    check: 'PRIV-002/provider-holds-no-basket',
    reason: 'provider-holds-the-basket',
    level: 'wire',
    what: { en: 'Tells the provider line by line what was bought', zh: '将商品明细逐项告知支付机构' },
    parts: tellingTheBasket(),
  },
  {
    id: 'keeps-the-password-of-a-payer',
    check: 'PRIV-003/passwords-are-nowhere',
    reason: 'password-kept',
    level: 'logic',
    what: {
      en: 'The provider writes down the password with which a payer confirmed',
      zh: '支付机构记录付款人确认时输入的密码',
    },
    parts: { providers: { factor: (given) => given } },
  },
  {
    id: 'keeps-the-number-of-a-card',
    check: 'PRIV-003/cards-are-nowhere',
    reason: 'card-kept',
    level: 'logic',
    what: { en: 'The provider writes the whole number of a card beside a trade', zh: '支付机构在交易旁记录完整卡号' },
    parts: {
      providers: {
        factor: (given) => `${given.length} characters for ${walletSecrets(processMint, 'wechatpay', 'li-na').card}`,
      },
    },
  },
  {
    id: 'shows-whole-card-numbers',
    check: 'PRIV-003/cards-are-masked',
    reason: 'card-shown',
    level: 'page',
    what: { en: 'The wallet shows whole card numbers', zh: '钱包显示完整卡号' },
    parts: { providers: { shownCard: (card) => card } },
  },
  {
    id: 'masks-only-the-middle',
    check: 'PRIV-003/cards-are-masked',
    reason: 'card-shown',
    level: 'page',
    subtle: true,
    what: { en: 'The wallet hides only three digits of a card number', zh: '钱包只遮盖卡号中的三位' },
    parts: { providers: { shownCard: (card) => `${card.slice(0, 12)}•••${card.slice(15)}` } },
  },
  {
    id: 'ticks-the-box-for-the-payer',
    check: 'PRIV-004/off-by-default',
    reason: 'consent-preticked',
    level: 'page',
    what: { en: 'Has every consent ticked beforehand', zh: '预先勾选全部同意项' },
    parts: {
      checkout: { consentPage: (view) => consentPage({ ...view, agreed: new Set(Object.keys(sharing.scopes)) }) },
    },
  },
  {
    id: 'takes-silence-for-consent',
    check: 'PRIV-004/shared-with-consent-only',
    reason: 'shared-without-consent',
    collateral: ['PRIV-004/off-by-default', 'PRIV-004/consent-is-on-record'],
    level: 'logic',
    what: { en: 'Shares everybody who has not said no', zh: '凡未明确拒绝者一律共享' },
    parts: {
      checkout: {
        consentInForce: (records, scope) => records.findLast((record) => record.scope === scope)?.given ?? true,
      },
    },
  },
  {
    id: 'forgets-that-consent-was-taken-back',
    check: 'PRIV-004/shared-with-consent-only',
    reason: 'shared-without-consent',
    collateral: ['PRIV-004/off-by-default', 'PRIV-004/consent-is-on-record'],
    level: 'logic',
    subtle: true,
    what: { en: 'Counts a consent that was taken back as given', zh: '已撤回的同意仍视为有效' },
    parts: {
      checkout: {
        consentInForce: (records, scope) => records.some((record) => record.scope === scope && record.given),
      },
    },
  },
  {
    id: 'keeps-consent-without-its-hour',
    check: 'PRIV-004/consent-is-on-record',
    reason: 'consent-not-recorded',
    level: 'logic',
    what: { en: 'Does not write down when a payer agreed', zh: '不记录付款人同意的时间' },
    parts: { checkout: { recordConsent: (service, _order, record) => service.keepConsent({ ...record, at: 0 }) } },
  },
  {
    id: 'stops-the-payment-of-who-declines',
    check: 'PRIV-004/payment-goes-on',
    reason: 'consent-stopped-payment',
    level: 'logic',
    what: {
      en: 'Never calls the order of a payer paid who takes a consent back',
      zh: '付款人撤回同意后，其订单不再变为已支付',
    },
    parts: { checkout: punishing() },
  },
  {
    id: 'exports-whatever-it-knows',
    check: 'PRIV-005/declared-fields-only',
    reason: 'export-beyond-declaration',
    collateral: ['PRIV-005/rival-data-stays-out'],
    level: 'logic',
    what: { en: 'Adds to each exported order whom it was paid with', zh: '在导出的订单中附带支付机构' },
    parts: {
      checkout: {
        exportRow: (fields, facts, order) => ({ ...exportRow(fields, facts), provider: paidWith(order) }),
      },
    },
  },
  {
    id: 'hides-the-provider-in-another-field',
    check: 'PRIV-005/rival-data-stays-out',
    reason: 'rival-data-exported',
    level: 'logic',
    subtle: true,
    what: { en: 'Writes into the state of an order whom it was paid with', zh: '在订单状态中夹带支付机构' },
    parts: {
      checkout: {
        exportRow: (fields, facts, order) =>
          exportRow(fields, { ...facts, status: `${facts['status']} by ${paidWith(order)}` }),
      },
    },
  },
  {
    id: 'ranks-by-whom-orders-were-paid-with',
    check: 'PRIV-005/rival-data-stays-out',
    reason: 'rival-data-weighed',
    level: 'logic',
    subtle: true,
    what: { en: 'Counts orders double that were paid with its favourite', zh: '以所偏好的机构支付的订单加倍计算' },
    parts: { checkout: { rankingWeight: (order) => (paidWith(order) === 'alipay' ? 2 : 1) } },
  },
];
