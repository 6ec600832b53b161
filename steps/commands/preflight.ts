import { readFeatures } from '../../reports/register/features';
import type * as find from '../drivers/browser/find';
import type * as session from '../drivers/browser/session';
import { FEATURES } from '../paths';

/** Scenarios with this tag have a person at a browser. */
const BROWSER_TAG = '@browser';

/**
 * Finds out before the first scenario whether what was chosen can run: a person at a browser needs a browser. It stays
 * open for the scenarios; {@link closeBrowser} of the session ends it.
 * @param tags Rule and scenario ids that were chosen.
 * @param headed Whether it opens a window.
 * @throws ConfigurationError when a browser is needed and none starts, or a window is wanted and there is no screen.
 */
export async function preflight(tags: readonly string[], headed = false): Promise<void> {
  if (headed) finder().expectDisplay(finder().thisMachine());
  const chosen = new Set(tags);
  const scenarios = readFeatures(FEATURES)
    .rules.flatMap((rule) => rule.scenarios.map((scenario) => ({ rule: rule.id, ...scenario })))
    .filter(({ rule, id }) => chosen.has(rule) || chosen.has(id));
  if (!scenarios.some((scenario) => scenario.tags.includes(BROWSER_TAG))) return;
  await browser().browserSession(headed);
}

/** Ends what the preflight opened, if the scenarios have not. */
export async function closeDown(): Promise<void> {
  await browser().closeBrowser();
}

const finder = () => require('../drivers/browser/find') as typeof find;
const browser = () => require('../drivers/browser/session') as typeof session;
