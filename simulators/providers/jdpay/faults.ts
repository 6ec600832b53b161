/** What is wrong with a request: the code and words of the services, and those of the cashier's page (sheet 6). */
interface Words {
  readonly code: string;
  readonly desc: string;
  readonly page: { readonly code: string; readonly text: string };
}

const PARAMETERS = { code: 'CASH0016', text: '参数校验错误，请稍后重试' };
const OVER = { code: 'CASH0019', text: '该订单交易已过期,请重新下单' };
const FAILED = { code: 'CASH0001', text: '支付请求失败，请稍后重试' };

const words = (code: string, desc: string, page = PARAMETERS): Words => ({ code, desc, page });

/** Codes and words of JD's document for the services, of its FAQ for the page. */
const FAULTS = {
  unreadable: words('JPGT100001', '传入参数整体错误'),
  undecipherable: words('JPGT100001', '传入参数整体错误', { code: 'CASH0014', text: '商户信息解密异常，请稍后重试' }),
  unsigned: words('JPGT100000', '传入的参数验签失败', { code: 'CASH000007', text: '校验商户签名异常，请稍后重试' }),
  'unknown-merchant': words('JPGT201000', '商户信息不存在', {
    code: 'CASH000018',
    text: '该商户信息不存在，请核对后重试',
  }),
  missing: words('JPGT100005', '传入必须的参数为空'),
  wrong: words('JPGT100006', '传入必须的参数错误'),
  changed: words('JPGT100006', '传入必须的参数错误', { code: 'CASH000005', text: '支付金额异常，请稍后重试' }),
  paid: words('JMPT200071', '订单已支付，不能重复支付', { code: 'JMPT200071', text: '订单已支付，不能重复支付' }),
  over: words('JPGT100006', '传入必须的参数错误', OVER),
  insufficient: words('JMPT200011', '银行卡余额不足，请使用其他银行卡支付', FAILED),
  'over-limit': words('JMPT200013', '银行单日交易金额超限，请选择其他银行', FAILED),
  'unknown-trade': words('RFND000003', '未查到内部交易号', FAILED),
  'unknown-refund': words('RFND000004', '无退款记录', FAILED),
  'repeated-refund': words('RFND000001', '重复提交', FAILED),
  'refund-exceeds': words('RFND000002', '金额不足', FAILED),
  'refund-refused': words('RFND009000', '参数异常', FAILED),
  failed: words('JPGT999999', '失败', FAILED),
} satisfies Record<string, Words>;

export type FaultName = keyof typeof FAULTS;

/** Words for codes that a setting may choose in place of the usual one. */
const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ...Object.values(FAULTS).map(({ code, desc }) => [code, desc] as const),
  ['JMPT200066', '订单处理异常，请稍后再试或重新支付'],
  ['RFND000008', '内部处理错误'],
]);

/** A refusal, thrown wherever it is found. */
export class JdFault extends Error {
  override name = 'JdFault';
  readonly code: string;
  readonly desc: string;
  readonly page: Words['page'];

  /**
   * @param at The member of the request that is at fault, told behind the words.
   * @param code Another code than the usual one, where a setting says so.
   */
  constructor(
    readonly fault: FaultName,
    { at, code }: { readonly at?: string; readonly code?: string } = {},
  ) {
    const usual: Words = FAULTS[fault];
    const text = (code === undefined ? undefined : DESCRIPTIONS.get(code)) ?? usual.desc;
    const desc = at === undefined ? text : `${text}:${at}`;
    super(`${code ?? usual.code} ${desc}`);
    this.code = code ?? usual.code;
    this.desc = desc;
    this.page = usual.page;
  }
}

/** A refusal of our own profile of bills, whose codes are not JD's. */
export class ReconFault extends Error {
  override name = 'ReconFault';

  constructor(
    readonly code: 'SIMR000001' | 'SIMR000002' | 'SIMR000003',
    readonly desc: string,
  ) {
    super(`${code} ${desc}`);
  }
}
