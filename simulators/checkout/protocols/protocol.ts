import type { Fen } from '../../kernel/money';
import type { Millis } from '../../kernel/time';
import type { BusinessDay } from '../books/business-day';
import type { BillRow } from '../books/entries';
import type { HandOff } from '../core/order';

/** One merchant's part of a combined payment, as the provider knows it. */
export interface PaymentPart {
  /** The number given to the provider for this part. */
  readonly number: string;
  readonly payee: string;
  readonly amountFen: Fen;
  readonly description: string;
}
/** How long the checkout waits for an answer of a provider, in milliseconds of the wall's clock; the same for all. */
export const PATIENCE_MS = 5_000;

/** What a provider needs in order to start a payment. */
export interface StartRequest {
  readonly attemptNo: string;
  /** When the number was given; a retry repeats both. The checkout always says it. */
  readonly numberedAt?: Millis;
  readonly product: string;
  /** The account that receives the money: the selling merchant's. */
  readonly payee: string;
  readonly amountFen: Fen;
  readonly description: string;
  /** Present where several merchants are paid in one go: each one's part. */
  readonly parts?: readonly PaymentPart[];
  readonly payBy: Millis;
  readonly notifyUrl: string;
  /** Where the provider sends the payer's browser afterwards; it proves nothing. */
  readonly returnUrl: string;
  readonly payerIp: string;
  readonly now: Millis;
}

/** One payment, as the provider knows it. */
export interface PaymentRef {
  readonly attemptNo: string;
  readonly payee: string;
  /** When the platform gave the number; some protocols name a payment by both. The checkout always says it. */
  readonly numberedAt?: Millis;
  /** Until when it may be paid. The checkout always says it. */
  readonly payBy?: Millis;
  /** The provider's own number, once it is known. */
  readonly tradeNo?: string;
  /** Present where several merchants are paid in one go. */
  readonly parts?: readonly PaymentPart[];
}

/** One refund of a payment. */
export interface RefundRef extends PaymentRef {
  readonly refundNo: string;
  /** When the platform gave the refund its number. The checkout always says it. */
  readonly refundNumberedAt?: Millis;
  readonly amountFen: Fen;
  /** The whole amount of the payment, which some protocols repeat. */
  readonly totalFen: Fen;
  readonly notifyUrl: string;
}

/** A bank card of the payer, named where a refund cannot reach the account that paid. */
export interface PayerCard {
  /** The bank's usual abbreviation, for example `CMB`. */
  readonly bank: string;
  readonly number: string;
  readonly holder: string;
}

/**
 * No usable answer: lost, late, an unknown error, or an answer whose signature does not fit. Neither success nor
 * failure; whoever gets it asks again (rule LIFE-004).
 */
export interface Unanswered {
  readonly kind: 'unanswered';
  readonly why: string;
}

/** The provider says no, for good. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: string;
}

/** What the payer needs, and whether the provider was `unasked`: some orders reach it with the payer's browser only. */
export interface Ready {
  readonly kind: 'ready';
  readonly handOff: HandOff;
  readonly unasked?: true;
}

export type StartResult = Ready | Refused | Unanswered;

/** A payment that the provider reports as paid; every member is compared with the order before it is believed. */
export interface PaidFacts {
  readonly kind: 'paid';
  readonly attemptNo: string;
  /** The provider's own number; empty where its protocol does not tell it. */
  readonly tradeNo: string;
  readonly amountFen: number;
  readonly payee: string;
  readonly application: string;
  readonly paidAt: Millis;
  /** Each part of a combined payment, with the provider's number for it. */
  readonly parts?: ReadonlyArray<Omit<PaymentPart, 'description'> & { readonly tradeNo: string }>;
}

/** A payment with a payer's code that a merchant's till has read. */
export interface ChargeRequest extends Omit<StartRequest, 'returnUrl' | 'parts'> {
  readonly payerCode: string;
}

/** What the platform's own app hands to the wallet's app, in the protocol's words. */
export interface AppReady {
  readonly kind: 'ready';
  readonly invocation: string;
}

