/** The texts of the public codes (sheet 1.6). */
const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '20001': 'Insufficient Token Permissions',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40003': 'Insufficient Conditions',
  '40004': 'Business Failed',
  '40006': 'Insufficient Permissions',
} as const;

/**
 * An answer that is not a success. Thrown inside the wire and turned at its edge into the signed envelope, or into the
 * page that a browser gets.
 */
export class AlipayError extends Error {
  override name = 'AlipayError';

  constructor(
    readonly code: keyof typeof MESSAGES,
    readonly subCode: string,
    readonly subMsg: string,
    /** Members that some errors carry besides. */
    readonly more: Readonly<Record<string, string>> = {},
  ) {
    super(`${code} ${subCode}: ${subMsg}`);
  }

  /** The members of the answer. */
  body(): Record<string, string> {
    const { code, subCode, subMsg, more } = this;
    return { code, msg: MESSAGES[code], sub_code: subCode, sub_msg: subMsg, ...more };
  }

  /** The same error with further members. */
  with(more: Readonly<Record<string, string>>): AlipayError {
    return new AlipayError(this.code, this.subCode, this.subMsg, { ...this.more, ...more });
  }
}

const missing = (what: string, text: string) => new AlipayError('40001', `isv.missing-${what}`, `缺少${text}参数`);
const invalid = (subCode: string, text: string) => new AlipayError('40002', subCode, text);
const business = (code: string, text: string) => new AlipayError('40004', `ACQ.${code}`, text);

/** What the texts of the certificate errors say. */
const CERTIFICATE_TEXTS: Readonly<Record<string, string>> = {
  'isv.missing-app-cert-sn': '缺少应用公钥证书序列号',
  'isv.missing-alipay-root-cert-sn': '缺少支付宝根证书序列号',
  'isv.invalid-alipay-root-cert-sn': '支付宝根证书序列号错误',
  'isv.app-cert-not-exist': '应用公钥证书不存在',
  'isv.app-cert-expired': '应用公钥证书已过期',
};

/** What the texts of the bill errors say (sheet 2.13). */
const BILL_TEXTS: Readonly<Record<string, string>> = {
  NO_BILL_DATA: '没有账单数据',
  INVAILID_ARGUMENTS: '参数无效',
  BILL_NOT_EXIST: '账单不存在',
  BILL_DATE_BEFORE_REGISTRATION: '账单日期早于注册日期',
  TYPE_NOT_SUPPORTED: '账单类型不支持',
};

