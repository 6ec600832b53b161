import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "limits". */
export const LIMIT_REASONS: Readonly<Record<string, Bilingual>> = {
  'level-differs': {
    en: '{provider} gave a payment confirmed with {factors} another level than these factors give',
    zh: '{provider} 为以 {factors} 确认的付款所定级别，与这些要素对应的级别不符',
  },
  'limit-passed': {
    en: '{provider} took a payment past the limit: {limit}',
    zh: '{provider} 受理了超过限额的付款：{limit}',
  },
  'refused-within-the-limit': {
    en: '{provider} refused a payment that was still within every limit',
    zh: '{provider} 拒绝了未超过任何限额的付款',
  },
  'loss-not-borne': {
    en: '{provider} did not bear the loss of a payment at the lowest level that its payer never made',
    zh: '对于以最低级别验证且非本人所为的付款，{provider} 未承担损失',
  },
  'void-confirmation-taken': {
    en: '{provider} carried out a payment with the confirmation of another one',
    zh: '{provider} 以对另一笔付款的确认执行了本笔付款',
  },
  'confirmation-refused': {
    en: '{provider} refused the confirmation that was given for this very payment',
    zh: '{provider} 拒绝了就本笔付款所作的确认',
  },
};
