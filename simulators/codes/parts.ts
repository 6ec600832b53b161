import type { Fen } from '../kernel/money';
import { type MerchantCodeContent, readMerchantCode } from './emv/merchant-presented';
import type { MemberOrder } from './member/port';
import { type PersonalContent, personalText } from './member/register';
import {
  type ReceiptRefusal,
  type ReceiptRequest,
  type Receiver,
  type ReceiverReducer,
  receiptRefusal,
  reduceReceiver,
} from './personal/receipts';
import type { Recognises } from './recognition';
import { readAddress } from './tables/merchant-codes';
import { type PayerCodeRow, type PayerRoute, routePayerCode } from './tables/payer-codes';
import { reduceScan, type ScanReducer } from './xscan/reduce';
import type { Settlement } from './xscan/settlement';

/** What a wallet holds against each other before it lets its user confirm. */
export interface NamesOfPayee {
  /** As the acquirer has registered the payee. */
  readonly registered: string;
  /** As the code itself names him, in each of its languages; empty where it names nobody. */
  readonly inCode: readonly string[];
  /** Every name that the register has for him. */
  readonly known: readonly string[];
}

/** The parts of the codes and of what stands around them that a deliberately broken twin replaces. */
export interface CodeParts {
  /** Where a payer's code goes (rule QR-002). */
  readonly route: (code: string, table: readonly PayerCodeRow[]) => PayerRoute;
  /** Whom a till asks about a code that it has refused: nobody. */
  readonly asksAnyway: (known: readonly string[]) => string | undefined;
  /** What a till hands on of the text that it read. */
  readonly carried: (code: string) => string;
  readonly readMerchantCode: typeof readMerchantCode;
  readonly readAddress: typeof readAddress;
  /** True while an order can be paid, as the wallet that scans it believes. */
  readonly isLive: (order: Pick<MemberOrder, 'live'>) => boolean;
  /** True when the amount in a code is that of the register. */
  readonly amountsAgree: (inCode: Fen | undefined, registered: Fen | undefined) => boolean;
  readonly namesAgree: (names: NamesOfPayee) => boolean;
  /** The name that the wallet shows before the payer confirms. */
  readonly shownName: (names: NamesOfPayee) => string;
  /** Which relations members act on. */
  readonly recognises: (declared: Recognises) => Recognises;
  /** Which relations a wallet's page tells of. */
  readonly told: (declared: Recognises) => Recognises;
  readonly receiptRefusal: (receiver: Receiver, request: ReceiptRequest) => ReceiptRefusal | undefined;
  readonly reduceReceiver: ReceiverReducer;
  readonly merchantContent: (content: MerchantCodeContent, payee: string) => MerchantCodeContent;
  readonly personalText: (content: PersonalContent) => string;
  /** The address of an aggregated code. */
  readonly aggregatedAddress: (origin: string, id: string, order: { readonly amountFen: number }) => string;
  /** What the payer's wallet takes for a price that is paid to another scheme. */
  readonly taken: (priceFen: Fen, feeFen: number) => number;
  readonly reduceScan: ScanReducer;
  readonly settlement: (settlement: Settlement) => Settlement;
  /** Whether a code serves a wallet, given the wallets that recognised the scheme when it was issued. */
  readonly serves: (issuedWith: readonly string[], wallet: string) => boolean;
}

/** The parts that work. */
export const codeParts: CodeParts = {
  route: routePayerCode,
  asksAnyway: () => undefined,
  carried: (code) => code,
  readMerchantCode,
  readAddress,
  isLive: ({ live }) => live,
  amountsAgree: (inCode, registered) => inCode === undefined || inCode === registered,
  namesAgree: ({ inCode, known }) => inCode.every((name) => known.includes(name)),
  shownName: ({ registered }) => registered,
  recognises: (declared) => declared,
  told: (declared) => declared,
  receiptRefusal,
  reduceReceiver,
  merchantContent: (content) => content,
  personalText,
  aggregatedAddress: (origin, id) => `${origin}/a/${id}`,
  taken: (priceFen, feeFen) => priceFen + feeFen,
  reduceScan,
  settlement: (settlement) => settlement,
  serves: () => true,
};
