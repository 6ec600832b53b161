import type { Field } from './fields';

const text = (at: string, max: number, more: Partial<Field> = {}): Field => ({ at, type: 'text', max, ...more });
const required = { required: true } as const;

/** The order number without the hyphen that documents do not allow and real notices have. */
export const ORDER_NUMBER = /^[0-9A-Za-z_]+$/;
export const ORDER_NUMBER_WITH_HYPHEN = /^[0-9A-Za-z_-]+$/;

/** timeout_express: 1m to 15d, or 1c for the end of the day; the range is checked where it is used. */
const TIMEOUT = /^([1-9]\d{0,4}[mhd]|1c)$/;

const SHARED: readonly Field[] = [
  text('out_trade_no', 64, required),
  { at: 'total_amount', type: 'price', ...required },
  text('subject', 256, required),
  text('body', 128),
  text('seller_id', 28),
  text('timeout_express', 6, { pattern: TIMEOUT }),
  text('time_expire', 32),
  text('passback_params', 512),
  text('merchant_order_no', 32),
  text('store_id', 32),
  text('operator_id', 28),
  text('terminal_id', 32),
  text('enable_pay_channels', 128),
  text('disable_pay_channels', 128),
  { at: 'discountable_amount', type: 'price', orZero: true },
  { at: 'undiscountable_amount', type: 'price', orZero: true },
  { at: 'goods_detail', type: 'list' },
  text('goods_detail.*.goods_id', 32, required),
  text('goods_detail.*.goods_name', 256, required),
  text('goods_detail.*.quantity', 10, required),
  { at: 'goods_detail.*.price', type: 'price', ...required },
  text('goods_detail.*.goods_category', 24),
  text('goods_detail.*.categories_tree', 128),
  text('goods_detail.*.show_url', 400),
  text('goods_type', 2, { oneOf: ['0', '1'] }),
  { at: 'extend_params', type: 'object-or-json' },
  text('extend_params.sys_service_provider_id', 64),
  text('extend_params.card_type', 32),
  text('extend_params.specified_seller_name', 32),
  { at: 'business_params', type: 'object-or-json' },
  text('business_params.mc_create_trade_ip', 128),
  { at: 'royalty_info', type: 'object-or-json' },
  { at: 'agreement_sign_params', type: 'object-or-json' },
  { at: 'ext_user_info', type: 'object-or-json' },
  { at: 'invoice_info', type: 'object-or-json' },
  { at: 'query_options', type: 'list' },
  { at: 'sub_merchant', type: 'object' },
  text('sub_merchant.merchant_id', 16, required),
  text('sub_merchant.merchant_type', 32, { oneOf: ['alipay'] }),
  { at: 'settle_info', type: 'object' },
  { at: 'settle_info.settle_detail_infos', type: 'list', ...required },
  text('settle_info.settle_detail_infos.*.trans_in_type', 64, {
    ...required,
    oneOf: ['cardAliasNo', 'userId', 'loginName', 'defaultSettle'],
  }),
  text('settle_info.settle_detail_infos.*.trans_in', 64),
  text('settle_info.settle_detail_infos.*.settle_entity_type', 32, { oneOf: ['SecondMerchant', 'Store'] }),
  { at: 'settle_info.settle_detail_infos.*.amount', type: 'price', ...required },
  { at: 'settle_info.settle_detail_infos.*.actual_amount', type: 'price' },
  text('settle_info.settle_period_time', 10, { pattern: /^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])d$/ }),
];

/** alipay.trade.pay also takes money by agreement and out of frozen funds (sheet 2.6). */
const CODE_PRODUCTS: readonly string[] = [
  'FACE_TO_FACE_PAYMENT',
  'OFFLINE_PAYMENT',
  'CYCLE_PAY_AUTH',
  'GENERAL_WITHHOLDING',
  'PRE_AUTH_ONLINE',
  'PRE_AUTH',
];

