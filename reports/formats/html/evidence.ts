/** How the files of a scenario's evidence begin: its key, made fit for a file name. */
export const evidenceStem = (key: string): string => key.replaceAll('/', '_');

/** The files of a scenario among those of the run, by name: its history, and what else was kept of it. */
export function evidenceOf(key: string, files: readonly string[]): string[] {
  const stem = evidenceStem(key);
  return files.filter((file) => file.startsWith(`${stem}.`) || file.startsWith(`${stem}-`)).sort();
}
