import type { Finding, Judge } from './judge';
import { anythingMoved, scanJudge } from './scan-case';

/** QR-008: a code with anything wrong in it leads to no page on which somebody could confirm. */
const refusedBeforeConfirming = scanJudge('QR-008/refused-before-confirming', ({ tries }) => {
  const altered = tries.filter(({ facts }) => facts['wrong'] !== undefined);
  const findings = altered.flatMap((each): Finding[] => {
    const { wallet: provider, facts, seq: at } = each;
    if (each.shown?.says === 'refused' && !anythingMoved(each)) return [];
    const about = { provider, what: String(facts['wrong']) };
    return [{ reason: 'wrong-code-shown', expected: 'a refusal', seen: 'a page to confirm', at, about }];
  });
  return { observed: altered.length, findings };
});

/** QR-008: a code with nothing wrong in it is shown as what it is. */
const genuineIsShown = scanJudge('QR-008/genuine-is-shown', ({ tries }) => {
  const genuine = tries.filter(({ facts }) => facts['wrong'] === undefined);
  const findings = genuine.flatMap(({ wallet: provider, scheme, shown, seq: at }): Finding[] => {
    if (shown?.says === 'confirm') return [];
    const about = { provider, party: scheme };
    return [{ reason: 'genuine-code-refused', expected: 'a page to confirm', seen: 'a refusal', at, about }];
  });
  return { observed: genuine.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [refusedBeforeConfirming, genuineIsShown];
