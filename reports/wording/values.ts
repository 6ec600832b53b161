import type { Fact } from '../../simulators/kernel/history';
import type { Bilingual } from '../register/schema';
import { providerName } from './names';
import { ACCESS_PHRASES } from './phrases/access';
import { CODE_PHRASES } from './phrases/codes';

type Language = keyof Bilingual;

/** Parties, kinds of messages and states of signatures, as findings name them. */
const NAMES: Readonly<Record<string, Bilingual>> = {
  platform: { en: 'the platform', zh: '平台' },
  provider: { en: 'the provider', zh: '支付机构' },
  payer: { en: 'the payer', zh: '付款人' },
  merchant: { en: 'the merchant', zh: '商户' },
  operator: { en: 'the operator of the platform', zh: '平台运营方' },
  stranger: { en: 'a stranger', zh: '第三人' },
  harness: { en: 'the harness', zh: '测试工具' },
  'order.place': { en: 'the order', zh: '下单请求' },
  'order.refund': { en: 'the request for a refund', zh: '退款请求' },
  'payment.create': { en: 'the request for a payment', zh: '付款请求' },
  'payment.query': { en: 'the query of a payment', zh: '付款查询' },
  'payment.cancel': { en: 'the request to cancel a payment', zh: '撤销付款请求' },
  'payment.close': { en: 'the request to close a payment', zh: '关闭付款请求' },
  'refund.create': { en: 'the request for a refund', zh: '退款请求' },
  'refund.query': { en: 'the query of a refund', zh: '退款查询' },
  'refund.redirect': { en: 'the request to refund to another account', zh: '异常退款请求' },
  processes: { en: 'processes', zh: '处理' },
  settles: { en: 'settles', zh: '结算' },
  stores: { en: 'stores', zh: '存储' },
  'clearing.pull': { en: 'the order for a debit', zh: '扣款指令' },
  'clearing.push': { en: 'the order for a payment out', zh: '付款指令' },
  'clearing.return': { en: 'the order for a return', zh: '退回指令' },
  'entry.debit': { en: 'the debit entry', zh: '借记记账' },
  'entry.credit': { en: 'the credit entry', zh: '贷记记账' },
  number: { en: 'number', zh: '单号' },
  ownNumber: { en: "the wallet's own number", zh: '钱包交易单号' },
  product: { en: 'way of payment', zh: '支付路径' },
  standing: { en: 'standing', zh: '状态' },
  amountText: { en: 'amount', zh: '金额' },
  'wallet.shown': { en: "the wallet's page", zh: '钱包页面' },
  'keys.read': { en: 'the request for keys', zh: '密钥查询' },
  'notice.payment': { en: 'the notice of a payment', zh: '付款通知' },
  'notice.refund': { en: 'the notice of a refund', zh: '退款通知' },
  valid: { en: 'valid', zh: '有效' },
  missing: { en: 'missing', zh: '缺失' },
  invalid: { en: 'invalid', zh: '无效' },
  stale: { en: 'out of its time window', zh: '超出时间窗口' },
  'unknown-key': { en: 'made with an unknown key', zh: '使用未知密钥' },
  order: { en: 'order', zh: '订单号' },
  amount: { en: 'amount', zh: '金额' },
  payee: { en: 'payee', zh: '收款方' },
  application: { en: 'application', zh: '应用' },
  'refund window': { en: 'refund window', zh: '退款期限' },
  'number of refunds': { en: 'number of refunds', zh: '退款次数' },
  'gap between refunds': { en: 'gap between refunds', zh: '退款间隔' },
  price: { en: 'price', zh: '价格' },
  form: { en: 'form', zh: '表单' },
  'platform-rule': { en: 'a rule of the platform', zh: '平台规则' },
  'provider-agreement': { en: 'an agreement with a provider', zh: '支付机构协议' },
  fee: { en: 'a fee', zh: '收费' },
  'planned-stop': { en: 'a planned stop', zh: '计划停用' },
  on: { en: 'on', zh: '开启' },
};

