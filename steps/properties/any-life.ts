import fc from 'fast-check';
import { type Facts, History } from '../../simulators/kernel/history';
import { IllegalMove } from '../../simulators/kernel/machine';
import { HOUR_MS, MINUTE_MS } from '../../simulators/kernel/time';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const MOST_COMMANDS = 20;

/** What the model knows: the state of everything, as it was last seen. */
interface Model {
  states: ReadonlyMap<string, string>;
}

/** A thing whose life is tried: asked, it answers; looked at, it shows the state of everything in it. */
export interface Living<Ask> {
  readonly party: string;
  /** What is asked directly, and may be refused; everything else is news. */
  readonly main: 'order' | 'trade';
  now: number;
  /** @returns false for a refusal. */
  ask(what: Ask): boolean;
  states(): ReadonlyMap<string, string>;
}

interface Real<Ask> {
  readonly life: Living<Ask>;
  readonly history: History;
  readonly told: string[];
}

/** A move that the party's own table does not have throws: refused, and nothing was changed. */
function askOf<Ask>(life: Living<Ask>, what: Ask): boolean {
  try {
    return life.ask(what);
  } catch (error) {
    if (error instanceof IllegalMove) return false;
    throw error;
  }
}

/** One thing asked of the living thing after so much time; whatever state it is in, it may be asked anything. */
class Asked<Ask extends { readonly type: string }> implements fc.Command<Model, Real<Ask>> {
  constructor(
    readonly what: Ask,
    readonly afterMs: number,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, { life, history, told }: Real<Ask>): void {
    const before = model.states;
    life.now += this.afterMs;
    const taken = askOf(life, this.what);
    const after = life.states();
    const { party, main } = life;
    const changes = [...after].filter(([key, state]) => (before.get(key) ?? state) !== state);
    told.push(`${this.toString()}${taken ? '' : ' (refused)'}`);
    const probe = (kind: string, facts: Facts) =>
      history.append({ type: 'probe', by: 'harness', kind, facts: { party, ...facts } });
    for (const [key, to] of changes) {
      const [thing, id] = key.split('#');
      probe('state.moved', { thing, id, from: before.get(key), to });
    }
    const changed = changes.length > 0 || after.size !== before.size;
    probe('state.asked', {
      thing: main,
      state: before.get(`${main}#1`),
      asked: this.what.type,
      refused: !taken,
      changed,
    });
    model.states = after;
  }

  toString(): string {
    const { type, ...rest } = this.what;
    const details = Object.values(rest).filter((value) => typeof value === 'string' || typeof value === 'number');
    return [type, ...details].join(' ');
  }
}

type Commands<Ask> = Iterable<fc.Command<Model, Real<Ask>>>;

/** Random commands, close together or with hours between them. */
export function anyLife<Ask extends { readonly type: string }>(asks: fc.Arbitrary<Ask>): fc.Arbitrary<Commands<Ask>> {
  const pauses = fc.constantFrom(0, 1_000, MINUTE_MS, HOUR_MS);
  const asked = fc.tuple(asks, pauses).map(([what, afterMs]) => new Asked(what, afterMs));
  return fc.commands([asked], { maxCommands: MOST_COMMANDS, size: 'max' });
}

/** Runs commands against the model and the living thing side by side. */
export const playLife =
  <Ask>(open: (options: CoreMarketOptions) => Living<Ask>, options: CoreMarketOptions) =>
  (commands: Commands<Ask>): Story => {
    const life = open(options);
    const history = new History(() => life.now);
    const told: string[] = [];
    fc.modelRun(() => ({ model: { states: life.states() }, real: { life, history, told } }), commands);
    return { told, events: history.events() };
  };
