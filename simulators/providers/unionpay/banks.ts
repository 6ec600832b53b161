import type { Trade } from '../engine/trade';

/** An institution that holds payers' accounts: its eight digits, as UnionPay numbers members (from memory), and its names. */
export interface Bank {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The bank apps that the payer's page offers; all of them simulated. The first is taken where nobody chooses. */
export const BANKS: readonly Bank[] = [
  { code: '01020000', zh: '中国工商银行', en: 'ICBC' },
  { code: '01030000', zh: '中国农业银行', en: 'Agricultural Bank of China' },
  { code: '01040000', zh: '中国银行', en: 'Bank of China' },
  { code: '01050000', zh: '中国建设银行', en: 'China Construction Bank' },
  { code: '03010000', zh: '交通银行', en: 'Bank of Communications' },
  { code: '03080000', zh: '招商银行', en: 'China Merchants Bank' },
];

const FIRST: Bank = BANKS[0] ?? { code: '00000000', zh: '银行', en: 'bank' };

/** The bank with that number; the first where none is named. Undefined for a number that none has. */
export const bankNamed = (code: string | undefined): Bank | undefined =>
  code === undefined || code === '' ? FIRST : BANKS.find((bank) => bank.code === code);

/** The bank from which a trade was paid, as the books have it. */
export const bankOf = ({ paidFrom }: Trade): Bank => bankNamed(paidFrom) ?? FIRST;
