import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "resilience". */
export const RESILIENCE_REASONS: Readonly<Record<string, Bilingual>> = {
  'failed-with-another': {
    en: 'payments with {provider} succeeded less often while another provider failed',
    zh: '另一家机构发生故障期间，{provider} 的付款成功率下降',
  },
  'slower-because-of-another': {
    en: 'whoever chose {provider} was kept longer at the cashier while another provider failed',
    zh: '另一家机构发生故障期间，选择 {provider} 的付款人在收银台等待更久',
  },
  'second-debit-stayed': {
    en: 'the payer of order {order} is out of pocket for more than the order',
    zh: '订单 {order} 的付款人实际支出超过订单金额',
  },
  'debited-unasked': {
    en: '{provider} debited more often than the payer confirmed',
    zh: '{provider} 的扣款次数多于付款人的确认次数',
  },
  'invariant-broken': { en: 'in the storm a rule did not hold: {what}', zh: '风暴之中有规则未能成立：{what}' },
  'not-settled': {
    en: 'the faults had stopped, and order {order} never came to its end',
    zh: '故障停止之后，订单 {order} 仍未了结',
  },
  'taken-out-otherwise': {
    en: 'the cashier of order {order} does not treat {provider} as the declared rule of health says',
    zh: '订单 {order} 的收银台对 {provider} 的处理与声明的规则不符',
  },
  'treated-differently': {
    en: 'the same silence had another consequence for {provider}',
    zh: '相同的无应答对 {provider} 产生了不同的后果',
  },
};
