import type { Bilingual } from '../../register/schema';

/** What the reason codes of the theme "choice" say, beside those of the first two rules. */
export const CHOICE_REASONS: Readonly<Record<string, Bilingual>> = {
  'inside-not-said': {
    en: 'the cashier of order {order} does not say as it is who is found inside another cashier: {provider}',
    zh: '订单 {order} 的收银台未如实标明位于其他收银台内的方式：{provider}',
  },
  'inside-shown-as-own': {
    en: "the cashier of order {order} offers {provider} as its own, which is found only inside another's",
    zh: '{provider} 仅存在于其他收银台内，订单 {order} 的收银台却将其作为自有方式提供',
  },
  'not-found-inside': {
    en: 'the payer of order {order} does not find {provider} in the cashier to which he was sent',
    zh: '订单 {order} 的付款人在所指收银台内找不到 {provider}',
  },
  'guest-did-not-pay': {
    en: 'the payer of order {order} chose {provider} in the cashier, and another account paid',
    zh: '订单 {order} 的付款人在收银台内选择了 {provider}，实际由其他账户支付',
  },
  'listed-otherwise': {
    en: 'the cashier of order {order} does not list the methods in the declared order',
    zh: '订单 {order} 的收银台没有按声明的顺序排列支付方式',
  },
  'identity-moved-a-method': {
    en: 'who holds a place moved it on the list',
    zh: '支付机构的身份改变了其在列表中的位置',
  },
  'more-steps': {
    en: 'the payer of order {order} needs more steps to reach {provider} than another provider',
    zh: '订单 {order} 的付款人前往 {provider} 所需步骤多于其他机构',
  },
  'less-prominent': {
    en: 'the cashier of order {order} shows {provider} otherwise than the others',
    zh: '订单 {order} 的收银台对 {provider} 的展示与其他方式不同',
  },
  'folded-away': {
    en: 'the cashier of order {order} folds {provider} away and not the others',
    zh: '订单 {order} 的收银台单独折叠了 {provider}',
  },
  'price-differs-by-method': {
    en: 'by {provider} the goods of order {order} have another price, once the named fees and discounts are taken out',
    zh: '扣除所列手续费和优惠后，以 {provider} 支付时订单 {order} 的商品价格不同',
  },
  'charge-not-told': {
    en: 'the cashier of order {order} does not name the fees and discounts of {provider} as they are',
    zh: '订单 {order} 的收银台没有如实列明 {provider} 的手续费和优惠',
  },
  'funder-not-told': {
    en: 'the cashier of order {order} does not say who is behind a fee or discount of {provider}',
    zh: '订单 {order} 的收银台没有说明 {provider} 的手续费或优惠由谁收取或承担',
  },
  'page-between': {
    en: 'a page of the platform stands between the payer of order {order} and {provider}, and not before others',
    zh: '订单 {order} 的付款人与 {provider} 之间多出平台的页面，其他机构则没有',
  },
  detour: {
    en: 'the way of order {order} to {provider} makes a detour that others do not',
    zh: '订单 {order} 前往 {provider} 时绕行，其他机构则没有',
  },
  'copying-needed': {
    en: 'the payer of order {order} has to copy something by hand to get to {provider}, and not for others',
    zh: '订单 {order} 的付款人须手工复制内容才能前往 {provider}，其他机构则不需要',
  },
  'warned-of-one': {
    en: 'the payer of order {order} is warned of {provider} and not of others',
    zh: '订单 {order} 的付款人仅在使用 {provider} 时受到警示',
  },
  'payee-not-shown': {
    en: 'a page of {party} for order {order} does not show the real name of the payee',
    zh: '{party} 关于订单 {order} 的页面没有显示收款方的真实名称',
  },
  'amount-not-shown': {
    en: 'a page of {party} for order {order} does not show the amount that is to be paid',
    zh: '{party} 关于订单 {order} 的页面没有显示应付金额',
  },
  'provider-not-shown': {
    en: 'the cashier of order {order} does not name a provider',
    zh: '订单 {order} 的收银台没有写明支付机构的名称',
  },
  'executed-otherwise': {
    en: 'what was started for order {order} is not what the payer had confirmed',
    zh: '订单 {order} 实际执行的内容与付款人确认的不一致',
  },
  'went-on-after-change': {
    en: 'the payment of order {order} went on although what the payer had seen was overtaken ({what})',
    zh: '订单 {order} 的内容（{what}）已与付款人所见不同，付款仍被执行',
  },
  'change-not-told': {
    en: 'the payer of order {order} was not told that what the page had shown is overtaken ({what})',
    zh: '订单 {order} 的内容（{what}）已与所示不同，付款人却没有被告知',
  },
  'no-switch': {
    en: 'the cashier of order {order} lists in a personal order and has no switch for it',
    zh: '订单 {order} 的收银台使用个性化排序而没有关闭选项',
  },
  'still-personal': {
    en: 'the cashier of order {order} keeps a personal order that the payer has switched off',
    zh: '订单 {order} 的付款人已关闭个性化排序，收银台仍在使用',
  },
  'ranked-by-another-history': {
    en: 'what a payer did at one provider moved others on the list',
    zh: '付款人在某一机构的行为改变了其他机构的排序',
  },
  'not-named': {
    en: 'whoever listens to the cashier of order {order} does not hear the name of {provider}',
    zh: '订单 {order} 的收银台在读屏时没有读出 {provider} 的名称',
  },
  'language-not-said': {
    en: 'the cashier of order {order} does not say in which language it is',
    zh: '订单 {order} 的收银台没有声明页面语言',
  },
  'keyboard-misses': {
    en: 'the keyboard alone cannot pick {provider} for order {order}',
    zh: '仅用键盘无法为订单 {order} 选择 {provider}',
  },
  'lost-in-large-type': {
    en: 'in large type the cashier of order {order} loses {provider}',
    zh: '字号放大后，订单 {order} 的收银台看不到 {provider}',
  },
  'runs-off-the-page': {
    en: 'in large type the cashier of order {order} runs off sideways',
    zh: '字号放大后，订单 {order} 的收银台横向超出屏幕',
  },
};
