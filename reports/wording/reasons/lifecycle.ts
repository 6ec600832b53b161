import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "lifecycle". */
export const LIFECYCLE_REASONS: Readonly<Record<string, Bilingual>> = {
  'unpublished-move': {
    en: '{party}: {thing} {id} moved on from "{from}" in a way that is not published',
    zh: '{party}：{thing} {id} 从“{from}”发生了未公布的状态变更',
  },
  'provider-moved-otherwise': {
    en: '{party}: {thing} {id} moved on from "{from}" in a way that no document publishes',
    zh: '{party}：{thing} {id} 从“{from}”发生了任何文档均未公布的状态变更',
  },
  'started-beside-an-open-one': {
    en: 'order {order} went to {provider} before the earlier attempt was asked to close',
    zh: '订单 {order} 在要求关闭先前的付款之前即转往 {provider}',
  },
  'paid-order-closed': {
    en: '{provider} closed the payment of order {order} although it was paid',
    zh: '订单 {order} 已支付，{provider} 仍将其关闭',
  },
  'payment-not-revealed': {
    en: '{provider} refused to close the paid payment of order {order}, and the platform did not find the payment',
    zh: '{provider} 拒绝关闭订单 {order} 已支付的付款，平台却没有发现该笔付款',
  },
  'choice-blocked': {
    en: 'the payer of order {order} chose {provider} and was kept waiting for another one that does not answer',
    zh: '订单 {order} 的付款人选择了 {provider}，却因另一家机构无应答而被迫等待',
  },
  'outcome-changed': {
    en: '{party} no longer calls {what} paid, although it was',
    zh: '{party} 不再将已支付的 {what} 视为已支付',
  },
  'correction-names-nothing': {
    en: '{provider} gave money back without naming the payment that it corrects',
    zh: '{provider} 退回资金时没有指明所更正的付款',
  },
  'illegal-move-accepted': {
    en: '{party} accepted "{asked}" of {thing} in a state in which it may not be asked',
    zh: '{party} 在不允许的状态下接受了对 {thing} 的“{asked}”请求',
  },
  'presumed-taken-for-final': {
    en: '{party} took for final what was only presumed',
    zh: '{party} 把推定结果当作终态',
  },
  'still-open': { en: 'something at {party} is still open after the bound', zh: '{party} 的事项超过时限仍未了结' },
};
