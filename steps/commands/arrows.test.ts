import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ROOT } from '../paths';

/** The rooms of the house, from those that know nobody to those that know all. Rooms on one line do not know each other. */
const FLOORS: ReadonlyArray<readonly string[]> = [
  ['simulators/kernel'],
  ['simulators/network'],
  ['simulators/market', 'simulators/codes'],
  ['simulators/providers', 'simulators/checkout', 'simulators/clearing'],
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

/** Every import of the house, of values and of types alike, at the top of a file or where it is needed. */
async function edges(): Promise<Array<{ readonly from: string; readonly to: string }>> {
  const { cruise } = await import('dependency-cruiser');
  const options = { tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, baseDir: ROOT };
  const { output } = await cruise(['simulators', 'reports', 'steps'], options);
  assert.ok(typeof output === 'object', 'expected modules, found a text');
  return output.modules.flatMap(({ source, dependencies }) => {
    if (!isOurs(source)) return [];
    const own = dependencies.filter(({ resolved }) => isOurs(resolved));
    return own.map(({ resolved }) => ({ from: source, to: resolved }));
  });
}

const isOurs = (path: string) => /^(simulators|reports|steps)\//.test(path);

test('imports point one way', async () => {
  const found = await edges();
  assert.ok(found.length > 500, `hardly any import was found: ${found.length}`);
  const wrong = found.filter(({ from, to }) => {
    const [above, below] = [roomOf(from), roomOf(to)];
    return above.room !== below.room && above.floor <= below.floor;
  });
  assert.deepEqual(
    wrong.map(({ from, to }) => `${from} imports ${to}`),
    [],
  );
});
