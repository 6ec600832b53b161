import type { Fact } from '../simulators/kernel/history';
import type { CashierObservation } from './drivers/pages';

/** Who is offered on a page, in its order, for what price; without one of them. */
export const termsOn = ({ prices }: CashierObservation, without: string): Fact =>
  prices.filter(({ provider }) => provider !== without).map(({ provider, payableFen }) => ({ provider, payableFen }));
