import type { Fact, HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

/** What may be told in one kind of message, as the scenario declared it. */
interface Allowed {
  readonly kind: string;
  readonly by?: string;
  readonly to: string;
  readonly request: readonly string[];
  readonly answer: readonly string[];
}

interface State {
  readonly allowed: readonly Allowed[];
  readonly observed: number;
  readonly findings: readonly Finding[];
}

const PARTIES_OUTSIDE: ReadonlySet<string> = new Set(['stranger', 'harness']);

const strings = (value: Fact): string[] => (Array.isArray(value) ? value.map(String) : []);

function fits(field: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => (name.endsWith('*') ? field.startsWith(name.slice(0, -1)) : field === name));
}

/** The list for a message, or for an answer under the names of what it answers. */
function listFor(
  allowed: readonly Allowed[],
  { type, by, to = '', kind }: HistoryEvent,
): readonly string[] | undefined {
  const [sender, receiver] = type === 'answer' ? [to, by] : [by, to];
  const found = allowed.find(
    (entry) => entry.kind === kind && entry.to === receiver && (entry.by === undefined || entry.by === sender),
  );
  return type === 'answer' ? found?.answer : found?.request;
}

/** PRIV-001: no message tells more than the declared list allows; a message of which nobody declared anything tells too much. */
const nothingBeyondTheList = judge<State>({
  check: 'PRIV-001/nothing-beyond-the-list',
  init: () => ({ allowed: [], observed: 0, findings: [] }),
  step(state, event) {
    if (event.type === 'declared' && event.kind === 'allow-list')
      return { ...state, allowed: [...state.allowed, event.facts as unknown as Allowed] };
    const crossed = event.type === 'message' || event.type === 'answer';
    const told = strings(event.facts['fields']);
    if (!crossed || told.length === 0 || state.allowed.length === 0 || PARTIES_OUTSIDE.has(event.by)) return state;
    const list = listFor(state.allowed, event) ?? [];
    const extra = told.filter((field) => !fits(field, list));
    const observed = state.observed + 1;
    if (extra.length === 0) return { ...state, observed };
    const about = { party: event.by, message: event.kind };
    const finding: Finding = { reason: 'told-without-need', expected: list, seen: extra, at: event.seq, about };
    return { ...state, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [nothingBeyondTheList];
