import { type ErrorDetail, WechatError } from './errors';

/** One row of an endpoint's field table (sheet 1.2 and 1.5). `*` in a path stands for every element of a list. */
export interface Field {
  /** JSON pointer inside the location. */
  readonly at: string;
  /** The Chinese name that error messages use. */
  readonly zh: string;
  readonly type: 'string' | 'int' | 'boolean' | 'object' | 'list';
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

type Location = 'body' | 'query' | 'uri_template';

const TYPE_WORDS: Record<Field['type'], string> = {
  string: '字符串',
  int: '合法的 64 位有符号整数',
  boolean: '合法的布尔值',
  object: '合法的对象',
  list: '合法的数组',
};

function fail(location: Location, field: Field, pointer: string, value: unknown, text: string): never {
  const detail: ErrorDetail = { location, field: pointer, value: value ?? '' };
  const kind = field.type === 'int' ? '数值字段' : '字段';
  const message = text.replace('$', `输入源“/${location}${pointer}”映射到${kind}“${field.zh}”`);
  throw new WechatError(400, 'PARAM_ERROR', message, { ...detail, issue: message });
}

function checkType(location: Location, field: Field, pointer: string, value: unknown): void {
  const fits = {
    string: typeof value === 'string',
    int: typeof value === 'number' && Number.isSafeInteger(value),
    boolean: typeof value === 'boolean',
    object: typeof value === 'object' && value !== null && !Array.isArray(value),
    list: Array.isArray(value),
  }[field.type];
  if (fits) return;
  const message = `无法将 JSON 输入源“/${location}${pointer}”映射到目标字段“${field.zh}”中，此字段需要一个${TYPE_WORDS[field.type]}`;
  throw new WechatError(400, 'PARAM_ERROR', message, { location, field: pointer, value });
}

/** UTF-8 of one to three bytes a character: the gateway takes no emoji (sheet 1.1). */
const NARROW = /^[\u0000-\uFFFF]*$/u;

function checkText(location: Location, field: Field, pointer: string, value: string): void {
  const length = [...value].length;
  if (field.max !== undefined && length > field.max) {
    fail(location, field, pointer, value, `$字符串规则校验失败，字符数 ${length}，大于最大值 ${field.max}`);
  }
  if (field.min !== undefined && length < field.min) {
    fail(location, field, pointer, value, `$字符串规则校验失败，字符数 ${length}，小于最小值 ${field.min}`);
  }
  if (!NARROW.test(value) || (field.pattern && !field.pattern.test(value))) {
    fail(location, field, pointer, value, '$字符串规则校验失败，包含不支持的字符');
  }
  if (field.oneOf && !field.oneOf.includes(value))
    fail(location, field, pointer, value, '$枚举规则校验失败，值不在允许的范围内');
}

function checkNumber(location: Location, field: Field, pointer: string, value: number): void {
  if (field.min !== undefined && value < field.min) {
    fail(location, field, pointer, value, `$规则校验失败，值低于最小值 ${field.min}`);
  }
  if (field.max !== undefined && value > field.max) {
    fail(location, field, pointer, value, `$规则校验失败，值高于最大值 ${field.max}`);
  }
}

function checkOne(location: Location, field: Field, pointer: string, value: unknown): void {
  if (value === undefined || value === null || value === '') {
    if (field.required) fail(location, field, pointer, value, '$必填性规则校验失败，此字段为必填项');
    return;
  }
  checkType(location, field, pointer, value);
  if (typeof value === 'string') checkText(location, field, pointer, value);
  if (typeof value === 'number') checkNumber(location, field, pointer, value);
}

function walk(location: Location, field: Field, steps: readonly string[], pointer: string, node: unknown): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    checkOne(location, field, pointer, node);
  } else if (step === '*') {
    const elements: unknown[] = Array.isArray(node) ? node : [];
    for (const [i, element] of elements.entries()) walk(location, field, rest, `${pointer}/${i}`, element);
  } else {
    const parent = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : undefined;
    // A member of an optional object that is absent is not missing.
    if (parent === undefined && pointer !== '') return;
    walk(location, field, rest, `${pointer}/${step}`, parent?.[step]);
  }
}

/**
 * Checks values against a table, in the table's order; the first misfit is reported as the gateway does, with pointer,
 * value and Chinese field name.
 * @throws WechatError 400 PARAM_ERROR.
 */
