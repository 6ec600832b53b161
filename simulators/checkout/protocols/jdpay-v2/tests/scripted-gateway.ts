import { constants, createCipheriv, createDecipheriv, createHash, type KeyObject, privateEncrypt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { RsaKeyPair } from '../../../../kernel/keys';

/** What the gateway answers to one call: the elements of the inner document, as they are written. */
export interface ScriptedAnswer {
  readonly inner?: string;
  /** Signed with this key instead of the usual one; without any when null. */
  readonly key?: KeyObject | null;
  readonly code?: string;
  readonly status?: number;
  /** Rewrites the inner document after it was signed. */
  readonly rewrite?: (text: string) => string;
  /** Replaces the whole body. */
  readonly body?: string | Uint8Array;
}

export const DES_KEY = Buffer.from('0123456789abcdef0123456789abcdef0123456789abcdef', 'hex');

/** Seals and signs as the sheet says, written apart from the adapter. */
export function sealed(text: string): string {
  const content = Buffer.from(text);
  const plain = Buffer.alloc(Math.ceil((content.length + 4) / 8) * 8);
  plain.writeUInt32BE(content.length);
  content.copy(plain, 4);
  const cipher = createCipheriv('des-ede3', DES_KEY, null).setAutoPadding(false);
  const hex = Buffer.concat([cipher.update(plain), cipher.final()]).toString('hex');
  return Buffer.from(hex).toString('base64');
}

export function opened(hex: string): string {
  const decipher = createDecipheriv('des-ede3', DES_KEY, null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(Buffer.from(hex, 'hex')), decipher.final()]);
  return plain.subarray(4, 4 + plain.readUInt32BE(0)).toString();
}

export function signatureOver(text: string, key: KeyObject): string {
  const digest = Buffer.from(createHash('sha256').update(text).digest('hex'));
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digest).toString('base64');
}

/** An inner document of JD Pay's, with its signature. */
export function document(inner: string, key: KeyObject | null, rewrite = (text: string) => text): string {
  const text = `<?xml version="1.0" encoding="UTF-8"?><jdpay>${inner}</jdpay>`;
  const sign = key === null ? '' : `<sign>${signatureOver(text, key)}</sign>`;
  return rewrite(text.replace('</jdpay>', `${sign}</jdpay>`));
}

/** An inner document in its outer one. */
export const outer = (merchant: string, inner: string | undefined, code = '000000'): string => {
  const encrypt = inner === undefined ? '' : `<encrypt>${sealed(inner)}</encrypt>`;
  return `<?xml version="1.0" encoding="UTF-8" ?>
<jdpay><version>V2.0</version><merchant>${merchant}</merchant><result><code>${code}</code><desc>x</desc></result>${encrypt}</jdpay>`;
};

/** A gateway that answers as a test tells it, for the adapter alone; it keeps every call's inner document. */
export class ScriptedGateway {
  readonly calls: Array<{ readonly path: string; readonly inner: string }> = [];
  /** Answers by path; the last of a list is given again and again. */
  readonly answers = new Map<string, ScriptedAnswer[]>();
  #server: Server | undefined;

  constructor(
    readonly merchant: string,
    readonly key: RsaKeyPair,
  ) {}

  get origin(): string {
    const address = this.#server?.address();
    if (typeof address !== 'object' || address === null) throw new Error('the scripted gateway is not open');
    return `http://127.0.0.1:${address.port}`;
  }

  /** From now on the service is answered so, one after another. */
  script(path: string, ...answers: ScriptedAnswer[]): void {
    this.answers.set(path, answers);
  }

  async open(): Promise<this> {
    this.#server = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      const path = (request.url ?? '').split('?')[0] ?? '';
      const [, encrypt = ''] = /<encrypt>([^<]*)</.exec(Buffer.concat(pieces).toString('utf8')) ?? [];
      const hex = Buffer.from(encrypt, 'base64').toString();
      this.calls.push({ path, inner: hex === '' ? '' : opened(hex) });
      const { status, body } = this.#answer(path);
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  #answer(path: string): { status: number; body: string | Uint8Array } {
    const scripted = this.answers.get(path) ?? [];
    const next = scripted.length > 1 ? scripted.shift() : scripted[0];
    if (!next) return { status: 404, body: '' };
    const { inner, key = this.key.privateKey, code, status = 200, rewrite, body } = next;
    const text = inner === undefined ? undefined : document(inner, key, rewrite);
    return { status, body: body ?? outer(this.merchant, text, code) };
  }
}
