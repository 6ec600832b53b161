import { z } from 'zod';
import { bilingual, mark, marketFacts } from './facts';

/** How a relation stands, from first to last (rule ACC-008). Only `live in part` and `live` let anybody in. */
export const STATES = ['agreed', 'announced', 'live in part', 'live', 'withdrawn'] as const;
export type RelationState = (typeof STATES)[number];

/** The kinds of payee code: a person's own, or a merchant's. */
export const CODE_KINDS = ['personal', 'merchant'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/** How much of a day the source gives; the rest of it is a setting of ours. */
export const PRECISIONS = ['day', 'month', 'none'] as const;

/** Whom a partial opening reaches. Every condition that is given must hold; whoever meets them all is reached. */
export const conditions = z.strictObject({
  /** So many of 100 merchants, drawn by {@link drawOf}. */
  merchantShare: z.int().min(0).max(100).optional(),
  /** Cities by id, or every capital of a province. */
  cities: z.union([z.literal('provincial-capitals'), z.array(z.string())]).optional(),
  /** Where the payer stands: `desktop` or `phone`. */
  entrances: z.array(z.string()).optional(),
  /** Kinds of payee code. */
  codeKinds: z.array(z.enum(CODE_KINDS)).optional(),
});
export type Conditions = z.infer<typeof conditions>;

/** The same, as a source tells it, with what it tells in words alone. */
const reach = conditions.extend({ note: bilingual.optional() });

/** Id of a market fact; `HOUSE` or a sentence where none stands behind it. */
export const source = z
  .string()
  .min(1)
  .refine((id) => !id.startsWith('MF-') || marketFacts[id] !== undefined, 'expected the id of a fact in facts.yaml');

export const step = z.strictObject({
  /** The day from which it holds, in Beijing. */
  from: z.iso.date(),
  precision: z.enum(PRECISIONS).default('day'),
  state: z.enum(STATES),
  /** When an announced relation opens; null where the announcement gives no day. */
  opens: z.iso.date().nullable().optional(),
  reach: reach.optional(),
  /** Conditions of our own for a simulation of a day on which the source gives none. */
  setting: conditions.optional(),
  source,
  mark: mark.optional(),
});

/** From one day on a relation stands so. */
export type RelationStep = z.infer<typeof step>;

/** Steps of anything, which stand in the order of their days. */
export const inOrder = <S extends z.ZodType<{ readonly from: string }>>(shape: S) =>
  z.array(shape).refine((all) => all.every(({ from }, i) => i === 0 || (all[i - 1]?.from ?? '') <= from), {
    message: 'expected the days of the steps in order',
  });

export const steps = inOrder(step);

/** Where the payer finds a provider: in the platform's own cashier, or inside another provider's. */
export const entrance = z.string().regex(/^(own|inside-[a-z0-9-]+)$/, 'expected "own" or "inside-<provider>"');

export const relation = z
  .strictObject({
    provider: z.string(),
    entrance: entrance.default('own'),
    steps,
    /** Where a source says that it never came to anything: its id. */
    never: source.optional(),
  })
  .refine(({ steps: all, never }) => (all.length === 0) === (never !== undefined), {
    message: 'expected steps, or "never" with its source',
  });

/** What a platform and a provider have to do with one another, day by day. Each of them decides for itself. */
export type Relation = z.infer<typeof relation>;

/** How sure a step is: its own mark, or that of the fact behind it. */
export const markOf = ({ mark: own, source: id }: RelationStep) => own ?? marketFacts[id]?.mark ?? 'house';

/** How a relation stands on a day; undefined before its first step. */
export const stepOn = <S extends { readonly from: string }>(all: readonly S[], day: string): S | undefined =>
  all.findLast(({ from }) => from <= day);

/** The provider in whose cashier an entrance lies; undefined for a platform's own. */
export const hostOf = (where: string): string | undefined =>
  where === 'own' ? undefined : where.slice('inside-'.length);

/** True while a relation lets somebody in. */
export const isOpen = (state: RelationState | undefined): boolean => state === 'live' || state === 'live in part';

/** Conditions of a partial opening: those of the source, or where it gives none, our own setting. */
export function conditionsOf({ reach: told, setting }: RelationStep): Conditions | undefined {
  const { note: _, ...given } = told ?? {};
  return Object.keys(given).length > 0 ? given : setting;
}
