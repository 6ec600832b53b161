import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "resilience". */
export const RESILIENCE_REASONS: Readonly<Record<string, Bilingual>> = {};
