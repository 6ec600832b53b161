/**
 * Why a request is not carried out: the code and words of the answer. Codes that begin with SIM are of the profile
 * hebao-sim-profile; the public examples have only those without (sheet B4).
 */
export class HebaoError extends Error {
  override name = 'HebaoError';

  constructor(
    readonly code: string,
    readonly said: string,
  ) {
    super(`${code} ${said}`);
  }
}

const error = (code: string, said: string) => () => new HebaoError(code, said);

export const errors = {
  unreadable: error('SIM0001', '报文格式错误'),
  repeated: (name: string) => new HebaoError('SIM0001', `字段重复：${name.slice(0, 32)}`),
  malformed: (name: string) => new HebaoError('SIM0002', `字段格式错误：${name}`),
  unknownType: error('SIM0003', '接口类型不支持'),
  unknownMerchant: error('SIM0004', '商户不存在'),
  badSignature: error('SIM0005', '验签失败'),
  signTypeUnsupported: error('SIM0006', '签名方式不支持'),
  orderUnknown: error('SIM0010', '订单不存在'),
  requestIdUsed: error('SIM0011', '请求号重复'),
  contentChanged: error('SIM0012', '订单内容与原请求不一致'),
  paidAlready: error('SIM0013', '订单已支付'),
  closedAlready: error('SIM0014', '订单已关闭'),
  otherPayer: error('SIM0015', '付款人不一致'),
  codeUnknown: error('SIM0016', '付款码无效'),
  balanceTooSmall: error('SIM0017', '余额不足'),
  overLimit: error('SIM0019', '超过付款人限额'),
  notByCode: error('SIM0018', '该订单不支持冲正'),
  /** The payer is being asked: neither a success nor a failure (sheet B4). */
  paying: error('CPS01134', '支付中，请等待'),
  /** The code pays no such amount unasked: the payer confirms, the order stays open (sheet B4). */
  overFreeLimit: error('PCC00225', '条码支付额度超限'),
  notPaid: error('SIM0020', '订单未支付，不能退款'),
  refundExceeds: error('SIM0021', '退款金额超过可退金额'),
  refundChanged: error('SIM0022', '请求号相同而退款内容不同'),
  refundWindowOver: error('SIM0023', '超过退款期限'),
  billNotReady: error('SIM0030', '对账文件尚未生成'),
  billEmpty: error('SIM0031', '当日无交易'),
  systemError: error('SIM0099', '系统异常'),
} as const;
