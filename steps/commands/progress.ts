import { type Bar, Presets, SingleBar } from 'cli-progress';
import type { Language } from '../../reports/formats/text';
import type { ScenarioRun } from '../../reports/verdicts/collect';

/** Shows how far a suite is: a bar on a terminal, nothing but failures elsewhere. */
export interface Progress {
  start(total: number): void;
  step(run: ScenarioRun): void;
  stop(): void;
}

const FORMAT = {
  en: '{bar} {value}/{total} scenarios, {failed} not passed, {duration_formatted}',
  zh: '{bar} {value}/{total} 个场景，{failed} 个未通过，{duration_formatted}',
};

const NOT_PASSED = { en: 'not passed: ', zh: '未通过：' };

const failedOf = (run: ScenarioRun) => run.troubles.length > 0 || run.checks.some(({ verdict }) => verdict !== 'pass');

/** Progress goes to standard error, so that documents on standard output stay clean. */
export function progress(language: Language): Progress {
  const terminal = process.stderr.isTTY === true;
  const bar: Bar | undefined = terminal
    ? new SingleBar({ format: FORMAT[language], stream: process.stderr, hideCursor: true }, Presets.shades_grey)
    : undefined;
  let failed = 0;
  return {
    start: (total) => bar?.start(total, 0, { failed }),
    step: (run) => {
      if (failedOf(run)) failed += 1;
      if (bar) bar.increment(1, { failed });
      else if (failedOf(run))
        console.error(
          `${NOT_PASSED[language]}${run.key} ${run.title} (${run.troubles[0]?.message.split('\n')[0] ?? ''})`,
        );
    },
    stop: () => bar?.stop(),
  };
}
