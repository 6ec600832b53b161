import type { Finding, Judge } from './judge';
import { gotFen, type ScanTry, scanJudge } from './scan-case';

/** Remote receipts that are allowed to a person: within these instants, so many, and so much in all. */
interface Allowance {
  readonly from: number;
  readonly until: number;
  readonly count: number;
  readonly amountFen: number;
}

const fact = ({ facts }: ScanTry, name: string): string => String(facts[name] ?? '');

/** A printed code from afar, and a saved picture of a drawn one. */
const isRemote = (each: ScanTry): boolean =>
  fact(each, 'scene') === 'saved' || (fact(each, 'scene') === 'remote' && fact(each, 'form') === 'static');

/** Whether each try must be paid, in order; what was taken from afar before counts against the allowance. */
function expectations(tries: readonly ScanTry[]): ReadonlyArray<readonly [ScanTry, boolean]> {
  const taken = new Map<string, ScanTry[]>();
  return tries.map((each) => {
    const person = fact(each, 'person');
    const before = taken.get(person) ?? [];
    if (!isRemote(each)) return [each, true];
    const allowance = each.facts['allowance'] as unknown as Allowance | undefined;
    const at = Number(each.facts['at']);
    const counted = before.filter((other) => allowance && Number(other.facts['at']) >= allowance.from);
    const sum = counted.reduce((total, other) => total + other.amountFen, 0);
    const allowed =
      allowance !== undefined &&
      at >= allowance.from &&
      at <= allowance.until &&
      counted.length < allowance.count &&
      sum + each.amountFen <= allowance.amountFen;
    if (allowed) taken.set(person, [...before, each]);
    return [each, allowed];
  });
}

const about = (each: ScanTry) => ({ provider: each.scheme, what: `${fact(each, 'form')}, ${fact(each, 'scene')}` });
const personal = (tries: readonly ScanTry[]) => expectations(tries.filter(({ kind }) => kind === 'personal'));

/** QR-005: a person gets nothing from afar over a printed code or a saved picture beyond what is allowed to him. */
const remoteIsRefused = scanJudge('QR-005/remote-is-refused', ({ tries }) => {
  const refused = personal(tries).filter(([, allowed]) => !allowed);
  const findings = refused.flatMap(([each]): Finding[] => {
    if (gotFen(each) === undefined) return [];
    return [
      { reason: 'remote-receipt-accepted', expected: 'a refusal', seen: 'paid', at: each.seq, about: about(each) },
    ];
  });
  return { observed: refused.length, findings };
});

/** QR-005: who stands before the payee pays, and so does who keeps within what is allowed from afar. */
const othersArePaid = scanJudge('QR-005/others-are-paid', ({ tries }) => {
  const paid = personal(tries).filter(([, allowed]) => allowed);
  const findings = paid.flatMap(([each]): Finding[] => {
    if (gotFen(each) === each.amountFen) return [];
    return [
      { reason: 'allowed-receipt-refused', expected: 'paid', seen: 'a refusal', at: each.seq, about: about(each) },
    ];
  });
  return { observed: paid.length, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [remoteIsRefused, othersArePaid];
