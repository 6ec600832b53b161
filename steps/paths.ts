import { join } from 'node:path';

/** The root of the house. */
export const ROOT = join(__dirname, '..');
export const FEATURES = join(ROOT, 'features');