/** The error table by situation: gateway first, then trade (sheet 1.6, 2 and 4). */
export const errors = {
  tooLarge: () => invalid('isv.invalid-parameter', '请求报文超过大小限制'),
  missingMethod: () => missing('method', '方法名'),
  missingAppId: () => missing('app-id', '应用ID'),
  missingSignature: () => missing('signature', '签名'),
  missingSignType: () => missing('signature-type', '签名类型'),
  missingTimestamp: () => missing('timestamp', '时间戳'),
  missingVersion: () => missing('version', '版本'),
  invalidAppId: () => invalid('isv.invalid-app-id', '无效的AppID参数'),
  invalidMethod: () => invalid('isv.invalid-method', '不存在的方法名'),
  invalidFormat: () => invalid('isv.invalid-format', '无效的数据格式'),
  invalidVersion: () => invalid('isv.invalid-parameter', '无效的版本参数'),
  invalidSignType: () => invalid('isv.invalid-signature-type', '无效的签名类型'),
  invalidCharset: () => invalid('isv.invalid-charset', '字符集错误，目前支持的字符集为GBK、UTF-8'),
  missingNonce: () => invalid('isv.invalid-parameter', '缺少随机串'),
  repeatedNonce: (subCode: string) => invalid(subCode, '随机串重复'),
  invalidTimestamp: () => invalid('isv.invalid-timestamp', '非法的时间戳参数'),
  wrongEncryptType: (subCode: string) => invalid(subCode, '无效的加密类型'),
  missingEncryptType: () =>
    new AlipayError('40001', 'isv.decryption-error-missing-encrypt-type', '解密出错，缺少加密类型'),
  noEncryptKey: () => invalid('isv.decryption-error-not-valid-encrypt-key', '解密出错，未配置加密密钥'),
  undecryptable: (code: '40002' | '40003') =>
    new AlipayError(code, 'isv.decryption-error-unknown', '解密出错，未知错误'),
  charsetNotInQuery: () =>
    invalid('isv.invalid-signature', '验签出错，未在请求地址的查询串中找到charset参数，请将charset放在查询串中'),
  tooLong: (name: string, max: number) => invalid('isv.invalid-parameter', `${name}超过最大长度${max}`),
  certificate: (subCode: string) => invalid(subCode, CERTIFICATE_TEXTS[subCode] ?? '证书错误'),
  /** Ends with the gateway's own signing string, its ampersands escaped as in HTML. */
  invalidSignature: (signed: string) =>
    invalid(
      'isv.invalid-signature',
      `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${signed.replaceAll('&', '&amp;')}`,
    ),
  illegalJson: () => invalid('isv.illegal-json', 'biz_content不是合法的JSON'),
  suspectedAttack: () => invalid('isv.suspected-attack', '请求包含可疑的字符'),
  certificateUnknown: () => invalid('isv.alipay-cert-not-exist', '支付宝公钥证书不存在'),
  appAuthToken: () => new AlipayError('20001', 'aop.invalid-app-auth-token', '无效的应用授权令牌'),
  unavailable: () => new AlipayError('20000', 'isp.unknow-error', '系统繁忙'),

  /** The bill method's own codes have no prefix (sheet 2.13). */
  bill: (code: string, text = BILL_TEXTS[code] ?? '账单不可用') => new AlipayError('40004', code, text),
  billArguments: (text: string) => errors.bill('INVAILID_ARGUMENTS', `参数无效：${text}`),
  billTypeUnknown: () => errors.bill('TYPE_NOT_SUPPORTED'),

  parameter: (text: string) => business('INVALID_PARAMETER', `参数无效：${text}`),
  business,
  tradeUnknown: () => business('TRADE_NOT_EXIST', '交易不存在'),
  paidAlready: () => business('TRADE_HAS_SUCCESS', '交易已被支付'),
  closedAlready: () => business('TRADE_HAS_CLOSE', '交易已经关闭'),
  contentChanged: () => business('CONTEXT_INCONSISTENT', '交易信息被篡改'),
  totalTooLarge: () => business('TOTAL_FEE_EXCEED', '订单总金额超过限额'),
  tooManyGoods: () => business('SUB_GOODS_SIZE_MAX_COUNT', '子商品明细超长'),
  deadlineOver: () => business('NOW_TIME_AFTER_EXPIRE_TIME_ERROR', '当前时间已大于允许支付的时间'),
  sellerUnknown: () => business('SELLER_NOT_EXIST', '卖家不存在'),
  forbidden: () => business('ACCESS_FORBIDDEN', '没有权限使用该产品'),
  subMerchantMissing: () => business('SECONDARY_MERCHANT_ID_BLANK', '二级商户编号为空'),
  subMerchantUnknown: () => business('SECONDARY_MERCHANT_ID_INVALID', '二级商户编号无效'),
  settlement: () => business('TRADE_SETTLE_ERROR', '结算信息与订单不一致'),
  payerAddressMissing: () => business('RISK_MERCHANT_IP_NOT_EXIST', '未上送付款人的网络地址'),
  codeRepeated: () => business('APPLY_PC_MERCHANT_CODE_ERROR', '申请二维码失败'),
  codeInvalid: () => business('PAYMENT_AUTH_CODE_INVALID', '付款码无效'),
  balanceTooSmall: () => business('BUYER_BALANCE_NOT_ENOUGH', '买家余额不足'),
  cardBalanceTooSmall: () => business('BUYER_BANKCARD_BALANCE_NOT_ENOUGH', '买家银行卡余额不足'),
  overDayLimit: () => business('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR', '买家付款日限额超限'),
  buyerDiffers: () => business('TRADE_BUYER_NOT_MATCH', '交易买家不匹配'),
  buyerUnknown: () => business('BUYER_NOT_EXIST', '买家不存在'),
  buyerIsSeller: () => business('BUYER_SELLER_EQUAL', '买卖家不能相同'),
  payersDiffer: () => business('PAYER_UNMATCHED', '付款人不匹配'),
  applicationUnbound: () => business('UNBOUND_APPLICATION', '应用未绑定'),
  noInstrument: () => business('NO_PAYMENT_INSTRUMENTS_AVAILABLE', '没有可用的支付工具'),
  instrumentUnsupported: () => business('NOT_SUPPORT_PAYMENT_INST', '不支持的支付工具'),
  agreementUnknown: () => business('AGREEMENT_NOT_EXIST', '用户协议不存在'),
  authUnknown: () => business('AUTH_NO_ERROR', '预授权号错误'),
  notWaiting: (code: string) => new AlipayError('40004', code, '交易状态不合法'),
  refundNotPaid: () => business('TRADE_STATUS_ERROR', '交易状态不合法'),
  refundChanged: () => business('DISCORDANT_REPEAT_REQUEST', '同一退款请求号的退款金额不一致'),
  refundExceeds: () => business('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效'),
  refundNotWhole: () => business('REFUND_AMT_NOT_EQUAL_TOTAL', '未传退款请求号时，退款金额须等于订单金额'),
  refundWindowOver: () => business('TRADE_HAS_FINISHED', '交易已结束，不可退款'),
  systemError: () => business('SYSTEM_ERROR', '系统错误'),
};
