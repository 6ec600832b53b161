import type { Finding, Judge } from './judge';
import { anythingMoved, type ScanTry, scanJudge } from './scan-case';

const about = ({ wallet, merchant }: ScanTry) => ({ provider: wallet, merchant });

/** QR-004: before anybody confirms, the wallet shows a name under which the acquirer has registered the merchant. */
const registeredNameShown = scanJudge('QR-004/registered-name-shown', ({ tries }, view) => {
  const shown = tries.filter((each) => each.merchant !== '' && each.shown?.says === 'confirm');
  const findings = shown.flatMap((each): Finding[] => {
    const names = view.merchants.get(each.merchant) ?? [];
    const seen = String(each.shown?.payee);
    if (names.includes(seen)) return [];
    return [{ reason: 'another-name-shown', expected: names, seen, at: each.shown?.seq ?? 0, about: about(each) }];
  });
  return { observed: shown.length, findings };
});

/** QR-004: a code that names its merchant otherwise than the register leads to no page to confirm, and to no payment. */
const mismatchStops = scanJudge('QR-004/mismatch-stops', ({ tries }) => {
  const differing = tries.filter(({ facts }) => facts['namedOtherwise'] === true);
  const findings = differing.flatMap((each): Finding[] => {
    if (each.shown?.says === 'refused' && !anythingMoved(each)) return [];
    const seen = anythingMoved(each) ? 'paid' : 'a page to confirm';
    return [{ reason: 'went-on-after-mismatch', expected: 'a refusal', seen, at: each.seq, about: about(each) }];
  });
  return { observed: differing.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [registeredNameShown, mismatchStops];
