import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Command } from 'commander';
import { ROOT } from '../paths';
import { providerNames } from '../vocabulary';
import { program } from './command-line';

const NAMES = Object.values(providerNames).map(([en = '', zh = '']) => ({ en, zh }));

const FENCE = '```';

/** What a README is made of, apart from its sentences. */
interface Outline {
  /** The marks of the headings, in order: `#`, `##` … */
  readonly levels: readonly string[];
  /** Each fenced block with its language. */
  readonly blocks: readonly string[];
  /** Each table as the first cells of its rows. */
  readonly tables: ReadonlyArray<readonly string[]>;
  /** How many entries its lists have. */
  readonly entries: number;
  /** The words in backticks, sorted. */
  readonly code: readonly string[];
}

/** The first cell of a row; a bar behind a backslash is part of the cell. */
const firstCell = (row: string) => /^\| *((?:\\\||[^|])*?) *\|/.exec(row)?.[1]?.replaceAll('\\|', '|') ?? '';

function outline(file: string): Outline {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const parts = text.split(`\n${FENCE}`);
  const prose = parts.filter((_part, i) => i % 2 === 0).join('\n');
  const tables = prose.split(/\n(?!\|)/).filter((part) => part.includes('\n|'));
  return {
    levels: [...prose.matchAll(/^#+(?= )/gm)].map(([marks]) => marks),
    blocks: parts.filter((_part, i) => i % 2 === 1),
    tables: tables.map((part) => [...part.matchAll(/^\|.*$/gm)].slice(2).map(([row]) => firstCell(row))),
    entries: [...prose.matchAll(/^(?:-|\d+\.) /gm)].length,
    code: [...prose.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words).sort(),
  };
}

/** The commands of a block: what stands before the explanation. */
const commandsOf = (block: string) =>
  [...block.matchAll(/^(?:npm|npx|node) .*?(?= {2}|$)/gm)].map(([command]) => command.trim());

const english = outline('README.md');
const chinese = outline('README.zh-CN.md');

describe('the two READMEs say the same', () => {
  test('they have the same headings, lists and tables', () => {
    assert.ok(english.levels.length > 1 && english.tables.length > 0 && english.blocks.length > 0);
    assert.deepEqual(chinese.levels, english.levels);
    assert.equal(chinese.entries, english.entries);
    assert.deepEqual(
      chinese.tables.map((rows) => rows.length),
      english.tables.map((rows) => rows.length),
    );
    assert.deepEqual(chinese.tables[0], english.tables[0]);
  });

  test('they give the same commands and programs', () => {
    assert.deepEqual(chinese.blocks.map(commandsOf), english.blocks.map(commandsOf));
    const programs = ({ blocks }: Outline) => blocks.filter((block) => block.startsWith('ts\n'));
    assert.deepEqual(programs(chinese), programs(english));
  });

  test('they name the same files, options and values', () => assert.deepEqual(chinese.code, english.code));

  test('both have every provider of the house in their table', () => {
    for (const [file, language] of [
      ['README.md', 'en'],
      ['README.zh-CN.md', 'zh'],
    ] as const) {
      const rows = outline(file).tables.find((each) =>
        each.some((cell) => cell.startsWith(NAMES[0]?.[language] ?? '')),
      );
      const named = (name: string) => rows?.some((cell) => cell.startsWith(name));
      assert.deepEqual(
        NAMES.map((name) => name[language]).filter((name) => !named(name)),
        [],
      );
    }
  });

  test('each leads to the other', () => {
    assert.match(readFileSync(join(ROOT, 'README.md'), 'utf8'), /\]\(README\.zh-CN\.md\)/);
    assert.match(readFileSync(join(ROOT, 'README.zh-CN.md'), 'utf8'), /\]\(README\.md\)/);
  });
});

/** One word after another of a command as the README writes it, without the brackets of what may be left out. */
const words = (usage: string) => usage.replaceAll(/[[\]]/g, '').split(/\s+/).filter(Boolean);

/** Compares an option as it is written with the one of the program. */
function checkOption(command: Command, name: string, value: string | undefined): void {
  const option = command.options.find(({ long }) => long === name);
  assert.ok(option, `"${command.name()}" has no ${name}`);
  const written = value !== undefined;
  assert.equal(written, option.required, `${command.name()} ${name}: a value is ${written ? 'written' : 'missing'}`);
  if (value?.includes('|')) assert.deepEqual(value.split('|'), option.argChoices);
  assert.equal(value?.endsWith('…') ?? false, option.variadic, `${command.name()} ${name}: one or several`);
}

describe('what the README says of commands is so', () => {
  const hutong = program(() => undefined);
  const named = (name: string | undefined) => hutong.commands.find((command) => command.name() === name);
  const usages = (english.tables[0] ?? []).map((cell) => cell.replaceAll('`', ''));

  test('its table has every command of the program', () => {
    const told = usages.map((usage) => words(usage)[2]);
    assert.deepEqual(told.toSorted(), hutong.commands.map((command) => command.name()).sort());
  });

  for (const usage of usages) {
    test(usage, () => {
      const [, , name, ...rest] = words(usage);
      const command = named(name);
      assert.ok(command, `there is no command "${name}"`);
      let positional = 0;
      for (const [i, word] of rest.entries()) {
        const next = rest[i + 1]?.startsWith('--') ? undefined : rest[i + 1];
        const isOption = word.startsWith('--');
        if (isOption) checkOption(command, word, next);
        else if (!rest[i - 1]?.startsWith('--')) positional += 1;
      }
      assert.equal(positional, command.registeredArguments.length, 'arguments');
    });
  }

  test('whatever else it tells to type exists', () => {
    const typed = [...english.code, ...english.blocks.flatMap(commandsOf)];
    const lines = typed
      .flatMap((line) => line.split(' && '))
      .filter((line) => /^(npx hutong|node hutong\.js) /.test(line));
    assert.ok(lines.length > usages.length);
    for (const line of lines) {
      const [, , name, ...rest] = words(line);
      const command = named(name);
      assert.ok(command, line);
      for (const word of rest.filter((each) => each.startsWith('--'))) {
        assert.ok(
          command.options.some(({ long }) => long === word),
          `${line}: no ${word}`,
        );
      }
    }
  });
});
