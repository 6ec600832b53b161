import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import type { Trade } from '../providers/engine/trade';
import { writeWhole } from './folder';
import { FolderError } from './lock';

/** What a sandbox keeps between runs besides its keys: the orders of each gateway, and how its keys were rotated. */
export interface Kept {
  readonly trades: ReadonlyMap<string, readonly Trade[]>;
  readonly rotations: ReadonlyArray<{ readonly gateway: string; readonly activate: boolean }>;
}

type Line =
  | { readonly gateway: string; readonly trade: Trade }
  | { readonly gateway: string; readonly activate: boolean };

/** True for what a journal holds: a gateway with a trade, or with a turn of its keys. */
function isLine(value: unknown): value is Line {
  const { gateway, trade, activate } = Object(value) as {
    gateway?: unknown;
    trade?: { tradeNo?: unknown };
    activate?: unknown;
  };
  return typeof gateway === 'string' && (typeof activate === 'boolean' || typeof trade?.tradeNo === 'string');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The lines of a journal, one after another: the whole of a large one would not fit into one text. The last line may be
 * unfinished when a run was killed; that change was never answered.
 * @throws FolderError for any other line that no journal has.
 */
function* readLines(file: string): Generator<Line> {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  let number = 1;
  for (let start = 0, end = bytes.indexOf(NEWLINE); end >= 0; start = end + 1, end = bytes.indexOf(NEWLINE, start)) {
    const line = parsed(bytes.toString('utf8', start, end));
    if (!isLine(line)) {
      throw new FolderError(
        `line ${number} of ${file} is not one of a journal; correct it, or remove the file to begin without orders`,
      );
    }
    yield line;
    number += 1;
  }
}

const NEWLINE = 10;
/** After so many lines for each trade that is kept, the journal is written anew. */
const LINES_PER_TRADE = 4;

/** One line for each new state; the last of a trade counts. Survives being killed at any moment. */
export class Journal {
  #descriptor: number | undefined;
  #lines = 0;

  constructor(
    readonly file: string,
    /** How many trades of a gateway are kept. */
    readonly keepTrades: number,
  ) {}

  /** Reads what earlier runs left, and opens the journal for this one with only what still counts. */
  open(): Kept {
    const trades = new Map<string, Map<string, Trade>>();
    const rotations: Array<{ gateway: string; activate: boolean }> = [];
    for (const line of readLines(this.file)) {
      if ('activate' in line) {
        rotations.push(line);
        continue;
      }
      const { gateway, trade } = line;
      const known = trades.get(gateway) ?? new Map<string, Trade>();
      trades.set(gateway, known.set(trade.tradeNo, trade));
    }
    const kept = new Map([...trades].map(([gateway, known]) => [gateway, [...known.values()].slice(-this.keepTrades)]));
    this.#rewrite(kept, rotations);
    return { trades: kept, rotations };
  }

  trade(gateway: string, trade: Trade): void {
    this.#append({ gateway, trade });
  }

  rotation(gateway: string, activate: boolean): void {
    this.#append({ gateway, activate });
  }

  /** Forgets the orders; the keys stay as they are. */
  clearTrades(): void {
    this.close();
    this.#rewrite(
      new Map(),
      [...readLines(this.file)].filter((line) => 'activate' in line),
    );
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #rewrite(trades: Kept['trades'], rotations: Kept['rotations']): void {
    const lines: Line[] = [
      ...rotations,
      ...[...trades].flatMap(([gateway, known]) => known.map((trade) => ({ gateway, trade }))),
    ];
    writeWhole(this.file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    this.#descriptor = openSync(this.file, 'a');
    this.#lines = lines.length;
  }

  #append(line: Line): void {
    if (this.#descriptor === undefined) return;
    appendFileSync(this.#descriptor, `${JSON.stringify(line)}\n`);
    this.#lines += 1;
    if (this.#lines <= LINES_PER_TRADE * this.keepTrades) return;
    this.close();
    this.open();
  }
}
