import { simSandbox } from '../sim-profile/sandbox';
import { ecny } from '.';

/** e-CNY in the sandbox. */
export const open = simSandbox(ecny);
