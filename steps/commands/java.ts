import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A Java that runs. */
export interface Java {
  readonly command: string;
  /** Its own first line, for example `openjdk version "17.0.15" 2025-04-15`. */
  readonly version: string;
}

/** The Java of JAVA_HOME, else the one on the path; undefined when neither runs. */
export async function findJava(environment: NodeJS.ProcessEnv = process.env): Promise<Java | undefined> {
  const home = environment['JAVA_HOME'];
  for (const command of [...(home ? [join(home, 'bin', 'java')] : []), 'java']) {
    try {
      const { stdout, stderr } = await promisify(execFile)(command, ['-version'], { env: environment });
      const [version = ''] = `${stderr}${stdout}`.split('\n').filter((line) => line.includes('version'));
      return { command, version };
    } catch {
      // Not there, or not one that runs: the next place, or none.
    }
  }
  return undefined;
}
