import { allJudges } from '../reports/judges';
import type { House } from '../reports/register/coverage';
import { readFeatures } from '../reports/register/features';
import { readRegister } from '../reports/register/register';
import { defects as market } from '../simulators/defects';
import { FEATURES } from './paths';
import { sabotage } from './sabotage';

/** The whole house as it stands: register, features, judges, and the broken twins of market and harness. */
export function readHouse(featuresDir = FEATURES): House {
  return {
    register: readRegister(featuresDir),
    ...readFeatures(featuresDir),
    judged: allJudges.map(({ check }) => check),
    defects: [...market, ...sabotage].map(({ id, check }) => ({ id, check })),
  };
}
