import type { Bilingual } from '../config';
import type { PayerView } from '../core/order';
import type { WithheldReason } from '../core/routing';

export type Language = keyof Bilingual;

/** Every sentence of the cashier, in both languages. */
export const WORDS = {
  en: {
    title: 'Choose how to pay',
    payee: 'Payee',
    amount: 'Amount',
    what: 'For',
    methods: 'Payment methods',
    pay: 'Continue to payment',
    none: 'No payment method is available for this order at present.',
    unavailable: 'Not available now',
    chooseOne: 'Please choose a payment method first.',
    notOffered: 'This method is not available for the order. Please choose another.',
    scanTitle: 'Scan to pay',
    scan: 'Scan this code with',
    codeText: 'Content of the code',
    record: 'Record of this order',
    check: 'Check the result',
    change: 'Choose another method',
    back: 'Back to the order',
    notFound: 'There is no such order.',
    other: '中文',
  },
  zh: {
    title: '选择支付方式',
    payee: '收款方',
    amount: '金额',
    what: '商品',
    methods: '支付方式',
    pay: '使用所选方式付款',
    none: '此订单目前没有可用的支付方式。',
    unavailable: '暂不可用',
    chooseOne: '请先选择一种支付方式。',
    notOffered: '此订单不能使用该方式，请选择其他方式。',
    scanTitle: '扫码支付',
    scan: '请扫描二维码，使用',
    codeText: '二维码内容',
    record: '查看交易记录',
    check: '查看支付结果',
    change: '更换支付方式',
    back: '返回订单',
    notFound: '订单不存在。',
    other: 'English',
  },
} as const satisfies Record<Language, Record<string, string>>;

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

/** Why a method that the merchant accepts cannot be chosen; only reasons that the payer can use are shown. */
export const WITHHELD_TEXTS: Record<Language, Partial<Record<WithheldReason, string>>> = {
  en: { 'out-of-service': 'out of service', 'amount-out-of-range': 'not for this amount' },
  zh: { 'out-of-service': '服务暂停', 'amount-out-of-range': '不支持此金额' },
};

/** The language of a request: the page's own choice, then the browser's; Chinese when neither says English. */
export function pickLanguage(chosen: string | undefined, headers: Headers): Language {
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh';
}
