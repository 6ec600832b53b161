import type { HistoryEvent } from '../../simulators/kernel/history';

/** Faults after which the sender of a message hears no answer; a copy or a flipped bit does not keep it from hearing one. */
export const SILENT: ReadonlySet<string> = new Set([
  'lose',
  'refuse',
  'delay',
  'reorder',
  'lose-answer',
  'crash-before',
  'crash-after',
]);

/** A fault that leaves the sender of its message without an answer. */
export const isSilent = ({ type, facts }: HistoryEvent): boolean =>
  type === 'fault' && SILENT.has(String(facts['fault']));
