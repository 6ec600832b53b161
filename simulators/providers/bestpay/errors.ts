/** A refusal of the gateway: its code, and its own words (sheet A1.6). */
export class BestPayError extends Error {
  override name = 'BestPayError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What the gateway says of an error that it did not foresee. */
export const BUSY = { code: 'BE999999', text: '系统繁忙，请稍后再试' };

/** Every refusal, with the words of the manual. */
export const errors = {
  /** A parameter is missing or has another form; the words say which. */
  parameters: (what: string) => new BestPayError('BE199999', `请求参数有误：${what}`),
  mac: (code: string) => new BestPayError(code, '订单MAC域验证失败'),
  password: () => new BestPayError('-309', '校验商户调用密码出错'),
  merchantUnregistered: () => new BestPayError('1001', '商户未注册'),
  merchantUnknown: () => new BestPayError('BE300000', '商户不存在'),
  barcode: () => new BestPayError('BARCODE_VALIDATE_ERROR', '条形码验证异常'),
  storeMissing: () => new BestPayError('BARCODE_STORE_CODE_IS_EMPTY', '条码门店号不能为空'),
  /** The amounts do not fit, or another order has the number. */
  order: (why: string) => new BestPayError('-302', `校验订单出错：${why}`),
  orderUnknown: () => new BestPayError('BE110062', '没有找到符合条件的记录。'),
  amount: () => new BestPayError('BE301001', '订单金额出现异常，交易失败'),
  notPaid: () => new BestPayError('BE301009', '订单状态不为成功，退款失败'),
  givenBack: () => new BestPayError('BE301011', '订单已退款或冲正，退款失败'),
  refundedInPart: () => new BestPayError('BE301012', '订单不为未退款，冲正失败'),
  voided: () => new BestPayError('BE301013', '订单状态为作废，冲正失败'),
  anotherDay: () => new BestPayError('BE301014', '原订单不为当天订单，冲正失败'),
  windowOver: () => new BestPayError('BE110078', '原交易不存在或超过退款限制时间'),
  ledger: (code: keyof typeof LEDGER) => new BestPayError(code, LEDGER[code]),
  refundLedger: () => new BestPayError('BE110028', '分账信息有误'),
  refundLedgerSum: () => new BestPayError('BE300012', '分账金额总和不等于订单总金额'),
} as const;

/** What is wrong with a division of the amount among merchants. */
const LEDGER = {
  '-3061': '分账商户不存在',
  '-3062': '分账金额有误',
  '-3063': '分账金额总和不等于订单金额',
  '-3064': '分账商户父商户有误',
  '-3065': '分账信息不允许有两个相同商户',
} as const;
