/** Where the gateway found a fault in a request. */
export interface ErrorDetail {
  readonly field?: string;
  readonly value?: unknown;
  readonly issue?: string;
  readonly location?: 'body' | 'query' | 'url' | 'uri_template' | 'authorization';
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
    /** The gateway's internal number, which ends the Request-ID. */
    readonly internal = '268435462',
  ) {
    super(message);
  }
}

/** The error table by situation. Texts marked in the sheet as seen live are literal. */
export const errors = {
  malformedAuthorization: (path: string) =>
    path.startsWith('/v3/pay/')
      ? new WechatError(401, 'SIGN_ERROR', '签名信息错误，验签失败')
      : new WechatError(401, 'SIGN_ERROR', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》'),
  staleTimestamp: () =>
    new WechatError(401, 'SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟'),
  unknownSerial: () => new WechatError(401, 'SIGN_ERROR', '商户证书序列号有误。请使用签名私钥匹配的证书序列号'),
  wrongSignature: (signInformation: Record<string, unknown>) =>
    new WechatError(401, 'SIGN_ERROR', '签名错误', {
      field: 'signature',
      issue: 'sign not match',
      location: 'authorization',
      sign_information: signInformation,
    }),
  missingClientHeaders: () => new WechatError(400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent'),
  bodyTooLarge: () => new WechatError(400, 'INVALID_REQUEST', '请求报文过大'),
  notJson: () =>
    new WechatError(400, 'PARAM_ERROR', '请求报文不是合法的JSON', { location: 'body', issue: 'invalid json' }),
  callerMismatch: () =>
    new WechatError(400, 'PARAM_ERROR', '商户号mchid与Http头Authorization中的mchid不一致', {
      field: '/mchid',
      location: 'body',
    }),
  merchantUnknown: (status = 400) => new WechatError(status, 'MCH_NOT_EXISTS', '商户号不存在'),
  appNotBound: () => new WechatError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配'),
  unknownPayer: (name: string, openid: string) =>
    new WechatError(400, 'PARAM_ERROR', '无效的openid', { location: 'body', field: `/payer/${name}`, value: openid }),
  notAuthorised: () => new WechatError(403, 'NO_AUTH', '商户无权限'),
  orderUnknown: () => new WechatError(404, 'ORDER_NOT_EXIST', '订单不存在'),
  contentChanged: (code: string) =>
    code === 'INVALID_REQUEST'
      ? new WechatError(400, 'INVALID_REQUEST', '201 商户订单号重复', undefined, '268498688')
      : new WechatError(403, 'OUT_TRADE_NO_USED', '商户订单号重复', undefined, '268498688'),
  orderPaid: () => new WechatError(400, 'INVALID_REQUEST', '该订单已支付', undefined, '268449538'),
  orderClosed: () => new WechatError(400, 'ORDER_CLOSED', '该订单已关闭', undefined, '268447914'),
  closePaid: (code: string) =>
    new WechatError(code === 'TRADE_ERROR' ? 403 : 400, code, '该订单已支付，不能关单', undefined, '268498689'),
  refundOrderUnknown: () => new WechatError(404, 'RESOURCE_NOT_EXISTS', '订单不存在'),
  refundUnknown: () => new WechatError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在'),
  refundNotPaid: () => new WechatError(400, 'INVALID_REQUEST', '订单状态不支持退款'),
  refundChanged: () => new WechatError(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试'),
  refundExceeds: () => new WechatError(400, 'INVALID_REQUEST', '申请退款金额大于订单剩余可退金额'),
  refundWindowOver: () => new WechatError(400, 'INVALID_REQUEST', '订单已超过可退款的最大期限'),
  noCertificates: (code: string) =>
    code === 'SYSTEM_ERROR'
      ? new WechatError(500, 'SYSTEM_ERROR', '系统错误')
      : new WechatError(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥'),
  systemError: () => new WechatError(500, 'SYSTEM_ERROR', '系统错误'),
};
