import type { KeyMint } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import type { SignatureState } from '../contract';
import type { TradeBook } from '../engine/book';
import type { PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { Profile } from '../profile';
import { JdFault } from './faults';
import type { Account, Register } from './register';
import type { Signers } from './signers';

/** What the services and pages work with. */
export interface Desk {
  readonly register: Register;
  readonly signers: Signers;
  readonly book: TradeBook;
  readonly profile: Profile;
  readonly random: Random;
  readonly keys: KeyMint;
  readonly codes: PayerCodes;
  readonly now: () => Millis;
  /** The chosen alternative of an open question. */
  readonly choose: (name: string) => string;
  /** What the gate believes after a request's signature was checked; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
  /** Where payers open the cashier of phones. */
  readonly phoneOrigin: () => string;
  readonly report: (error: unknown) => void;
}

/** The payment that a merchant means by its own number. @throws JdFault */
export function tradeOf({ book, choose }: Desk, { merchant }: Account, number: string | undefined): Trade {
  const trade = number ? book.byOutTradeNo(merchant, number) : undefined;
  if (!trade) throw new JdFault('unknown-trade', { code: choose('unknownTrade') });
  return trade;
}
