import { createServer, type Server } from 'node:http';
import type { Fields } from '../message';
import { type Holder, raw, sealed } from './house';

/** What the gateway answers to one request. */
export interface ScriptedAnswer {
  /** Beside what an answer repeats of its request, and instead of it where both have a field. */
  readonly fields: Fields;
  /** Signs instead of the house; nobody where it is null. */
  readonly signer?: Holder | null;
  readonly status?: number;
  /** Rewrites the text on its way. */
  readonly rewrite?: (text: string) => string;
}

const REPEATED = [
  'version',
  'encoding',
  'signMethod',
  'txnType',
  'txnSubType',
  'bizType',
  'accessType',
  'merId',
  'orderId',
  'txnTime',
];

/** A gateway that answers as a test tells it; it keeps every request. */
export class ScriptedGateway {
  readonly requests: Array<{ readonly path: string; readonly fields: Fields }> = [];
  /** Answers by `txnType`, one after another; the last is given again and again. */
  readonly answers = new Map<string, ScriptedAnswer[]>();
  #server: Server | undefined;

  constructor(readonly signer: Holder) {}

  get origin(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the scripted gateway is not open');
    return `http://127.0.0.1:${address.port}`;
  }

  script(txnType: string, ...answers: ScriptedAnswer[]): void {
    this.answers.set(txnType, answers);
  }

  async open(): Promise<this> {
    this.#server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString('utf8')));
      this.requests.push({ path: request.url ?? '', fields });
      const { status, text } = this.#answer(fields);
      response.writeHead(status, { 'content-type': 'text/html;charset=UTF-8' }).end(text);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #answer(asked: Fields): { status: number; text: string } {
    const scripted = this.answers.get(asked['txnType'] ?? '') ?? [];
    const next = scripted.length > 1 ? scripted.shift() : scripted[0];
    if (!next) return { status: 404, text: '' };
    const { fields, signer = this.signer, status = 200, rewrite = (text) => text } = next;
    const repeated = Object.fromEntries(REPEATED.flatMap((name) => (asked[name] ? [[name, asked[name]]] : [])));
    const told = { ...repeated, ...fields };
    return { status, text: rewrite(raw(signer === null ? told : sealed(told, signer))) };
  }
}
