import type { Envelope, GherkinDocument, Pickle, TestStepResultStatus } from '@cucumber/messages';
import { NOT_APPLICABLE_MEDIA_TYPE, type NotApplicable } from './applicability';
import { type CheckEmission, SCENARIO_MEDIA_TYPE, type ScenarioEvidence, type ScenarioReport } from './emission';
import { type ScenarioIdentity, scenarioIdentity } from './identity';

/** A step that did not pass. */
export interface StepTrouble {
  readonly step: string;
  readonly status: TestStepResultStatus;
  /** The name of what was thrown: `CheckFailed`, `Prerequisite`, `HarnessTrouble`, or anything else. */
  readonly type: string;
  readonly message: string;
}

/** One scenario, or one example of an outline, as it ran. */
export interface ScenarioRun extends ScenarioIdentity {
  readonly title: string;
  readonly file: string;
  readonly checks: readonly CheckEmission[];
  readonly troubles: readonly StepTrouble[];
  readonly evidence: ScenarioEvidence | undefined;
  /** Why it did not apply, where it did not; then nothing else of it counts. */
  readonly notApplicable?: NotApplicable;
  readonly durationMs: number;
}

interface Running {
  readonly pickle: Pickle;
  readonly document: GherkinDocument;
  readonly checks: CheckEmission[];
  readonly troubles: StepTrouble[];
  evidence?: ScenarioEvidence;
  notApplicable?: NotApplicable;
  durationMs: number;
}

const PASSED: ReadonlySet<string> = new Set(['PASSED', 'SKIPPED']);
const textOf = (body: string, encoding: string) =>
  encoding === 'BASE64' ? Buffer.from(body, 'base64').toString('utf8') : body;

/** Gathers what scenarios did from the stream of Cucumber Messages, live or from a file. */
export class RunCollector {
  readonly #documents = new Map<string, GherkinDocument>();
  readonly #pickles = new Map<string, Pickle>();
  readonly #cases = new Map<string, { pickleId: string; steps: Map<string, string> }>();
  readonly #running = new Map<string, Running>();
  readonly #done: ScenarioRun[] = [];
  /** Called with each scenario that ends. */
  onScenario: (run: ScenarioRun) => void = () => undefined;
  /** How many scenarios have been selected. */
  selected = 0;

  take(envelope: Envelope): void {
    const { gherkinDocument, pickle, testCase, testCaseStarted, testStepFinished, attachment, testCaseFinished } =
      envelope;
    if (gherkinDocument?.uri) this.#documents.set(gherkinDocument.uri, gherkinDocument);
    if (pickle) this.#pickles.set(pickle.id, pickle);
    if (testCase) {
      const stepTexts = new Map(this.#pickles.get(testCase.pickleId)?.steps.map(({ id, text }) => [id, text]));
      const steps = new Map(
        testCase.testSteps.map(({ id, pickleStepId }) => [id, stepTexts.get(pickleStepId ?? '') ?? 'hook']),
      );
      this.#cases.set(testCase.id, { pickleId: testCase.pickleId, steps });
      this.selected += 1;
    }
    if (testCaseStarted) this.#start(testCaseStarted.id, testCaseStarted.testCaseId);
    if (attachment) this.#attach(attachment);
    if (testStepFinished) this.#finishStep(testStepFinished);
    if (testCaseFinished) this.#finish(testCaseFinished.testCaseStartedId);
  }

  scenarios(): readonly ScenarioRun[] {
    return this.#done;
  }

  readonly #stepNames = new Map<string, Map<string, string>>();

  #start(startedId: string, caseId: string): void {
    const entry = this.#cases.get(caseId);
    const pickle = this.#pickles.get(entry?.pickleId ?? '');
    const document = this.#documents.get(pickle?.uri ?? '');
    if (!entry || !pickle || !document) return;
    this.#stepNames.set(startedId, entry.steps);
    this.#running.set(startedId, { pickle, document, checks: [], troubles: [], durationMs: 0 });
  }

  #attach({ testCaseStartedId, mediaType, body, contentEncoding }: NonNullable<Envelope['attachment']>): void {
    const running = this.#running.get(testCaseStartedId ?? '');
    if (!running) return;
    const text = textOf(body, contentEncoding);
    if (mediaType === NOT_APPLICABLE_MEDIA_TYPE) running.notApplicable = JSON.parse(text) as NotApplicable;
    if (mediaType === SCENARIO_MEDIA_TYPE) {
      const { checks, ...evidence } = JSON.parse(text) as ScenarioReport;
      running.checks.push(...checks);
      running.evidence = evidence;
    }
  }

  #finishStep({ testCaseStartedId, testStepId, testStepResult }: NonNullable<Envelope['testStepFinished']>): void {
    const running = this.#running.get(testCaseStartedId);
    if (!running) return;
    const { duration, status, exception, message } = testStepResult;
    running.durationMs += duration.seconds * 1000 + duration.nanos / 1e6;
    if (PASSED.has(status)) return;
    const step = this.#stepNames.get(testCaseStartedId)?.get(testStepId) ?? 'hook';
    const type = exception?.type ?? status;
    running.troubles.push({ step, status, type, message: exception?.message ?? message ?? status });
  }

  #finish(startedId: string): void {
    const running = this.#running.get(startedId);
    if (!running) return;
    this.#running.delete(startedId);
    const { pickle, document, notApplicable, ...done } = running;
    const identity = scenarioIdentity(pickle, document);
    const why = notApplicable ? { notApplicable } : {};
    const run = { ...identity, title: pickle.name, file: pickle.uri, evidence: undefined, ...done, ...why };
    this.#done.push(run);
    this.onScenario(run);
  }
}
