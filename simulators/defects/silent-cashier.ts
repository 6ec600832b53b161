import type { WithheldReason } from '../checkout/core/routing';
import { type CashierPage, cashierPage } from '../checkout/web/cashier-page';

/** A cashier that says nothing of some reasons. */
export const silentOn =
  (reasons: readonly WithheldReason[]): CashierPage =>
  (view) => {
    const withheld = view.offer.withheld.filter(({ reason }) => !reasons.includes(reason));
    return cashierPage({ ...view, offer: { ...view.offer, withheld } });
  };
