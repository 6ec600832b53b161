import type { CashierDesk } from './cashier-pages';
import type { ProviderParts } from './contract';
import type { TradeBook } from './engine/book';
import type { Language, WalletDesk } from './pages';
import type { WalletSecrets } from './payers';
import type { VoucherDesk } from './voucher-pages';

type Bilingual = Readonly<Record<Language, string>>;

/** What the pages of a wallet are about: its users, its books and who is paid. */
export interface WalletHouse {
  /** The wallet's own name. */
  readonly wallet: Bilingual;
  readonly book: TradeBook;
  readonly people: readonly string[];
  readonly parts: ProviderParts;
  /** What each product of the provider is called. */
  readonly products: Readonly<Record<string, Bilingual>>;
  readonly secretsOf: (person: string) => WalletSecrets;
  readonly nameOf: (payee: string) => string;
  readonly pay: WalletDesk['pay'];
}

/** How the cashier knows its users and takes a payment. */
export function cashierOf({ wallet, book, people, parts, secretsOf, nameOf, pay }: WalletHouse): CashierDesk {
  return {
    wallet,
    book,
    people,
    nameOf,
    pay,
    cards: Object.fromEntries(people.map((person) => [person, parts.shownCard(secretsOf(person).card)])),
    view: parts.walletView,
    answer: parts.walletAnswer,
    fits: (payer, given) => secretsOf(payer).password === given,
    wayBack: ({ returnUrl }) => returnUrl,
  };
}

/** What the bill and the vouchers are drawn from. */
export const vouchersIn = ({ wallet, book, people, parts, products, nameOf }: WalletHouse): VoucherDesk => ({
  wallet,
  people,
  products,
  vouchers: (payer) => parts.vouchers(book.trades(), payer, nameOf),
  shown: parts.shownVoucher,
});
