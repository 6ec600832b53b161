import type { Bilingual } from '../register/schema';
import { ACCESS_REASONS } from './reasons/access';
import { CHOICE_REASONS } from './reasons/choice';
import { CODE_REASONS } from './reasons/codes';
import { evidenceReasons } from './reasons/evidence';
import { LIFECYCLE_REASONS } from './reasons/lifecycle';
import { LIMIT_REASONS } from './reasons/limits';
import { NOTIFICATION_REASONS } from './reasons/notification';
import { privacyReasons } from './reasons/privacy';
import { RECONCILIATION_REASONS } from './reasons/reconciliation';
import { REFUND_REASONS } from './reasons/refund';
import { RESILIENCE_REASONS } from './reasons/resilience';
import { routingReasons } from './reasons/routing';
import { securityReasons } from './reasons/security';
import { namesOf } from './values';

/** What each reason code says to a person; `{name}` is filled from a finding's `about`. Findings are data. */
export const REASONS: Readonly<Record<string, Bilingual>> = {
  ...LIFECYCLE_REASONS,
  ...LIMIT_REASONS,
  ...NOTIFICATION_REASONS,
  ...REFUND_REASONS,
  ...RESILIENCE_REASONS,
  ...ACCESS_REASONS,
  ...CHOICE_REASONS,
  ...CODE_REASONS,
  'usable-method-missing': {
    en: 'the cashier of merchant {merchant} did not show {provider}',
    zh: '商户 {merchant} 的收银台没有展示 {provider}',
  },
  'unusable-method-shown': {
    en: 'the cashier of merchant {merchant} showed {provider}, which is not usable for the order',
    zh: '商户 {merchant} 的收银台展示了此订单不能使用的 {provider}',
  },
  'outage-not-told': {
    en: 'the payer of order {order} was not told that {provider} is out of service',
    zh: '订单 {order} 的付款人没有被告知 {provider} 服务暂停',
  },
  'not-picked-by-keyboard': {
    en: 'without a mouse the payer of order {order} cannot pick {provider}',
    zh: '不用鼠标时，订单 {order} 的付款人无法选择 {provider}',
  },
  'focus-not-marked': {
    en: 'the cashier of order {order} does not show that the keyboard is at {provider}',
    zh: '订单 {order} 的收银台没有显示键盘焦点位于 {provider}',
  },
  'keyboard-stops-here': {
    en: 'without a mouse the payer of order {order} picks a method and cannot go on',
    zh: '不用鼠标时，订单 {order} 的付款人选择方式后无法继续',
  },
  'preselected-by-platform': {
    en: 'the cashier of order {order} had {provider} preselected, which the payer never chose',
    zh: '订单 {order} 的收银台预先选中了付款人从未选择过的 {provider}',
  },
  'provider-replaced': {
    en: 'order {order} was sent to {provider}, which the payer had not chosen',
    zh: '订单 {order} 被送往付款人没有选择的 {provider}',
  },
  'payee-is-the-platform': {
    en: 'order {order} names the platform as payee instead of the selling merchant',
    zh: '订单 {order} 的收款方是平台而不是商户',
  },
  'payee-is-somebody-else': {
    en: 'order {order} names another merchant as payee',
    zh: '订单 {order} 的收款方是另一个商户',
  },
  'platform-touched-money': {
    en: 'in the books of {provider} the platform received or paid out money of an order',
    zh: '在 {provider} 的账上，平台收取或支出了订单资金',
  },
  'same-inputs-other-route': { en: 'equal inputs led to different routes', zh: '相同的输入得到了不同的路由' },
  'record-missing': {
    en: 'the payment of order {order} at {provider} has no record of what decided its route',
    zh: '订单 {order} 在 {provider} 的付款没有路由依据的记录',
  },
  'replay-differs': {
    en: 'the recorded inputs of order {order} give another route than the one taken',
    zh: '按订单 {order} 记录的输入重算，得到的路由与实际不同',
  },
  'names-changed-the-outcome': {
    en: 'exchanging the names of providers changed what is offered',
    zh: '仅交换支付机构的身份，展示结果就发生了变化',
  },
  'arrival-changed-the-others': {
    en: 'the arrival of a provider changed what is offered of the others',
    zh: '一家支付机构的加入改变了其他机构的展示',
  },
  'merchants-merged': {
    en: 'order {order} is shared by several merchants, but its provider was not told of each of them',
    zh: '订单 {order} 由多个商户共用，但支付机构没有得知每个商户',
  },
  'parts-differ': {
    en: 'the parts of order {order} on the wire are not those that the merchants sold',
    zh: '报文中订单 {order} 的各部分与商户实际销售的不符',
  },
  'told-of-another-part': {
    en: 'merchant {merchant} is told of other money at {provider} for {day} than of its own part',
    zh: '商户 {merchant} 被告知的 {provider} {day} 款项并非其自己的部分',
  },
  'order-split': {
    en: 'order {order} was split into payments that are smaller than it',
    zh: '订单 {order} 被拆分为小额付款',
  },
  'orders-merged': {
    en: 'a payment of order {order} is larger than the order',
    zh: '订单 {order} 的付款金额大于订单金额',
  },
  'refund-from-another-part': {
    en: 'a refund of order {order} came from another merchant than the one who gave it',
    zh: '订单 {order} 的退款由另一商户承担',
  },
  'second-success-kept': {
    en: 'order {order} was paid twice and both payments were kept',
    zh: '订单 {order} 被支付两次且都没有退回',
  },
  'returned-in-part': {
    en: 'the second payment of order {order} was given back only in part',
    zh: '订单 {order} 的第二笔付款只退回了一部分',
  },
  'return-not-told': {
    en: 'the payer of order {order} paid twice and was not told that one payment goes back',
    zh: '订单 {order} 的付款人支付了两次，却没有被告知其中一笔将退回',
  },
  'repeat-made-another': {
    en: 'the repeated request {key} at {party} made another order',
    zh: '重复的请求 {key} 在 {party} 产生了另一个订单',
  },
  'changed-content-accepted': {
    en: 'the request {key} with other content was accepted by {party}',
    zh: '{party} 接受了内容不同的同号请求 {key}',
  },
  'charged-twice': { en: 'payment {key} was charged twice by {party}', zh: '{party} 对付款 {key} 扣款两次' },
  'silence-taken-as-failed': {
    en: 'the payment of order {order} at {provider} was called failed although nobody had answered',
    zh: '{provider} 没有应答，订单 {order} 的付款却被当作失败',
  },
  'silence-taken-as-paid': {
    en: 'the payment of order {order} at {provider} was called paid although nobody had answered',
    zh: '{provider} 没有应答，订单 {order} 的付款却被当作成功',
  },
  'never-asked': {
    en: 'the platform never asked {provider} what became of the payment of order {order}',
    zh: '平台从未向 {provider} 查询订单 {order} 的付款结果',
  },
  'ended-otherwise': {
    en: 'the platform ended with another result for order {order} than the books of {provider}',
    zh: '订单 {order} 在平台的最终状态与 {provider} 的账不一致',
  },
  'not-told': {
    en: 'the payer of order {order} was not told that the result is being confirmed',
    zh: '订单 {order} 的付款人没有被告知结果正在确认',
  },
  'paid-by-return': {
    en: 'order {order} was called paid because a browser came back',
    zh: '仅凭浏览器跳回，订单 {order} 就被当作已支付',
  },
  'debited-though-closed': {
    en: 'order {order} is closed, and {provider} has kept money of its payer',
    zh: '订单 {order} 已关闭，{provider} 却留有付款人的款项',
  },
  'not-whole-fen': { en: 'an amount of {party} is not whole fen', zh: '{party} 的金额不是整数分' },
  'bad-amount-accepted': { en: '{party} accepted an amount that is none', zh: '{party} 接受了不合法的金额' },
  'amount-differs': {
    en: 'the amount on the wire differs from the amount of order {order}',
    zh: '报文中的金额与订单 {order} 的金额不同',
  },
  'acted-on-bad-notice': {
    en: 'order {order} was called paid because of a notice whose signature does not fit',
    zh: '凭验签不通过的通知，订单 {order} 被当作已支付',
  },
  'bad-notice-acknowledged': {
    en: 'a notice in the name of {provider} was acknowledged although its signature is {signature}',
    zh: '以 {provider} 名义发出、签名状态为 {signature} 的通知被确认收到',
  },
  'genuine-notice-lost': {
    en: 'a genuine notice of {provider} did not make order {order} paid',
    zh: '{provider} 的真实通知没有使订单 {order} 变为已支付',
  },
  'acted-on-wrong-amount': {
    en: 'order {order} was called paid by a notice of {provider} over another amount',
    zh: '{provider} 金额不符的通知使订单 {order} 被当作已支付',
  },
  'acted-on-wrong-payee': {
    en: 'order {order} was called paid by a notice of {provider} for another payee',
    zh: '{provider} 收款方不符的通知使订单 {order} 被当作已支付',
  },
  'acted-on-wrong-application': {
    en: 'order {order} was called paid by a notice of {provider} for another application',
    zh: '{provider} 应用不符的通知使订单 {order} 被当作已支付',
  },
  'acted-on-wrong-order': {
    en: 'order {order} was called paid by a notice of {provider} for another order',
    zh: '{provider} 订单号不符的通知使订单 {order} 被当作已支付',
  },
  'mismatch-not-recorded': {
    en: 'the notice of {provider} whose {what} does not fit order {order} was not recorded as such',
    zh: '{provider} 的通知与订单 {order} 的 {what} 不符，却没有如实记录',
  },
  'not-delivered-once': {
    en: 'the goods of order {order} were not released exactly once',
    zh: '订单 {order} 的发货不是恰好一次',
  },
  'booked-twice': {
    en: 'the one payment of order {order} was booked more than once',
    zh: '订单 {order} 的同一笔付款被重复入账',
  },
  'repeat-not-acknowledged': {
    en: 'a genuine notice of {provider} for order {order} was not acknowledged',
    zh: '{provider} 关于订单 {order} 的真实通知没有被确认收到',
  },
  'never-found': {
    en: 'with every notice lost, the platform never found that order {order} is paid',
    zh: '通知全部丢失后，平台始终没有发现订单 {order} 已支付',
  },
  'asked-too-late': {
    en: 'the platform asked {provider} about order {order} too late',
    zh: '平台向 {provider} 查询订单 {order} 太晚',
  },
  'asked-too-often': {
    en: 'the platform asked {provider} about order {order} too often',
    zh: '平台向 {provider} 查询订单 {order} 过于频繁',
  },
  'returned-more-than-paid': {
    en: '{provider} gave back more for order {order} than was paid',
    zh: '{provider} 对订单 {order} 的退款超过了付款',
  },
  'excess-accepted': {
    en: '{party} accepted a refund of order {order} beyond what is left',
    zh: '{party} 接受了超出订单 {order} 可退余额的退款',
  },
  'refunded-twice': {
    en: 'refund {refund} was carried out twice by {provider}',
    zh: '{provider} 对退款 {refund} 执行了两次',
  },
  'retry-changed-number': {
    en: 'after a refund request without an answer the platform asked {provider} under another number',
    zh: '退款请求无应答后，平台换了退款单号再次向 {provider} 请求',
  },
  ...routingReasons,
  ...securityReasons,
  ...privacyReasons,
  ...evidenceReasons,
  ...RECONCILIATION_REASONS,
  'nothing-to-judge': { en: 'the scenario gave the check nothing to judge', zh: '场景没有给检查提供可判定的内容' },
  'prerequisite-missing': { en: 'something that the scenario needs first did not happen', zh: '场景的前提没有成立' },
  'check-not-emitted': { en: 'a check was expected and stayed silent', zh: '应有的检查没有给出结论' },
  'nothing-judged': { en: 'nothing that was asked for could be judged', zh: '所选内容均无法判定' },
  'entrance-not-tried': {
    en: 'an entrance that a provider declares was tried by no scenario of a run of the whole rulebook',
    zh: '全规则运行中，某支付机构声明的入口没有任何场景测试',
  },
  'zero-checks': { en: 'the scenario emitted no check at all', zh: '场景没有给出任何检查结论' },
};

