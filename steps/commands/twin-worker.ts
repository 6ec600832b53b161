import { runTwin, type TwinOrder, type WorkerNews } from './twin-workers';

/** A process that runs one twin after another; whoever started it says which, and ends it. */

const tell = (news: WorkerNews) => void process.send?.(news);

process.on('message', async (order: TwinOrder) => {
  try {
    tell({ type: 'done', runs: await runTwin(order) });
  } catch (error) {
    tell({ type: 'broke', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });
