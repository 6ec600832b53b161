import { eventJudge, type Finding, type Judge } from './judge';
import { isCashier, records } from './page';
import { spread } from './traces';

/** CHO-003: whatever sets one method apart on the page sets every one apart. */
const sameProminence = eventJudge('CHO-003/same-prominence', (event) => {
  if (!isCashier(event)) return undefined;
  const shown = records(event.facts['looks']).filter(({ folded }) => folded !== true);
  if (shown.length < 2) return undefined;
  const count = (looks: unknown) => shown.filter((each) => each['looks'] === looks).length;
  const usual = shown.map(({ looks }) => looks).reduce((a, b) => (count(b) > count(a) ? b : a));
  const about = { order: event.order ?? '' };
  return shown
    .filter(({ looks }) => looks !== usual)
    .map(({ provider, looks }): Finding => {
      const of = { ...about, provider: String(provider) };
      return { reason: 'less-prominent', expected: usual, seen: looks, at: event.seq, about: of };
    });
});

/** CHO-003: no method is folded away while another is not. */
const noneFolded = eventJudge('CHO-003/none-folded-away-alone', (event) => {
  if (!isCashier(event)) return undefined;
  const all = records(event.facts['looks']);
  if (all.length < 2) return undefined;
  const folded = all.filter((each) => each['folded'] === true).map(({ provider }) => String(provider));
  if (folded.length === 0 || folded.length === all.length) return [];
  const about = { order: event.order ?? '', provider: folded.join(', ') };
  return [{ reason: 'folded-away', expected: [], seen: folded, at: event.seq, about }];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  spread('CHO-003/same-steps', [{ fact: 'taps', reason: 'more-steps' }]),
  sameProminence,
  noneFolded,
];
