import { simSandbox } from '../sim-profile/sandbox';
import { banks } from '.';

/** Bank apps in the sandbox. */
export const open = simSandbox(banks);
