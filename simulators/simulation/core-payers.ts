import type { MethodOrder } from '../checkout/core/ordering';
import type { Offer, OfferedMethod, WithheldReason } from '../checkout/core/routing';
import type { Facts } from '../kernel/history';

/** An offer as a payer sees it listed; `personal` is undefined for a payer who is not known. */
export interface Listed {
  readonly methods: readonly OfferedMethod[];
  readonly personal: boolean | undefined;
}

/** What a payer reads of the reasons that he can use, in the words of those who read pages. */
const WHY: Readonly<Partial<Record<WithheldReason, string>>> = {
  'no-authority': 'authority',
  'other-business': 'authority',
  'other-region': 'authority',
  'not-open-yet': 'opening',
  'not-open-here': 'opening',
  'no-longer-open': 'opening',
  'out-of-service': 'service',
};

/** What a payer would see of it, as drivers record a page. */
export function pageOf({ methods, personal }: Listed, { withheld }: Offer): Facts {
  const because = withheld.flatMap(({ provider, reason }) => {
    const why = WHY[reason];
    return why === undefined ? [] : [{ provider, why }];
  });
  return {
    methods: methods.map(({ provider }) => provider),
    prices: methods.map(({ provider, payableFen, charges }) => ({
      provider,
      payableFen,
      items: charges.map((charge) => ({ ...charge })),
    })),
    personal: personal === undefined ? null : personal ? 'on' : 'off',
    unavailable: because.map(({ provider }) => provider),
    because,
    preselected: null,
  };
}

/** What a checkout without a database keeps of its payers: the last choice, and who wants no personal order. */
export class CorePayers {
  readonly #lastChoices = new Map<string, string>();
  readonly #plainOrder = new Set<string>();

  remember(payerId: string | undefined, chosen: string): void {
    if (payerId !== undefined) this.#lastChoices.set(payerId, chosen);
  }

  /** Switches a payer's personal order of methods off, or on again. */
  switchOrder(payerId: string, on: boolean): void {
    if (on) this.#plainOrder.delete(payerId);
    else this.#plainOrder.add(payerId);
  }

  /** The methods of an offer as the cashier lists them. */
  listed(payerId: string | undefined, offer: Offer, arrange: MethodOrder): Listed {
    const personal = payerId === undefined ? undefined : !this.#plainOrder.has(payerId);
    const lastChoice = payerId === undefined ? undefined : this.#lastChoices.get(payerId);
    const methods = offer.methods.map(({ provider }) => provider);
    const ranked = arrange({ methods, lastChoice, personal: personal === true });
    return {
      methods: ranked.flatMap((each) => offer.methods.find(({ provider }) => provider === each) ?? []),
      personal,
    };
  }
}
