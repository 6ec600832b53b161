import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ScenarioRun } from '../../reports/verdicts/collect';
import type { RunParameters } from '../world';
import { runSuite } from './suite';

/** One twin to run, and the scenarios against which. */
export interface TwinOrder {
  readonly parameters: Pick<RunParameters, 'seed' | 'wire'>;
  readonly defect: string;
  /** A tag expression. */
  readonly tags: string;
}

/** What a process of twins says: it is ready for one, a twin's scenarios have run, or it broke. */
export type WorkerNews =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly runs: readonly ScenarioRun[] }
  | { readonly type: 'broke'; readonly text: string };

/** Called with each twin when its scenarios have run. */
export type TwinRun = (order: TwinOrder, runs: readonly ScenarioRun[]) => void;

/** A process of its own loads the house first; below so many twins for each it does not pay. */
const WORTH_A_PROCESS = 4;
/** More processes would wait for one another's browsers. */
const MOST = 4;

/** Runs one twin in this process. */
export async function runTwin({ parameters, defect, tags }: TwinOrder): Promise<readonly ScenarioRun[]> {
  return (await runSuite({ parameters: { ...parameters, defect }, tags })).scenarios();
}

/** How many things this machine does at once for twins. */
export const processors = (): number => Math.min(MOST, availableParallelism());

/**
 * Runs twins, several at once where the machine and their number are worth it. Each process takes the next one when it is done.
 * @throws Error when a process ends or breaks before its twin has run.
 */
export async function shareOut(orders: readonly TwinOrder[], onRun: TwinRun): Promise<void> {
  const workers = Math.min(processors(), Math.floor(orders.length / WORTH_A_PROCESS));
  if (workers < 2) {
    for (const order of orders) onRun(order, await runTwin(order));
    return;
  }
  const waiting = [...orders];
  const children = Array.from({ length: workers }, () => start());
  try {
    await Promise.all(children.map((child) => work(child, waiting, onRun)));
  } finally {
    for (const child of children) child.kill();
  }
}

const start = (): ChildProcess =>
  fork(join(__dirname, 'twin-worker.ts'), { execArgv: ['-r', 'ts-node/register'], stdio: ['ignore', 2, 2, 'ipc'] });

function work(child: ChildProcess, waiting: TwinOrder[], onRun: TwinRun): Promise<void> {
  return new Promise((resolve, reject) => {
    let current: TwinOrder | undefined;
    child.on('message', (news: WorkerNews) => {
      if (news.type === 'broke') {
        reject(new Error(`the twin ${current?.defect} could not be run: ${news.text}`));
        return;
      }
      if (news.type === 'done' && current) onRun(current, news.runs);
      current = waiting.shift();
      if (current) child.send(current);
      else resolve();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      reject(new Error(`a process of twins ended with ${signal ?? code} in the middle of ${current?.defect}`));
    });
  });
}
