import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../paths';

/** The rooms of the house, from those that know nobody to those that know all. Rooms on one line do not know each other. */
const FLOORS: ReadonlyArray<readonly string[]> = [
  ['simulators/kernel'],
  ['simulators/network'],
  ['simulators/market'],
  ['simulators/providers', 'simulators/checkout'],
  ['simulators/world'],
  ['simulators/simulation', 'simulators/defects', 'simulators/sandbox'],
  ['reports'],
  ['steps'],
];

/** Puts a market together to end a checkout in the middle of its work: it stands beside the world, not in the checkout. */
const CRASH = 'simulators/checkout/crash';

/** The room of a file or folder, with the height of its floor. */
function roomOf(path: string): { readonly room: string; readonly floor: number } {
  if (path.startsWith(CRASH)) return { room: CRASH, floor: FLOORS.length };
  const isIn = (room: string) => path === room || path.startsWith(`${room}/`);
  const floor = FLOORS.findIndex((rooms) => rooms.some(isIn));
  assert.notEqual(floor, -1, `${path} is in none of the rooms`);
  return { room: FLOORS[floor]?.find(isIn) ?? '', floor };
}

/** Every import, whether of values or types, at the top or where it is needed. */
const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\brequire\()'(\.[^']+)'/g;

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, to = '']) => join(dirname(file), to));
}

const files = ['simulators', 'reports', 'steps'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
);

test('imports point one way', () => {
  const edges = files.flatMap((file) =>
    importsOf(file).map((to) => ({ file, to, from: roomOf(file), into: roomOf(to) })),
  );
  assert.ok(edges.length > files.length, 'hardly any import was found');
  const wrong = edges.filter(({ from, into }) => from.room !== into.room && from.floor <= into.floor);
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});