/** What judges expected or saw, where they say it in words. */
const PHRASES: Readonly<Record<string, string>> = {
  ...ACCESS_PHRASES,
  ...CODE_PHRASES,
  'nothing preselected': '未预先选中任何方式',
  'no provider: nobody chose': '不应使用任何机构：无人作出选择',
  'payer and merchant only': '仅涉及付款人和商户',
  'inputs and outcome': '输入和结果',
  'one kept payment': '保留一笔付款',
  'the whole amount': '全部金额',
  'a refusal': '拒绝',
  'the account that paid': '付款账户',
  'another account': '其他账户',
  'the provider that was paid': '收到付款的支付机构',
  advice: '其他办法的说明',
  'open until the provider has answered': '在支付机构应答之前保持未决',
  'a query': '查询',
  'no query': '未查询',
  'no further notice': '未再发送通知',
  none: '无',
  never: '从未',
  'at once': '立即',
  'everything has ended': '一切均已了结',
  'not yet refunded': '尚未退款',
  refunded: '已退款',
  done: '已完成',
  'another payment': '另一笔付款',
  'a refund of a payment': '某笔付款的退款',
  'no number': '没有编号',
  'no payment': '没有付款',
  'closed first': '先行关闭',
  'a way on': '可继续的入口',
  'not-paid': '未支付',
  asks: '请求付款',
  unclear: '表述不明',
  'one payment goes back': '其中一笔退回',
  'another payment was started': '又发起了另一笔付款',
  'in English': '英文',
  'in Chinese': '中文',
  'the summary in English': '英文报告',
  'the summary in Chinese': '中文报告',
  'the payments in English': '英文付款页面',
  'the payments in Chinese': '中文付款页面',
  said: '已说明',
  'not said': '未说明',
  'found and named': '已发现并指明',
  believed: '予以采信',
  'objected to': '提出异议',
  same: '相同',
  different: '不同',
  'nothing was touched': '未作任何改动',
  'a character of a history is changed': '历史记录被改动一个字符',
  'a line of a history is taken out': '历史记录被删去一行',
  'a history is taken away': '一份历史记录被移除',
  'a history is put in': '多出一份历史记录',
  'a verdict is turned': '判定被改动',
  'a history is changed and everything sealed anew': '改动历史记录后重新封存',
  'in the books': '在账上',
  'private key': '私钥',
  'APIv3 or AES key': 'APIv3 密钥或 AES 密钥',
  password: '口令',
  'database of the platform': '平台数据库',
  history: '历史记录',
  basket: '商品明细',
  account: '账号',
  balance: '余额',
  card: '卡号',
  'issuer and last four digits': '发卡行标识和末四位',
  verdicts: '判定',
  errors: '错误信息',
  output: '输出',
  'folder of the run': '运行目录',
  'output of the run': '运行输出',
  'not there': '不在账上',
  paid: '已支付',
  refused: '被拒绝',
  taken: '被受理',
  'not paid': '未支付',
  open: '未支付',
  failed: '失败',
  closed: '已关闭',
  unknown: '未知',
  confirming: '正在确认',
  'partly-refunded': '已部分退款',
  reversed: '已撤销',
  processing: '退款处理中',
  success: '退款成功',
  abnormal: '退款异常',
  'at least 0 fen': '不小于 0 分',
  'whole fen, at least 1': '不小于 1 的整数分',
  acknowledged: '已确认收到',
  'not acknowledged': '未确认收到',
  accepted: '已接受',
  understood: '能够识别',
  'not used': '未使用',
  used: '已使用',
  there: '存在',
  gone: '不存在',
  'delivery stopped': '停止发货',
  'an incident': '登记事件',
  'notice not acknowledged': '通知未被确认收到',
  'payment not found': '未发现该笔付款',
  caught: '已发现',
  passes: '通过',
  'does not pass': '不通过',
  'the next page': '下一页',
  'the same page': '仍在原页',
  'a mark at each method': '每种方式均有焦点标记',
  told: '已告知',
  'not told': '未告知',
  'a scenario of a rule': '规则的一个场景',
  'the only feature of a rule': '规则唯一的特性文件',
  'the register entry of a rule': '规则的登记条目',
  'the wording of a statement': '规则的文字',
  'the level of a rule': '规则的级别',
  'the tag of a scenario': '场景的标签',
  'an unknown tag': '未知的标签',
  'a tag of a rule that does not exist': '不存在的规则的标签',
  'the judge of a check': '检查的判定程序',
  'the defect of a check': '检查的缺陷样本',
  'a source behind a legal label': '法律依据的来源',
  'an id that is used twice': '重复使用的编号',
  'no scenario runs': '没有运行任何场景',
  'a scenario says nothing': '场景没有给出结论',
  'one of two checks stays silent': '两项检查中有一项没有结论',
  'a check has nothing to judge': '检查没有可判定的内容',
  'a prerequisite is missing': '前提没有成立',
  'the harness itself breaks': '测试工具自身出错',
  'a step is not defined': '步骤没有定义',
  'wrong-order': '订单号不符',
  'wrong-amount': '金额不符',
  'wrong-payee': '收款方不符',
  'wrong-application': '应用不符',
};

