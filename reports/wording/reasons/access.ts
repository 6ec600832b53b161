import type { Bilingual } from '../../register/schema';

/** What the reason codes of the theme "access" say. */
export const ACCESS_REASONS: Readonly<Record<string, Bilingual>> = {
  'eligibility-depends-on-rival': {
    en: 'whether {provider} is offered depends on whether a rival is offered, too',
    zh: '{provider} 是否可用取决于是否同时提供其竞争机构',
  },
  'rank-depends-on-rival': {
    en: 'the order of the others changed when a rival was added',
    zh: '加入竞争机构后，其他机构的排序发生了变化',
  },
  'fee-depends-on-rival': {
    en: 'the price by {provider} changed when a rival was added',
    zh: '加入竞争机构后，以 {provider} 支付的价格发生了变化',
  },
  'on-without-choice': {
    en: '{provider} is on for merchant {merchant}, which never said so',
    zh: '商户 {merchant} 从未作出选择，{provider} 却已开通',
  },
  'choice-not-recorded': {
    en: 'the choice of merchant {merchant} about {provider} is not on record as it was made',
    zh: '商户 {merchant} 对 {provider} 的选择没有如实记录',
  },
  'still-used': {
    en: 'the cashier of merchant {merchant} still shows {provider}, which the merchant has switched off',
    zh: '商户 {merchant} 已关闭 {provider}，其收银台仍在展示',
  },
  'others-touched': {
    en: 'the cashier of merchant {merchant} lost {provider}, which the merchant has not switched off',
    zh: '商户 {merchant} 并未关闭 {provider}，其收银台却不再展示',
  },
  'answer-differs-from-terms': {
    en: 'the answer to {applicant} is not the one that the published conditions give',
    zh: '对 {applicant} 的答复与已公布的条件不符',
  },
  'owner-changed-the-answer': {
    en: 'equal applications were answered otherwise for another owner: {applicant}',
    zh: '相同的申请因所有者不同而得到不同答复：{applicant}',
  },
  'no-answer-in-time': {
    en: 'the published time has passed and {applicant} has no answer',
    zh: '已过公布的答复期限，{applicant} 仍未得到答复',
  },
  'unmet-condition-not-named': {
    en: 'the refusal of {applicant} does not name just what is not met',
    zh: '对 {applicant} 的拒绝未准确列明不符合的条件',
  },
  'not-now-for-some': {
    en: '"not now" was not said to all alike: {applicant}',
    zh: '“暂不受理”未对所有申请人一律适用：{applicant}',
  },
  'offered-without-authority': {
    en: 'the cashier of merchant {merchant} offered {provider}, which has no authority in force for it',
    zh: '商户 {merchant} 的收银台提供了没有相符有效资质的 {provider}',
  },
  'withheld-despite-authority': {
    en: 'the cashier of merchant {merchant} did not offer {provider}, whose authority covers it',
    zh: '{provider} 具有相符有效资质，商户 {merchant} 的收银台却未提供',
  },
  'missing-authority-not-told': {
    en: 'the payer of order {order} cannot read that {provider} lacks an authority',
    zh: '订单 {order} 的付款人看不到 {provider} 缺少资质',
  },
  'offered-without-both': {
    en: 'the cashier of merchant {merchant} offered {provider} without a yes from both sides',
    zh: '未经双方同意，商户 {merchant} 的收银台提供了 {provider}',
  },
  'withheld-though-both-want': {
    en: 'the cashier of merchant {merchant} did not offer {provider}, which both sides want',
    zh: '双方均同意，商户 {merchant} 的收银台却未提供 {provider}',
  },
  'moved-by-a-third-party': {
    en: 'the relation of {provider} changed, and something moved of the others',
    zh: '{provider} 的合作关系变更，其他机构随之变化',
  },
  'paid-order-left-behind': {
    en: 'order {order} was paid with {provider}, which has left since, and could not be given back',
    zh: '订单 {order} 以 {provider} 支付，该机构退出之后无法退款',
  },
  'offered-before-its-opening': {
    en: 'the cashier of merchant {merchant} offered {provider}, which is not open for the order on a {device}',
    zh: '{provider} 对该订单尚未开通，商户 {merchant} 的收银台（{device}）却已提供',
  },
  'left-out-of-the-opening': {
    en: 'the cashier of merchant {merchant} did not offer {provider} on a {device}, though its opening reaches the order',
    zh: '{provider} 的开通已覆盖该订单，商户 {merchant} 的收银台（{device}）却未提供',
  },
  'opening-not-told': {
    en: 'the payer of order {order} cannot read that {provider} is not open',
    zh: '订单 {order} 的付款人看不到 {provider} 未开放',
  },
  'late-change-accepted': {
    en: 'a change was taken that was announced too late: {what}',
    zh: '公告过晚的变更被受理：{what}',
  },
  'timely-change-refused': {
    en: 'a change was refused that was announced in time: {what}',
    zh: '按期公告的变更被拒绝：{what}',
  },
  'change-not-published': {
    en: 'an announced change and its day cannot be read by everybody',
    zh: '已公告的变更及其生效时间没有向公众公布',
  },
  'success-changed-by-arrival': {
    en: 'after an arrival an incumbent succeeds otherwise than before, with all else equal',
    zh: '其他条件相同，新机构加入后原有机构的成功率发生变化',
  },
  'terms-changed-by-arrival': {
    en: 'after an arrival an incumbent stands elsewhere or costs otherwise than before',
    zh: '新机构加入后，原有机构的排序或价格发生变化',
  },
};
