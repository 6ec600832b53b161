import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../paths';
import { cpuSeconds } from './cpu-time';
import { NotMeasured } from './trouble';

/** What the load needs of the sandbox's document; keys and certificates are paths. */
const settingsSchema = z.object({
  wechatpay: z.object({
    baseUrl: z.string(),
    appid: z.string(),
    mchid: z.string(),
    merchantSerial: z.string(),
    merchantPrivateKey: z.string(),
    platformSerial: z.string(),
    platformCertificate: z.string(),
  }),
});
export type GatewaySettings = z.infer<typeof settingsSchema>['wechatpay'];

/** So much of what the gateway said last is told when it dies. */
const LAST_WORDS = 2_000;

/** The sandbox with WeChat Pay alone, as a process of its own; the process that was started is the one that listens. */
export class GatewayProcess {
  readonly #folder = mkdtempSync(join(tmpdir(), 'hutong-bench-'));
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #lastWords = '';

  constructor() {
    const args = [join(ROOT, 'hutong.js'), 'simulate', '--provider', 'wechatpay', '--json', this.#document];
    this.#child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stderr?.on('data', (piece: Buffer) => {
      this.#lastWords = `${this.#lastWords}${piece}`.slice(-LAST_WORDS);
    });
    this.#ended = new Promise((_resolve, reject) => {
      this.#child.once('error', (error) => reject(new NotMeasured(`the gateway did not start: ${error.message}`)));
      this.#child.once('exit', (code, signal) => {
        reject(new NotMeasured(`the gateway ended with ${signal ?? `code ${code}`}. ${this.#lastWords}`.trim()));
      });
    });
    this.#ended.catch(() => undefined);
    process.once('exit', this.#abandon);
  }

  get #document(): string {
    return join(this.#folder, 'sandbox.json');
  }

  /** Resolves when the gateway answers. @throws NotMeasured when it ends before that */
  async ready(): Promise<GatewaySettings> {
    // Its table comes when everything answers and the document is written.
    await this.during(new Promise((resolve) => this.#child.stdout?.once('data', resolve)));
    return settingsSchema.parse(JSON.parse(readFileSync(this.#document, 'utf8'))).wechatpay;
  }

  /** Waits for something that only comes about while the gateway lives. @throws NotMeasured when it ends before that */
  during<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#ended]);
  }

  /** Processor time since it began, user and system, all its threads, in seconds. @throws NotMeasured */
  cpuSeconds(): number {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) throw new NotMeasured('the gateway has ended');
    return cpuSeconds(pid);
  }

  /** Ends it; resolves when it is gone. May be called again. */
  async close(): Promise<void> {
    process.off('exit', this.#abandon);
    this.#abandon();
    await this.#ended.catch(() => undefined);
  }

  /** Nothing is left behind, however this process ends. */
  readonly #abandon = () => {
    this.#child.kill('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  };
}