export function checkFields(location: Location, fields: readonly Field[], values: unknown): void {
  for (const field of fields) walk(location, field, field.at.split('/').slice(1), '', values);
}

const ORDER_NUMBER = /^[0-9A-Za-z_\-|*]+$/;
const REFUND_NUMBER = /^[0-9A-Za-z_\-|*@]+$/;
const ABSOLUTE_URL = /^https?:\/\/[^?#\s]+$/;

export const outTradeNo = (at: string): Field => ({
  at,
  zh: '商户订单号',
  type: 'string',
  required: true,
  min: 6,
  max: 32,
  pattern: ORDER_NUMBER,
});

const DIRECT_CALLER: readonly Field[] = [
  { at: '/appid', zh: '公众账号ID', type: 'string', required: true, max: 32 },
  { at: '/mchid', zh: '直连商户号', type: 'string', required: true, max: 32 },
];

const PARTNER_CALLER: readonly Field[] = [
  { at: '/sp_appid', zh: '服务商应用ID', type: 'string', required: true, max: 32 },
  { at: '/sp_mchid', zh: '服务商户号', type: 'string', required: true, max: 32 },
  { at: '/sub_appid', zh: '子商户应用ID', type: 'string', max: 32 },
  { at: '/sub_mchid', zh: '子商户号', type: 'string', required: true, max: 32 },
];

const ORDER: readonly Field[] = [
  { at: '/description', zh: '商品描述', type: 'string', required: true, max: 127 },
  outTradeNo('/out_trade_no'),
  { at: '/time_expire', zh: '交易结束时间', type: 'string', max: 64 },
  { at: '/attach', zh: '商户数据包', type: 'string', max: 128 },
  { at: '/notify_url', zh: '商户回调地址', type: 'string', required: true, max: 255, pattern: ABSOLUTE_URL },
  { at: '/goods_tag', zh: '订单优惠标记', type: 'string', max: 32 },
  { at: '/support_fapiao', zh: '电子发票入口开放标识', type: 'boolean' },
  { at: '/amount', zh: '订单金额', type: 'object', required: true },
  { at: '/amount/total', zh: '总金额', type: 'int', required: true, min: 1 },
  { at: '/amount/currency', zh: '货币类型', type: 'string', max: 16, oneOf: ['CNY'] },
  { at: '/detail', zh: '优惠功能', type: 'object' },
  { at: '/detail/cost_price', zh: '订单原价', type: 'int', min: 0 },
  { at: '/detail/invoice_id', zh: '商品小票ID', type: 'string', max: 32 },
  { at: '/detail/goods_detail', zh: '单品列表', type: 'list' },
  { at: '/detail/goods_detail/*/merchant_goods_id', zh: '商户侧商品编码', type: 'string', required: true, max: 32 },
  { at: '/detail/goods_detail/*/wechatpay_goods_id', zh: '微信支付商品编码', type: 'string', max: 32 },
  { at: '/detail/goods_detail/*/goods_name', zh: '商品名称', type: 'string', max: 256 },
  { at: '/detail/goods_detail/*/quantity', zh: '商品数量', type: 'int', required: true, min: 1 },
  { at: '/detail/goods_detail/*/unit_price', zh: '商品单价', type: 'int', required: true, min: 0 },
  { at: '/scene_info', zh: '场景信息', type: 'object' },
  { at: '/scene_info/payer_client_ip', zh: '用户终端IP', type: 'string', required: true, max: 45 },
  { at: '/scene_info/device_id', zh: '商户端设备号', type: 'string', max: 32 },
  { at: '/scene_info/store_info', zh: '商户门店信息', type: 'object' },
  { at: '/scene_info/store_info/id', zh: '门店编号', type: 'string', required: true, max: 32 },
  { at: '/scene_info/store_info/name', zh: '门店名称', type: 'string', max: 256 },
  { at: '/scene_info/store_info/area_code', zh: '地区编码', type: 'string', max: 32 },
  { at: '/scene_info/store_info/address', zh: '详细地址', type: 'string', max: 512 },
  { at: '/settle_info', zh: '结算信息', type: 'object' },
  { at: '/settle_info/profit_sharing', zh: '是否指定分账', type: 'boolean' },
  { at: '/limit_pay', zh: '指定支付方式', type: 'list' },
];

const PAYER = {
  direct: [
    { at: '/payer', zh: '支付者', type: 'object', required: true },
    { at: '/payer/openid', zh: '用户标识', type: 'string', required: true, max: 128 },
  ],
  partner: [
    { at: '/payer', zh: '支付者', type: 'object', required: true },
    { at: '/payer/sp_openid', zh: '用户服务标识', type: 'string', max: 128 },
    { at: '/payer/sub_openid', zh: '用户子标识', type: 'string', max: 128 },
  ],
} satisfies Record<string, readonly Field[]>;

const H5: readonly Field[] = [
  { at: '/scene_info', zh: '场景信息', type: 'object', required: true },
  { at: '/scene_info/h5_info', zh: 'H5场景信息', type: 'object', required: true },
  {
    at: '/scene_info/h5_info/type',
    zh: '场景类型',
    type: 'string',
    required: true,
    max: 32,
    oneOf: ['Wap', 'iOS', 'Android'],
  },
  { at: '/scene_info/h5_info/app_name', zh: '应用名称', type: 'string', max: 64 },
  { at: '/scene_info/h5_info/app_url', zh: '网站URL', type: 'string', max: 128 },
  { at: '/scene_info/h5_info/bundle_id', zh: 'iOS平台BundleID', type: 'string', max: 128 },
  { at: '/scene_info/h5_info/package_name', zh: 'Android平台PackageName', type: 'string', max: 128 },
];

/** The table of an order request, by product and by who calls. */
export function orderFields(product: string, caller: 'direct' | 'partner'): readonly Field[] {
  return [
    ...(caller === 'direct' ? DIRECT_CALLER : PARTNER_CALLER),
    ...ORDER,
    ...(product === 'jsapi' ? PAYER[caller] : []),
    ...(product === 'h5' ? H5 : []),
  ];
}

export const closeFields: Record<'direct' | 'partner', readonly Field[]> = {
  direct: [{ at: '/mchid', zh: '直连商户号', type: 'string', required: true, max: 32 }],
  partner: [
    { at: '/sp_mchid', zh: '服务商户号', type: 'string', required: true, max: 32 },
    { at: '/sub_mchid', zh: '子商户号', type: 'string', required: true, max: 32 },
  ],
};

export const refundFields: readonly Field[] = [
  { at: '/sub_mchid', zh: '子商户号', type: 'string', max: 32 },
  { at: '/transaction_id', zh: '微信支付订单号', type: 'string', max: 32 },
  { at: '/out_trade_no', zh: '商户订单号', type: 'string', max: 32, pattern: ORDER_NUMBER },
  { at: '/out_refund_no', zh: '商户退款单号', type: 'string', required: true, max: 64, pattern: REFUND_NUMBER },
  { at: '/reason', zh: '退款原因', type: 'string', max: 80 },
  { at: '/notify_url', zh: '退款结果回调url', type: 'string', max: 256, pattern: ABSOLUTE_URL },
  { at: '/funds_account', zh: '退款资金来源', type: 'string', oneOf: ['AVAILABLE', 'UNSETTLED'] },
  { at: '/amount', zh: '金额信息', type: 'object', required: true },
  { at: '/amount/refund', zh: '退款金额', type: 'int', required: true, min: 1 },
  { at: '/amount/total', zh: '原订单金额', type: 'int', required: true, min: 1 },
  { at: '/amount/currency', zh: '退款币种', type: 'string', required: true, max: 16, oneOf: ['CNY'] },
  { at: '/amount/from', zh: '退款出资账户及金额', type: 'list' },
  {
    at: '/amount/from/*/account',
    zh: '出资账户类型',
    type: 'string',
    required: true,
    oneOf: ['AVAILABLE', 'UNAVAILABLE'],
  },
  { at: '/amount/from/*/amount', zh: '出资金额', type: 'int', required: true, min: 1 },
  { at: '/goods_detail', zh: '退款商品', type: 'list' },
  { at: '/goods_detail/*/merchant_goods_id', zh: '商户侧商品编码', type: 'string', required: true, max: 32 },
  { at: '/goods_detail/*/unit_price', zh: '商品单价', type: 'int', required: true, min: 0 },
  { at: '/goods_detail/*/refund_amount', zh: '商品退款金额', type: 'int', required: true, min: 0 },
  { at: '/goods_detail/*/refund_quantity', zh: '商品退货数量', type: 'int', required: true, min: 1 },
];
