import { XMLBuilder } from 'fast-xml-parser';
import type { Results, ScenarioResult } from '../verdicts/results';
import { notApplicableText } from '../wording/applicability';
import { failureText } from './failure';
import type { Language } from './text';

const seconds = (durationMs: number) => (durationMs / 1000).toFixed(3);

function testCase(results: Results, scenario: ScenarioResult, language: Language) {
  const own = results.blame.filter((entry) => entry.scenario === scenario.key);
  const text = own.map((entry) => failureText(entry, language)).join('\n\n');
  const trouble = { '@_message': own[0]?.reason ?? scenario.verdict, '#text': text };
  const warned = own.length > 0 && own.every(({ warning }) => warning);
  return {
    '@_name': `${scenario.key} ${scenario.title}`,
    '@_classname': scenario.rule || 'no-rule',
    '@_time': seconds(scenario.durationMs),
    ...(scenario.verdict === 'fail' && !warned ? { failure: trouble } : {}),
    ...(scenario.notApplicable
      ? { skipped: { '@_message': notApplicableText(scenario.notApplicable, language) } }
      : {}),
    ...(warned ? { 'system-out': text } : {}),
    ...(scenario.verdict === 'error' ? { error: trouble } : {}),
  };
}

/** JUnit XML: a suite per rule, a case per scenario; harness trouble is an error, never a failure of the subject, and a SHOULD never fails. */
export function junitXml(results: Results, language: Language): string {
  const suites = results.rules.map((rule) => {
    const cases = results.scenarios.filter((scenario) => scenario.rule === rule.id);
    return {
      '@_name': `${rule.id} ${rule.statement[language]}`,
      '@_tests': cases.length,
      '@_failures': rule.level === 'SHOULD' ? 0 : cases.filter(({ verdict }) => verdict === 'fail').length,
      '@_skipped': cases.filter(({ verdict }) => verdict === 'not-applicable').length,
      '@_errors': cases.filter(({ verdict }) => verdict === 'error').length,
      '@_time': seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
      testcase: cases.map((scenario) => testCase(results, scenario, language)),
    };
  });
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  return builder.build({ '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' }, testsuites: { testsuite: suites } });
}
