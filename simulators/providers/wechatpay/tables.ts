import { int, must, object, text } from './field-forms';
import type { Field } from './fields';
import { identityFields } from './identity';

export const PRODUCTS = ['native', 'h5', 'jsapi', 'app'] as const;
export type Product = (typeof PRODUCTS)[number];
/** Payments with a payer's code, whichever of the two protocols asks for them. */
export const CODE_PRODUCT = 'codepay';

/** What a voucher calls the way of a payment. */
export const PRODUCT_NAMES: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  native: { en: 'code of the merchant, scanned', zh: '扫码支付' },
  h5: { en: 'web page on a phone', zh: 'H5 支付' },
  jsapi: { en: 'page inside the wallet', zh: 'JSAPI 支付' },
  app: { en: 'app of the merchant', zh: 'APP 支付' },
  [CODE_PRODUCT]: { en: 'payment code of the payer', zh: '付款码支付' },
};

/** Products with a code that somebody scans: payments by barcode. */
export const SCANNED: readonly string[] = ['native', CODE_PRODUCT];

/** Who calls: a merchant for itself, or a service provider for a sub-merchant. */
export type Caller = 'direct' | 'partner';

/** As the gateway quotes them in its messages (seen live, the last one made after them). */
export const ORDER_NUMBER = String.raw`^[0-9a-zA-Z_\-\|\*]+$`;
const CALLBACK = String.raw`^https?://([^\s/?#\[\]\@]+\@)?([^\s/?#\@:]+)(?::\d{2,5})?([^\s?#\[\]]*)$`;
const CALLBACK_TLS = CALLBACK.replace('https?', 'https');
const REFUND_NUMBER = String.raw`^[0-9a-zA-Z_\-\|\*@]+$`;

export const callback = (at: string, zh: string, max: number, scheme: string, more: Partial<Field> = {}): Field =>
  text(at, zh, max, { pattern: scheme === 'https' ? CALLBACK_TLS : CALLBACK, ...more });

/** The merchant's order number, at its place in a body or a path. */
export const outTradeNo: Field = text('/out_trade_no', '商户订单号', 32, { ...must, min: 6, pattern: ORDER_NUMBER });
export const transactionId: Field = text('/transaction_id', '微信支付订单号', 32, must);
export const outRefundNo: Field = text('/out_refund_no', '商户退款单号', 64, { ...must, pattern: REFUND_NUMBER });
export const algorithmType: Field = text('/algorithm_type', '算法类型', 32, { oneOf: ['RSA', 'SM2', 'ALL'] });
/** Named by a service provider in refunds, never by a direct merchant. */
export const subMerchant: Field = text('/sub_mchid', '子商户号', 32, must);

export const APPLICATION: Record<Caller, readonly Field[]> = {
  direct: [text('/appid', '公众账号ID', 32, must), text('/mchid', '直连商户号', 32, must)],
  partner: [
    text('/sp_appid', '服务商应用ID', 32, must),
    text('/sp_mchid', '服务商户号', 32, must),
    text('/sub_appid', '子商户应用ID', 32),
    subMerchant,
  ],
};

/** Who calls, where a request names nothing else of them: query and close. */
export const callerFields: Record<Caller, readonly Field[]> = {
  direct: [text('/mchid', '直连商户号', 32, must)],
  partner: [text('/sp_mchid', '服务商户号', 32, must), subMerchant],
};

const billDate: Field = text('/bill_date', '账单日期', 10, { ...must, pattern: String.raw`^\d{4}-\d{2}-\d{2}$` });
const billSub: Field = { ...subMerchant, required: false };
const tarType: Field = text('/tar_type', '压缩类型', 32, { oneOf: ['GZIP'] });
/** Further kinds of bill exist for merchants of other kinds. */
const BILL_TYPES = ['ALL', 'SUCCESS', 'REFUND', 'RECHARGE_REFUND', 'ALL_SPECIAL', 'SUC_SPECIAL', 'REF_SPECIAL'];

/** The queries for bills (sheet 1.7). */
export const billFields = {
  tradebill: [billDate, text('/bill_type', '账单类型', 32, { oneOf: BILL_TYPES }), billSub, tarType],
  fundflowbill: [
    billDate,
    text('/account_type', '资金账户类型', 32, { oneOf: ['BASIC', 'OPERATION', 'FEES'] }),
    billSub,
    tarType,
  ],
} satisfies Record<string, readonly Field[]>;

/** The query for a bill's file. */
export const fileFields: readonly Field[] = [text('/token', '下载令牌', 256, must), text('/tartype', '压缩类型', 32)];

export const AMOUNT: readonly Field[] = [
  object('/amount', '订单金额', must),
  int('/amount/total', '总金额', 1, must),
  text('/amount/currency', '货币类型', 16, { oneOf: ['CNY'] }),
];

