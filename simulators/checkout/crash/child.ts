import { flushCompileCache } from 'node:module';
import { Activity } from '../../kernel/activity';
import { VirtualClock } from '../../kernel/clock';
import { Random } from '../../kernel/random';
import { listen } from '../../network/listener';
import { Checkout } from '..';
import { checkoutParts } from '../config';
import type { Order, ProcessPlan, Report } from './plan';
import { dieAtInstant, step, watchDatabase } from './steps';
import { TWINS } from './twins';

/** The checkout as a process of its own, with its own file, its own port, and a business clock that the market sets. */

const tell = (report: Report) => void process.send?.(report);

const activity = new Activity();
let clock: VirtualClock | undefined;

async function open({ config, seed, now, dieAt, twin }: ProcessPlan): Promise<void> {
  const replaced = twin === undefined ? {} : TWINS[twin].apply();
  watchDatabase();
  dieAtInstant(dieAt);
  clock = new VirtualClock(now, activity);
  const report = (error: unknown) =>
    tell({ type: 'trouble', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  const checkout = new Checkout(config, { clock, random: new Random(seed), report }, { ...checkoutParts, ...replaced });
  const { port } = await listen((request) =>
    activity.track(async () => {
      step();
      const response = await checkout.fetch(request);
      step();
      return response;
    }),
  );
  tell({ type: 'ready', port });
}

process.on('message', async (order: Order) => {
  if (order.type === 'open') await open(order.plan);
  else {
    await clock?.advanceTo(order.to);
    // A killed process writes no cache of compiled code; the next ones start faster with the code that this one has used.
    flushCompileCache();
    tell({ type: 'settled' });
  }
});
process.on('disconnect', () => process.exit());
tell({ type: 'loaded' });
