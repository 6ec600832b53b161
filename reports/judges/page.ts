import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';

/** The cashier as a payer saw it. */
export const isCashier = ({ type, kind }: HistoryEvent): boolean => type === 'page' && kind === 'cashier.shown';

/** A list of words, whatever a fact holds. */
export const words = (value: Fact): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A list of records, whatever a fact holds. */
export const records = (value: Fact): Facts[] =>
  Array.isArray(value) ? value.filter((each): each is Facts => typeof each === 'object' && each !== null) : [];

/** The two lists without what only one of them has: what is left differs by order alone. */
export const inCommon = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((each) => others.includes(each));
