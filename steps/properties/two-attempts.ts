import fc from 'fast-check';
import { fen } from '../../simulators/kernel/money';
import { CoreMarket, type CoreMarketOptions, type Fate } from '../../simulators/simulation/core-market';
import type { Story } from './property';

const PROVIDERS = ['first', 'second'];
const MERCHANT = 'm1';

/** One thing that happens in the story of two attempts. */
export type Move =
  | { readonly move: 'choose'; readonly provider: string }
  | { readonly move: 'pay'; readonly attempt: number }
  | { readonly move: 'go on'; readonly pick: number; readonly fate: Fate };

const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fate>('arrives') },
  { weight: 2, arbitrary: fc.constant<Fate>('is lost') },
  { weight: 1, arbitrary: fc.constant<Fate>('arrives and its answer is lost') },
  { weight: 1, arbitrary: fc.constant<Fate>('arrives twice') },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ move: fc.constant('choose' as const), provider: fc.constantFrom(...PROVIDERS) }),
  },
  { weight: 4, arbitrary: fc.record({ move: fc.constant('pay' as const), attempt: fc.nat({ max: 2 }) }) },
  { weight: 6, arbitrary: fc.record({ move: fc.constant('go on' as const), pick: fc.nat({ max: 5 }), fate }) },
);

const goOn = (pick: number, fate: Fate = 'arrives'): Move => ({ move: 'go on', pick, fate });

/** A payer with two pages open: the order to close the first was lost, and the second has started. */
const TWO_PAGES: readonly Move[] = [
  { move: 'choose', provider: 'first' },
  goOn(0),
  { move: 'choose', provider: 'second' },
  goOn(1, 'is lost'),
  goOn(2),
];

const moves = fc.array(move, { minLength: 2, maxLength: 24, size: 'max' });

/** Any story of choosing, paying, and messages that arrive late, twice or never; some begin with two open pages. */
export const anyStory: fc.Arbitrary<readonly Move[]> = fc
  .tuple(fc.constantFrom([], TWO_PAGES), moves)
  .map(([beginning, rest]) => [...beginning, ...rest]);

function play(core: CoreMarket, order: string, step: Move): string | undefined {
  if (step.move === 'choose') {
    return core.choose(order, step.provider, 'desktop') ? `the payer chooses ${step.provider}` : undefined;
  }
  if (step.move === 'pay') {
    const attempt = core.order(order).attempts[step.attempt];
    if (!attempt) return undefined;
    core.payLater(order, attempt.attemptNo, 'payer');
    return `the payer goes to pay ${attempt.attemptNo}`;
  }
  const pending = core.pending();
  const index = pending.length === 0 ? -1 : step.pick % pending.length;
  const chosen = pending[index];
  if (!chosen) return undefined;
  const { what, losable } = chosen;
  core.happen(index, step.fate);
  return losable ? `${what}: ${step.fate}` : what;
}

/** Plays a story; then faults stop and everything that is under way ends. */
export const playStory =
  (options: CoreMarketOptions) =>
  (moves: readonly Move[]): Story => {
    const core = new CoreMarket(options);
    for (const provider of PROVIDERS) {
      core.addProvider({
        provider,
        platformOptedIn: true,
        providerOptedIn: true,
        inService: true,
        minFen: 1,
        maxFen: 5_000_000,
        products: { desktop: 'native' },
      });
      core.enable(MERCHANT, provider);
    }
    const order = core.place(MERCHANT, fen(12_850));
    const told = moves.flatMap((step) => play(core, order, step) ?? []);
    core.drain();
    return { told, events: core.history.events() };
  };
