import type { BusinessClock } from '../kernel/clock';
import { type Fen, fen } from '../kernel/money';
import type { Random } from '../kernel/random';
import { MINUTE_MS } from '../kernel/time';
import { type NoticeEnd, noticeEnd } from '../market/notice-periods';
import { type AccessDecision, decideAccess } from './access/decision';
import { type AccessTerms, readAccessTerms } from './access/terms';
import type { CutOff } from './books/business-day';
import { type DifferenceClass, RESOLUTIONS, type Resolution } from './books/differences';
import { type Duties, readDuties } from './books/duties';
import { type Reconcile, reconcile } from './books/reconcile';
import { type AuthorityRule, authorityRule } from './core/authority';
import { type LastAct, lastAct, type MethodsInUse, methodsInUse } from './core/choices';
import { type Confirmation, confirms } from './core/confirming';
import type { HealthRule } from './core/health';
import { type OpeningRule, openingRule } from './core/opening';
import type { Order, OrderItem } from './core/order';
import { arrange, type MethodOrder } from './core/ordering';
import { type OrderPart, type SellerOf, sellerOf } from './core/parts';
import { type OrderReducer, reduceOrder } from './core/reduce';
import type { RefundLimits } from './core/refund-limits';
import { type Device, type OfferFunction, offer } from './core/routing';
import type { MerchantPlace, Standing } from './core/standing';
import { type NoticeComparison, type NoticeOutcome, noticeFits } from './notice-fits';
import type { PaymentProtocol, ProtocolFactory } from './protocols/protocol';
import { protocols } from './protocols/registry';
import type { CheckoutService } from './service';
import { type ConsentRecord, consentInForce, type ExportRow, exportRow } from './sharing';
import { type AnnouncementsPage, announcementsPage } from './web/announcements-page';
import { type CashierPage, cashierPage } from './web/cashier-page';
import { type ConsentPage, consentPage } from './web/consent-page';
import { type HandOver, handOver } from './web/hand-over';
import { type RecordPage, recordPage } from './web/record-page';
import { type RefundAdvice, refundAdvice } from './web/refund-advice';
import { type StatusPage, statusPage } from './web/status-page';

/** A text in both languages of the cashier. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** One provider as the platform has integrated it: data only, so that a provider of a known protocol needs no code. */
export interface ProviderConfig {
  readonly id: string;
  /** Which adapter speaks to it. */
  readonly protocol: string;
  readonly name: Bilingual;
  /** Settings that the provider issued, in its protocol's words. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** The account that receives a merchant's money, by merchant. */
  readonly payees: Readonly<Record<string, string>>;
  readonly products: Readonly<Partial<Record<Device, string>>>;
  /** Products that pay several merchants in one go, where the provider has such. */
  readonly combinedProducts?: Readonly<Partial<Record<Device, string>>>;
  readonly minFen: number;
  readonly maxFen: number;
  /** When to ask for a result that has not come, in milliseconds after the attempt. */
  readonly queryAfterMs: readonly number[];
  /** Until when, how often and how soon it takes refunds. */
  readonly refundLimits?: RefundLimits;
  /** By what authority it works and since when it is open, until the platform's operators say otherwise. */
  readonly standing?: Standing;
  /** Providers that payers find inside this one's cashier and nowhere else on the platform. */
  readonly guests?: readonly GuestConfig[];
  /** How the provider accounts for a day; without it the platform keeps no books of it. */
  readonly books?: BookTerms;
}

/** A provider inside another's cashier: the platform has no more to do with it than to say where it is found. */
export interface GuestConfig {
  readonly id: string;
  readonly name: Bilingual;
  readonly standing: Standing;
}

/** When a provider's business day ends, when its bill can be had, and what was agreed about fees. */
export interface BookTerms {
  readonly cutOff: CutOff;
  /** A day's bill can be had so long after the day's end, in milliseconds. */
  readonly readyAfterMs: number;
  /** In parts of a million of a payment, half a fen upwards; without it fees are not compared. */
  readonly feePerMillion?: number;
}

export interface MerchantConfig {
  readonly id: string;
  readonly name: Bilingual;
  /** Where it sells and by which kind of code it collects; nowhere and by a merchant's when left out. */
  readonly place?: Omit<MerchantPlace, 'merchant'>;
  /** The key with which the merchant's own system calls the platform. */
  readonly apiKey: string;
}

