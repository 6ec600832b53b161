/** The first day of which the market data speak. */
export const FIRST_DAY = '2020-01-01';

/** What is wrong with a text as a day of the market; undefined when nothing is. */
export function dayProblem(text: string): string | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    return `found "${text}", expected a day such as 2024-09-27`;
  if (text < FIRST_DAY) return `found "${text}", expected a day from ${FIRST_DAY} on, where the market data begin`;
  return undefined;
}
