import { html } from 'hono/html';
import { yuanText } from '../../kernel/money';
import type { PayerRecord } from '../books/views';
import type { Bilingual } from '../config';
import type { RefundStatus } from '../core/order';
import type { Payee } from '../service';
import { partsTable } from './cashier-page';
import { layout } from './layout';
import { type Language, STATUS_TEXTS } from './words';

const WORDS = {
  en: {
    title: 'Your record',
    orderNo: 'Order number of the platform',
    payee: 'Payee',
    what: 'For',
    amount: 'Amount',
    orderedAt: 'Ordered',
    paidAt: 'Paid',
    provider: 'Paid with',
    route: 'Way',
    tradeNo: 'Number of the provider',
    refunds: 'Refunds',
    noRefunds: 'none',
    direct: 'from the payer to the merchant’s account at',
  },
  zh: {
    title: '交易记录',
    orderNo: '平台订单号',
    payee: '收款方',
    what: '商品',
    amount: '金额',
    orderedAt: '下单时间',
    paidAt: '支付时间',
    provider: '支付机构',
    route: '支付路径',
    tradeNo: '支付机构交易号',
    refunds: '退款',
    noRefunds: '无',
    direct: '由付款人直接付至商户账户，所在机构为',
  },
} as const satisfies Record<Language, Record<string, string>>;

const REFUND_TEXTS: Record<Language, Record<RefundStatus, string>> = {
  en: {
    asked: 'asked for',
    unknown: 'being confirmed',
    accepted: 'under way',
    abnormal: 'being arranged with you',
    done: 'completed',
    failed: 'failed',
  },
  zh: {
    asked: '已申请',
    unknown: '确认中',
    accepted: '处理中',
    abnormal: '待与您确认',
    done: '已完成',
    failed: '失败',
  },
};

/** What the page of a payer's record shows. */
export interface RecordPageView {
  readonly language: Language;
  readonly path: string;
  readonly record: PayerRecord;
  /** Who is paid; of a shared order every merchant, each with its part. */
  readonly merchant: Payee;
  /** The name of the provider that was paid with. */
  readonly provider: Bilingual | undefined;
}

/** Draws the page of a payer's own record. */
export type RecordPage = (view: RecordPageView) => string;

const fact = (label: string, name: string, value: string | null | undefined) =>
  value === null || value === undefined ? '' : html`<dt>${label}</dt><dd data-fact="${name}">${value}</dd>`;

/** The payer's own record: number, amount, provider, way and refunds, free of charge and without scripts (rule REC-006). */
export const recordPage: RecordPage = ({ language, path, record, merchant, provider }) => {
  const words = WORDS[language];
  const nameOf = (seller: string) => merchant.parts?.find(({ merchantId }) => merchantId === seller)?.name[language];
  const refunds = record.refunds.map(({ refundNo, amountFen, status, askedAt, merchantId }) => {
    const seller = nameOf(merchantId);
    const facts = [`¥${yuanText(amountFen)}`, ...(seller ? [seller] : []), REFUND_TEXTS[language][status], askedAt];
    return html`<li data-refund="${refundNo}">${facts.join(' · ')}</li>`;
  });
  const way = provider && `${words.direct} ${provider[language]} · ${record.product ?? ''}`;
  return layout(
    language,
    words.title,
    path,
    html`<dl>${fact(words.orderNo, 'order', record.orderNo)}${fact(words.payee, 'payee', merchant[language])}
${fact(words.what, 'what', record.description)}${fact(words.amount, 'amount', `¥${yuanText(record.amountFen)}`)}
${fact(words.orderedAt, 'ordered', record.orderedAt)}${fact(words.provider, 'provider', provider?.[language])}
${fact(words.route, 'route', way)}${fact(words.tradeNo, 'trade', record.tradeNo)}${fact(words.paidAt, 'paid', record.paidAt)}</dl>
${partsTable(language, merchant)}<p role="status" data-status="${record.status}">${STATUS_TEXTS[language][record.status]}</p>
<h2>${words.refunds}</h2>${refunds.length === 0 ? html`<p>${words.noRefunds}</p>` : html`<ul>${refunds}</ul>`}`,
  );
};
