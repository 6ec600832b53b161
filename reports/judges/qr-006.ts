import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

/** From which pattern of receipts on somebody evidently trades, as it is declared. */
interface Pattern {
  readonly receipts: number;
  readonly payers: number;
  readonly withinMs: number;
}

interface Received {
  readonly payer: string;
  readonly at: number;
}

interface State {
  readonly pattern?: Pattern;
  /** Receipts by wallet and person, both as the history names them. */
  readonly received: ReadonlyMap<string, readonly Received[]>;
  /** Who has evidently traded, and who has chosen another kind of code. */
  readonly trading: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  /** Who has said no to the invitation, and need not be asked again. */
  readonly declined: ReadonlySet<string>;
  readonly shown: ReadonlyArray<{
    readonly provider: string;
    readonly person: string;
    readonly kind: string;
    readonly invited: boolean;
    readonly mayChoose: boolean;
    readonly trading: boolean;
    readonly chosen: boolean;
    readonly seq: number;
  }>;
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const NOBODY: ReadonlySet<string> = new Set();
const init = (): State => ({ received: new Map(), trading: NOBODY, chosen: NOBODY, declined: NOBODY, shown: [] });
const keyOf = (wallet: string, facts: Facts, name: string) => `${wallet} ${text(facts[name])}`;

function receipt(state: State, { by, facts, at }: HistoryEvent): State {
  const { pattern } = state;
  const key = keyOf(by, facts, 'to');
  const all = [...(state.received.get(key) ?? []), { payer: text(facts['from']), at }];
  const received = new Map(state.received).set(key, all);
  if (!pattern) return { ...state, received };
  const recent = all.filter((entry) => at - entry.at <= pattern.withinMs);
  const payers = new Set(recent.map(({ payer }) => payer)).size;
  const trades = recent.length >= pattern.receipts && payers >= pattern.payers;
  return { ...state, received, trading: trades ? new Set(state.trading).add(key) : state.trading };
}

function page(state: State, { facts, seq }: HistoryEvent): State {
  const key = keyOf(text(facts['wallet']), facts, 'account');
  const entry = {
    provider: text(facts['wallet']),
    person: text(facts['person']),
    kind: text(facts['kind']),
    invited: facts['invited'] === true,
    mayChoose: !state.declined.has(key) && !state.chosen.has(key),
    trading: state.trading.has(key),
    chosen: state.chosen.has(key),
    seq,
  };
  return { ...state, shown: [...state.shown, entry] };
}

function step(state: State, event: HistoryEvent): State {
  const { type, kind, facts } = event;
  if (type === 'declared' && kind === 'trading-pattern') return { ...state, pattern: facts as unknown as Pattern };
  if (type === 'ledger' && kind === 'receipt') return receipt(state, event);
  if (type === 'page' && kind === 'my-code.shown') return page(state, event);
  if (type !== 'act' || kind !== 'invitation.answered') return state;
  const key = keyOf(text(facts['wallet']), facts, 'account');
  if (facts['accepts'] === true) return { ...state, chosen: new Set(state.chosen).add(key) };
  return { ...state, declined: new Set(state.declined).add(key) };
}

/** QR-006: who evidently trades finds the invitation on the page of the own code, and nobody else does. */
const tradersAreInvited = judge<State>({
  check: 'QR-006/traders-are-invited',
  init,
  step,
  finish({ shown }) {
    const open = shown.filter(({ mayChoose }) => mayChoose);
    const findings = open.flatMap(({ provider, person, invited, trading, seq: at }): Finding[] => {
      if (invited === trading) return [];
      const about = { provider, person };
      if (trading) return [{ reason: 'trader-not-invited', expected: 'an invitation', seen: 'none', at, about }];
      return [{ reason: 'invited-without-cause', expected: 'none', seen: 'an invitation', at, about }];
    });
    return { observed: open.length, findings };
  },
});

/** QR-006: a personal code stays one until its owner chooses another kind himself. */
const neverConvertedSilently = judge<State>({
  check: 'QR-006/never-converted-silently',
  init,
  step,
  finish({ shown }) {
    const findings = shown.flatMap(({ provider, person, kind, chosen, seq: at }): Finding[] => {
      const expected = chosen ? 'personal-business' : 'personal';
      if (kind === expected) return [];
      const reason = chosen ? 'choice-not-carried-out' : 'converted-silently';
      return [{ reason, expected, seen: kind, at, about: { provider, person } }];
    });
    return { observed: shown.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [tradersAreInvited, neverConvertedSilently];
