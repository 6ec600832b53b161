import type { Bilingual } from '../../register/schema';

/** What the reasons of the theme "privacy" say. */
export const privacyReasons: Readonly<Record<string, Bilingual>> = {};
