import type { Bilingual } from '../../register/schema';

/** What the reasons of the theme "refund" say: where money went, and the limits of refunds. */
export const refundReasons: Readonly<Record<string, Bilingual>> = {
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
};
