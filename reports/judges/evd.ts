import { stableJson } from '../../simulators/kernel/history';
import { type CheckId, eventJudge, type Judge } from './judge';

/** A measurement of the harness on itself: what it found must be what was expected. */
function measured(check: CheckId, kind: string, reason: string): Judge {
  return eventJudge(check, (event) => {
    if (event.type !== 'probe' || event.kind !== kind) return undefined;
    const { expected, seen, what } = event.facts;
    if (stableJson(expected) === stableJson(seen)) return [];
    return [{ reason, expected, seen, at: event.seq, about: { what: String(what ?? kind) } }];
  });
}

/** The judges of the theme "evidence": the harness's own house. */
export const judges: readonly Judge[] = [
  measured('EVD-001/nothing-orphaned', 'register.state', 'register-and-features-differ'),
  measured('EVD-001/gaps-are-found', 'register.sabotage', 'gap-not-found'),
  measured('EVD-002/every-check-has-a-defect', 'defects.catalogue', 'check-without-defect'),
  measured('EVD-002/defects-are-caught', 'defects.run', 'defect-survived'),
  measured('EVD-002/silence-is-a-failure', 'verdict.silence', 'silence-passed'),
  measured('EVD-003/one-seed-one-history', 'run.repeated', 'same-seed-other-history'),
  measured('EVD-003/seed-decides', 'run.reseeded', 'seed-decides-nothing'),
  measured('EVD-003/tampering-is-noticed', 'folder.tampered', 'tampering-unnoticed'),
  measured('EVD-004/payment-is-told-in-full', 'payment.page', 'payment-told-in-part'),
  measured('EVD-004/in-plain-words', 'payment.words', 'payment-told-in-codes'),
  measured('EVD-005/says-it-is-a-simulation', 'report.simulation', 'simulation-not-said'),
  measured('EVD-005/names-what-was-not-tested', 'report.untested', 'untested-not-named'),
  measured('EVD-005/labels-rest-on-sources', 'report.labels', 'label-without-source'),
];