/** Phrases with a number in them. */
const PATTERNS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^within ([\d.]+) s$/, '$1 秒以内'],
  [/^at most (\d+)$/, '不超过 $1 次'],
  [/^at most (\d+) fen$/, '不超过 $1 分'],
  [/^([\d.]+) s$/, '$1 秒'],
  [/^¥([\d.]+)$/, '$1 元'],
  [/^after ([\d.]+) s$/, '$1 秒后'],
  [/^(\d+) of (\d+)$/, '$2 笔中成功 $1 笔'],
  [/^merchant:(.+)$/, '商户 $1'],
  [/^books of (.+)$/, '$1 的账簿'],
  [/^account of (.+) at (.+)$/, '$1 在 $2 的账号'],
  [/^balance of (.+) at (.+)$/, '$1 在 $2 的余额'],
  [/^card of (.+) at (.+)$/, '$1 在 $2 的卡号'],
  [/^password of (.+) at (.+)$/, '$1 在 $2 的支付密码'],
];

function phrase(text: string, language: Language): string {
  if (language === 'en') return text;
  const pattern = PATTERNS.find(([form]) => form.test(text));
  return PHRASES[text] ?? (pattern ? text.replace(...pattern) : text);
}

/** True when a phrase of a finding has a Chinese wording. */
export const hasWording = (text: string): boolean => phrase(text, 'zh') !== text || Object.hasOwn(NAMES, text);

/** A word of a finding as a person reads it: a provider by its own name, a party, a message, a phrase. */
export const nameOf = (text: string, language: Language): string =>
  providerName(text, language) ?? NAMES[text]?.[language] ?? phrase(text, language);

/** Several words with commas between them, as a person reads them. */
export const namesOf = (text: string, language: Language): string =>
  text
    .split(', ')
    .map((word) => nameOf(word, language))
    .join(language === 'zh' ? '、' : ', ');

function inWords(value: Fact, language: Language): Fact {
  if (typeof value === 'string') return nameOf(value, language);
  if (Array.isArray(value)) return value.map((entry) => inWords(entry, language));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inWords(entry, language)]));
}

/** What was expected or seen, as a person reads it: words in the language, lists with commas, anything else as JSON. */
export function shownValue(value: Fact, language: Language): string {
  const said = inWords(value, language);
  if (typeof said === 'string') return said;
  const list = Array.isArray(said) && said.length > 0 && said.every((entry) => typeof entry === 'string');
  return list ? said.join(language === 'zh' ? '、' : ', ') : JSON.stringify(said);
}
