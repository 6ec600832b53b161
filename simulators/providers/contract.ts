import type { BusinessClock } from '../kernel/clock';
import type { History } from '../kernel/history';
import type { KeyMint, Tokens } from '../kernel/keys';
import type { Ledger } from '../kernel/ledger';
import type { Random } from '../kernel/random';
import { MINUTE_MS } from '../kernel/time';
import type { Funding } from '../market/funding';
import type { Guest } from '../market/guests';
import type { Party, Reader } from '../network/party';
import type { TradeBook } from './engine/book';
import { type Engine, engine, type RefusalCode } from './engine/engine';
import { type LimitParts, limitParts } from './engine/limits/book';
import {
  type CodeBehaviour,
  type CodeReading,
  type PayerCode,
  type ReadPayerCode,
  readPayerCode,
} from './engine/payer-codes';
import type { Trade } from './engine/trade';
import { type Voucher, type VoucherBook, vouchersOf } from './engine/vouchers';
import type { WalletAnswer, WalletView } from './pages';
import { shownCard, type WalletSecrets } from './payers';
import type { Profile } from './profile';

/** What a provider that runs for days remembers, and who keeps it. */
export interface ProviderMemory {
  /** How many trades to keep; the oldest are forgotten past it. */
  readonly keepTrades: number;
  /** Called with each new state of a trade, before anybody hears of it. */
  readonly kept?: (trade: Trade) => void;
  /** What a process that starts again finds written down. */
  readonly written?: () => Iterable<Trade>;
}

/** What a world gives to a provider. */
export interface ProviderContext {
  readonly clock: BusinessClock;
  readonly history: History;
  readonly random: Random;
  readonly keys: KeyMint;
  readonly tokens: Tokens;
  /** The test users, by the names that the market gives them. */
  readonly people: readonly string[];
  /**
   * Sends a request of this provider into the network.
   * @param timeoutMs How long an address outside the market may take to answer, by the wall's clock.
   */
  readonly send: (request: Request, reader: Reader, timeoutMs?: number) => Promise<Response>;
  /** Where payers open this provider's pages: a production origin, or this machine in the sandbox. */
  readonly pageOrigin: (productionOrigin: string) => string;
  /** An error that no wire foresaw: the harness's own trouble. */
  readonly report: (error: unknown) => void;
  /** Without it every trade is remembered, as long as the world lasts. */
  readonly memory?: ProviderMemory;
  /** Who else can be chosen in this provider's cashier today; nobody without it. */
  readonly guests?: () => readonly Guest[];
}

/** A merchant or platform that signs up with a provider. */
export interface Applicant {
  /** Neutral name for the history: `platform`, `merchant:tea-house`. */
  readonly owner: string;
  readonly name: string;
  /** Web hosts from which its pages send payers to the provider. */
  readonly domains: readonly string[];
}

/** What a platform needs to reach a provider, and the accounts that receive its merchants' money. */
export interface Enrolment {
  /** Settings in the protocol's own words; the protocol's adapter in the checkout reads them. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Payee account by merchant owner. */
  readonly payees: Readonly<Record<string, string>>;
}

/** What a check of a signature found; everything but `valid` is refused. */
export type SignatureState = 'valid' | 'missing' | 'stale' | 'unknown-key' | 'invalid';

/** How a payment ends on the payer's side. */
export type PayerOutcome = 'paid' | 'declined';

/** Ways in which a forged or mistaken notice differs from a genuine one. */
export const FORGERIES = [
  'unsigned',
  'signed-with-another-key',
  'one-bit-changed',
  'rewritten-after-signing',
  'named-key-unknown',
  'with-the-signature-of-another-order',
  'ten-minutes-old',
  'ten-minutes-ahead',
  'wrong-amount',
  'wrong-payee',
  'wrong-order',
  'wrong-application',
  'says-closed',
  'says-unpaid',
] as const;
export type Forgery = (typeof FORGERIES)[number];

/** How far a forgery dates a message from the moment at which it is sent, in milliseconds. */
export function misdatedBy(forgery: Forgery | undefined): number {
  if (forgery === 'ten-minutes-old') return -10 * MINUTE_MS;
  return forgery === 'ten-minutes-ahead' ? 10 * MINUTE_MS : 0;
}

