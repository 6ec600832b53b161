import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';

/** How the codes of one network look, as the scenario declares it. */
interface Form {
  readonly network: string;
  readonly begins: readonly string[];
  readonly least: number;
  readonly most: number;
}

/** A code that a till has read. */
interface Read {
  readonly code: string;
  readonly network?: string;
  /** The scheme whose protocol the till then used. */
  readonly by?: string;
  /** The networks of the declared forms that the code fits. */
  readonly expected: readonly string[];
  readonly shape: string;
  readonly seq: number;
}

interface State {
  readonly forms: readonly Form[];
  readonly reads: readonly Read[];
  /** Codes that went out to a gateway or to the switch, as tokens. */
  readonly asked: ReadonlyArray<{ readonly code: string; readonly seq: number }>;
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');

function formOf(facts: Facts): Form {
  const begins = Array.isArray(facts['begins']) ? facts['begins'].map(String) : [];
  return { network: text(facts['network']), begins, least: Number(facts['least']), most: Number(facts['most']) };
}

function readOf(forms: readonly Form[], { facts, seq }: HistoryEvent): Read {
  const [begins, characters] = [text(facts['begins']), Number(facts['characters'])];
  const fitting = forms.filter((form) => {
    if (facts['digits'] !== true) return false;
    return form.begins.includes(begins) && characters >= form.least && characters <= form.most;
  });
  const { network, by } = facts;
  return {
    code: text(facts['code']),
    ...(network === undefined ? {} : { network: text(network) }),
    ...(by === undefined ? {} : { by: text(by) }),
    expected: [...new Set(fitting.map((form) => form.network))],
    shape: `${characters} / ${begins}`,
    seq,
  };
}

/** Messages by which a code is charged. */
const CHARGES: ReadonlySet<string> = new Set(['payment.create', 'scan.charge']);

function step(state: State, event: HistoryEvent): State {
  const { type, kind, facts, seq } = event;
  if (type === 'declared' && kind === 'payer-code-form') return { ...state, forms: [...state.forms, formOf(facts)] };
  if (type === 'decision' && kind === 'code.routed') {
    return { ...state, reads: [...state.reads, readOf(state.forms, event)] };
  }
  const code = text(facts['code']);
  if (type !== 'message' || !CHARGES.has(kind) || code === '') return state;
  return { ...state, asked: [...state.asked, { code, seq }] };
}

const init = (): State => ({ forms: [], reads: [], asked: [] });
const about = ({ shape }: Read) => ({ what: shape });

/** Why a route is wrong: another network than the declared one, one for a code that none has, or none for a known code. */
function wrongRoute(read: Read): Finding | undefined {
  const { expected, network, seq: at } = read;
  const [only, ...others] = expected;
  if (only === undefined || others.length > 0) {
    if (network === undefined) return undefined;
    return { reason: 'unknown-code-routed', expected: 'a refusal', seen: network, at, about: about(read) };
  }
  if (network === only) return undefined;
  if (network === undefined) {
    return { reason: 'known-code-refused', expected: only, seen: 'a refusal', at, about: about(read) };
  }
  return { reason: 'routed-elsewhere', expected: only, seen: network, at, about: about(read) };
}

/** QR-002: a till finds the one network of a code by the declared forms, or refuses it. */
const oneRoute = judge<State>({
  check: 'QR-002/one-route',
  init,
  step,
  finish: ({ forms, reads }) => ({
    observed: forms.length === 0 ? 0 : reads.length,
    findings: reads.flatMap((read) => wrongRoute(read) ?? []),
  }),
});

/** QR-002: about a code that fits no network, or several, nobody is asked. */
const refusedAsksNobody = judge<State>({
  check: 'QR-002/refused-asks-nobody',
  init,
  step,
  finish({ forms, reads, asked }) {
    const refused = reads.filter(({ expected }) => expected.length !== 1);
    const findings = refused.flatMap((read): Finding[] => {
      const message = asked.find(({ code, seq }) => code === read.code && seq > read.seq);
      if (!message) return [];
      const { seq: at } = message;
      return [{ reason: 'asked-about-refused-code', expected: 'nobody asked', seen: 'asked', at, about: about(read) }];
    });
    return { observed: forms.length === 0 ? 0 : refused.length, findings };
  },
});

/** QR-002: the code that a till has read is the code that its network gets, to the last digit. */
const arrivesWhole = judge<State>({
  check: 'QR-002/arrives-whole',
  init,
  step,
  finish({ reads, asked }) {
    const routed = reads.filter(({ by }) => by !== undefined);
    const findings = routed.flatMap((read): Finding[] => {
      const next = reads.find(({ seq }) => seq > read.seq)?.seq ?? Number.POSITIVE_INFINITY;
      const message = asked.find(({ seq }) => seq > read.seq && seq < next);
      if (message?.code === read.code) return [];
      const seen = message ? 'another code' : 'nothing arrived';
      const { seq: at } = message ?? read;
      return [{ reason: 'code-changed-on-the-way', expected: 'the code that was read', seen, at, about: about(read) }];
    });
    return { observed: routed.length, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [oneRoute, refusedAsksNobody, arrivesWhole];
