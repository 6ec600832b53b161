import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "refund". */
export const REFUND_REASONS: Readonly<Record<string, Bilingual>> = {};
