const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** Nothing is quoted: a comma becomes backslash and blank, a line end backslash and letter (sheet 6, PRB). */
const escaped = (text: string) => text.replaceAll(',', '\\ ').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

/** A backtick before each value keeps spreadsheets from reading it as a number. */
const valueRow = (values: readonly string[]) => values.map((value) => `\`${escaped(value)}`).join(',');

/** A table with its column names. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

/** The bytes of a bill: details, then a summary of one row, in UTF-8 with a byte order mark (sheet 6). */
export function billBytes(details: Table, summary: Table): Buffer {
  const lines = [details, summary].flatMap(({ columns, rows }) => [columns.join(','), ...rows.map(valueRow)]);
  return Buffer.from(BOM + lines.map((line) => `${line}${LINE_END}`).join(''));
}
