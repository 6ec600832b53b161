import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes a folder for the database of a market that lasts for minutes: in memory where the machine offers that, because a
 * disk syncs thousands of commits one by one. What survives a killed process is tried in tests of the checkout.
 * @returns Its path; whoever made it removes it.
 */
export const scratchFolder = (): string => mkdtempSync(join(isWritable(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'hutong-'));
