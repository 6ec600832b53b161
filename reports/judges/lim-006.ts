import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, judge } from './judge';

/** What a wallet of a class may pay at once and in a day, and hold, in fen; without a number it is not limited. */
interface ClassLimits {
  readonly singleFen?: number;
  readonly dayFen?: number;
  readonly balanceFen?: number;
}

/** A payment that somebody tried between two wallets, and whether money moved. */
interface ClassAttempt {
  readonly provider: string;
  readonly class: string;
  /** The class of the wallet that receives, where that is a personal one. */
  readonly receiving?: string;
  readonly amountFen: number;
  readonly day: string;
  readonly paid: boolean;
  readonly seq: number;
}

interface State {
  readonly limits: Readonly<Record<string, ClassLimits>>;
  readonly attempts: readonly ClassAttempt[];
}

function gathered(state: State, { type, kind, facts, seq }: HistoryEvent): State {
  if (type === 'declared' && kind === 'wallet.classes') {
    return { ...state, limits: facts['limits'] as unknown as State['limits'] };
  }
  if (type !== 'act' || kind !== 'class.attempt') return state;
  return { ...state, attempts: [...state.attempts, { ...(facts as unknown as ClassAttempt), seq }] };
}

const sumOf = (attempts: readonly ClassAttempt[]) => attempts.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** Which limit an attempt would pass, given what was really paid before it. */
function passed({ limits }: State, before: readonly ClassAttempt[], attempt: ClassAttempt): string | undefined {
  const { amountFen, day, receiving } = attempt;
  const [own, other]: readonly ClassLimits[] = [limits[attempt.class] ?? {}, limits[receiving ?? ''] ?? {}];
  const over = (limit: number | undefined, sum: number) => limit !== undefined && sum > limit;
  if (over(own?.singleFen, amountFen)) return 'single';
  const paid = before.filter((earlier) => earlier.paid);
  if (over(own?.dayFen, amountFen + sumOf(paid.filter((earlier) => earlier.day === day)))) return 'day';
  return over(other?.balanceFen, amountFen + sumOf(paid)) ? 'balance' : undefined;
}

/** LIM-006: what would pass a limit of the wallet's class on its day is refused, everything else is taken. */
export const classLimits = judge<State>({
  check: 'LIM-006/class-limits-hold',
  init: () => ({ limits: {}, attempts: [] }),
  step: gathered,
  finish(state) {
    const findings = state.attempts.flatMap((attempt, i): Finding[] => {
      const limit = passed(state, state.attempts.slice(0, i), attempt);
      if (attempt.paid === (limit === undefined)) return [];
      const reason = attempt.paid ? 'limit-passed' : 'refused-within-the-limit';
      const { provider, amountFen, seq } = attempt;
      const seen = { amountFen, paid: attempt.paid };
      return [{ reason, expected: limit ?? 'taken', seen, at: seq, about: { provider, limit: limit ?? 'none' } }];
    });
    return { observed: state.attempts.length, findings };
  },
});