/** How the harness and a payer reach a provider, whatever its protocol: the one contract of all providers. */
export interface Provider extends Party {
  readonly profile: Profile;
  readonly book: TradeBook;
  readonly ledger: Ledger;
  /** What it writes down as it goes; nothing where nobody gave it anything to write on. */
  written(): Iterable<Trade>;
  /** Signs up a platform that acts for its merchants. */
  enrolPlatform(platform: Applicant, merchants: readonly Applicant[]): Promise<Enrolment>;
  /** The page of the payer's wallet for the content of a code. */
  walletUrl(code: string): string;
  /** The page of the wallet with everything that a payer paid, each with its voucher. */
  billUrl(payer: string): string;
  /**
   * A payer pays what a code, a page or a prepay id stands for, without a page in between.
   * With `declined` the payer opens the payment and gives it up.
   * @param given The password that he typed, where he was asked for one.
   * @param seal To which payee and amount the confirmation is bound, where a page showed them.
   * @param from From whose account he pays, where the cashier lets him choose another than its own.
   * @returns undefined when the outcome came about, or why the provider refused.
   */
  pay(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
    from?: string,
  ): Promise<RefusalCode | undefined>;
  /** What the wallet knows of a test user and nobody else may hold. */
  secretsOf(person: string): WalletSecrets;
  /** A payer's wallet shows a code for a merchant to read; `behaviour` is what the payer does when it is read. */
  showCode(payer: string, behaviour: CodeBehaviour): PayerCode;
  /** Reads a payer's code for a merchant of another scheme, and thereby uses it up; absent where it shows none. */
  readCode?(code: string, order: string): CodeReading;
  /** A notice that says a trade is paid, as the provider would send it, with a forgery applied; undefined for an unknown trade. */
  forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined>;
  /** An answer to a payment query that says a trade is paid, with a forgery of its signature applied. */
  forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined>;
  /** A payment query in the platform's name, with a forgery of its signature or key applied; undefined for an unknown trade. */
  forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined>;
  /** True when the signature that a trade keeps of its request still verifies with the key of whoever asked. */
  proves(trade: Trade): boolean;
  /** Stops dead, losing what nobody wrote down, and starts again. */
  crash(): Promise<void>;
  /** Reads this provider's notices wherever they go. */
  readonly noticeReader: Reader;
  /** Publishes the bills of a Beijing calendar day, `yyyy-MM-dd`, at once instead of the next morning; today included. */
  closeDay(date: string): void;
  /** Publishes a new signing key; with `activate` it signs from now on. */
  rotateKeys(activate: boolean): Promise<void>;
}

/** The parts of a provider that a deliberately broken twin replaces. */
export interface ProviderParts {
  readonly engine: Engine;
  /** What the gate believes after a request's signature was checked; the honest one believes what was found. */
  readonly believe: (found: SignatureState) => SignatureState;
  /** How payers' limits are kept. */
  readonly limits: LimitParts;
  /** Why the payer's own account refuses a payment, from what was found; the honest hand leaves it as it is (rule LIM-006). */
  readonly accountRefuses: (found: RefusalCode | undefined) => RefusalCode | undefined;
  /** How a trade gets written down; the honest hand writes before anybody hears of it (rule SEC-004). */
  readonly writing: (write: (trade: Trade) => void) => (trade: Trade) => void;
  /** What the books keep of how a payer confirmed: the kind of factor, never the factor (rule PRIV-003). */
  readonly factor: (given: string) => string;
  /** Whether a payer's code may be read for an order now (rule QR-003). */
  readonly mayRead: ReadPayerCode;
  /** How pages show the number of a card. */
  readonly shownCard: (card: string) => string;
  /** Where the money of payments comes from, as the wallet's books see it. */
  readonly funding: (funding: Funding) => Funding;
  /** The gaps between the attempts of a notice, from the profile's. */
  readonly noticeGaps: (published: readonly number[]) => readonly number[];
  /** The last hand on what a provider sends of its own accord; applied where the world lets it out. */
  readonly outgoing: (request: Request) => Request | Promise<Request>;
  /** What the wallet's page is drawn from. */
  readonly walletView: (view: WalletView) => WalletView;
  /** What a payer's bill lists and has vouchers of (rule NOTI-008). */
  readonly vouchers: VoucherBook;
  /** What the page of a voucher shows; nothing where it is gone. */
  readonly shownVoucher: (voucher: Voucher) => Voucher | undefined;
  /** What the wallet says after a decision, or of a payment that is over. */
  readonly walletAnswer: (answer: WalletAnswer) => WalletAnswer;
}

/** The parts that work. */
export const providerParts: ProviderParts = {
  engine,
  believe: (found) => found,
  limits: limitParts,
  accountRefuses: (found) => found,
  writing: (write) => write,
  factor: () => 'password',
  mayRead: readPayerCode,
  shownCard,
  funding: (funding) => funding,
  noticeGaps: (published) => published,
  outgoing: (request) => request,
  walletView: (view) => view,
  vouchers: vouchersOf,
  shownVoucher: (voucher) => voucher,
  walletAnswer: (answer) => answer,
};

/** Builds one provider for one world. */
export type ProviderFactory = (context: ProviderContext, parts: ProviderParts) => Promise<Provider>;