const PRODUCT: Readonly<Record<string, readonly Field[]>> = {
  page: [
    text('product_code', 64, { ...required, oneOf: ['FAST_INSTANT_TRADE_PAY'] }),
    text('qr_pay_mode', 2, { oneOf: ['0', '1', '2', '3', '4'] }),
    text('qrcode_width', 4, { pattern: /^\d+$/ }),
    text('integration_type', 16, { oneOf: ['PCWEB', 'ALIAPP'] }),
    text('request_from_url', 256),
  ],
  // One popular client spells the code of wap.pay with _PAY; both are taken (sheet 2.3).
  wap: [text('product_code', 64, { ...required, oneOf: ['QUICK_WAP_WAY', 'QUICK_WAP_PAY'] }), text('quit_url', 400)],
  precreate: [
    text('product_code', 64, { oneOf: ['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE'] }),
    text('qr_code_timeout_express', 6, { pattern: TIMEOUT }),
    text('code_type', 32),
  ],
  // Whether a scene and a code belong together is checked where the code is read.
  code: [
    text('auth_code', 64, required),
    text('scene', 32),
    text('product_code', 64, { oneOf: CODE_PRODUCTS }),
    { at: 'agreement_params', type: 'object' },
  ],
  create: [
    text('buyer_id', 28),
    text('buyer_open_id', 128),
    text('op_app_id', 32),
    text('op_buyer_open_id', 128),
    text('product_code', 64, { oneOf: ['FACE_TO_FACE_PAYMENT', 'JSAPI_PAY'] }),
    { at: 'logistics_detail', type: 'object' },
    text('logistics_detail.logistics_type', 32, { oneOf: ['POST', 'EXPRESS', 'VIRTUAL', 'EMS', 'DIRECT'] }),
    { at: 'receiver_address_info', type: 'object' },
  ],
  app: [text('product_code', 64, { oneOf: ['QUICK_MSECURITY_PAY'] })],
};

/** The field table of an order, by product (sheet 2.1 to 2.7). */
export const orderFields = (product: string): readonly Field[] => [...SHARED, ...(PRODUCT[product] ?? [])];

const TRADE: readonly Field[] = [text('out_trade_no', 64), text('trade_no', 64)];

/** Query (sheet 2.8). */
export const queryFields: readonly Field[] = [...TRADE, text('org_pid', 16), { at: 'query_options', type: 'list' }];

/** Close (sheet 2.9). */
export const closeFields: readonly Field[] = [...TRADE, text('operator_id', 28)];

/** Cancel (sheet 2.10). */
export const cancelFields: readonly Field[] = [...TRADE, text('operator_id', 28)];

/** Refund (sheet 2.11). */
export const refundFields: readonly Field[] = [
  ...TRADE,
  { at: 'refund_amount', type: 'price', ...required },
  text('out_request_no', 64),
  text('refund_reason', 256),
  text('operator_id', 28),
  text('store_id', 32),
  text('terminal_id', 32),
  { at: 'refund_goods_detail', type: 'list' },
  text('refund_goods_detail.*.goods_id', 32, required),
  { at: 'refund_goods_detail.*.refund_amount', type: 'price', ...required },
  { at: 'refund_royalty_parameters', type: 'list' },
  text('refund_royalty_parameters.*.royalty_type', 32, { oneOf: ['transfer', 'replenish'] }),
  text('refund_royalty_parameters.*.trans_out', 16),
  text('refund_royalty_parameters.*.trans_in', 16, required),
  { at: 'refund_royalty_parameters.*.amount', type: 'price' },
  text('refund_royalty_parameters.*.desc', 1000),
  text('refund_royalty_parameters.*.royalty_scene', 256),
  { at: 'query_options', type: 'list' },
];

/** Refund query (sheet 2.12). */
export const refundQueryFields: readonly Field[] = [
  ...TRADE,
  text('out_request_no', 64, required),
  { at: 'query_options', type: 'list' },
];
