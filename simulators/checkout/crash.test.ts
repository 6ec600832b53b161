import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Compiled, compileCheckout } from './crash/compiled';
import { runCrashes } from './crash/run';
import { TWINS, type TwinName } from './crash/twins';

/** Another seed meets other instants: `HUTONG_SEED=7 node --test -r ts-node/register simulators/checkout/crash.test.ts`. */
const SEED = process.env['HUTONG_SEED'] ?? '20240927';
const KILLS = 50;
/** Where something is wrong, the first death that shows it ends the search; which one that is depends on the seed. */
const MOST_KILLS_OF_A_TWIN = 200;
/** Markets that live beside each other, so that both cores of a small machine have work. */
const MARKETS = 2;

describe('a checkout that is killed again and again', { concurrency: MARKETS }, () => {
  let compiled: Compiled;
  before(() => {
    compiled = compileCheckout();
  });
  after(() => compiled.remove());

  it(`loses no order and charges nobody twice, killed at ${KILLS} instants (seed ${SEED})`, async (context) => {
    const markets = Array.from({ length: MARKETS }, (_, i) =>
      runCrashes(compiled.child, `${SEED}/${i}`, KILLS / MARKETS),
    );
    const reports = await Promise.all(markets);
    for (const { violations, deaths, stories, payments, refunds } of reports) {
      context.diagnostic(`${stories} stories, ${payments} payments, ${refunds} refunds; died ${deaths.join(', ')}`);
      assert.deepEqual(violations, []);
      assert.equal(deaths.length, KILLS / MARKETS);
    }
    const all = (count: 'payments' | 'refunds') => reports.reduce((sum, report) => sum + report[count], 0);
    assert.ok(all('payments') >= 10 && all('refunds') >= 10, 'the stories are too tame');
  });

  for (const twin of Object.keys(TWINS) as TwinName[]) {
    it(`is found out when it ${TWINS[twin].does} (seed ${SEED})`, async (context) => {
      const { violations, deaths } = await runCrashes(compiled.child, `${SEED}/${twin}`, MOST_KILLS_OF_A_TWIN, twin);
      context.diagnostic(`after ${deaths.length} deaths: ${violations[0]}`);
      assert.notDeepEqual(violations, [], `${deaths.length} deaths did not show it`);
    });
  }
});
