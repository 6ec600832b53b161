import { acceptedJudge, isNotShown, isShown } from './accepted';
import type { Judge } from './judge';
import { isAuthorised, usableProviders } from './oracle';

/** ACC-005: whoever has no authority in force for business and region cannot be chosen. */
const noneWithout = acceptedJudge(
  'ACC-005/none-without-authority',
  { reason: 'offered-without-authority' },
  (provider, { order, at }, view) => !isAuthorised(view, order, provider, at),
  isNotShown,
);

/** ACC-005: an authority in force is enough, whatever its kind. */
const authoritySuffices = acceptedJudge(
  'ACC-005/authority-suffices',
  { reason: 'withheld-despite-authority' },
  (provider, { order, device, at }, view) => usableProviders(view, order, device, at).includes(provider),
  isShown,
);

/** ACC-005: the payer can read that it is the authority that is missing. */
const reasonIsTold = acceptedJudge(
  'ACC-005/reason-is-told',
  { reason: 'missing-authority-not-told' },
  (provider, { order, at }, view) => {
    const facts = view.providers.get(provider);
    return facts?.platformOptedIn === true && facts.providerOptedIn && !isAuthorised(view, order, provider, at);
  },
  (provider, { because }) => because.get(provider) === 'authority',
);

/** The judges of this rule. */
export const judges: readonly Judge[] = [noneWithout, authoritySuffices, reasonIsTold];
