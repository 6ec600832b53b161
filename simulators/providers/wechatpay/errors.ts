/** Where the gateway found a fault in a request. */
export interface ErrorDetail {
  readonly location?: 'body' | 'query' | 'uri_template' | 'authorization';
  readonly value?: unknown;
  readonly [name: string]: unknown;
}

/**
 * An answer that is not a success: status, code and message as WeChat Pay words them (sheet 5). Thrown inside the wire
 * and turned into the unsigned error envelope at its edge. Status 404 and 405 of unknown routes have no body at all.
 */
export class WechatError extends Error {
  override name = 'WechatError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: ErrorDetail,
    /** The gateway's internal number, which ends the Request-ID (sheet 1.1). */
    readonly internal = '268435461',
  ) {
    super(message);
  }
}

const signError = (message: string, detail?: ErrorDetail) =>
  new WechatError(401, 'SIGN_ERROR', message, detail, '268443699');
const paramError = (message: string, internal?: string) =>
  new WechatError(400, 'PARAM_ERROR', message, undefined, internal);
const invalid = (message: string, internal?: string) =>
  new WechatError(400, 'INVALID_REQUEST', message, undefined, internal);

/** Refusals at the gate, before any business. Texts as seen live (PRB) or documented; the last three are ours. */
export const gateErrors = {
  /** Trading endpoints say less than the others, and name no Request-ID (sheet 5.2). */
  malformedAuthorization: (trading: boolean) =>
    signError(
      trading ? '签名信息错误，验签失败' : 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》',
    ),
  staleTimestamp: () => signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟'),
  unknownSerial: () => signError('商户证书序列号有误。请使用签名私钥匹配的证书序列号'),
  /** Nobody registered the merchant: the answer that a forged request met (PRB). */
  unknownCaller: () => signError('签名错误'),
  wrongSignature: (trading: boolean, signInformation: Record<string, unknown>) =>
    signError(trading ? '签名错误，请检查后再试' : '错误的签名，验签失败', {
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: signInformation,
    }),
  missingClientHeaders: () => invalid('Http头缺少Accept或User-Agent'),
  unknownPlatformSerial: () => paramError('平台证书序列号Wechatpay-Serial错误'),
  repeatedNonce: () => signError('Http头Authorization中的nonce_str重复'),
  otherContentType: () => invalid('Http头Content-Type须为application/json'),
  otherAccept: () => invalid('Http头Accept须为application/json'),
  bodyTooLarge: () => invalid('请求报文过大'),
  notJson: () =>
    new WechatError(400, 'PARAM_ERROR', '请求报文不是合法的JSON', { location: 'body', issue: 'invalid json' }),
};

/** Refusals about encrypted fields; the last two texts are ours. */
export const sensitiveErrors = {
  serialMissing: () => paramError('HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)'),
  unreadable: (pointer: string, zh: string) =>
    new WechatError(400, 'PARAM_ERROR', `输入源“/body${pointer}”映射到敏感字段“${zh}”解密失败`, {
      location: 'body',
      value: '',
    }),
  notPermitted: () => new WechatError(403, 'NO_AUTH', '商户号未开通实名支付权限'),
};

/** Endpoints that word a refusal differently. */
export type Endpoint = 'order' | 'query' | 'refund';

/** Refusals about who calls for whom (sheet 5.3 and the official skills). */
export const callerErrors = {
  callerMismatch: () => paramError('http header中的mchid与post payload中的mchid不匹配'),
  /** The same code has another status at another endpoint. */
  merchantUnknown: (at: Endpoint) => new WechatError(at === 'refund' ? 404 : 400, 'MCH_NOT_EXISTS', '商户号不存在'),
  subMerchantMissing: () => invalid('受理机构必须传入sub_mch_id', '268443704'),
  subMerchantIsSelf: () => invalid('子商户mchid不能与自身mchid相同', '268443705'),
  /** Only orders have a code of their own for it. */
  notAuthorised: (at: Endpoint) =>
    at === 'order'
      ? new WechatError(403, 'NO_AUTH', '受理关系不存在', undefined, '268443701')
      : invalid('受理关系不存在', '268443701'),
  appNotBound: () => new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配', undefined, '268445527'),
  subAppNotBound: () => new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'sub_mch_id与sub_appid不匹配'),
};