/** Everything that one checkout is made of. */
export interface CheckoutConfig {
  readonly name: Bilingual;
  /** The address under which payers and providers reach it. */
  readonly publicOrigin: string;
  readonly databaseFile: string;
  /** How long an order may be paid, in milliseconds. */
  readonly orderLifeMs: number;
  /** Taken for the payer's address when the request names none, or this machine's, as in a sandbox on one machine. */
  readonly payerIpWhenLocal: string;
  /** The key with which the platform's operators call it. */
  readonly operatorKey: string;
  /** When the platform's own business day ends; Beijing midnight unless told otherwise. */
  readonly cutOff?: CutOff;
  /** True where the platform declares that it lets in every provider that meets its published conditions. */
  readonly openAccess?: boolean;
  readonly providers: readonly ProviderConfig[];
  readonly merchants: readonly MerchantConfig[];
}

/** What a merchant orders. */
export interface OrderRequest {
  readonly merchantId: string;
  /** The merchant's own number: the key under which a repeated request is recognised (rule LIFE-003). */
  readonly merchantOrderNo: string;
  readonly amountFen: Fen;
  readonly description: string;
  readonly items?: readonly OrderItem[];
  readonly payerId?: string;
}

/** What the platform's own shop front orders for a payer from several merchants at once. */
export interface CombinedOrderRequest {
  /** The platform's own number: the key under which a repeated request is recognised. */
  readonly combinedOrderNo: string;
  readonly description: string;
  readonly payerId?: string;
  readonly parts: ReadonlyArray<Omit<OrderPart, 'partNo'>>;
}

/** What surrounds a checkout. */
export interface CheckoutContext {
  readonly clock: BusinessClock;
  readonly random: Random;
  /** An error that nobody foresaw. */
  readonly report: (error: unknown) => void;
  /** Called with each recorded decision: what was offered, how it was routed. */
  readonly decided?: (kind: 'offer' | 'order' | 'route', orderNo: string, record: unknown) => void;
}

/** The checkout's outbox as its parts see it: what is due can be planned, or done at once. */
export interface Work {
  schedule(): void;
  run(): Promise<void>;
}

