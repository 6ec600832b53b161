import type { Bilingual } from '../../register/schema';

/** What the reasons of reconciliation, records and incidents say to a person. */
export const RECONCILIATION_REASONS: Readonly<Record<string, Bilingual>> = {
  'in-no-place': {
    en: '{key} at {provider} stands nowhere in the books of its day',
    zh: '{provider} 的 {key} 没有出现在当日账册中',
  },
  'in-two-places': {
    en: '{key} at {provider} stands in more than one place of the books',
    zh: '{provider} 的 {key} 在账册中出现多次',
  },
  'in-another-class': {
    en: 'the difference of {key} at {provider} was put in another class, or overlooked',
    zh: '{provider} 的 {key} 的差异被归入其他类别或被遗漏',
  },
  'difference-of-nothing': {
    en: 'the books of {provider} have a difference of {key}, where everything agrees',
    zh: '{provider} 的 {key} 各方一致，账册却列为差异',
  },
  'asked-before-publication': {
    en: 'the bill of {provider} for {day} was asked for before its publication',
    zh: '在 {provider} 公布之前就申请了 {day} 的账单',
  },
  'bad-bill-used': {
    en: 'the books of {day} use a file that {provider} did not publish',
    zh: '{day} 的账册使用了并非 {provider} 所公布的文件',
  },
  'not-fetched-again': {
    en: 'the bill of {provider} could not be used and was not fetched again',
    zh: '{provider} 的账单不能使用，却没有重新下载',
  },
  'left-one-sided': {
    en: 'the payment of order {order} at {provider} was neither kept nor given back',
    zh: '订单 {order} 在 {provider} 的付款既未保留也未退回',
  },
  'delivery-not-stopped': {
    en: 'the goods of order {order} still go although {provider} does not know its payment',
    zh: '{provider} 查无订单 {order} 的付款，却没有停止发货',
  },
  'no-incident': {
    en: 'no incident tells people that {provider} does not know the payment of order {order}',
    zh: '{provider} 查无订单 {order} 的付款，却没有登记事件',
  },
  'left-unexplained': {
    en: 'after the next day the books of {provider} for {day} still have differences that nobody explains',
    zh: '次日之后，{provider} {day} 的账册仍有未得到解释的差异',
  },
  'sums-differ-from-ledger': {
    en: 'the books of {day} say another sum than the ledger of {provider}',
    zh: '{day} 账册的合计与 {provider} 的账目不一致',
  },
  'in-two-days': {
    en: '{key} at {provider} stands in the books of two days',
    zh: '{provider} 的 {key} 出现在两日账册中',
  },
  'in-another-day': {
    en: '{key} at {provider} does not stand in the books of its own day',
    zh: '{provider} 的 {key} 没有出现在所属营业日的账册中',
  },
  'cut-off-not-declared': {
    en: '{key} at {provider} lies between two days, although no declared cut-off is between them',
    zh: '{provider} 的 {key} 落在两日之间，其间却没有已声明的日切时间差',
  },
  'gone-too-early': {
    en: 'the record of order {order} was gone before {day} was over',
    zh: '订单 {order} 的记录在 {day} 之前就已不存在',
  },
  'kept-too-long': {
    en: 'the record of order {order} was still there after {day}',
    zh: '订单 {order} 的记录在 {day} 之后仍然存在',
  },
  'record-incomplete': {
    en: 'the record of order {order} does not say what happened',
    zh: '订单 {order} 的记录与实际不符',
  },
  'incident-missing': {
    en: 'no incident is on record for {subject}',
    zh: '{subject} 没有登记事件',
  },
  'incident-of-nothing': {
    en: 'an incident is on record for {subject}, which passed no threshold',
    zh: '{subject} 未超过阈值，却登记了事件',
  },
};
