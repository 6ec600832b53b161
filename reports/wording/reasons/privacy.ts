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
  'consent-preticked': {
    en: 'the page of order {order} had a consent ticked that its payer never gave',
    zh: '订单 {order} 的页面预先勾选了付款人未曾作出的同意',
  },
  'shared-without-consent': {
    en: 'the export {what} names somebody who has not agreed to it',
    zh: '导出 {what} 中出现了未同意共享的人',
  },
  'consent-not-recorded': {
    en: 'what a payer agreed to or took back is not on record with its scope and its hour',
    zh: '付款人同意或者撤回的内容没有连同范围和时间记录在案',
  },
  'consent-stopped-payment': {
    en: 'order {order} was not paid after its payer had decided about sharing',
    zh: '付款人就信息共享作出决定后，订单 {order} 未能支付',
  },
  'export-beyond-declaration': {
    en: 'the export {what} has fields that are not declared for it',
    zh: '导出 {what} 含有未声明的字段',
  },
  'rival-data-exported': {
    en: 'the export {what} names whom an order was paid with, or under which number',
    zh: '导出 {what} 中出现了支付机构名称或交易号',
  },
  'rival-data-weighed': {
    en: 'in the export {what} orders that differ only in whom they were paid with weigh differently',
    zh: '在导出 {what} 中，仅支付机构不同的订单权重不同',
  },
  abroad: { en: '{party} {what} domestic payments outside of the domestic region', zh: '{party} 在境外{what}境内支付' },
};
