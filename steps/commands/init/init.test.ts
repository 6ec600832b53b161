import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { scratchFolder } from '../../../simulators/world/scratch';
import { ROOT } from '../../paths';

/** What a house needs in order to be one. */
const HOUSE = ['features', 'reports', 'simulators', 'steps', 'hutong.js', 'package.json', 'tsconfig.json'];

describe('hutong init provider, in a copy of the house', () => {
  const house = join(scratchFolder(), 'house');
  const providers = join(house, 'simulators', 'providers');
  const node = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: house,
      encoding: 'utf8',
      timeout: 240_000,
      // Whoever runs this test is itself run by a test runner, which the one inside must not report to.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    return { status, said: `${stdout}${stderr}` };
  };

  before(() => {
    mkdirSync(house, { recursive: true });
    const out = join(ROOT, 'reports', 'out');
    for (const part of HOUSE)
      cpSync(join(ROOT, part), join(house, part), { recursive: true, filter: (path) => path !== out });
    symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(house, 'node_modules'));
  });
  after(() => rmSync(join(house, '..'), { recursive: true, force: true }));

  test('writes three files and an entry in the market, and nothing else', () => {
    const others = readdirSync(providers);
    const { status, said } = node('hutong.js', 'init', 'provider', 'harbour', '--zh', '港湾支付');
    assert.equal(status, 0, said);
    assert.deepEqual(readdirSync(join(providers, 'harbour')).sort(), ['entry.ts', 'fields.yaml', 'profile.yaml']);
    assert.deepEqual(
      readdirSync(providers).filter((name) => !others.includes(name)),
      ['harbour'],
    );
    const market = (root: string) => readFileSync(join(root, 'simulators', 'market', 'open-platform.yaml'), 'utf8');
    assert.ok(market(house).startsWith(market(ROOT).trimEnd()));
    assert.match(market(house).slice(market(ROOT).length), /- id: 'harbour'/);
    const clearing = (root: string) => readFileSync(join(root, 'simulators', 'market', 'clearing.yaml'), 'utf8');
    const added = clearing(house)
      .split('\n')
      .filter((line) => !clearing(ROOT).split('\n').includes(line));
    assert.deepEqual(added.length, 1, added.join('\n'));
    assert.match(added[0] ?? '', /^ {2}- \{ id: 'harbour', .*mappedFen/);
    assert.equal(clearing(house).split('\n').length, clearing(ROOT).split('\n').length + 1);
  });

  test('the new provider is paid, gives back and accounts for it', () => {
    const file = join('simulators', 'world', 'every-provider.test.ts');
    const { status, said } = node('--test', '-r', 'ts-node/register', '--test-name-pattern=: harbour$', file);
    assert.equal(status, 0, said);
    assert.match(said, /✔ is paid, gives back and accounts for it: harbour/);
  });

  test('the rulebook holds with it, where its rows stand in the examples', () => {
    const features = ['notification/noti-001-checked-before-use', 'routing/route-006-the-same-at-every-hop'];
    for (const feature of features) {
      const file = join(house, 'features', `${feature}.feature`);
      // Its rows take the place of all others, whose verdicts are no matter of this test.
      const rows = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^ {8}\| (?!provider|Alipay)/.test(line));
      writeFileSync(file, rows.join('\n').replaceAll(/^( {8}\| )Alipay {4}/gm, '$1Harbour   '));
    }
    const out = join(house, 'out');
    const { status, said } = node('hutong.js', 'run', '--rule', 'NOTI-001,ROUTE-006', '--parallel', '1', '--out', out);
    assert.equal(status, 0, said);
    const evidence = readdirSync(join(out, 'evidence'), { recursive: true, encoding: 'utf8' });
    const histories = evidence.filter((name) => name.endsWith('.ndjson') || name.endsWith('.json'));
    const told = /"by":"harbour","to":"platform","kind":"notice\.payment"/;
    assert.ok(
      histories.some((name) => told.test(readFileSync(join(out, 'evidence', name), 'utf8'))),
      said,
    );
  });

  test('a name that is taken, or none, is refused with what to do, and nothing is written', () => {
    const folder = readdirSync(providers);
    for (const [name, says] of [
      ['harbour', /"harbour" is taken: there is a folder simulators\/providers\/harbour/],
      ['../harbour2', /found provider name "..\/harbour2", expected 2 to 20 small letters/],
      ['', /found provider name ""/],
    ] as const) {
      const { status, said } = node('hutong.js', 'init', 'provider', name);
      assert.equal(status, 2, said);
      assert.match(said, says);
    }
    const { status, said } = node('hutong.js', 'init', 'target', 'mine');
    assert.equal(status, 2, said);
    assert.match(said, /Allowed choices are provider/);
    assert.deepEqual(readdirSync(providers), folder);
    assert.ok(!existsSync(join(house, 'simulators', 'harbour2')));
  });
});
