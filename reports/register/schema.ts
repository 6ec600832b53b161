import { z } from 'zod';

const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** How sure a source is; `V-text` articles read, `V-page` a stored page states it, `M` from memory, `house` our own. */
const mark = z.enum(['V-text', 'V-page', 'V', 'X', 'D', 'I', 'M', 'house']);

/** Where a duty comes from. `unconfirmed` wherever no confirmed source states that very duty. */
export const BASES = ['law', 'rule', 'standard', 'provider document', 'benchmark', 'house', 'unconfirmed'] as const;

const source = z.strictObject({
  /** Key of the source register. */
  id: z.string(),
  /** Article, section or page. */
  at: z.string().optional(),
  mark,
  /** What the source itself says, in our words. */
  says: z.string().optional(),
});

const check = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  says: bilingual,
  /** Deliberately broken twins that this check must catch. */
  defects: z.array(z.string()).min(1),
});

const scenario = z.strictObject({
  zh: z.string().min(1),
  /** The checks that this scenario must emit; one that stays silent fails the rule. */
  checks: z.array(z.string()).min(1),
});

const rule = z.strictObject({
  id: z.string().regex(/^[A-Z]+-\d{3}$/),
  level: z.enum(['MUST', 'SHOULD']),
  binds: z.array(z.enum(['platform', 'provider', 'clearing', 'harness'])).min(1),
  statement: bilingual,
  /** Our testable reading of the sources, apart from what they say themselves. */
  reading: bilingual,
  basis: z.enum(BASES),
  sources: z.array(source),
  /** How it can be seen on a system that is not ours. */
  observedBy: z.array(z.enum(['wire', 'contract', 'page', 'ledger', 'time-travel', 'attestation'])).min(1),
  /** How far the source itself goes. */
  reach: z.enum(['direct', 'dominant-only', 'analogy', 'house']),
  inForce: z.strictObject({ from: z.iso.date().nullable(), to: z.iso.date().nullable().optional() }),
  /** The revision in which it appeared. */
  since: z.string(),
  /** The capability that a subject must have for the rule to apply. */
  capability: z.string(),
  checks: z.array(check).min(1),
  scenarios: z.record(z.string().regex(/^\d+$/), scenario),
});

/** One file of the register: the rules of a theme. */
export const themeSchema = z.strictObject({ theme: z.string(), title: bilingual, rules: z.array(rule).min(1) });

/** One source: an instrument, a document, a fact. */
export const sourcesSchema = z.record(
  z.string(),
  z.strictObject({
    title: bilingual,
    kind: z.enum(['law', 'rule', 'standard', 'provider document', 'benchmark', 'house']),
    mark,
    inForce: z.iso.date().nullable().optional(),
    note: z.string().optional(),
  }),
);

export type RegisteredRule = z.infer<typeof rule> & { readonly theme: string };
export type RegisteredSource = z.infer<typeof sourcesSchema>[string];
