import { z } from 'zod';
import { readData } from './data-file';
import { bilingual } from './facts';
import { type Relation, relation, steps } from './relations';

const agreement = z.strictObject({ parties: z.array(z.string()).min(2), about: bilingual, steps });

/** What providers have agreed with one another, apart from codes. */
export type Agreement = z.infer<typeof agreement>;

const data = readData(
  'other-platforms.yaml',
  'a valid list of platforms and agreements',
  z.strictObject({
    platforms: z.array(z.strictObject({ platform: z.string(), relations: z.array(relation) })),
    agreements: z.array(agreement),
  }),
);

/** Relations of platforms that are not simulated. */
export const otherPlatforms: ReadonlyArray<{ readonly platform: string; readonly relations: readonly Relation[] }> =
  data.platforms;

export const agreements: readonly Agreement[] = data.agreements;
