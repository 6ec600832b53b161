import assert from 'node:assert/strict';
import { test } from 'node:test';
import { program } from './command-line';

/** The options that a command was given, without running it. */
async function parsed(...argv: string[]): Promise<Record<string, unknown>> {
  const hutong = program(() => undefined);
  let options: Record<string, unknown> = {};
  for (const command of [hutong, ...hutong.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined });
    command.action(() => {
      options = command.opts();
    });
  }
  await hutong.parseAsync(argv, { from: 'user' });
  return options;
}

for (const [command, option, name] of [
  ['run', '--rule', 'rule'],
  ['run', '--theme', 'theme'],
  ['simulate', '--provider', 'provider'],
  ['defects', '--rule', 'rule'],
  ['defects', '--defect', 'defect'],
] as const) {
  test(`${command} ${option} takes words, commas and itself again`, async () => {
    const given = async (...argv: string[]) => (await parsed(command, ...argv))[name];
    assert.deepEqual(await given(option, 'A'), ['A']);
    assert.deepEqual(await given(option, 'A', 'B'), ['A', 'B']);
    assert.deepEqual(await given(option, 'A,B', 'C'), ['A', 'B', 'C']);
    assert.deepEqual(await given(option, 'A,', 'B'), ['A', 'B']);
    assert.deepEqual(await given(option, 'A', option, 'B,C'), ['A', 'B', 'C']);
    assert.equal(await given(), undefined);
  });

  test(`${command} ${option} without a name is refused, not taken for everything`, async () => {
    for (const nothing of [[], [','], ['']]) {
      await assert.rejects(parsed(command, option, ...nothing), { name: /CommanderError|InvalidArgumentError/ });
    }
  });
}

test('an option after a list ends it', async () => {
  const { rule, seed } = await parsed('run', '--rule', 'A', 'B', '--seed', '7');
  assert.deepEqual([rule, seed], [['A', 'B'], '7']);
});

test('what failed last is not narrowed by rules at the same time', async () => {
  assert.equal((await parsed('run', '--rerun-failed'))['rerunFailed'], true);
  await assert.rejects(parsed('run', '--rerun-failed', '--rule', 'A'), { code: 'commander.conflictingOption' });
});
