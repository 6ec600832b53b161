import type { HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, type Finding, type Judge, judge } from './judge';

/** One payment that somebody tried, as the harness set it up, and whether money moved. */
export interface Attempt {
  readonly provider: string;
  readonly payer: string;
  readonly amountFen: number;
  readonly way: string;
  readonly funding: string;
  readonly tier: string;
  readonly factors: readonly string[];
  readonly day: string;
  readonly paid: boolean;
  readonly seq: number;
}

const KNOWN = ['payment-password', 'security-question'];
const HELD = ['text-message-code', 'device-certificate', 'electronic-signature'];
const INHERENT = ['fingerprint', 'face'];
const SIGNATURES = ['device-certificate', 'electronic-signature'];

/** The level that factors give, by the rule's own words: two kinds, and a certificate or signature among them for A. */
export function levelByRule(factors: readonly string[]): string {
  const kinds = [KNOWN, HELD, INHERENT].filter((kind) => factors.some((factor) => kind.includes(factor))).length;
  if (kinds < 2) return 'C';
  return factors.some((factor) => SIGNATURES.includes(factor)) ? 'A' : 'B';
}

/** A limit that a payment must keep: what it is called, how much it allows, and which earlier payments share it. */
interface Bound {
  readonly name: string;
  readonly shares: (other: Attempt) => boolean;
}

/** The limits that bear on an attempt, by the wording of the rules. */
function boundsOf(attempt: Attempt): Bound[] {
  const { way, funding, tier, factors, day } = attempt;
  const level = levelByRule(factors);
  const sameLevel = (other: Attempt) => levelByRule(other.factors) === level;
  const today = (other: Attempt) => other.day === day;
  const bounds: Bound[] = [];
  if (way === 'static-code') {
    bounds.push({ name: 'static-code', shares: (other) => other.way === way && today(other) });
  }
  if (way === 'dynamic-code' && level !== 'A') {
    bounds.push({
      name: `dynamic-code/${level}`,
      shares: (other) => other.way === way && today(other) && sameLevel(other),
    });
  }
  const fromBalance = (other: Attempt) => other.funding === 'balance';
  if (funding !== 'balance') return bounds;
  if (way === 'online' && level !== 'A') {
    bounds.push({
      name: `balance/${level}`,
      shares: (other) => fromBalance(other) && other.way === way && today(other) && sameLevel(other),
    });
  }
  if (tier === 'I') return [...bounds, { name: 'tier/I/ever', shares: fromBalance }];
  if (way === 'own-bank-transfer') return bounds;
  const year = (other: Attempt) => other.day.slice(0, 4) === day.slice(0, 4);
  return [
    ...bounds,
    {
      name: `tier/${tier}/year`,
      shares: (other) => fromBalance(other) && other.way !== 'own-bank-transfer' && year(other),
    },
  ];
}

interface State {
  readonly limits: Readonly<Record<string, number>>;
  readonly attempts: readonly Attempt[];
}

/** Gathers the declared limits and every attempt of a history. */
function gathered(state: State, { type, kind, facts, seq }: HistoryEvent): State {
  if (type === 'declared' && kind === 'payment.limits') {
    return { ...state, limits: facts['limits'] as Readonly<Record<string, number>> };
  }
  if (type !== 'act' || kind !== 'limit.attempt') return state;
  return { ...state, attempts: [...state.attempts, { ...(facts as unknown as Attempt), seq }] };
}

/** The name of a limit that an attempt would pass, given what was really paid before it. */
function passed({ limits }: State, before: readonly Attempt[], attempt: Attempt): string | undefined {
  return boundsOf(attempt).find(({ name, shares }) => {
    const used = before.filter((other) => other.paid && shares(other));
    const sum = used.reduce((total, { amountFen }) => total + amountFen, attempt.amountFen);
    return sum > (limits[name] ?? Number.POSITIVE_INFINITY);
  })?.name;
}

/**
 * A judge that replays attempts against the declared limits: what would pass one is refused, everything else is taken.
 * @param about Which attempts the check looks at; all of them count towards the sums.
 */
export function limitJudge(check: CheckId, about: (attempt: Attempt) => boolean): Judge {
  return judge<State>({
    check,
    init: () => ({ limits: {}, attempts: [] }),
    step: gathered,
    finish(state) {
      const looked = state.attempts.filter(about);
      const findings = looked.flatMap((attempt): Finding[] => {
        const own = state.attempts.filter(
          ({ provider, payer, seq }) => provider === attempt.provider && payer === attempt.payer && seq < attempt.seq,
        );
        const limit = passed(state, own, attempt);
        if (attempt.paid === (limit === undefined)) return [];
        const reason = attempt.paid ? 'limit-passed' : 'refused-within-the-limit';
        const { provider, amountFen, seq } = attempt;
        const seen = { amountFen, paid: attempt.paid };
        return [{ reason, expected: limit ?? 'taken', seen, at: seq, about: { provider, limit: limit ?? 'none' } }];
      });
      return { observed: looked.length, findings };
    },
  });
}
