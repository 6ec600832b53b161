import { acceptedJudge, isNotShown, isShown } from './accepted';
import type { Judge } from './judge';
import { isAuthorised, isOpenFor, usableProviders } from './oracle';

/** ACC-008: whoever is not open for the order on the day cannot be chosen. */
const onlyWhatIsLive = acceptedJudge(
  'ACC-008/only-what-is-live',
  { reason: 'offered-before-its-opening' },
  (provider, { order, device, at }, view) => !isOpenFor(view, order, provider, device, at),
  isNotShown,
);

/** ACC-008: whoever meets the declared conditions is reached, and nobody who does is left out. */
const allWhoAreReached = acceptedJudge(
  'ACC-008/all-who-are-reached',
  { reason: 'left-out-of-the-opening' },
  (provider, { order, device, at }, view) => usableProviders(view, order, device, at).includes(provider),
  isShown,
);

/** ACC-008: the payer can read that the method is not open yet, or no longer. */
const notYetIsTold = acceptedJudge(
  'ACC-008/not-yet-is-told',
  { reason: 'opening-not-told' },
  (provider, { order, device, at }, view) => {
    const facts = view.providers.get(provider);
    const wanted = facts?.platformOptedIn === true && facts.providerOptedIn;
    return wanted && isAuthorised(view, order, provider, at) && !isOpenFor(view, order, provider, device, at);
  },
  (provider, { because }) => because.get(provider) === 'opening',
);

/** The judges of this rule. */
export const judges: readonly Judge[] = [onlyWhatIsLive, allWhoAreReached, notYetIsTold];
