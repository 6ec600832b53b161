import type { Change } from '../../market/notice-periods';
import type { Bilingual } from '../config';
import type { ChargeParty } from '../core/charges';
import type { PayerView } from '../core/order';
import type { WithheldReason } from '../core/routing';

export type Language = keyof Bilingual;

/** Every sentence of the cashier, in both languages. */
export const WORDS = {
  en: {
    title: 'Choose how to pay',
    payee: 'Payee',
    parts: 'Paid to each merchant',
    amount: 'Amount',
    what: 'For',
    methods: 'Payment methods',
    pay: 'Continue to payment',
    none: 'No payment method is available for this order at present.',
    inside: 'Found inside another cashier',
    insideOf: 'inside the cashier of ',
    unavailable: 'Not available now',
    chooseOne: 'Please choose a payment method first.',
    notOffered: 'This method is not available for the order. Please choose another.',
    changed:
      'Something has changed since this page was opened, and nothing was charged. Please check and confirm again.',
    personal: 'Your own last choice is listed first.',
    switchOff: 'List without personal order',
    notPersonal: 'The list has no personal order.',
    switchOn: 'List my last choice first',
    announcements: 'Announced changes',
    noAnnouncements: 'No change has been announced.',
    announced: 'Announced',
    effective: 'In effect from',
    until: 'Until',
    fee: 'Fee from that day:',
    scanTitle: 'Scan to pay',
    scan: 'Scan this code with',
    codeText: 'Content of the code',
    formTitle: 'On to the payment',
    form: 'You are being taken to',
    record: 'Record of this order',
    check: 'Check the result',
    change: 'Choose another method',
    goOn: 'Go on with the payment',
    begun:
      'A payment was begun, and we have no result yet. If you have paid, check the result; otherwise choose how to pay.',
    back: 'Back to the order',
    shareTitle: 'What is shared of you',
    shareFree: 'Paying needs none of this. You may change your mind at any time.',
    share: 'You may agree to',
    sharesNothing: 'The merchant did not say who you are, so nothing is shared beyond this payment.',
    save: 'Save',
    saved: 'Saved.',
    notFound: 'There is no such order.',
    other: '中文',
  },
  zh: {
    title: '选择支付方式',
    payee: '收款方',
    parts: '各商户收款明细',
    amount: '金额',
    what: '商品',
    methods: '支付方式',
    pay: '使用所选方式付款',
    none: '此订单目前没有可用的支付方式。',
    inside: '其他收银台内的支付方式',
    insideOf: '所在收银台：',
    unavailable: '暂不可用',
    chooseOne: '请先选择一种支付方式。',
    notOffered: '此订单不能使用该方式，请选择其他方式。',
    changed: '打开页面之后内容有变化，本次未扣款。请核对后重新确认。',
    personal: '您上次选择的方式排在最前。',
    switchOff: '关闭个性化排序',
    notPersonal: '当前未使用个性化排序。',
    switchOn: '将上次选择的方式排在最前',
    announcements: '变更公告',
    noAnnouncements: '暂无变更公告。',
    announced: '公告时间',
    effective: '生效时间',
    until: '结束时间',
    fee: '自该日起手续费：',
    scanTitle: '扫码支付',
    scan: '请扫描二维码，使用',
    codeText: '二维码内容',
    formTitle: '前往付款',
    form: '正在前往',
    record: '查看交易记录',
    check: '查看支付结果',
    change: '更换支付方式',
    goOn: '继续付款',
    begun: '已发起付款，尚未得知结果。如已付款，请查看支付结果；否则请选择支付方式。',
    back: '返回订单',
    shareTitle: '个人信息共享',
    shareFree: '是否同意均不影响支付，可随时更改。',
    share: '您可以选择同意',
    sharesNothing: '商户未提供您的身份，除本次支付外不共享任何信息。',
    save: '保存',
    saved: '已保存。',
    notFound: '订单不存在。',
    other: 'English',
  },
} as const satisfies Record<Language, Record<string, string>>;

const PARTIES: Record<Language, Record<ChargeParty, string>> = {
  en: { merchant: 'the merchant', platform: 'the platform', provider: 'the payment provider' },
  zh: { merchant: '商户', platform: '平台', provider: '支付机构' },
};

