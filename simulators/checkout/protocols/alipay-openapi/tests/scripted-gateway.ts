import { createServer, type Server } from 'node:http';
import { type RsaKeyPair, signRsa } from '../../../../kernel/keys';

/** What the gateway answers to one call. */
export interface ScriptedAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it is written and signed, where that is not the shortest JSON. */
  readonly written?: string;
  /** Signed with this key instead of the usual one; without any when null. */
  readonly key?: RsaKeyPair | null;
  /** The certificate that the answer names. */
  readonly certSn?: string;
  readonly status?: number;
  /** Rewrites the signed text on its way. */
  readonly rewrite?: (text: string) => string;
}

/** A gateway that answers as a test tells it, for the adapter alone; it keeps every call's parameters. */
export class ScriptedGateway {
  readonly calls: Array<Readonly<Record<string, string>>> = [];
  /** Answers by method; the last of a list is given again and again. */
  readonly answers = new Map<string, ScriptedAnswer[]>();
  #server: Server | undefined;

  constructor(readonly key: RsaKeyPair) {}

  get origin(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the scripted gateway is not open');
    return `http://127.0.0.1:${address.port}`;
  }

  /** From now on the method is answered so, one after another. */
  script(method: string, ...answers: ScriptedAnswer[]): void {
    this.answers.set(method, answers);
  }

  async open(): Promise<this> {
    this.#server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const query = new URL(request.url ?? '', 'http://gateway').searchParams;
      const form = new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
      const values = Object.fromEntries([...query, ...form]);
      this.calls.push(values);
      const { status, text } = this.#answer(values['method'] ?? '');
      response.writeHead(status, { 'content-type': 'text/html;charset=utf-8' }).end(text);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #answer(method: string): { status: number; text: string } {
    const scripted = this.answers.get(method) ?? [];
    const next = scripted.length > 1 ? scripted.shift() : scripted[0];
    if (!next) return { status: 404, text: '' };
    const { body, written, key = this.key, certSn, status = 200, rewrite = (text) => text } = next;
    const object = written ?? JSON.stringify(body);
    const named = certSn === undefined ? '' : `,"alipay_cert_sn":"${certSn}"`;
    const signed = key === null ? '' : `,"sign":"${signRsa(object, key.privateKey)}"`;
    return { status, text: rewrite(`{"${method.replaceAll('.', '_')}_response":${object}${named}${signed}}`) };
  }
}
