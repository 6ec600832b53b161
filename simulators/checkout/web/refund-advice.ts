import { yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import type { Bilingual } from '../config';
import { type Order, refundedFen } from '../core/order';
import { refundable } from '../core/parts';
import { nextRefundAt, type RefundLimits } from '../core/refund-limits';

/** What a merchant can do instead of a refund that was refused; undefined where the request itself is at fault. */
export type RefundAdvice = (
  refusal: string,
  order: Order,
  limits: RefundLimits | undefined,
  partNo?: string,
) => Bilingual | undefined;

const ANOTHER_WAY: Bilingual = {
  en: 'Agree with the payer on another way to give the money back, such as a bank transfer.',
  zh: '请与付款人商定其他退款方式，例如银行转账。',
};

/** A limit of the provider has a way round it, or an end; everything else is corrected in the request (rule REF-005). */
export const refundAdvice: RefundAdvice = (refusal, order, limits, partNo) => {
  const { keptAttempt = '' } = order;
  switch (refusal) {
    case 'refund-window-over':
    case 'too-many-refunds':
    case 'refused-by-provider':
      return ANOTHER_WAY;
    case 'refund-too-soon': {
      const from = limits ? beijingDateTime(nextRefundAt(order, keptAttempt, limits, partNo)) : '';
      return { en: `Ask again from ${from} (Beijing time).`, zh: `请于北京时间 ${from} 起再次申请。` };
    }
    case 'refund-exceeds': {
      const whole = refundable(order, keptAttempt).find((part) => part.partNo === partNo)?.amountFen ?? 0;
      const left = yuanText(whole - refundedFen(order, keptAttempt, partNo));
      return { en: `Ask for at most ¥${left}, which is left.`, zh: `请申请不超过 ¥${left} 的剩余可退金额。` };
    }
    default:
      return undefined;
  }
};
