import { type ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Millis } from '../../kernel/time';
import { ConnectionLost } from '../../network/party';
import type { Order, ProcessPlan, Report } from './plan';

/** The process has died; whoever waits for it learns it so. */
export class Died extends Error {
  override name = 'Died';
}

/** What a process tells whoever watches over it. */
export interface Watch {
  /** @param killed True when it was killed from outside. */
  died(process: CheckoutProcess, killed: boolean): void;
  trouble(text: string): void;
}

/** One process of the checkout, from its birth to its death by SIGKILL. */
export class CheckoutProcess {
  readonly #child: ChildProcess;
  readonly #died: Promise<never>;
  readonly #waiting: Array<(report: Report) => void> = [];
  #port: number | undefined;
  #alive = true;
  #killed = false;

  /** @param child The compiled program. It loads at once, and is nobody until it is opened. */
  constructor(
    child: string,
    readonly watch: Watch,
  ) {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(dirname(child), 'cache') };
    this.#child = fork(child, [], { execArgv: [], env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#died = new Promise((_resolve, reject) => {
      this.#child.once('exit', (code, signal) => {
        this.#alive = false;
        if (signal !== 'SIGKILL')
          this.watch.trouble(`the checkout's process ended with code ${code}, signal ${signal}`);
        this.watch.died(this, this.#killed);
        reject(new Died('the process has died'));
      });
    });
    this.#died.catch(() => undefined);
    this.#child.on('message', (report: Report) => {
      if (report.type === 'trouble') this.watch.trouble(report.text);
      else if (report.type !== 'loaded') this.#waiting.shift()?.(report);
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Makes the process the checkout; resolves when it answers. @throws Died */
  async open(plan: ProcessPlan): Promise<void> {
    const report = await this.#order({ type: 'open', plan });
    if (report.type === 'ready') this.#port = report.port;
  }

  /** Lets the process do all that is due by an instant. @throws Died */
  async settle(to: Millis): Promise<void> {
    await this.#order({ type: 'settle', to });
  }

  /** Brings a request to the process. @throws ConnectionLost when it is dead or dies over it */
  async fetch(target: string, init: RequestInit): Promise<Response> {
    if (!this.#alive || this.#port === undefined) throw new ConnectionLost('ECONNREFUSED');
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port}${target}`, { ...init, redirect: 'manual' });
      const body = await response.arrayBuffer();
      const empty = response.status === 204 || response.status === 304;
      return new Response(empty ? null : body, { status: response.status, headers: response.headers });
    } catch (error) {
      throw error instanceof TypeError ? new ConnectionLost('ECONNRESET') : error;
    }
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#died.catch(() => undefined);
  }

  async #order(order: Order): Promise<Report> {
    if (!this.#alive) throw new Died('the process has died');
    const reply = new Promise<Report>((resolve) => this.#waiting.push(resolve));
    this.#child.send(order, () => undefined);
    return Promise.race([reply, this.#died]);
  }
}
