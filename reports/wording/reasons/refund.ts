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
};