export type QueryResult = PaidFacts | { readonly kind: 'open' | 'absent' | 'closed' } | Unanswered;
/** `open`: the provider has answered and does not close it; it may still be paid, and is asked about again. */
export type CloseResult = { readonly kind: 'closed' | 'paid' | 'open' } | Unanswered;
export type RefundResult =
  | { readonly kind: 'accepted' | 'done' | 'abnormal' }
  | { readonly kind: 'absent' }
  | Refused
  | Unanswered;

/** What a notice says, once its signature was found good. */
export type NoticeContent =
  | PaidFacts
  | {
      readonly kind: 'refund';
      readonly refundNo: string;
      readonly attemptNo: string;
      readonly amountFen: number;
      readonly payee: string;
      readonly state: 'done' | 'failed' | 'abnormal';
    }
  | { readonly kind: 'nothing-new'; readonly attemptNo: string };

export type NoticeReading =
  | { readonly ok: true; readonly noticeId: string; readonly content: NoticeContent }
  | { readonly ok: false; readonly reason: string };

/** Why a bill is not used; it is fetched again later, and nothing of it is used in part (rule REC-002). */
export type UnusableReason =
  | 'hash-differs'
  | 'truncated'
  | 'too-large'
  | 'not-an-archive'
  | 'strange-encoding'
  | 'strange-columns'
  | 'strange-row'
  | 'sums-differ'
  | 'another-day'
  | 'another-account'
  | 'too-early';

/** A provider's bill of one business day. `empty`: the provider says that nothing happened. */
export type BillResult =
  | { readonly kind: 'ready'; readonly rows: readonly BillRow[] }
  | { readonly kind: 'not-yet' | 'empty' }
  | { readonly kind: 'unusable'; readonly why: UnusableReason; readonly detail?: string }
  | Refused
  | Unanswered;

/** A notice as it arrived; the body byte for byte, because signatures cover bytes. */
export interface RawNotice {
  readonly headers: Headers;
  readonly body: string;
}

/** One protocol, spoken through its public SDK. Adding a provider of a known protocol adds no code here. */
export interface PaymentProtocol {
  /** The application that notices must name. */
  readonly application: string;
  start(request: StartRequest): Promise<StartResult>;
  /** Starts a payment for an app of the platform, where the protocol has that. */
  startInApp?(request: StartRequest): Promise<AppReady | Refused | Unanswered>;
  /** Charges a payer's code, where the protocol has that; `open` while its payer is asked to confirm. */
  charge?(request: ChargeRequest): Promise<QueryResult | Refused>;
  /** Undoes a charge as a whole, whatever became of it: unpaid, it can no longer be paid; paid, the money goes back. */
  undo?(payment: PaymentRef): Promise<CloseResult>;
  query(payment: PaymentRef): Promise<QueryResult>;
  close(payment: PaymentRef): Promise<CloseResult>;
  refund(refund: RefundRef): Promise<RefundResult>;
  queryRefund(refund: RefundRef): Promise<RefundResult>;
  /** Sends a refund that could not reach the account that paid to a card of the payer, where the provider has that. */
  redirectRefund?(refund: RefundRef, card: PayerCard): Promise<RefundResult>;
  /** Fetches and checks the bill of a business day such as `2026-11-24`; either all of it can be used, or nothing. */
  bill(day: BusinessDay): Promise<BillResult>;
  /** Checks the signature over exactly what the protocol signs, then reads; nothing is read before (rule NOTI-001). */
  readNotice(notice: RawNotice): Promise<NoticeReading>;
  /**
   * The answer that the protocol takes for "heard", or for "not accepted, send it again".
   * @param notice What is answered, where it could be taken: some protocols want its number back.
   */
  noticeAnswer(heard: boolean, notice?: RawNotice): Response;
  /** Refreshes verifying keys where the protocol publishes them. */
  refreshKeys(): Promise<void>;
}

/** Builds a protocol's adapter from the connection that the provider issued. */
export type ProtocolFactory = (connection: Readonly<Record<string, unknown>>, now: () => Millis) => PaymentProtocol;
