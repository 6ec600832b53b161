import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { judgeOf } from '../../reports/judges';
import { type Finding, type Judgement, runJudge } from '../../reports/judges/judge';
import { canonicalDigest, type HistoryEvent } from '../../simulators/kernel/history';
import type { HutongWorld } from '../world';

/** A generated case: what happened in it, in words, and its history for the judge. */
export interface Story {
  readonly told: readonly string[];
  readonly events: readonly HistoryEvent[];
}

/** How many cases a property tries within a scenario. */
const RUNS = 300;

/** fast-check's seed for a scenario: a whole number from the scenario's own seed. */
const seedOf = (text: string) => createHash('sha256').update(text).digest().readInt32LE(0);

/**
 * Tries a check over many generated cases. The check's own judge decides; a failure is shrunk to its shortest story and
 * put on record with seed and path, so that one command repeats it.
 */
export function checkProperty<T>(
  world: HutongWorld,
  check: string,
  cases: fc.Arbitrary<T>,
  live: (value: T) => Story,
): void {
  const judge = judgeOf(check);
  const seed = seedOf(world.seed);
  const digests = createHash('sha256');
  let observed = 0;
  const judged = (value: T): Judgement & { story: Story } => {
    const story = live(value);
    return { ...runJudge(judge, story.events), story };
  };
  const property = fc.property(cases, (value) => {
    const { findings, observed: seen, story } = judged(value);
    observed += seen;
    digests.update(canonicalDigest(story.events));
    return findings.length === 0;
  });
  const result = fc.check(property, { seed, numRuns: RUNS });
  const [counterexample] = result.counterexample ?? [];
  const failed = result.failed && counterexample !== undefined ? judged(counterexample) : undefined;
  record(world, check, { runs: result.numRuns, digest: digests.digest('hex') });
  if (!failed) {
    world.put(check, { observed, findings: [] });
    return;
  }
  world.extra.push(...failed.story.events);
  const about = { seed: String(seed), path: result.counterexamplePath ?? '', story: failed.story.told.join(' · ') };
  world.put(check, { observed, findings: failed.findings.map((finding) => withStory(finding, about)) });
}

/** Tries a check over every one of a few cases; the first that fails is put on record with its story. */
export function checkEvery<T>(world: HutongWorld, check: string, cases: readonly T[], live: (value: T) => Story): void {
  const judge = judgeOf(check);
  const digests = createHash('sha256');
  let observed = 0;
  let failed: { story: Story; findings: readonly Finding[] } | undefined;
  for (const each of cases) {
    const story = live(each);
    const { findings, observed: seen } = runJudge(judge, story.events);
    observed += seen;
    digests.update(canonicalDigest(story.events));
    if (findings.length > 0) failed ??= { story, findings };
  }
  record(world, check, { runs: cases.length, digest: digests.digest('hex') });
  if (!failed) {
    world.put(check, { observed, findings: [] });
    return;
  }
  const { story, findings } = failed;
  world.extra.push(...story.events);
  const about = { story: story.told.join(' · ') };
  world.put(check, { observed, findings: findings.map((finding) => withStory(finding, about)) });
}

const withStory = (finding: Finding, about: Record<string, string>): Finding => ({
  ...finding,
  about: { ...finding.about, ...about },
});

function record(world: HutongWorld, check: string, facts: { runs: number; digest: string }): void {
  world.extra.push({
    seq: world.extra.length,
    at: 0,
    type: 'probe',
    by: 'harness',
    kind: 'property.run',
    facts: { check, ...facts },
  });
}
