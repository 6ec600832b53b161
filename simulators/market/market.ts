import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '../kernel/time';
import { cityNamed } from './cities';
import { readData } from './data-file';
import { bilingual } from './facts';
import { CODE_KINDS, entrance, hostOf, isOpen, type Relation, relation, STATES, stepOn, steps } from './relations';

const orderLife = z
  .string()
  .regex(/^\d+[mh]$/, 'expected minutes or hours, for example 30m')
  .transform((text) => Number(text.slice(0, -1)) * (text.endsWith('h') ? HOUR_MS : MINUTE_MS));

const provider = z.strictObject({
  id: z.string(),
  products: z.strictObject({ desktop: z.string().optional(), phone: z.string().optional() }),
  /** Products that pay several merchants in one go; a provider without them cannot. */
  combined: z.strictObject({ desktop: z.string().optional(), phone: z.string().optional() }).optional(),
  minFen: z.int().positive(),
  maxFen: z.int().positive(),
  /** How the relation stands since `from`; what was before, is not known. */
  state: z.enum(STATES),
  from: z.string(),
  source: z.string(),
  entrance: entrance.optional(),
  /** The relation day by day, where it is known better than by one state and one day. */
  steps: steps.optional(),
});

/** How a platform has integrated one provider, and since when. */
export type IntegratedProvider = z.infer<typeof provider>;

const merchant = z.strictObject({
  id: z.string(),
  name: bilingual,
  /** A city of cities.yaml; openings and licences go by it. */
  city: z
    .string()
    .refine((id) => cityNamed(id) !== undefined, 'expected the id of a city in cities.yaml')
    .optional(),
  /** The kind of code by which it collects; a merchant's unless told otherwise. */
  codeKind: z.enum(CODE_KINDS).optional(),
});

const schema = z.strictObject({
  platform: z.string(),
  name: bilingual,
  origin: z.url(),
  orderLife,
  merchants: z.array(merchant).min(1),
  /** Test users; every wallet knows them. */
  payers: z.array(z.string()).min(1),
  providers: z.array(provider).readonly(),
  /** The platform that integrates providers in the same way: products and limits. Its relations are its own. */
  technicalTermsOf: z.string().optional(),
  /** Relations apart from how providers are integrated. */
  relations: z.array(relation).optional(),
  /** True where the platform declares that it is open to every provider that meets its conditions (rule ACC-001). */
  openAccess: z.boolean().optional(),
});

/** A platform with its merchants, its payers and its dated relations to providers. */
export type Market = z.infer<typeof schema>;

/** Reads a market of this folder; a mistake names the file, the path in it and what was expected. */
export const readMarket = (name: string): Market => readData(`${name}.yaml`, 'a valid market', schema);

/** The relation of a provider that is integrated since one day. */
const oneStep = ({ id, entrance: where = 'own', steps: known, state, from, source }: IntegratedProvider): Relation => ({
  provider: id,
  entrance: where,
  steps: known ?? [{ from, precision: 'day', state, source }],
});

/** Every relation of a platform, whether it is integrated, or never was. */
export const relationsOf = ({ relations = [], providers }: Market): readonly Relation[] => [
  ...relations,
  ...providers.filter(({ id }) => !relations.some((each) => each.provider === id)).map(oneStep),
];

/** How providers are integrated on a platform, each with its whole relation; only those in its own cashier. */
export function integratedProviders(market: Market): readonly IntegratedProvider[] {
  const terms =
    market.technicalTermsOf === undefined ? market.providers : readMarket(market.technicalTermsOf).providers;
  const relations = relationsOf(market).filter((each) => hostOf(each.entrance) === undefined);
  return terms.flatMap((each) => {
    const own = relations.find(({ provider: id }) => id === each.id);
    return own ? [{ ...each, entrance: own.entrance, steps: own.steps }] : [];
  });
}

/** Those whose relation lets somebody in on a day. */
export const integratedOn = (market: Market, day: string): readonly IntegratedProvider[] =>
  integratedProviders(market).filter(({ steps: all = [] }) => isOpen(stepOn(all, day)?.state));
