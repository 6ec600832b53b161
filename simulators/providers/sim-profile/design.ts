import type { z } from 'zod';
import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import type { Way } from '../engine/limits/counters';
import type { RefundEnd, Trade } from '../engine/trade';
import type { Language } from '../pages';
import type { WalletSecrets } from '../payers';
import type { Api } from './calls';
import type { SimDesk } from './desk';
import type { OrderRequest } from './fields';

export type Bilingual = Readonly<Record<Language, string>>;

/** What a profile calls the members that profiles call differently. */
export interface Words {
  /** The account that receives the money. */
  readonly payee: string;
  /** The account that pays, never in full. */
  readonly payer: string;
  /** The institution that keeps the paying account. */
  readonly institution: string;
}

/** One way in which a payer meets an order. */
export interface Present {
  /** The word of the wire, `MERCHANT_QR`. */
  readonly present: string;
  /** The word of the books, of the profile's numbers and of markets, `qr`. */
  readonly product: string;
  readonly name: Bilingual;
  /** What the merchant gets to hand to its payer: the content of a code, the address of a page, or nothing. */
  readonly hands: 'code' | 'page' | 'nothing';
  /** Members of the order that this way needs and no other may have; all of them are required. */
  readonly members?: Readonly<Record<string, z.ZodType>>;
  /** True for a way that comes to nothing when its payer has not confirmed in time; others are closed then. */
  readonly failsInTime?: true;
  /** What happens as soon as the order stands, and each time the same order is sent again while it is open. */
  readonly begin?: (desk: SimDesk, trade: Trade, order: OrderRequest) => Promise<Trade>;
}

/** A payment that is being made and not yet in the books. */
export interface InFlight {
  readonly tradeNo: string;
  readonly payer: string;
  readonly payee: string;
  readonly amountFen: number;
}

/** Who paid, and with an account at which institution where there are several. */
export type Paid = Pick<Trade, 'paidBy' | 'paidFrom'>;

/** A payment that somebody wants to make. */
export interface PayWish {
  readonly trade: Trade;
  readonly payer: string;
  readonly institution?: string;
  readonly at: Millis;
  /** What is being paid at the same time counts as if it had been paid already. */
  readonly inFlight: readonly InFlight[];
}

/** An institution that keeps accounts of payers. */
export interface Institution {
  readonly id: string;
  readonly name: Bilingual;
}

/** What a profile knows of the people who pay: which account is whose, how others see it, and what it may do. */
export interface PayerSide {
  /** Where the payer has to choose whose account pays; without them there is one wallet. */
  readonly institutions?: readonly Institution[];
  /** What the person has at an institution, or at the first, and nobody else may hold. */
  secrets(person: string, institution?: string): WalletSecrets;
  /** What a merchant is told of the account that paid: its number with stars, and the institution that keeps it. */
  shown(paid: Paid): { readonly payer: string; readonly institution: string };
  /** Why an account cannot pay now; the order can still be paid by another one. */
  refuses(wish: PayWish): RefusalCode | undefined;
  /** How a refund to the account that paid will end, other than well. */
  refundEnds(paid: Paid): RefundEnd | undefined;
}

/** What one profile adds to the common ground. Everything else is data in its `profile.yaml`. */
export interface SimDesign {
  readonly words: Words;
  readonly presents: readonly Present[];
  /** Writes the account of a merchant. */
  readonly payeeForm: (random: Random) => string;
  /** The payer's side; without it each person has one account with a made-up number. */
  readonly side?: (desk: SimDesk) => PayerSide;
  /** By which way a product leaves a payer's account, where the limits of barcodes and balances hold (LIM-002 to -005). */
  readonly wayOf?: (product: string) => Way | undefined;
  /** Writes a payer's code; without it wallets show none. */
  readonly payerCode?: (random: Random) => string;
  /** Pages and calls beyond those of every profile. */
  readonly mount?: (api: Api) => void;
}
