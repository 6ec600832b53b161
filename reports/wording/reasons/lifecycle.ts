import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "lifecycle". */
export const LIFECYCLE_REASONS: Readonly<Record<string, Bilingual>> = {};