export const GOODS: readonly Field[] = [
  object('/detail', '优惠功能'),
  int('/detail/cost_price', '订单原价', 0),
  text('/detail/invoice_id', '商品小票ID', 32),
  { at: '/detail/goods_detail', zh: '单品列表', type: 'list' },
  text('/detail/goods_detail/*/merchant_goods_id', '商户侧商品编码', 32, must),
  text('/detail/goods_detail/*/wechatpay_goods_id', '微信支付商品编码', 32),
  text('/detail/goods_detail/*/goods_name', '商品名称', 256),
  int('/detail/goods_detail/*/quantity', '商品数量', 1, must),
  int('/detail/goods_detail/*/unit_price', '商品单价', 0, must),
];

const SCENE: readonly Field[] = [
  object('/scene_info', '场景信息'),
  text('/scene_info/payer_client_ip', '用户终端IP', 45, must),
  text('/scene_info/device_id', '商户端设备号', 32),
  object('/scene_info/store_info', '商户门店信息'),
  text('/scene_info/store_info/id', '门店编号', 32, must),
  text('/scene_info/store_info/name', '门店名称', 256),
  text('/scene_info/store_info/area_code', '地区编码', 32),
  text('/scene_info/store_info/address', '详细地址', 512),
];

export const H5: readonly Field[] = [
  object('/scene_info', '场景信息', must),
  object('/scene_info/h5_info', 'H5场景信息', must),
  text('/scene_info/h5_info/type', '场景类型', 32, { ...must, oneOf: ['Wap', 'iOS', 'Android'] }),
  text('/scene_info/h5_info/app_name', '应用名称', 64),
  text('/scene_info/h5_info/app_url', '网站URL', 128),
  text('/scene_info/h5_info/bundle_id', 'iOS平台BundleID', 128),
  text('/scene_info/h5_info/package_name', 'Android平台PackageName', 128),
];

const PAYER: Record<Caller, readonly Field[]> = {
  direct: [object('/payer', '支付者', must), text('/payer/openid', '用户标识', 128, must)],
  partner: [
    object('/payer', '支付者', must),
    text('/payer/sp_openid', '用户服务标识', 128),
    text('/payer/sub_openid', '用户子标识', 128),
  ],
};

/** What the profile leaves open about callback addresses. */
export interface CallbackRules {
  readonly notifyUrlLength: string;
  readonly notifyUrlScheme: string;
}

/** The table of an order request (sheet 1.2), by product and by who calls. */
export function orderFields(product: Product, caller: Caller, rules: CallbackRules): readonly Field[] {
  const { notifyUrlLength, notifyUrlScheme } = rules;
  return [
    ...APPLICATION[caller],
    text('/description', '商品描述', 127, must),
    outTradeNo,
    text('/time_expire', '交易结束时间', 64),
    text('/attach', '附加数据', 128),
    callback('/notify_url', '通知地址', Number(notifyUrlLength), notifyUrlScheme, must),
    text('/goods_tag', '订单优惠标记', 32),
    { at: '/support_fapiao', zh: '电子发票入口开放标识', type: 'boolean' },
    ...AMOUNT,
    ...GOODS,
    ...SCENE,
    object('/settle_info', '结算信息'),
    { at: '/settle_info/profit_sharing', zh: '是否指定分账', type: 'boolean' },
    { at: '/limit_pay', zh: '指定支付方式', type: 'list' },
    text('/limit_pay/*', '指定支付方式', 32, { oneOf: ['no_balance', 'no_credit', 'no_debit', 'balance_only'] }),
    ...(product === 'jsapi' ? PAYER[caller] : [object('/payer', '支付者')]),
    ...identityFields('/payer'),
    ...(product === 'h5' ? H5 : []),
  ];
}

/** The table of a refund request (sheet 1.5). */
export const refundFields = (caller: Caller, scheme: string): readonly Field[] => [
  ...(caller === 'partner' ? [subMerchant] : []),
  { ...transactionId, required: false },
  { ...outTradeNo, required: false },
  outRefundNo,
  text('/reason', '退款原因', 80),
  callback('/notify_url', '退款结果回调url', 256, scheme),
  text('/funds_account', '退款资金来源', 32, { oneOf: ['AVAILABLE', 'UNSETTLED'] }),
  object('/amount', '金额信息', must),
  int('/amount/refund', '退款金额', 1, must),
  int('/amount/total', '原订单金额', 1, must),
  text('/amount/currency', '退款币种', 16, { ...must, oneOf: ['CNY'] }),
  { at: '/amount/from', zh: '退款出资账户及金额', type: 'list' },
  text('/amount/from/*/account', '出资账户类型', 32, { ...must, oneOf: ['AVAILABLE', 'UNAVAILABLE'] }),
  int('/amount/from/*/amount', '出资金额', 1, must),
  { at: '/goods_detail', zh: '退款商品', type: 'list' },
  text('/goods_detail/*/merchant_goods_id', '商户侧商品编码', 32, must),
  text('/goods_detail/*/wechatpay_goods_id', '微信支付商品编码', 32),
  text('/goods_detail/*/goods_name', '商品名称', 256),
  int('/goods_detail/*/unit_price', '商品单价', 0, must),
  int('/goods_detail/*/refund_amount', '商品退款金额', 0, must),
  int('/goods_detail/*/refund_quantity', '商品退货数量', 1, must),
];
