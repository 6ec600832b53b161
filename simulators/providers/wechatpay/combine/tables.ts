import { int, must, object, text } from '../field-forms';
import type { Field } from '../fields';
import { identityFields } from '../identity';
import { type CallbackRules, callback, H5, ORDER_NUMBER, outTradeNo, type Product } from '../tables';

const list = (at: string, zh: string, more: Partial<Field> = {}): Field => ({ at, zh, type: 'list', ...more });

/** The number of a combined order, at its place in a body or a path. */
export const combineOutTradeNo: Field = text('/combine_out_trade_no', '合单商户订单号', 32, {
  ...must,
  min: 6,
  pattern: ORDER_NUMBER,
});

const application: Field = text('/combine_appid', '合单商户Appid', 32, must);

/** Each of the orders, wherever a body lists them. */
const SUB_ORDERS: readonly Field[] = [
  list('/sub_orders', '商品单信息', must),
  object('/sub_orders/*', '商品单信息', must),
  text('/sub_orders/*/mchid', '子单商户号', 32, must),
  { ...outTradeNo, at: '/sub_orders/*/out_trade_no', zh: '商品单商户订单号' },
  text('/sub_orders/*/sub_mchid', '二级商户号', 32),
  text('/sub_orders/*/sub_appid', '子商户应用ID', 32),
];

const SCENE: readonly Field[] = [
  object('/scene_info', '场景信息'),
  text('/scene_info/payer_client_ip', '用户终端IP', 45, must),
  text('/scene_info/device_id', '商户端设备号', 32),
];

const payer = (product: Product): readonly Field[] => {
  const needed = product === 'jsapi' ? must : {};
  return [
    object('/combine_payer_info', '支付者', needed),
    text('/combine_payer_info/openid', '用户标识', 128, needed),
    text('/combine_payer_info/sub_openid', '用户子标识', 128),
    ...identityFields('/combine_payer_info'),
  ];
};

/** What the profile leaves open about combined orders. */
export interface CombineRules extends CallbackRules {
  /** Whether each order must have an attachment: `optional` or `required`. */
  readonly attach: string;
}

/** The table of a combined order (sheet 1.6, OA). */
export function combineFields(product: Product, rules: CombineRules): readonly Field[] {
  return [
    application,
    text('/combine_mchid', '合单商户号', 32, must),
    combineOutTradeNo,
    ...SCENE,
    ...SUB_ORDERS,
    text('/sub_orders/*/attach', '附加数据', 128, rules.attach === 'required' ? must : {}),
    object('/sub_orders/*/amount', '订单金额', must),
    int('/sub_orders/*/amount/total_amount', '标价金额', 1, must),
    text('/sub_orders/*/amount/currency', '标价币种', 16, { ...must, oneOf: ['CNY'] }),
    text('/sub_orders/*/description', '商品描述', 127, must),
    text('/sub_orders/*/detail', '商品详情', 6000),
    text('/sub_orders/*/goods_tag', '订单优惠标记', 32),
    object('/sub_orders/*/settle_info', '结算信息'),
    { at: '/sub_orders/*/settle_info/profit_sharing', zh: '是否指定分账', type: 'boolean' },
    int('/sub_orders/*/settle_info/subsidy_amount', '补差金额', 0),
    ...payer(product),
    text('/time_start', '交易起始时间', 64),
    text('/time_expire', '交易结束时间', 64),
    callback('/notify_url', '通知地址', Number(rules.notifyUrlLength), rules.notifyUrlScheme, must),
    list('/limit_pay', '指定支付方式'),
    text('/limit_pay/*', '指定支付方式', 32, { oneOf: ['no_balance', 'no_credit', 'no_debit', 'balance_only'] }),
    ...(product === 'h5' ? H5 : []),
  ];
}

/** The body of a close. */
export const closeFields: readonly Field[] = [application, ...SUB_ORDERS];
