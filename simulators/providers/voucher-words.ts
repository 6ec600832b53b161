import type { Voucher } from './engine/vouchers';
import type { Language } from './pages';

interface Words {
  readonly bill: string;
  readonly whose: string;
  readonly open: string;
  readonly empty: string;
  readonly nothing: string;
  readonly amount: string;
  readonly how: string;
  readonly what: string;
  readonly route: string;
  /** The way of a payment, of a refund, and of a refund that goes to another account. */
  readonly direct: string;
  readonly back: string;
  readonly elsewhere: string;
  readonly refunds: string;
  readonly together: string;
  readonly kinds: ByKind;
  readonly titles: ByKind;
  readonly payee: ByKind;
  readonly at: ByKind;
  readonly number: ByKind;
  readonly ownNumber: ByKind;
  readonly standings: Readonly<Record<Voucher['standing'], string>>;
}

type ByKind = Readonly<Record<Voucher['kind'], string>>;

/** Every word of the bill and the vouchers of a wallet, in both languages. */
export const VOUCHER_WORDS: Readonly<Record<Language, Words>> = {
  en: {
    bill: 'Bill',
    whose: 'Bill of',
    open: 'Open the bill',
    empty: 'Nothing was paid with this wallet yet.',
    nothing: 'There is no such voucher here.',
    amount: 'Amount',
    how: 'Standing',
    what: 'For',
    route: 'Way',
    direct: 'from the payer to the merchant’s account',
    back: 'back to the account that paid',
    elsewhere: 'to',
    refunds: 'Refunds',
    together: 'Paid together with',
    kinds: { payment: 'Payment', refund: 'Refund' },
    titles: { payment: 'Payment voucher', refund: 'Refund voucher' },
    payee: { payment: 'Paid to', refund: 'Given back by' },
    at: { payment: 'Paid at', refund: 'Asked for at' },
    number: { payment: 'Order number of the platform', refund: 'Refund number of the platform' },
    ownNumber: { payment: 'Number of the payment', refund: 'Number of the refund' },
    standings: {
      paid: 'paid',
      'partly-refunded': 'paid, and refunded in part',
      refunded: 'refunded',
      reversed: 'undone, the money has gone back',
      processing: 'refund under way',
      success: 'refund completed',
      closed: 'refund failed',
      abnormal: 'refund stopped, waits for the merchant',
    },
  },
  zh: {
    bill: '账单',
    whose: '查看账单的用户',
    open: '查看账单',
    empty: '尚无使用该钱包支付的记录。',
    nothing: '没有这张凭证。',
    amount: '金额',
    how: '状态',
    what: '商品',
    route: '支付路径',
    direct: '由付款人直接付至商户账户',
    back: '退回原付款账户',
    elsewhere: '退至',
    refunds: '退款',
    together: '同一合并付款的其他订单',
    kinds: { payment: '支付', refund: '退款' },
    titles: { payment: '支付凭证', refund: '退款凭证' },
    payee: { payment: '收款商户', refund: '退款商户' },
    at: { payment: '支付时间', refund: '申请时间' },
    number: { payment: '平台订单号', refund: '平台退款单号' },
    ownNumber: { payment: '交易单号', refund: '退款单号' },
    standings: {
      paid: '支付成功',
      'partly-refunded': '已部分退款',
      refunded: '已全额退款',
      reversed: '已撤销，款项已退回',
      processing: '退款处理中',
      success: '退款成功',
      closed: '退款失败',
      abnormal: '退款异常，待商户处理',
    },
  },
};
