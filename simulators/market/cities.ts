import { z } from 'zod';
import { readData } from './data-file';
import { bilingual } from './facts';

const city = z.strictObject({ id: z.string(), name: bilingual, province: z.string(), capital: z.boolean() });
export type City = z.infer<typeof city>;

const cities: readonly City[] = readData('cities.yaml', 'a valid list of cities', z.array(city));

/** The city of that id; undefined where nobody said in which city a merchant is. */
export const cityNamed = (id: string | undefined): City | undefined => cities.find((each) => each.id === id);
