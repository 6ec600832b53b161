import type { Finding, Judge } from './judge';
import { cellOf, completed, gotFen, type ScanTry, scanJudge, takenFen } from './scan-case';

const MILLION = 1_000_000;

/** A fee in whole fen, half a fen rounded up. */
const feeFen = (priceFen: number, perMillion: number) => Math.floor((priceFen * perMillion + MILLION / 2) / MILLION);

const about = ({ wallet, scheme }: ScanTry) => ({ provider: wallet, party: scheme });
const across = (tries: readonly ScanTry[]) => tries.filter((each) => each.wallet !== each.scheme);

/** QR-009: the payer pays the price and the fee that is disclosed, and the payee gets the price. */
const feesAsDisclosed = scanJudge('QR-009/fees-as-disclosed', ({ tries, payerPerMillion }) => {
  const paid = across(tries).filter(completed);
  const findings = paid.flatMap((each): Finding[] => {
    const { amountFen, seq: at } = each;
    const expected = { taken: amountFen + feeFen(amountFen, payerPerMillion), got: amountFen };
    const seen = { taken: takenFen(each), got: gotFen(each) };
    if (seen.taken === expected.taken && seen.got === expected.got) return [];
    return [{ reason: 'undisclosed-fee', expected, seen, at, about: about(each) }];
  });
  return { observed: paid.length, findings };
});

/** QR-009: a code that was issued before a wallet recognised its scheme is paid from that wallet as it is. */
const noNewCode = scanJudge('QR-009/no-new-code', ({ tries, relations, issued }) => {
  const older = across(tries).filter((each) => {
    const from = relations.get(cellOf(each));
    const at = issued.get(each.code);
    return from?.live === true && at !== undefined && at < from.seq && each.seq > from.seq;
  });
  const findings = older.flatMap((each): Finding[] => {
    if (completed(each)) return [];
    return [{ reason: 'new-code-needed', expected: 'paid', seen: 'a refusal', at: each.seq, about: about(each) }];
  });
  return { observed: older.length, findings };
});

/** QR-009: what is paid across two schemes is settled between them by a clearing institution, the same sum and once. */
const clearedOnTheWay = scanJudge('QR-009/cleared-on-the-way', ({ tries }) => {
  const paid = across(tries).filter(completed);
  const findings = paid.flatMap((each): Finding[] => {
    const { wallet, scheme, amountFen, cleared, seq: at } = each;
    const settled = cleared.filter(({ from, to }) => from === wallet && to === scheme);
    const [only, ...others] = settled;
    if (only && others.length === 0 && only.amountFen === amountFen) return [];
    const seen = settled.map((entry) => entry.amountFen);
    return [{ reason: 'payment-not-cleared', expected: [amountFen], seen, at, about: about(each) }];
  });
  return { observed: paid.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [feesAsDisclosed, noNewCode, clearedOnTheWay];
