import { z } from 'zod';
import { yuanText } from '../../../kernel/money';
import { beijingDateTime } from '../../../kernel/time';
import type { StartRequest } from '../protocol';

/** The product codes, and the method for each way to pay (sheet 2.2, 2.3, 2.5). */
export const PRODUCTS = {
  page: { method: 'alipay.trade.page.pay', code: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', code: 'QUICK_WAP_WAY' },
  precreate: { method: 'alipay.trade.precreate', code: 'FACE_TO_FACE_PAYMENT' },
} as const;
export const product = z.enum(['page', 'wap', 'precreate']);

/** The same for an app of the platform, and for a till that reads a payer's code (sheet 2.4, 2.6). */
const OTHER_CODES = { app: 'QUICK_MSECURITY_PAY', pay: 'FACE_TO_FACE_PAYMENT' } as const;

/** The order of an app or of a till; a till's has the payer's code in it. */
export function otherContent(request: StartRequest, named: keyof typeof OTHER_CODES, payerCode?: string) {
  const content = { ...orderContent(request, 'precreate'), product_code: OTHER_CODES[named] };
  return payerCode === undefined ? content : { ...content, scene: 'bar_code', auth_code: payerCode };
}

/** Characters that the gateway forbids in a subject are written wide (requirement B20). */
const WIDE: Readonly<Record<string, string>> = { '/': '／', '=': '＝', '&': '＆' };
const subjectOf = (description: string) =>
  [...description.replace(/[/=&]/g, (found) => WIDE[found] ?? ' ')].slice(0, 256).join('');

/** The `biz_content` of an order for one sub-merchant, settled to it as a whole (sheet 2.1). */
export function orderContent(request: StartRequest, named: z.infer<typeof product>): Record<string, unknown> {
  const amount = yuanText(request.amountFen);
  return {
    out_trade_no: request.attemptNo,
    total_amount: amount,
    subject: subjectOf(request.description),
    product_code: PRODUCTS[named].code,
    time_expire: beijingDateTime(request.payBy),
    sub_merchant: { merchant_id: request.payee, merchant_type: 'alipay' },
    settle_info: { settle_detail_infos: [{ trans_in_type: 'defaultSettle', amount }] },
    business_params: { mc_create_trade_ip: request.payerIp },
    ...(named === 'wap' ? { quit_url: request.returnUrl } : {}),
  };
}
