import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths';

/** A hook of the document, as it stands there. */
export interface Hook {
  readonly url: string;
  readonly method: string;
  readonly json: Readonly<Record<string, string>>;
}

/** What the tests use of the document. */
export interface Document {
  readonly wechatpay: Readonly<Record<string, string>> & {
    readonly payHook: Hook;
    readonly billHook: Hook;
  };
  readonly alipay: Readonly<Record<string, string>> & {
    readonly payHook: Hook;
    readonly billHook: Hook;
    readonly certMode: Readonly<Record<'appCert' | 'alipayCert' | 'alipayRootCert', string>>;
  };
  readonly shop: string;
  readonly control: string;
}

/** How a process ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Fills a hook's placeholders and calls it; members of `more` are sent with it. */
export async function call(hook: Hook, values: Readonly<Record<string, string>>, more: object = {}) {
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const body = Object.fromEntries(Object.entries(hook.json).map(([name, text]) => [name, filled(text)]));
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(hook.url, { method: hook.method, headers, body: JSON.stringify({ ...body, ...more }) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** `hutong simulate` in a process of its own. */
export class SandboxProcess {
  readonly ended: Promise<Ended>;
  /** Milliseconds of the wall from the start of the process until its document was there. */
  tookMs = 0;
  #output = '';
  #errors = '';

  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {
    child.stdout?.on('data', (part) => {
      this.#output += part;
    });
    child.stderr?.on('data', (part) => {
      this.#errors += part;
    });
    this.ended = new Promise((resolve) => {
      child.on('close', (code) => resolve({ code, output: this.#output, errors: this.#errors }));
    });
  }

  /** Starts it and waits for nothing. `environment` is added to this process's own. */
  static launch(folder: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): SandboxProcess {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [join(ROOT, 'hutong.js'), 'simulate', ...args], { env });
    return new SandboxProcess(child, folder);
  }

  /** Starts it and waits until its document is there. @throws Error with what it wrote when it ends before. */
  static async start(
    folder: string,
    args: readonly string[] = [],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<SandboxProcess> {
    rmSync(join(folder, 'sandbox.json'), { force: true });
    const watcher = watch(folder);
    const started = performance.now();
    const sandbox = SandboxProcess.launch(folder, ['--json', sandboxFile(folder), ...args], environment);
    const there = new Promise<void>((resolve) => {
      watcher.on('change', () => existsSync(sandboxFile(folder)) && resolve());
    });
    const gone = sandbox.ended.then(({ code, errors }) => {
      throw new Error(`the sandbox ended with ${code}: ${errors}`);
    });
    await Promise.race([there, gone]).finally(() => watcher.close());
    gone.catch(() => undefined);
    sandbox.tookMs = performance.now() - started;
    return sandbox;
  }

  get document(): Document {
    return JSON.parse(readFileSync(sandboxFile(this.folder), 'utf8'));
  }

  /** What it has written on its error stream so far. */
  get errors(): string {
    return this.#errors;
  }

  /** Waits until these words stand in its output; gives all of it. */
  printed(words: string): Promise<string> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.#output.includes(words)) return;
        this.child.stdout?.off('data', look);
        resolve(this.#output);
      };
      this.child.stdout?.on('data', look);
      look();
    });
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

const sandboxFile = (folder: string) => join(folder, 'sandbox.json');

/** Bytes that no library has touched, and all that comes back until the other side ends. */
export function sent(origin: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => {
      heard += part;
    });
    socket.on('error', reject).on('close', () => resolve(heard));
  });
}

/** A folder for one test file, and how to be rid of it. */
export function testFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hutong-simulate-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
