import type { Bilingual } from '../../register/schema';

/** What the reasons of the theme "privacy" say. */
export const privacyReasons: Readonly<Record<string, Bilingual>> = {
  'told-without-need': {
    en: '{party} told more than its declared list allows in {message}',
    zh: '{party} 在 {message} 中提供了所声明清单以外的字段',
  },
  'platform-holds-wallet-data': {
    en: 'what only the wallet may know of its user was found in: {what}',
    zh: '以下位置出现了只应由钱包掌握的用户信息：{what}',
  },
  'provider-holds-the-basket': {
    en: 'what the payer bought, line by line, was found in: {what}',
    zh: '以下位置出现了付款人所购商品的明细：{what}',
  },
  'password-kept': { en: 'a password of a payer was found in: {what}', zh: '以下位置出现了付款人的支付密码：{what}' },
  'card-kept': { en: 'the whole number of a card was found in: {what}', zh: '以下位置出现了完整的银行卡号：{what}' },
  'card-shown': {
    en: 'a page of {provider} shows more of a card number than who issued it and the last four digits',
    zh: '{provider} 的页面所显示的卡号超出发卡行标识和末四位',
  },
};
