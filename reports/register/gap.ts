/** One gap between register, features, judges and defects. */
export interface Gap {
  readonly code:
    | 'rule-without-feature'
    | 'rule-without-register'
    | 'statement-differs'
    | 'level-differs'
    | 'untested-must'
    | 'scenario-missing'
    | 'scenario-without-register'
    | 'scenario-without-id'
    | 'scenario-outside-rule'
    | 'tag-unknown'
    | 'check-never-emitted'
    | 'check-unknown'
    | 'check-without-judge'
    | 'judge-without-check'
    | 'check-without-defect'
    | 'defect-unknown'
    | 'defect-orphaned'
    | 'binds-differ'
    | 'basis-differs'
    | 'source-unknown'
    | 'source-uncited'
    | 'mark-exceeds-source'
    | 'legal-label-unconfirmed'
    | 'in-force-unfounded'
    | 'id-used-twice';
  /** The rule, scenario, check or file it is about. */
  readonly about: string;
  /** A sentence that says what was found, what was expected, and where. */
  readonly sentence: string;
}

/** Makes a gap. */
export const gap = (code: Gap['code'], about: string, sentence: string): Gap => ({ code, about, sentence });
