import { createHash } from 'node:crypto';
import { stableJson } from '../../kernel/history';
import type { Bilingual } from '../config';
import type { Price } from './charges';

/** What the payer sees of one method before confirming it (rule CHO-007). */
export interface Shown extends Price {
  /** Names the order where only its payer knows it. */
  readonly token: string;
  readonly provider: string;
  readonly providerName: Bilingual;
  readonly payee: Bilingual;
  readonly amountFen: number;
  readonly description: string;
}

/** The version of the page: a page that said something else, or said it otherwise, confirms nothing. */
const PAGE = 'cashier/2';

/** The seal of what a page shows of a method; the form sends it back. */
export const sealOf = (shown: Shown): string =>
  createHash('sha256')
    .update(stableJson([PAGE, JSON.parse(JSON.stringify(shown))]))
    .digest('base64url');

/** True when what the payer confirmed is what the checkout would execute now. */
export type Confirmation = (seal: string | null, now: Shown) => boolean;

/** The comparison that works: a page without a seal is of another version, and one with another seal has been overtaken. */
export const confirms: Confirmation = (seal, now) => seal === sealOf(now);
