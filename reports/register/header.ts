import type { WrittenRule } from './features';
import { type Gap, gap } from './gap';
import type { RegisteredRule } from './schema';

const REACH_IN_WORDS: Readonly<Record<RegisteredRule['reach'], string>> = {
  direct: '',
  analogy: ' (by analogy)',
  'dominant-only': ' (dominant firms only)',
  house: '',
};

/** The label under which a rule is shown: its basis, and how far the source reaches where that is not all the way. */
export const labelOf = ({ basis, reach }: Pick<RegisteredRule, 'basis' | 'reach'>): string =>
  `${basis}${REACH_IN_WORDS[reach]}`;

const sorted = (words: readonly string[]) => [...words].sort().join(', ');

/** What the feature says about a rule beside its sentence, against the register: whom it binds, and its basis. */
export function compareHeader(rule: RegisteredRule, written: WrittenRule): Gap[] {
  const where = `${rule.id} (${written.file}:${written.line})`;
  const gaps: Gap[] = [];
  const tagged = written.tags.flatMap((tag) => (tag.startsWith('@binds-') ? [tag.slice('@binds-'.length)] : []));
  if (sorted(tagged) !== sorted(rule.binds)) {
    const words = `is tagged as binding ${sorted(tagged) || 'nobody'}, the register says ${sorted(rule.binds)}`;
    gaps.push(gap('binds-differ', rule.id, `${where} ${words}`));
  }
  const basis = /Basis:\s*(.+?)\s*$/m.exec(written.description)?.[1];
  if (basis !== labelOf(rule)) {
    const words = `has ${basis === undefined ? 'no line' : `the line "Basis: ${basis}"`}`;
    gaps.push(gap('basis-differs', rule.id, `${where} ${words}, the register says "Basis: ${labelOf(rule)}"`));
  }
  return gaps;
}
