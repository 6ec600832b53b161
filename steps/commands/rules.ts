import { ruleList, ruleText } from '../../reports/formats/rule-text';
import type { Language } from '../../reports/formats/text';
import { catalogue } from '../../reports/register/catalogue';
import { findGaps, type House } from '../../reports/register/coverage';
import { readHouse } from '../house';
import { ConfigurationError, type ExitCode } from './command-line';
import { readRun } from './run-folder';

/** The options of `hutong rules`. */
export interface RuleOptions {
  /** Compares register, features, judges and broken twins instead of listing rules. */
  readonly coverage?: boolean;
  /** A run folder, whose verdicts are shown beside the rules. */
  readonly run?: string;
  readonly json?: boolean;
  readonly lang: Language;
}

function coverage(house: House, json: boolean): ExitCode {
  const gaps = findGaps(house);
  const counted = {
    rules: house.register.rules.length,
    scenarios: house.rules.reduce((sum, { scenarios }) => sum + scenarios.length, 0),
    checks: house.register.rules.reduce((sum, { checks }) => sum + checks.length, 0),
    defects: house.defects.length,
  };
  if (json) {
    console.log(JSON.stringify({ ...counted, gaps }, null, 2));
    return gaps.length === 0 ? 0 : 1;
  }
  for (const { code, sentence } of gaps) console.log(`${code}: ${sentence}`);
  const { rules, scenarios, checks, defects } = counted;
  console.log(`${rules} rules, ${scenarios} scenarios, ${checks} checks, ${defects} broken twins: ${gaps.length} gaps`);
  return gaps.length === 0 ? 0 : 1;
}

/** `hutong rules`: the rulebook as a list, one rule in full, as JSON, or held together (`--coverage`, exit 1 on a gap). */
export function showRules(id: string | undefined, options: RuleOptions): ExitCode {
  const house = readHouse();
  if (options.coverage) return coverage(house, options.json === true);
  const results = options.run === undefined ? undefined : readRun(options.run);
  const document = catalogue(house.register, house.rules, results);
  const rules = document.rules.filter((rule) => id === undefined || rule.id === id);
  if (rules.length === 0) {
    const known = document.rules.map((rule) => rule.id).join(', ');
    throw new ConfigurationError(`found rule "${id}", expected one of: ${known}`);
  }
  if (options.json) console.log(JSON.stringify({ ...document, rules }, null, 2));
  else if (id === undefined) console.log(ruleList(rules, options.lang));
  else console.log(rules.map((rule) => ruleText(rule, options.lang)).join('\n'));
  return 0;
}