/** What is said of a price that differs by method: the sum, and each fee or discount with the party behind it. */
export const CHARGE_TEXTS = {
  en: {
    pays: 'You pay',
    colon: ': ',
    between: '; ',
    fee: (yuan: string, party: ChargeParty) => `fee ¥${yuan}, charged by ${PARTIES.en[party]}`,
    discount: (yuan: string, party: ChargeParty) => `discount ¥${yuan}, funded by ${PARTIES.en[party]}`,
  },
  zh: {
    pays: '实付',
    colon: '：',
    between: '；',
    fee: (yuan: string, party: ChargeParty) => `手续费 ¥${yuan}，由${PARTIES.zh[party]}收取`,
    discount: (yuan: string, party: ChargeParty) => `优惠 ¥${yuan}，由${PARTIES.zh[party]}承担`,
  },
} as const;

/** What kind of change an announcement is about. */
export const CHANGE_TEXTS: Record<Language, Record<Change, string>> = {
  en: {
    'platform-rule': 'Rules of the platform',
    'provider-agreement': 'Agreement with a payment provider',
    fee: 'Fee of a payment method',
    'planned-stop': 'Planned stop of a payment method',
  },
  zh: {
    'platform-rule': '平台规则变更',
    'provider-agreement': '支付机构协议变更',
    fee: '支付方式收费变更',
    'planned-stop': '支付方式计划停用',
  },
};

/** What the payer is told about an order. */
export const STATUS_TEXTS: Record<Language, Record<PayerView, string>> = {
  en: {
    choose: 'This order is not paid. Please choose how to pay.',
    pay: 'Waiting for your payment.',
    confirming: 'We are confirming the result with the payment provider. Please do not pay again.',
    paid: 'Paid. Thank you.',
    closed: 'This order is closed. Nothing will be charged; anything paid too late is refunded.',
    refunding: 'Paid. A refund is on its way.',
    refunded: 'The refund has been completed.',
  },
  zh: {
    choose: '订单未支付，请选择支付方式。',
    pay: '等待您完成支付。',
    confirming: '正在向支付机构确认结果，请勿重复付款。',
    paid: '支付成功，谢谢。',
    closed: '订单已关闭，不会扣款；如有延迟到账的付款，将全额退回。',
    refunding: '支付成功，退款处理中。',
    refunded: '退款已完成。',
  },
};

/** What the payer is told of money that goes back without being asked for. */
export const RETURN_TEXTS: Record<Language, Record<'under-way' | 'done', (yuan: string) => string>> = {
  en: {
    'under-way': (yuan) => `You paid more than was due. ¥${yuan} is being given back to you in full.`,
    done: (yuan) => `You paid more than was due. ¥${yuan} has been given back to you in full.`,
  },
  zh: {
    'under-way': (yuan) => `您多付了一笔款项，¥${yuan} 正在全额退回。`,
    done: (yuan) => `您多付了一笔款项，¥${yuan} 已全额退回。`,
  },
};

/** Why a method that the merchant accepts cannot be chosen; only reasons that the payer can use are shown. */
export const WITHHELD_TEXTS: Record<Language, Partial<Record<WithheldReason, string>>> = {
  en: {
    'no-authority': 'its licence or other authority is not in force',
    'other-business': 'its licence does not cover payments of this kind',
    'other-region': 'its licence does not cover this region',
    'not-open-yet': 'not open on this platform yet',
    'not-open-here': 'it opens step by step and is not open here yet',
    'no-longer-open': 'no longer open on this platform',
    'out-of-service': 'out of service',
    'amount-out-of-range': 'not for this amount',
    'not-every-merchant': 'not accepted by every merchant of this order',
    'no-combined-payment': 'cannot pay several merchants at once',
  },
  zh: {
    'no-authority': '许可或者资质未在有效期内',
    'other-business': '许可范围不包含此类支付',
    'other-region': '许可范围不包含该地区',
    'not-open-yet': '尚未在本平台开放',
    'not-open-here': '正在逐步开放，此处尚未开放',
    'no-longer-open': '已不在本平台开放',
    'out-of-service': '服务暂停',
    'amount-out-of-range': '不支持此金额',
    'not-every-merchant': '并非所有商户均支持',
    'no-combined-payment': '不支持一次向多家商户付款',
  },
};

/** The language of a request: the page's own choice, then the browser's; Chinese when neither says English. */
export function pickLanguage(chosen: string | undefined, headers: Headers): Language {
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh';
}
