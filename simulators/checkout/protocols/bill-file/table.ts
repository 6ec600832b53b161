import { expect } from './unusable';

/** A row whose cells are found by the names of their columns, because the order of columns may change. */
export class TableRow {
  constructor(
    readonly columns: readonly string[],
    readonly cells: readonly string[],
  ) {
    const counts = `${cells.length} cells under ${columns.length} columns`;
    expect(cells.length === columns.length, 'strange-row', counts);
  }

  /** The cell under a column. */
  at(column: string): string {
    const cell = this.cells[this.columns.indexOf(column)];
    expect(cell !== undefined, 'strange-columns', `no column ${column}`);
    return cell;
  }
}

/** Cells between commas; a cell that begins with a quotation mark ends with one, and holds doubled ones. */
export function quotedCells(line: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const [cell, after] = rest.startsWith('"') ? quoted(rest) : plain(rest);
    cells.push(cell);
    if (after === undefined) return cells;
    rest = after;
  }
}

function plain(rest: string): [string, string | undefined] {
  const comma = rest.indexOf(',');
  return comma < 0 ? [rest, undefined] : [rest.slice(0, comma), rest.slice(comma + 1)];
}

function quoted(rest: string): [string, string | undefined] {
  const [matched, content = '', end = ''] = /^"((?:[^"]|"")*)"(\t?)(?=,|$)/.exec(rest) ?? [];
  expect(matched !== undefined, 'strange-row', 'a quotation mark that does not end');
  const after = rest.slice(matched.length);
  return [content.replaceAll('""', '"') + end, after === '' ? undefined : after.slice(1)];
}
