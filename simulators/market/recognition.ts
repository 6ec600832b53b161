import { z } from 'zod';
import { readData } from './data-file';
import {
  CODE_KINDS,
  type CodeKind,
  type Conditions,
  conditionsOf,
  inOrder,
  markOf,
  type RelationState,
  step,
} from './relations';

/** Who reads: the payer's wallet a payee's code, or a till the payer's code. */
export const DIRECTIONS = ['payer-scans', 'merchant-scans'] as const;
export type Direction = (typeof DIRECTIONS)[number];

const recognitionStep = step.extend({
  /** Which payee codes it is about. */
  codes: z.array(z.enum(CODE_KINDS)).min(1),
  /** `unstated` where the source does not tell the kinds apart. */
  kinds: z.literal('unstated').optional(),
});

/** From one day on a wallet reads such codes, or is about to. */
export type RecognitionStep = z.infer<typeof recognitionStep>;

/** A wallet and the codes of another scheme. */
export interface RecognitionPair {
  readonly wallet: string;
  readonly scheme: string;
  readonly direction: Direction;
  readonly steps: readonly RecognitionStep[];
}

/** Every pair of which a source says something. */
export const recognitionPairs: readonly RecognitionPair[] = readData(
  'recognition.yaml',
  'a valid list of recognition pairs',
  z.strictObject({
    pairs: z.array(
      z.strictObject({
        wallet: z.string(),
        scheme: z.string(),
        direction: z.enum(DIRECTIONS),
        steps: inOrder(recognitionStep),
      }),
    ),
  }),
).pairs;

/** One dated line of one cell: from this day a wallet reads a scheme's codes of one kind, in one direction, so far. */
export interface RecognitionRow {
  readonly wallet: string;
  readonly scheme: string;
  readonly kind: CodeKind;
  readonly direction: Direction;
  readonly state: RelationState;
  readonly from: string;
  readonly source: string;
  readonly mark: string;
}

/** Every dated line of every cell, for whoever follows the matrix through time. */
export const recognitionRows = (pairs = recognitionPairs): RecognitionRow[] =>
  pairs.flatMap(({ wallet, scheme, direction, steps }) =>
    steps.flatMap((each) =>
      each.codes.map((kind) => {
        const { state, from, source } = each;
        return { wallet, scheme, kind, direction, state, from, source, mark: markOf(each) };
      }),
    ),
  );

/** One cell of the recognition matrix on one day. */
export interface RecognitionCell {
  readonly wallet: string;
  readonly scheme: string;
  readonly codeKind: CodeKind;
  readonly direction: Direction;
  readonly step: RecognitionStep;
}

/** The matrix of a day: every pair that stands somewhere by then, by kind of code. */
export function recognitionOn(day: string, pairs = recognitionPairs): RecognitionCell[] {
  return pairs.flatMap(({ wallet, scheme, direction, steps }) =>
    CODE_KINDS.flatMap((codeKind) => {
      const found = steps.findLast(({ from, codes }) => from <= day && codes.includes(codeKind));
      return found ? [{ wallet, scheme, codeKind, direction, step: found }] : [];
    }),
  );
}

/**
 * Whether a wallet reads codes of a scheme on a day: `yes`, `no`, or `in part` with the conditions of those who are
 * reached; without conditions nobody can say who they are. A wallet reads its own codes always.
 */
export function recognises(
  wallet: string,
  scheme: string,
  codeKind: CodeKind,
  direction: Direction,
  day: string,
  pairs = recognitionPairs,
): { readonly reads: 'yes' | 'no' | 'in part'; readonly conditions?: Conditions | undefined } {
  if (wallet === scheme) return { reads: 'yes' };
  const cell = recognitionOn(day, pairs).find(
    (each) =>
      each.wallet === wallet && each.scheme === scheme && each.codeKind === codeKind && each.direction === direction,
  );
  if (cell?.step.state === 'live') return { reads: 'yes' };
  if (cell?.step.state === 'live in part') return { reads: 'in part', conditions: conditionsOf(cell.step) };
  return { reads: 'no' };
}
