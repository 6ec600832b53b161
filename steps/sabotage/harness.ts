import { objectionsTo } from '../../reports/evidence/seal';
import { summaryHtml } from '../../reports/formats/html';
import { paymentPage } from '../../reports/formats/html/payments';
import { findGaps, type House } from '../../reports/register/coverage';
import { buildResults } from '../../reports/verdicts/results';
import { defects } from '../../simulators/defects';
import { repositoryFiles } from '../tree';

/** The parts of the harness on which the rules of the theme "evidence" look, each replaceable by a broken twin. */
export interface HarnessParts {
  /** The house as the comparison sees it. */
  readonly house: (house: House) => House;
  readonly findGaps: typeof findGaps;
  readonly buildResults: typeof buildResults;
  /** The files of the repository with their texts. */
  readonly tree: () => ReadonlyMap<string, string>;
  /** The seed of a run that is to repeat another. */
  readonly seedAgain: (seed: string) => string;
  /** The seed of a run that is to differ from another. */
  readonly seedAnew: (seed: string) => string;
  readonly objectionsTo: typeof objectionsTo;
  readonly paymentPage: typeof paymentPage;
  readonly summaryHtml: typeof summaryHtml;
  /** The broken twins from which some are drawn by lot. */
  readonly lot: readonly string[];
}

/** The harness that works. */
export const harnessParts: HarnessParts = {
  house: (house) => house,
  findGaps,
  buildResults,
  tree: repositoryFiles,
  seedAgain: (seed) => seed,
  seedAnew: (seed) => `${seed}-other`,
  objectionsTo,
  paymentPage,
  summaryHtml,
  lot: defects.map(({ id }) => id),
};
