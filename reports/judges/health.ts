import type { HistoryEvent } from '../../simulators/kernel/history';
import { isSilent, SILENT } from './silence';

/** The rule by which the platform declares to take a provider out that does not answer. */
export interface DeclaredHealth {
  readonly silences: number;
  readonly silentForMs: number;
  readonly staysOutMs: number;
}

interface Call {
  readonly call: string;
  readonly at: number;
  readonly answered: boolean;
}

/** What the platform asks a provider about payments and refunds; keys are another matter. */
const isCall = ({ kind }: HistoryEvent) => kind.startsWith('payment.') || kind.startsWith('refund.');

/**
 * Who answered the platform and who did not, from the messages alone, and what follows from the declared rule. It is
 * written apart from the platform's own count and shares nothing with it.
 */
export class AnswerLog {
  readonly #calls = new Map<string, Call[]>();

  step(event: HistoryEvent, faults: ReadonlyMap<number, string>): void {
    if (!isCall(event)) return;
    if (isSilent(event) && event.facts['from'] === 'platform')
      this.#note(String(event.facts['to'] ?? ''), event, false);
    const silenced = SILENT.has(faults.get(event.message ?? -1) ?? '');
    if (event.type !== 'answer' || event.to !== 'platform' || silenced) return;
    const { error, signature } = event.facts;
    this.#note(event.by, event, error !== undefined || signature === 'valid');
  }

  #note(provider: string, { kind, trade = '', at }: HistoryEvent, answered: boolean): void {
    const call = `${kind} ${trade}`;
    const known = this.#calls.get(provider) ?? [];
    // A client repeats by itself what met a closed door; only how that ended counts.
    const last = known.at(-1);
    const before = last?.call === call && last.at === at ? known.slice(0, -1) : known;
    this.#calls.set(provider, [...before, { call, at, answered }]);
  }

  /** True when the provider was ever asked in vain. */
  everSilent(provider: string): boolean {
    return this.#calls.get(provider)?.some(({ answered }) => !answered) ?? false;
  }

  /** Providers that the rule keeps out at an instant. */
  out(rule: DeclaredHealth | undefined, at: number): string[] {
    if (!rule) return [];
    return [...this.#calls.keys()].filter((provider) => this.#isOut(provider, rule, at)).sort();
  }

  #isOut(provider: string, { silences, silentForMs, staysOutMs }: DeclaredHealth, now: number): boolean {
    let instants: number[] = [];
    let back: number | undefined;
    for (const { at, answered } of this.#calls.get(provider) ?? []) {
      const trial = back !== undefined && at >= back;
      if (answered) {
        instants = [];
        if (trial) back = undefined;
        continue;
      }
      if (instants.at(-1) !== at) instants.push(at);
      const leaves = instants.length >= silences && at - (instants[0] ?? at) >= silentForMs;
      if (trial || (back === undefined && leaves)) back = at + staysOutMs;
    }
    return back !== undefined && now < back;
  }
}
