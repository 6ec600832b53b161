import fc from 'fast-check';
import { checkoutParts } from '../../simulators/checkout/config';
import { afterAsking, HEALTH_RULE, HEALTHY, type Health, mayBeOffered } from '../../simulators/checkout/core/health';
import { History } from '../../simulators/kernel/history';
import { MINUTE_MS } from '../../simulators/kernel/time';
import type { CoreMarketOptions } from '../../simulators/simulation/core-market';
import type { Story } from './property';

interface Asking {
  readonly afterMs: number;
  readonly answered: boolean;
}

/** Any run of answers and silences, with seconds or minutes between them. */
export const anyAnswers: fc.Arbitrary<readonly Asking[]> = fc.array(
  fc.record({
    afterMs: fc.constantFrom(0, 1_000, 20_000, MINUTE_MS, 5 * MINUTE_MS),
    answered: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 4, arbitrary: fc.constant(false) }),
  }),
  { minLength: 3, maxLength: 20, size: 'max' },
);

/** The same answers and silences from one provider and from another: both must be shown and hidden alike. */
export const exchangeProviders =
  ({ checkout }: CoreMarketOptions) =>
  (answers: readonly Asking[]): Story => {
    const { healthRule } = { ...checkoutParts, ...checkout };
    const traceOf = (provider: string): boolean[] => {
      const rule = healthRule(HEALTH_RULE, provider);
      let at = 0;
      let health: Health = HEALTHY;
      return answers.map(({ afterMs, answered }) => {
        at += afterMs;
        health = afterAsking(health, answered, at, rule);
        return mayBeOffered(health, at, rule);
      });
    };
    const history = new History(() => 0);
    const facts = { expected: traceOf('first'), seen: traceOf('second') };
    history.append({ type: 'probe', by: 'harness', kind: 'health.exchanged', facts });
    const told = answers.map(
      ({ afterMs, answered }) => `after ${afterMs / 1000} s ${answered ? 'an answer' : 'silence'}`,
    );
    return { told, events: history.events() };
  };