/** What went wrong before a check could speak, by the name of what was thrown or the status of the step. */
export const TROUBLES: Readonly<Record<string, Bilingual>> = {
  ConfigurationError: { en: 'the configuration is wrong', zh: '配置有误' },
  HarnessTrouble: { en: 'the harness itself is in trouble', zh: '测试工具自身出错' },
  UNDEFINED: { en: 'a step is not defined', zh: '步骤没有定义' },
  AMBIGUOUS: { en: 'a step has more than one definition', zh: '步骤有多个定义' },
  PENDING: { en: 'a step is not finished', zh: '步骤尚未完成' },
};

const UNFORESEEN: Bilingual = { en: 'an unforeseen error in a step', zh: '步骤发生未预见的错误' };

/** Members of a finding's `about` that are words, not numbers of orders, keys or refunds. */
const WORDS: ReadonlySet<string> = new Set(['provider', 'party', 'message', 'signature', 'what']);

/** The sentence of a reason, its gaps filled. What is thrown without a code of its own is an unforeseen error. */
export function sentence(
  reason: string,
  about: Readonly<Record<string, string>> = {},
  language: keyof Bilingual = 'en',
): string {
  const form = (REASONS[reason] ?? TROUBLES[reason] ?? UNFORESEEN)[language];
  return form.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const text = about[name] ?? '?';
    return WORDS.has(name) ? namesOf(text, language) : text;
  });
}
