import { rfc3339 } from '../../simulators/kernel/time';
import { eventJudge, type Finding, type Judge } from './judge';
import { usableProviders } from './oracle';
import { isCashier, records, words } from './page';
import type { CaseView, ChoiceCase } from './view';

/** The last act of a merchant about a provider. */
const lastAct = (view: CaseView, merchant: string, provider: string): ChoiceCase | undefined =>
  view.choices.findLast((choice) => choice.merchant === merchant && choice.provider === provider);

/** ACC-004: a provider of which the merchant has never spoken is off. */
const startsOff = eventJudge('ACC-004/starts-off', (event, view) => {
  if (event.type !== 'contract' || event.kind !== 'methods.state') return undefined;
  const merchant = String(event.facts['merchant']);
  const unspoken = records(event.facts['methods']).filter(
    ({ provider }) => lastAct(view, merchant, String(provider)) === undefined,
  );
  if (unspoken.length === 0) return undefined;
  const seen = unspoken.filter(({ enabled }) => enabled === true).map(({ provider }) => String(provider));
  const about = { merchant, provider: seen.join(', ') };
  return seen.length === 0 ? [] : [{ reason: 'on-without-choice', expected: [], seen, at: event.seq, about }];
});

/** ACC-004: each choice that the merchant made is on record with its instant. */
const choiceIsRecorded = eventJudge('ACC-004/choice-is-recorded', (event, view) => {
  if (event.type !== 'contract' || event.kind !== 'methods.state') return undefined;
  const merchant = String(event.facts['merchant']);
  return records(event.facts['methods']).flatMap(({ provider, enabled, chosenAt }): Finding[] => {
    const act = lastAct(view, merchant, String(provider));
    if (!act) return [];
    const expected = { enabled: act.enabled, chosenAt: rfc3339(act.at) };
    if (enabled === expected.enabled && chosenAt === expected.chosenAt) return [];
    const about = { merchant, provider: String(provider) };
    return [{ reason: 'choice-not-recorded', expected, seen: { enabled, chosenAt }, at: event.seq, about }];
  });
});

/** ACC-004: what the merchant has switched off is gone from the next cashier, and nothing else is. */
const revokedAtOnce = eventJudge('ACC-004/revoked-at-once', (event, view) => {
  const order = view.orders.get(event.order ?? '');
  if (!isCashier(event) || !order) return undefined;
  const shown = words(event.facts['methods']).sort();
  const { merchant } = order;
  const expected = usableProviders(view, order, String(event.facts['device']), event.at);
  const about = (providers: readonly string[]) => ({ merchant, provider: providers.join(', ') });
  const base = { expected, seen: shown, at: event.seq };
  const still = shown.filter((provider) => lastAct(view, merchant, provider)?.enabled === false);
  if (still.length > 0) return [{ reason: 'still-used', ...base, about: about(still) }];
  const gone = expected.filter((provider) => !shown.includes(provider));
  return gone.length > 0 ? [{ reason: 'others-touched', ...base, about: about(gone) }] : [];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [startsOff, choiceIsRecorded, revokedAtOnce];
