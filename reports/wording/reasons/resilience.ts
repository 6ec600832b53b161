import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "resilience". */
export const RESILIENCE_REASONS: Readonly<Record<string, Bilingual>> = {
  'taken-out-otherwise': {
    en: 'the cashier of order {order} does not treat {provider} as the declared rule of health says',
    zh: '订单 {order} 的收银台对 {provider} 的处理与声明的规则不符',
  },
  'treated-differently': {
    en: 'the same silence had another consequence for {provider}',
    zh: '相同的无应答对 {provider} 产生了不同的后果',
  },
};
