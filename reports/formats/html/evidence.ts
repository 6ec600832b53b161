/** How the files of a scenario's evidence begin: its key, made fit for a file name. */
export const evidenceStem = (key: string): string => key.replaceAll('/', '_');

/** The files of a scenario among those of the run, by name: its history, and what else was kept of it. */
export function evidenceOf(key: string, files: readonly string[]): string[] {
  const stem = evidenceStem(key);
  return files.filter((file) => file.startsWith(`${stem}.`) || file.startsWith(`${stem}-`)).sort();
}

/**
 * The file with a scenario's trace of the browser. Traces have times of the real world in them, so they stand in a
 * folder of their own: no verdict rests on them, and the seal does not have them.
 */
export const traceOf = (key: string): string => `${evidenceStem(key)}.zip`;

/** The folder of a run with the traces. */
export const TRACES = 'traces';
