import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "refund". */
export const REFUND_REASONS: Readonly<Record<string, Bilingual>> = {
  'refunded-too-early': {
    en: 'refund {refund} of order {order} was called done before the money had gone back',
    zh: '订单 {order} 的退款 {refund} 在资金退回之前即被称为已完成',
  },
  'refund-result-missed': {
    en: 'the platform does not know how refund {refund} of order {order} ended',
    zh: '平台不知道订单 {order} 的退款 {refund} 的最终结果',
  },
  'refunded-elsewhere': {
    en: '{provider} gave money of order {order} back to another account than the one that paid',
    zh: '{provider} 将订单 {order} 的款项退至付款账户以外的账户',
  },
  'asked-another-provider': {
    en: 'the refund of order {order} was asked of {provider}, which had not been paid',
    zh: '订单 {order} 的退款被发往没有收到付款的 {provider}',
  },
  'outside-limits-accepted': {
    en: '{party} took a refund of order {order} outside of a published limit: {what}',
    zh: '{party} 受理了订单 {order} 超出公布限制（{what}）的退款',
  },
  'inside-limits-refused': {
    en: '{party} refused a refund of order {order} that is within every published limit',
    zh: '{party} 拒绝了订单 {order} 未超出任何公布限制的退款',
  },
  'refused-without-reason': {
    en: '{party} refused a refund of order {order} and did not say that it was for a limit: {what}',
    zh: '{party} 拒绝了订单 {order} 的退款，却没有说明是因为超出限制（{what}）',
  },
  'refused-without-advice': {
    en: '{party} refused a refund of order {order} and did not say what can be done instead',
    zh: '{party} 拒绝了订单 {order} 的退款，却没有告知其他办法',
  },
  'unsold-money-kept': {
    en: '{party} did not begin in time to give back money without a sale',
    zh: '{party} 没有及时发起退回未成交的款项',
  },
};