/** Refusals about orders. */
export const orderErrors = {
  openidMissing: () => paramError('JSAPI支付必须传openid', '268501013'),
  openidUnknown: () => paramError('无效的openid'),
  openidMismatch: (ofSubMerchant: boolean) =>
    paramError(ofSubMerchant ? 'sub_appid和sub_openid不匹配' : 'appid与openid不匹配'),
  contentChanged: (code: string) =>
    code === 'INVALID_REQUEST'
      ? invalid('201 商户订单号重复', '268498688')
      : new WechatError(403, code, '商户订单号重复', undefined, '268498688'),
  numberOfAnother: () => invalid('商户号或子商户号与订单号不匹配', '268447843'),
  orderPaid: (code: string) =>
    code === 'INVALID_REQUEST'
      ? invalid('该订单已支付', '268498689')
      : new WechatError(403, code, '该订单已支付', undefined, '268498689'),
  orderClosed: (code: string) =>
    code === 'ORDER_CLOSED'
      ? new WechatError(400, code, '该订单已关闭', undefined, '268447914')
      : invalid('该订单已失效', '268447914'),
  orderUnknown: () => new WechatError(404, 'ORDER_NOT_EXIST', '订单不存在', undefined, '268512771'),
  orderOfAnother: (code: string, partner: boolean) => {
    const text = partner ? '子商户号和订单信息不匹配' : '商户号和订单信息不匹配';
    return new WechatError(
      code === 'ORDER_NOT_EXIST' ? 404 : 400,
      code,
      text,
      undefined,
      partner ? '268447845' : '268447843',
    );
  },
  closeUnknown: (code: string) =>
    code === 'ORDER_NOT_EXIST'
      ? orderErrors.orderUnknown()
      : new WechatError(403, code, '订单不存在', undefined, '268512771'),
  closePaid: (code: string) =>
    new WechatError(code === 'TRADE_ERROR' ? 403 : 400, code, '该订单已支付', undefined, '268449538'),
};

/** Why nothing was paid with a payer's code: its texts, and its code as v3 would spell it and as v2 does. */
const CODE_FAULTS = {
  'malformed-code': [
    'AUTH_CODE_INVALID',
    'AUTH_CODE_INVALID',
    '请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)',
  ],
  'unknown-code': ['AUTH_CODE_INVALID', 'AUTH_CODE_INVALID', '101 付款码无效，请重新扫码'],
  'used-code': ['AUTH_CODE_INVALID', 'AUTH_CODE_INVALID', '101 每个二维码仅限使用一次，请刷新再试'],
  'expired-code': ['AUTH_CODE_EXPIRED', 'AUTHCODEEXPIRE', '二维码已过期，请用户在微信上刷新后再试'],
  'over-limit': ['RULE_LIMIT', 'RULELIMIT', '超过账户限额'],
  'insufficient-balance': ['NOT_ENOUGH', 'NOTENOUGH', '余额不足'],
  declined: ['TRADE_ERROR', 'TRADE_ERROR', '用户取消支付'],
  'not-confirmed-in-time': ['TRADE_ERROR', 'TRADE_ERROR', '用户没有输入支付密码'],
} as const;
export type CodeFault = keyof typeof CODE_FAULTS;
export const isCodeFault = (why: string): why is CodeFault => Object.hasOwn(CODE_FAULTS, why);

/** Refusals about payers' codes; texts as seen with v2, statuses ours (sheet 5.3 has none). */
export const codeErrors = {
  fault: (fault: CodeFault, spelling: string): WechatError => {
    const [v3, v2, text] = CODE_FAULTS[fault];
    if (spelling === 'INVALID_REQUEST') return invalid(text);
    return new WechatError(403, spelling === 'v2-names' ? v2 : v3, text);
  },
  notToBeClosed: (code: string) =>
    new WechatError(
      code === 'TRADE_ERROR' ? 403 : 400,
      code,
      '当前交易不允许进行普通关单（只能撤销）',
      undefined,
      '268449641',
    ),
  notToBeReversed: (code: string) =>
    new WechatError(code === 'TRADE_ERROR' ? 403 : 400, code, '订单支付场景有误，不允许撤销'),
  tooSoon: (code: string) => new WechatError(400, code, '订单支付不足15秒，请稍后再撤销'),
  tooLate: (code: string) => new WechatError(code === 'RULE_LIMIT' ? 403 : 400, code, '订单已超过可撤销的期限'),
};

