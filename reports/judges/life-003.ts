import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { caseJudge, type Finding, type Judge, judge } from './judge';

interface Repeat {
  readonly first: HistoryEvent;
  readonly answer?: HistoryEvent;
}

const repeatable = (event: HistoryEvent) => event.kind === 'order.place' || event.kind === 'payment.create';
const keyOf = (event: HistoryEvent) => `${event.to} ${event.kind} ${event.facts['key'] ?? event.trade ?? ''}`;

interface RepeatState {
  readonly messages: ReadonlyMap<number, HistoryEvent>;
  readonly first: ReadonlyMap<string, Repeat>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** Follows requests under one key: the first that was accepted, and each later one with its answer. */
function repeats(
  check: `LIFE-003/${string}`,
  compare: (first: Repeat, message: HistoryEvent, answer: HistoryEvent) => readonly Finding[] | undefined,
): Judge {
  return judge<RepeatState>({
    check,
    init: () => ({ messages: new Map(), first: new Map(), observed: 0, findings: [] }),
    step(state, event) {
      if (!repeatable(event)) return state;
      if (event.type === 'message') return { ...state, messages: new Map(state.messages).set(event.seq, event) };
      const message = state.messages.get(event.message ?? -1);
      if (event.type !== 'answer' || !message) return state;
      const key = keyOf(message);
      const first = state.first.get(key);
      if (!first) {
        if (event.facts['error'] !== undefined) return state;
        return { ...state, first: new Map(state.first).set(key, { first: message, answer: event }) };
      }
      const found = compare(first, message, event);
      if (found === undefined) return state;
      return { ...state, observed: state.observed + 1, findings: [...state.findings, ...found] };
    },
    finish: ({ observed, findings }) => ({ observed, findings }),
  });
}

const sameContent = ({ first }: Repeat, message: HistoryEvent) => first.facts['content'] === message.facts['content'];
const about = (message: HistoryEvent) => ({
  key: String(message.facts['key'] ?? message.trade ?? ''),
  party: message.to ?? '',
});

/** LIFE-003: the same request again is answered as the first, or refused in a way that lets the first be found. */
const repeatIsTheSame = repeats('LIFE-003/repeat-is-the-same', (first, message, answer) => {
  if (!sameContent(first, message)) return undefined;
  const expected = first.answer?.facts['result'] ?? null;
  const seen = answer.facts['result'] ?? null;
  if (answer.facts['error'] !== undefined || expected === seen) return [];
  return [{ reason: 'repeat-made-another', expected, seen, at: answer.seq, about: about(message) }];
});

/** LIFE-003: other content under the same key is refused. */
const changedContentRefused = repeats('LIFE-003/changed-content-refused', (first, message, answer) => {
  if (sameContent(first, message)) return undefined;
  if (answer.facts['error'] !== undefined) return [];
  const seen: Fact = { status: answer.facts['status'], result: answer.facts['result'] ?? null };
  return [{ reason: 'changed-content-accepted', expected: 'a refusal', seen, at: answer.seq, about: about(message) }];
});

/** LIFE-003: whatever was repeated, the provider's books show one payment for one number. */
const neverChargedTwice = caseJudge('LIFE-003/never-charged-twice', (view) => {
  const findings: Finding[] = [];
  for (const { trade, payments, provider } of view.trades.values()) {
    if (payments <= 1) continue;
    findings.push({
      reason: 'charged-twice',
      expected: 1,
      seen: payments,
      at: 0,
      about: { key: trade, party: provider },
    });
  }
  return { observed: view.trades.size, findings };
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [repeatIsTheSame, changedContentRefused, neverChargedTwice];
