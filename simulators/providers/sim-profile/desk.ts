import type { Random } from '../../kernel/random';
import type { Millis } from '../../kernel/time';
import type { ClosedDays } from '../closed-days';
import type { PayerOutcome, ProviderContext, ProviderParts } from '../contract';
import { STATIC_CODE, type TradeBook } from '../engine/book';
import type { RefusalCode } from '../engine/engine';
import type { Notice } from '../engine/notifier';
import type { PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { Profile } from '../profile';
import type { PayerSide, Present, SimDesign } from './design';
import type { RequestReader } from './fields';
import type { Register } from './register';
import type { Signers } from './signers';

/** A payer's decision about one payment. */
export interface Decision {
  readonly credential: string;
  readonly person: string;
  readonly outcome: PayerOutcome;
  readonly institution?: string;
  /** The password, where one was typed. */
  readonly given?: string;
  /** To what the confirmation is bound, where a page showed it. */
  readonly seal?: string;
}

/** Everything that the parts of one provider on this ground share. */
export interface SimDesk {
  readonly context: ProviderContext;
  readonly parts: ProviderParts;
  readonly profile: Profile;
  readonly design: SimDesign;
  /** The name and version of the profile, as every answer carries it. */
  readonly label: string;
  readonly register: Register;
  readonly signers: Signers;
  readonly reader: RequestReader;
  readonly book: TradeBook;
  readonly closedDays: ClosedDays;
  readonly codes: PayerCodes | undefined;
  readonly side: PayerSide;
  readonly random: Random;
  now(): Millis;
  /** Where the provider's servers are called, and where payers open its pages. */
  readonly apiOrigin: string;
  pageOrigin(): string;
  /** Carries out what a payer decided; gives why the provider refused. */
  decide(decision: Decision): Promise<RefusalCode | undefined>;
  /** Tells a merchant something until it is heard. */
  tell(notice: Notice): void;
}

/** A printed code of the merchant, on which no amount stands; nobody orders it, payers type what they pay. */
const PRINTED_CODE: Present = {
  present: 'STATIC_CODE',
  product: STATIC_CODE,
  name: { en: 'Printed code', zh: '静态收款码' },
  hands: 'nothing',
};

/** Every way by which trades come into the books. */
export const presentsOf = ({ design }: Pick<SimDesk, 'design'>): readonly Present[] => [
  ...design.presents,
  PRINTED_CODE,
];

/** The way by which a trade is presented to its payer. */
export function presentOf(desk: Pick<SimDesk, 'design'>, { product }: Trade): Present {
  const present = presentsOf(desk).find((each) => each.product === product);
  if (!present) throw new Error(`no way to present an order is called "${product}"`);
  return present;
}

/** The desk once its payer's side is known, which is itself made from the desk. */
export function withSide(desk: Omit<SimDesk, 'side'>, open: (desk: SimDesk) => PayerSide): SimDesk {
  let side: PayerSide | undefined;
  const whole: SimDesk = {
    ...desk,
    get side(): PayerSide {
      if (!side) throw new Error('the payer side is asked before it stands');
      return side;
    },
  };
  side = open(whole);
  return whole;
}
