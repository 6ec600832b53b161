import type { Bilingual } from '../../register/schema';

/** What the reasons of the theme "evidence" say. */
export const evidenceReasons: Readonly<Record<string, Bilingual>> = {
  'register-and-features-differ': { en: 'register and features do not fit together', zh: '规则登记与特性文件不一致' },
  'gap-not-found': { en: 'the traceability check did not find: {what}', zh: '可追溯性检查没有发现：{what}' },
  'check-without-defect': { en: 'a check has no defect that it must catch', zh: '有检查没有对应的缺陷样本' },
  'defect-survived': { en: 'a defect was not caught: {what}', zh: '缺陷样本未被发现：{what}' },
  'silence-passed': { en: 'a rule that was not exercised passed: {what}', zh: '未被执行的规则得到了通过：{what}' },
  'same-seed-other-history': {
    en: 'two runs of one seed came to different histories: {what}',
    zh: '同一种子的两次运行得到了不同的历史记录：{what}',
  },
  'seed-decides-nothing': {
    en: 'two runs of different seeds came to one history: {what}',
    zh: '不同种子的两次运行得到了相同的历史记录：{what}',
  },
  'tampering-unnoticed': {
    en: 'the verification said something else of the folder of a run than it should: {what}',
    zh: '对运行目录的核验结论有误：{what}',
  },
  'payment-told-in-part': {
    en: 'the page of a payment lacks something that it must tell: {what}',
    zh: '付款页面缺少应当载明的内容：{what}',
  },
  'payment-told-in-codes': {
    en: 'the page of a payment speaks in codes instead of words: {what}',
    zh: '付款页面使用代码而非通俗文字：{what}',
  },
  'simulation-not-said': {
    en: 'a report does not say that it is about a simulation: {what}',
    zh: '报告没有说明其内容为模拟测试：{what}',
  },
  'untested-not-named': {
    en: 'a report does not name what was not tested: {what}',
    zh: '报告没有列明未测试的内容：{what}',
  },
  'label-without-source': {
    en: 'a legal label rests on a source that nobody confirmed: {what}',
    zh: '法律依据标签所依来源未经证实：{what}',
  },
};
