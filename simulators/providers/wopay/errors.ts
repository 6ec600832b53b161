/**
 * Why a request is not carried out, for the answer's first line or the payer's page. No code of WoPay is public: all of
 * these are of the profile wopay-sim-profile, and begin with SIM (sheet C4).
 */
export class WopayError extends Error {
  override name = 'WopayError';

  constructor(
    readonly code: string,
    readonly said: string,
  ) {
    super(`${code} ${said}`);
  }
}

const error = (code: string, said: string) => () => new WopayError(code, said);

export const errors = {
  unreadable: error('SIM0001', '报文格式错误'),
  repeated: (name: string) => new WopayError('SIM0001', `字段重复：${name.slice(0, 32)}`),
  malformed: (name: string) => new WopayError('SIM0002', `字段格式错误：${name}`),
  unknownMerchant: error('SIM0004', '商户不存在'),
  badSignature: error('SIM0005', '验签失败'),
  orderUnknown: error('SIM0010', '订单不存在'),
  contentChanged: error('SIM0012', '订单内容与原请求不一致'),
  paidAlready: error('SIM0013', '订单已支付'),
  closedAlready: error('SIM0014', '订单已关闭'),
  notPaid: error('SIM0020', '订单未支付，不能退款'),
  refundExceeds: error('SIM0021', '退款金额超过可退金额'),
  refundChanged: error('SIM0022', '退款申请号相同而内容不同'),
  refundWindowOver: error('SIM0023', '超过退款期限'),
  refundNumberUsed: error('SIM0024', '退款申请号重复'),
  otherPayment: error('SIM0025', '支付流水号与订单不符'),
  billNotReady: error('SIM0030', '对账文件尚未生成'),
  billEmpty: error('SIM0031', '当日无交易'),
  systemError: error('SIM0099', '系统异常'),
} as const;