/** Refusals about combined orders; the documents have no words for them, these are ours. */
export const combineErrors = {
  count: (count: number, rule: string) =>
    new WechatError(
      400,
      'PARAM_ERROR',
      `输入源“/body/sub_orders”映射到字段“商品单信息”规则校验失败，元素个数 ${count}，${rule}`,
      { location: 'body', value: count },
    ),
  sameNumberTwice: () => invalid('商品单商户订单号重复'),
  sumTooLarge: () => paramError('商品单金额之和超过上限'),
  subOpenidMismatch: () => orderErrors.openidMismatch(true),
  otherOrders: () => invalid('商品单信息与下单时不一致'),
};

/** As older pages and those of combined orders spell these codes (sheet 5.3). */
const WITHOUT_UNDERSCORE: Readonly<Record<string, string>> = {
  NO_AUTH: 'NOAUTH',
  RULE_LIMIT: 'RULELIMIT',
  SYSTEM_ERROR: 'SYSTEMERROR',
  ORDER_NOT_EXIST: 'ORDERNOTEXIST',
};

/** The same refusal under the code's older spelling. */
export function olderSpelling(error: WechatError): WechatError {
  const { status, code, message, detail, internal } = error;
  return new WechatError(status, WITHOUT_UNDERSCORE[code] ?? code, message, detail, internal);
}

/** Refusals about refunds. */
export const refundErrors = {
  orderNumberMissing: () => paramError('微信支付订单号transaction_id和商户订单号out_trade_no必须二选一'),
  /** Unknown and unpaid orders get the same answer (DOC). */
  orderUnknown: () => new WechatError(404, 'RESOURCE_NOT_EXISTS', '订单不存在', undefined, '268512771'),
  refundUnknown: () => new WechatError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在'),
  notTheOrder: () => invalid('您的请求参数与订单信息不一致'),
  changed: (code: string) => new WechatError(400, code, '订单金额或退款金额与之前请求不一致，请核实后再试'),
  exceeds: (code: string) =>
    new WechatError(code === 'NOT_ENOUGH' ? 403 : 400, code, '申请退款金额大于订单剩余可退金额'),
  tooMany: () => invalid('订单部分退款次数已达上限'),
  tooSoon: (code: string) => new WechatError(429, code, '频率限制，请降低频率后原单重试'),
  tooLate: (code: string) => new WechatError(code === 'TRADE_OVERDUE' ? 403 : 400, code, '订单已超过可退款的最大期限'),
  notAbnormal: (code: string) => new WechatError(code === 'RULE_LIMIT' ? 403 : 400, code, '退款单不是退款异常状态'),
};

/** Refusals about bills; codes from the documents, texts ours. */
export const billErrors = {
  noSuchDay: (value: string) => billDateError('不是有效的日期，格式应为yyyy-MM-dd', value),
  notOver: (value: string) => billDateError('只能下载当日以前的账单', value),
  tooLongAgo: (value: string) => billDateError('只能下载三个月以内的账单', value),
  inTheMaking: () => new WechatError(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试'),
  nothing: () => new WechatError(400, 'NO_STATEMENT_EXIST', '账单文件不存在'),
  staleLink: () => invalid('下载地址已失效，请重新申请账单'),
  linkOfAnother: () => new WechatError(403, 'NO_AUTH', '下载账单的商户号与申请账单的商户号不一致'),
  notAuthorised: () => new WechatError(403, 'NO_AUTH', '受理关系不存在', undefined, '268443701'),
};

function billDateError(rule: string, value: string): WechatError {
  const message = `输入源“/query/bill_date”映射到字段“账单日期”校验失败，${rule}`;
  return new WechatError(400, 'INVALID_REQUEST', message, { location: 'query', value });
}

/** Certificates for a merchant that has none, and what nobody foresaw. */
export const serviceErrors = {
  noCertificates: (code: string) =>
    code === 'SYSTEM_ERROR'
      ? serviceErrors.systemError()
      : new WechatError(404, code, '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。'),
  systemError: () => new WechatError(500, 'SYSTEM_ERROR', '系统错误'),
};
