import type { Bilingual, RegisteredRule, RegisteredSource } from '../register/schema';

type Table<K extends string> = Readonly<Record<K, Bilingual>>;

/** Where a duty comes from. */
export const BASIS_WORDS: Table<RegisteredRule['basis']> = {
  law: { en: 'law', zh: '法律、行政法规' },
  rule: { en: 'rule of an authority', zh: '部门规章、规范性文件' },
  standard: { en: 'standard', zh: '标准' },
  'provider document': { en: 'provider document', zh: '支付机构文档' },
  benchmark: { en: 'foreign benchmark', zh: '境外对标' },
  house: { en: 'own rule of this project', zh: '本项目自定' },
  unconfirmed: { en: 'unconfirmed', zh: '尚未核实' },
};

/** How far the source itself goes towards whom the rule binds. */
export const REACH_WORDS: Table<RegisteredRule['reach']> = {
  direct: { en: 'the source speaks of this very duty', zh: '来源直接规定该项义务' },
  'dominant-only': { en: 'the source binds dominant firms only', zh: '来源仅约束具有市场支配地位的经营者' },
  analogy: { en: 'by analogy: the source speaks of something close', zh: '类推适用：来源规定的是相近事项' },
  house: { en: 'no source goes this far', zh: '无来源作此规定' },
};

/** What a source is. */
export const KIND_WORDS: Table<RegisteredSource['kind']> = {
  law: { en: 'law', zh: '法律、行政法规' },
  rule: { en: 'rule of an authority', zh: '部门规章、规范性文件' },
  standard: { en: 'standard', zh: '标准' },
  'provider document': { en: 'provider document', zh: '支付机构文档' },
  observation: { en: 'observation by a third party', zh: '第三方观察' },
  benchmark: { en: 'foreign benchmark', zh: '境外对标' },
  house: { en: 'own rule of this project', zh: '本项目自定' },
};

/** How sure a source is. */
export const MARK_WORDS: Table<RegisteredSource['mark']> = {
  'V-text': { en: 'articles read in a full text', zh: '已读全文所引条款' },
  'V-page': { en: 'stated on a page that was read', zh: '所读网页载明' },
  V: { en: 'read in published code or official text', zh: '已读公开代码或官方文本' },
  X: { en: 'executed or recomputed', zh: '已实际执行或验算' },
  D: { en: 'secondary: transcription, digest or probe', zh: '二手材料：转录、摘编或探测' },
  I: { en: 'an issue thread', zh: '问题讨论帖' },
  M: { en: 'from memory, not confirmed', zh: '出自记忆，尚未核实' },
  house: { en: 'our own', zh: '本项目自定' },
};

/** How a rule can be seen on a system that is not ours. */
export const OBSERVED_WORDS: Table<RegisteredRule['observedBy'][number]> = {
  wire: { en: 'messages on the wire', zh: '接口报文' },
  contract: { en: 'test contract', zh: '测试接口约定' },
  page: { en: 'pages', zh: '页面' },
  ledger: { en: "providers' books", zh: '支付机构账目' },
  'time-travel': { en: 'moving the clock', zh: '调整业务时钟' },
  attestation: { en: 'attestation', zh: '书面声明' },
};

/** Whom a rule binds. */
export const BINDS_WORDS: Table<RegisteredRule['binds'][number]> = {
  platform: { en: 'platform', zh: '平台' },
  provider: { en: 'payment provider', zh: '支付机构' },
  clearing: { en: 'clearing institution', zh: '清算机构' },
  harness: { en: 'this harness alone', zh: '仅本测试工具' },
};

/** The word of the rule, as the law uses it. */
export const LEVEL_WORDS: Table<RegisteredRule['level']> = {
  MUST: { en: 'MUST', zh: '应当' },
  SHOULD: { en: 'SHOULD', zh: '宜' },
};

/** What a subject must be able to do for a rule to apply to it. */
export const CAPABILITY_WORDS: Table<RegisteredRule['capability']> = {
  cashier: { en: 'shows payers a cashier', zh: '向付款人展示收银台' },
  merchants: { en: 'sells for several merchants', zh: '为多家商户收款' },
  announcements: { en: 'announces changes of rules, fees and service', zh: '公告规则、收费和服务的变更' },
  'open-access': { en: 'is open to every provider that meets its conditions', zh: '向符合条件的支付机构开放接入' },
  routing: { en: 'decides which way a payment takes', zh: '决定付款的路由' },
  payments: { en: 'starts or takes payments', zh: '发起或受理付款' },
  limits: { en: 'keeps limits of payments', zh: '执行支付限额' },
  'browser-return': { en: 'takes payers back from a wallet', zh: '接收从钱包返回的付款人' },
  notices: { en: 'sends or receives notices', zh: '发送或接收异步通知' },
  queries: { en: 'asks for the result of a payment', zh: '查询付款结果' },
  refunds: { en: 'asks for or carries out refunds', zh: '申请或执行退款' },
  books: { en: 'keeps books of the day', zh: '按日对账' },
  records: { en: 'lets payers look up their records', zh: '付款人可查询记录' },
  incidents: { en: 'keeps a register of incidents', zh: '登记事件' },
  codes: { en: 'shows or reads codes', zh: '展示或识读二维码' },
  recognition: { en: 'reads or takes codes of other schemes', zh: '识读或受理其他机构的二维码' },
  'personal-codes': { en: 'lets persons receive money by code', zh: '为个人提供收款码' },
  signatures: { en: 'signs and verifies messages', zh: '对报文签名和验签' },
  harness: { en: 'is this harness', zh: '即本测试工具' },
};

/** Several words of a table, as a list. */
export const listed = <K extends string>(table: Table<K>, keys: readonly K[], language: keyof Bilingual): string =>
  keys.map((key) => table[key][language]).join(language === 'zh' ? '、' : ', ');