/** The parts of the checkout that a deliberately broken twin replaces, one at a time. */
export interface CheckoutParts {
  readonly offer: OfferFunction;
  /** Whether a provider's licence or other lawful authority covers an order. */
  readonly authority: AuthorityRule;
  /** Whether a provider is open for an order, from the declared steps of its opening. */
  readonly opening: OpeningRule;
  /** The published conditions of access. */
  readonly accessTerms: AccessTerms;
  /** How long after its receipt the desk looks at an application, in milliseconds. */
  readonly accessReview: (terms: AccessTerms) => number;
  /** Decides an application for access. */
  readonly decideAccess: AccessDecision;
  /** Puts the methods on offer into the order in which the cashier lists them. */
  readonly arrange: MethodOrder;
  /** Which providers a merchant uses, from the record of its own choices. */
  readonly methodsInUse: MethodsInUse;
  /** The act of a merchant that the platform shows as the one in force. */
  readonly lastAct: LastAct;
  /** Compares what the payer confirmed with what would be executed. */
  readonly confirms: Confirmation;
  readonly reduce: OrderReducer;
  readonly protocols: Readonly<Record<string, ProtocolFactory>>;
  /** Wraps the adapter of a provider after it is built. */
  readonly wrapProtocol: (protocol: PaymentProtocol, provider: string) => PaymentProtocol;
  readonly cashierPage: CashierPage;
  readonly statusPage: StatusPage;
  /** Hands the payer to the chosen provider. */
  readonly handOver: HandOver;
  /** The earliest instant at which an announced change may take effect. */
  readonly noticeEnd: NoticeEnd;
  readonly announcementsPage: AnnouncementsPage;
  readonly recordPage: RecordPage;
  /** The account at a provider that receives the money of a merchant's order; undefined when it has none there. */
  readonly payeeOf: (payees: Readonly<Record<string, string>>, merchantId: string) => string | undefined;
  /** Under which number a merchant's request is recognised when it comes again. */
  readonly orderKey: (request: OrderRequest) => string;
  /** True when a request repeats the order it names. */
  readonly sameOrder: (known: Order, request: OrderRequest) => boolean;
  /** Reads an amount that a merchant sent. */
  readonly readAmount: (value: unknown) => Fen;
  /** Writes an amount that a merchant reads. */
  readonly writeAmount: (amountFen: Fen) => number;
  /** Compares a genuine notice with the order that it names. */
  readonly noticeFits: NoticeComparison;
  /** How the outcome of a notice is recorded. */
  readonly recordAs: (outcome: NoticeOutcome) => string;
  /** Which outcomes are answered as heard. */
  readonly heard: (outcome: NoticeOutcome) => boolean;
  /** What is done about a notice's consequences before it is answered: they are only planned, nobody waits for them. */
  readonly afterNotice: (work: Work) => void | Promise<void>;
  /** The rule by which a provider is taken out that does not answer: the declared one, whoever the provider is. */
  readonly healthRule: (declared: HealthRule, provider: string) => HealthRule;
  /** What a merchant can do instead of a refund that was refused. */
  readonly refundAdvice: RefundAdvice;
  readonly consentPage: ConsentPage;
  /** True when a payer's records amount to a yes. */
  readonly consentInForce: (records: readonly ConsentRecord[], scope: string) => boolean;
  /** Keeps what a payer agreed to or took back; nothing else follows from it (rule PRIV-004). */
  readonly recordConsent: (service: CheckoutService, order: Order, record: ConsentRecord) => void;
  /** The row of an order in an export. */
  readonly exportRow: (fields: readonly string[], facts: ExportRow, order: Order) => ExportRow;
  /** How much an order counts in the ranking of merchants; whom it was paid with counts for nothing (rule PRIV-005). */
  readonly rankingWeight: (order: Order) => number;
  /** When to ask a provider for a result, from its published schedule. */
  readonly querySchedule: (published: readonly number[]) => readonly number[];
  /** Decides the books of a day. */
  readonly reconcile: Reconcile;
  /** The merchant that sells what a payment at a provider is for. */
  readonly sellerOf: SellerOf;
  /** What is done about a class of differences. */
  readonly resolution: (difference: DifferenceClass) => Resolution;
  /** How long after a day's end its bill is fetched, from the time that the provider publishes. */
  readonly billDueMs: (publishedMs: number) => number;
  /** How long after a bill that could not be used it is fetched again, in milliseconds. */
  readonly billRetryMs: number;
  /** Thresholds of incidents, periods of retention. */
  readonly duties: Duties;
}

/** The parts that work. */
export const checkoutParts: CheckoutParts = {
  offer,
  authority: authorityRule,
  opening: openingRule,
  accessTerms: readAccessTerms(),
  accessReview: ({ reviewAfter }) => reviewAfter,
  decideAccess,
  arrange,
  methodsInUse,
  lastAct,
  confirms,
  reduce: reduceOrder,
  protocols,
  wrapProtocol: (protocol) => protocol,
  cashierPage,
  statusPage,
  handOver,
  noticeEnd,
  announcementsPage,
  recordPage,
  payeeOf: (payees, merchantId) => payees[merchantId],
  orderKey: ({ merchantOrderNo }) => merchantOrderNo,
  sameOrder: (known, { amountFen, description, payerId, items }) =>
    (known.placedFen ?? known.amountFen) === amountFen &&
    known.description === description &&
    known.payerId === payerId &&
    JSON.stringify(known.items) === JSON.stringify(items),
  readAmount: fen,
  writeAmount: (amountFen) => amountFen,
  noticeFits,
  recordAs: (outcome) => outcome,
  heard: (outcome) => outcome === 'applied' || outcome === 'repeated',
  afterNotice: (work) => work.schedule(),
  healthRule: (declared) => declared,
  refundAdvice,
  querySchedule: (published) => published,
  consentPage,
  consentInForce,
  recordConsent: (service, _order, record) => service.keepConsent(record),
  exportRow,
  rankingWeight: () => 1,
  reconcile,
  sellerOf,
  resolution: (difference) => RESOLUTIONS[difference],
  billDueMs: (publishedMs) => publishedMs,
  billRetryMs: 30 * MINUTE_MS,
  duties: readDuties(),
};
