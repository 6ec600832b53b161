import { z } from 'zod';

const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** A sentence in both languages of the rulebook. */
export type Bilingual = z.infer<typeof bilingual>;

/** The themes of the rulebook, in its own order; each has one file of the register. */
export const THEMES = [
  'access',
  'choice',
  'routing',
  'lifecycle',
  'notification',
  'refund',
  'reconciliation',
  'codes',
  'limits',
  'security',
  'privacy',
  'resilience',
  'evidence',
] as const;

/**
 * How sure a source is: `V-text` the cited articles were read in a full text; `V-page` a page states it; `X` executed or
 * recomputed; `V` read in published source code or an official text; `D` secondary material such as a transcription or
 * digest; `I` an issue thread; `M` from memory; `house` our own.
 */
export const MARKS = ['V-text', 'V-page', 'V', 'X', 'D', 'I', 'M', 'house'] as const;

/** Where a duty comes from. `unconfirmed` wherever no confirmed source states that very duty. */
export const BASES = ['law', 'rule', 'standard', 'provider document', 'benchmark', 'house', 'unconfirmed'] as const;

/** What kind of thing a source is. A legal label rests only on a source of its own kind. */
export const KINDS = ['law', 'rule', 'standard', 'provider document', 'observation', 'benchmark', 'house'] as const;

/** How far the source itself goes towards whom the rule binds: `analogy` speaks of something close, `house` of nothing. */
export const REACHES = ['direct', 'dominant-only', 'analogy', 'house'] as const;

/** How a rule can be seen on a system that is not ours. */
export const OBSERVED_BY = ['wire', 'contract', 'page', 'ledger', 'time-travel', 'attestation'] as const;

/** Whom a rule binds. A rule that binds the harness alone never counts for a subject. */
export const BINDS = ['platform', 'provider', 'clearing', 'harness'] as const;

/** What a subject must be able to do for a rule to apply to it; a statement of capabilities answers each yes or no. */
export const CAPABILITIES = [
  'cashier',
  'merchants',
  'announcements',
  'open-access',
  'routing',
  'payments',
  'limits',
  'browser-return',
  'notices',
  'queries',
  'refunds',
  'signatures',
  'books',
  'records',
  'incidents',
  'codes',
  'recognition',
  'personal-codes',
  'harness',
] as const;

const mark = z.enum(MARKS);

const citation = z.strictObject({
  /** Key of the source register. */
  id: z.string(),
  /** Article, section or page. */
  at: bilingual.optional(),
  /** How sure this very statement is; never surer than the source itself. */
  mark,
  /** What the source itself says, in our words; what we make of it stands in the rule's reading. */
  says: bilingual,
});

const check = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens'),
  /** What holds when the check passes. */
  says: bilingual,
  /** Deliberately broken twins that this check must catch. */
  defects: z.array(z.string()),
});

const scenario = z.strictObject({
  /** The title in Chinese; the feature file has the English one. */
  zh: z.string().min(1),
  /** The checks that this scenario must emit; one that stays silent fails the rule. */
  checks: z.array(z.string()).min(1),
});

/** The days on which something is in force, both included; `null` where no source gives a day. */
const inForce = z
  .strictObject({ from: z.iso.date().nullable(), to: z.iso.date().nullable().optional() })
  .refine(({ from, to }) => !from || !to || from <= to, 'expected "from" to be no later than "to"');

const rule = z.strictObject({
  id: z.string().regex(/^[A-Z]+-\d{3}$/, 'expected capitals, a hyphen and three digits, for example CHO-001'),
  level: z.enum(['MUST', 'SHOULD']),
  binds: z.array(z.enum(BINDS)).min(1),
  statement: bilingual,
  /** Our testable reading of the sources, apart from what they say themselves. */
  reading: bilingual,
  basis: z.enum(BASES),
  /** Why the basis is this one and no higher, and what of the rule the sources do not say. */
  basisReason: bilingual,
  sources: z.array(citation).min(1),
  observedBy: z.array(z.enum(OBSERVED_BY)).min(1),
  reach: z.enum(REACHES),
  /** A rule is judged by the day of the scenario. A rule without a legal source holds on any day: `from: null`. */
  inForce,
  /** The revision in which it appeared. */
  since: z.string().regex(/^\d{4}-\d{2}$/, 'expected a revision such as 2026-11'),
  capability: z.enum(CAPABILITIES),
  checks: z
    .array(check)
    .min(1)
    .refine((checks) => new Set(checks.map(({ id }) => id)).size === checks.length, 'expected each check id once'),
  scenarios: z.record(z.string().regex(/^\d+$/, 'expected the number of a scenario'), scenario),
});

/** One file of the register: the rules of a theme. */
export const themeSchema = z.strictObject({ theme: z.enum(THEMES), title: bilingual, rules: z.array(rule).min(1) });

/** One source: an instrument, a document, a fact. */
export const sourcesSchema = z.record(
  z.string(),
  z.strictObject({
    title: bilingual,
    kind: z.enum(KINDS),
    /** How sure the best of it is. */
    mark,
    /** The issuing body's document number. */
    number: bilingual.optional(),
    /** Edition, revision or commit that was read. */
    edition: bilingual.optional(),
    /** The day of issue. */
    issued: z.iso.date().optional(),
    /** Since when it is in force, and how sure that day is. */
    inForce: z.strictObject({ from: z.iso.date(), mark }).optional(),
    /** The publisher's own address. */
    url: z.url().optional(),
    /** Where it was read, when that is not the publisher's own address: a mirror, a transcription, a report. */
    readAt: z.array(z.string()).optional(),
    note: bilingual.optional(),
  }),
);

export type RegisteredRule = z.infer<typeof rule> & { readonly theme: string };
export type RegisteredSource = z.infer<typeof sourcesSchema>[string];
export type Citation = z.infer<typeof citation>;
