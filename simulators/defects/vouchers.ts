import { recordPage } from '../checkout/web/record-page';
import { readMarket } from '../market/market';
import { type Voucher, type VoucherBook, vouchersOf } from '../providers/engine/vouchers';
import type { Defect } from './defect';

/** A wallet that shows something else on its vouchers than stands in its books. */
const showing = (change: (voucher: Voucher) => Partial<Voucher>) => ({
  providers: { shownVoucher: (voucher: Voucher) => ({ ...voucher, ...change(voucher) }) },
});

/** Takes whoever looked at a payment for the one who paid it. */
const lookedAtIsPaid: VoucherBook = (trades, payer, nameOf) => {
  const taken = trades.map((trade) =>
    trade.paidAt === undefined && trade.openedBy === payer
      ? { ...trade, paidBy: payer, paidAt: trade.openedAt ?? trade.createdAt }
      : trade,
  );
  return vouchersOf(taken, payer, nameOf);
};

/** Everybody's payments, whoever asks. */
const everybodys: VoucherBook = (trades, _payer, nameOf) =>
  [...new Set(trades.map(({ paidBy = '' }) => paidBy))].flatMap((person) => vouchersOf(trades, person, nameOf));

/** Broken twins of the theme "notification": what payers find in their wallets (rule NOTI-008). */
export const voucherDefects: readonly Defect[] = [
  {
    id: 'leaves-refunds-out-of-the-bill',
    check: 'NOTI-008/voucher-for-each',
    reason: 'missing-in-the-bill',
    level: 'page',
    what: { en: 'The wallet has payments in its bill and no refunds', zh: '钱包账单只列付款，不列退款' },
    parts: {
      providers: { vouchers: (...args) => vouchersOf(...args).filter(({ kind }) => kind === 'payment') },
    },
  },
  {
    id: 'keeps-no-vouchers-of-refunds',
    check: 'NOTI-008/voucher-for-each',
    reason: 'voucher-missing',
    level: 'page',
    what: { en: 'The wallet lists refunds and has no vouchers of them', zh: '钱包账单列有退款，但没有退款凭证' },
    parts: {
      providers: { shownVoucher: (voucher) => (voucher.kind === 'refund' ? undefined : voucher) },
    },
  },
  {
    id: 'bills-what-was-given-up',
    check: 'NOTI-008/voucher-for-each',
    reason: 'shown-without-payment',
    level: 'logic',
    subtle: true,
    what: { en: 'The wallet bills a payment that its user gave up', zh: '钱包把用户放弃的付款列入账单' },
    parts: { providers: { vouchers: lookedAtIsPaid } },
  },
  {
    id: 'opens-every-bill-to-everybody',
    check: 'NOTI-008/voucher-for-each',
    reason: 'shown-without-payment',
    level: 'page',
    what: { en: 'The wallet shows everybody the payments of everybody', zh: '钱包向任何用户显示所有人的付款' },
    parts: { providers: { vouchers: everybodys } },
  },
  {
    id: 'names-the-platform-on-vouchers',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    what: { en: 'A voucher names the platform instead of the merchant', zh: '凭证显示平台名称而非商户名称' },
    parts: showing(() => ({ payeeName: readMarket('open-platform').name.zh })),
  },
  {
    id: 'rounds-the-amount-of-vouchers',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    subtle: true,
    what: { en: 'A voucher leaves out what is less than a yuan', zh: '凭证金额抹去不足一元的部分' },
    parts: showing(({ amountFen }) => ({ amountFen: amountFen - (amountFen % 100) })),
  },
  {
    id: 'shows-its-own-number-for-the-platforms',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    what: {
      en: "A voucher shows the wallet's own number where the platform's should stand",
      zh: '凭证在平台订单号处显示钱包自己的单号',
    },
    parts: showing(({ ownNumber }) => ({ number: ownNumber })),
  },
  {
    id: 'names-one-way-for-all',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    what: { en: 'A voucher names the same way of payment for all', zh: '所有凭证显示同一支付路径' },
    parts: showing(() => ({ product: 'app' })),
  },
  {
    id: 'names-one-merchant-of-a-shared-order',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    subtle: true,
    what: {
      en: 'Each voucher of a shared order names another of its merchants',
      zh: '共用订单的凭证显示其中另一商户的名称',
    },
    parts: showing(({ together: [other] }) => (other ? { payeeName: other.payeeName } : {})),
  },
  {
    id: 'calls-refunds-completed-at-once',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    subtle: true,
    what: { en: 'A voucher calls a refund completed that is under way', zh: '退款尚在处理，凭证已显示退款成功' },
    parts: showing(({ standing }) => (standing === 'processing' ? { standing: 'success' } : {})),
  },
  {
    id: 'records-the-account-as-the-number',
    check: 'NOTI-008/equal-to-the-record',
    reason: 'voucher-differs',
    level: 'page',
    what: {
      en: "The platform's record shows the merchant's account where the number of the payment should stand",
      zh: '平台记录在交易号处显示商户账号',
    },
    parts: {
      checkout: {
        recordPage: (view) => recordPage({ ...view, record: { ...view.record, tradeNo: view.record.payee } }),
      },
    },
  },
];
