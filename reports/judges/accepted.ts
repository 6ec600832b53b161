import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, eventJudge, type Finding, type Judge } from './judge';
import { acceptedBySellers } from './oracle';
import { isCashier, records, words } from './page';
import type { CaseView, OrderCase } from './view';

/** A cashier page with the order that it is about, and the device on which it was opened. */
export interface CashierCase {
  readonly order: OrderCase;
  readonly device: string;
  readonly at: number;
  readonly seq: number;
  /** The providers that can be chosen. */
  readonly methods: readonly string[];
  /** Why others cannot, as far as a person can read it. */
  readonly because: ReadonlyMap<string, string>;
}

function cashierCase(event: HistoryEvent, view: CaseView): CashierCase | undefined {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const told = records(event.facts['because']).map(({ provider, why }) => [String(provider), String(why)] as const);
  return {
    order,
    device: String(event.facts['device']),
    at: event.at,
    seq: event.seq,
    methods: words(event.facts['methods']),
    because: new Map(told),
  };
}

/**
 * A judge of cashier pages that looks at every provider which the order's merchants accept, one by one.
 * @param concerns Whether there is anything to judge about a provider on a page.
 * @param isRight Whether the page is as it must be about a provider that it concerns.
 */
export function acceptedJudge(
  check: CheckId,
  { reason }: { readonly reason: string },
  concerns: (provider: string, page: CashierCase, view: CaseView) => boolean,
  isRight: (provider: string, page: CashierCase) => boolean,
): Judge {
  return eventJudge(check, (event, view) => {
    const page = cashierCase(event, view);
    if (!page) return undefined;
    const concerned = acceptedBySellers(view, page.order).filter((provider) => concerns(provider, page, view));
    if (concerned.length === 0) return undefined;
    const { order, merchant } = page.order;
    return concerned
      .filter((provider) => !isRight(provider, page))
      .map((provider): Finding => {
        const about = { order, merchant, provider, device: page.device };
        const expected = concerned.filter((each) => each === provider || isRight(each, page));
        return { reason, expected, seen: page.methods, at: page.seq, about };
      });
  });
}

/** The provider can be chosen. */
export const isShown = (provider: string, { methods }: CashierCase): boolean => methods.includes(provider);

/** The provider cannot be chosen. */
export const isNotShown = (provider: string, page: CashierCase): boolean => !isShown(provider, page);
