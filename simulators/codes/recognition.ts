import type { CodeKind } from './tables/merchant-codes';

/** Who scans: the payer's wallet reads a code of the other scheme, or a merchant of the scheme reads the payer's code. */
export const DIRECTIONS = ['payer-scans', 'merchant-scans'] as const;
export type ScanDirection = (typeof DIRECTIONS)[number];

/** How far a relation has come; only `live` and `live in part` let anybody pay. */
export const RELATION_STATES = ['agreed', 'announced', 'live in part', 'live', 'withdrawn'] as const;
export type RelationState = (typeof RELATION_STATES)[number];

/** One dated line: from this day a wallet recognises a scheme's codes of one kind, in one direction. */
export interface RecognitionRow {
  readonly wallet: string;
  readonly scheme: string;
  readonly kind: CodeKind;
  readonly direction: ScanDirection;
  readonly state: RelationState;
  /** The Beijing day from which the state holds. */
  readonly from: string;
  readonly source: string;
  readonly mark: string;
}

/** What a wallet wants to know before it lets anybody pay. */
export interface RecognitionQuestion {
  readonly wallet: string;
  readonly scheme: string;
  readonly kind: CodeKind;
  readonly direction: ScanDirection;
}

/** Answers whether a wallet recognises a scheme's codes on a day. The market's dated data stand behind it. */
export type Recognises = (question: RecognitionQuestion, day: string) => boolean;

const LIVE: ReadonlySet<RelationState> = new Set(['live', 'live in part']);

/** The recognition of a list of dated rows: of each cell the latest row that has begun. A wallet knows its own codes. */
export function recognitionOf(rows: () => readonly RecognitionRow[]): Recognises {
  return ({ wallet, scheme, kind, direction }, day) => {
    if (wallet === scheme) return true;
    const begun = rows().filter(
      (row) =>
        row.wallet === wallet &&
        row.scheme === scheme &&
        row.kind === kind &&
        row.direction === direction &&
        row.from <= day,
    );
    const latest = begun.reduce<RecognitionRow | undefined>(
      (last, row) => (last && last.from > row.from ? last : row),
      undefined,
    );
    return latest !== undefined && LIVE.has(latest.state);
  };
}
