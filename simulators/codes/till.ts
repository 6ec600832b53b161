import type { CodeParts } from './parts';
import type { RecognitionQuestion } from './recognition';
import type { PayerCodeRow } from './tables/payer-codes';

/** What a merchant's till charges. */
export interface TillOrder {
  readonly number: string;
  readonly merchant: string;
  readonly amountFen: number;
  readonly description: string;
}

/** How a charge stands; `unanswered` is neither success nor failure. */
export type TillWord =
  | { readonly kind: 'paid' | 'asks' | 'unanswered' }
  | { readonly kind: 'refused'; readonly why: string };

/** Charges by one scheme's own protocol: codes of that scheme, or, across the switch, codes of another wallet. */
export interface Acquirer {
  /** Charges a code of the scheme's own. */
  charge(order: TillOrder, code: string): Promise<TillWord>;
  /** Charges a code of another wallet, which the scheme takes over the switch. */
  chargeAcross(order: TillOrder, wallet: string, code: string): Promise<TillWord>;
  /** How a charge stands. */
  query(order: TillOrder): Promise<TillWord>;
  /** Undoes a charge whose result nobody learned: it can no longer be paid, and what was paid goes back. */
  undo(order: TillOrder): Promise<boolean>;
}

/** What a till is built from. */
export interface TillSettings {
  readonly table: readonly PayerCodeRow[];
  /** The schemes that the merchant has signed up with, in the order of its own preference. */
  readonly acquirers: ReadonlyMap<string, Acquirer>;
  /** Whether a scheme takes the codes of a wallet today. */
  readonly takes: (question: Pick<RecognitionQuestion, 'wallet' | 'scheme'>) => boolean;
  readonly parts: Pick<CodeParts, 'route' | 'carried' | 'asksAnyway'>;
  /** Records what the till decided: the network that it found, or why it refused, and the scheme that it asked. */
  readonly decided: (code: string, order: TillOrder, found: TillDecision) => void;
}

export interface TillDecision {
  /** The network in the words of the profile. */
  readonly network?: string;
  readonly refused?: string;
  /** The scheme whose protocol is used. */
  readonly by?: string;
}

const refused = (why: string): TillWord => ({ kind: 'refused', why });

/** A merchant's cash register: reads a payer's code, finds its one network, and charges by a scheme's protocol. */
export class Till {
  readonly #asked = new Map<string, string>();

  constructor(readonly settings: TillSettings) {}

  /** Charges an order with a code. An unknown code is refused and nobody is asked (rule QR-002). */
  async read(code: string, order: TillOrder): Promise<TillWord> {
    const { parts, table, acquirers, takes, decided } = this.settings;
    const route = parts.route(code, table);
    if (!route.ok) {
      decided(code, order, { refused: route.why });
      const anyway = parts.asksAnyway([...acquirers.keys()]);
      if (anyway !== undefined) await acquirers.get(anyway)?.charge(order, code);
      return refused(route.why);
    }
    const { network, provider: wallet } = route;
    const own = acquirers.get(wallet);
    const [by, acquirer] = own
      ? [wallet, own]
      : ([...acquirers].find(([scheme]) => takes({ wallet, scheme })) ?? [undefined, undefined]);
    decided(code, order, by === undefined ? { network, refused: 'no-acquirer' } : { network, by });
    if (!acquirer || by === undefined) return refused('no-acquirer');
    this.#asked.set(order.number, by);
    const text = parts.carried(code);
    return own ? acquirer.charge(order, text) : acquirer.chargeAcross(order, wallet, text);
  }

  /** Asks how a charge stands, and undoes it where that stays unknown: no money is kept for an undelivered sale. */
  async conclude(order: TillOrder, last: boolean): Promise<TillWord> {
    const acquirer = this.settings.acquirers.get(this.#asked.get(order.number) ?? '');
    if (!acquirer) return refused('not-asked');
    const word = await acquirer.query(order);
    const open = word.kind === 'asks' || word.kind === 'unanswered';
    if (!open || !last) return word;
    return (await acquirer.undo(order)) ? refused('undone') : word;
  }
}
