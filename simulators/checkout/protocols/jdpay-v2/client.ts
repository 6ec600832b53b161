import { z } from 'zod';
import { documentOf, elementsIn, MOST_BYTES, outerSchema, signedDocument, splitSignature } from './documents';
import { JdKey, MerchantKeys } from './seals';

export const VERSION = 'V2.0';
export const SUCCESS = '000000';

const merchantSchema = z.object({
  /** Base64 of 24 bytes. */
  desKey: z.string(),
  /** PEM. */
  privateKey: z.string(),
  /** Only for payments from an app. */
  md5Key: z.string().optional(),
});

/** What JD Pay and its merchants agreed on; a platform holds the keys of each merchant for whom it collects. */
export const connectionSchema = z.object({
  /** Where the services are; only told where it is not the production host. */
  baseUrl: z.string().default('https://paygate.jd.com'),
  /** Where payers' browsers post their forms. */
  cashiers: z
    .object({ page: z.string(), h5: z.string() })
    .default({ page: 'https://wepay.jd.com', h5: 'https://h5pay.jd.com' }),
  /** PEM; the same for every merchant. */
  jdPublicKey: z.string(),
  merchants: z.record(z.string(), merchantSchema),
});
export type Connection = z.infer<typeof connectionSchema>;

/** What came back of a call: the verified elements of the inner document, or the code with which it was refused. */
export type Answer =
  | { readonly ok: true; readonly elements: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string };

/** An inner document whose signature was found good, and whose it is. */
export interface Opened {
  readonly merchant: string;
  readonly elements: Readonly<Record<string, unknown>>;
}

type Members = Readonly<Record<string, string>>;

/** Speaks the XML services and makes the forms, for every merchant of the platform. */
export class JdClient {
  readonly #merchants: ReadonlyMap<string, MerchantKeys>;
  readonly #jd: JdKey;

  constructor(
    readonly connection: Connection,
    readonly timeoutMs: number,
  ) {
    const entries = Object.entries(connection.merchants);
    this.#merchants = new Map(
      entries.map(([id, { desKey, privateKey, md5Key }]) => [id, new MerchantKeys(desKey, privateKey, md5Key)]),
    );
    this.#jd = new JdKey(connection.jdPublicKey);
  }

  merchants(): string[] {
    return [...this.#merchants.keys()];
  }

  /**
   * Calls a service. Nothing of an answer is read before its signature was found good, but the code of a refusal, which
   * carries none (sheet 8).
   * @throws whatever fetch throws, or an Error where there is no answer that can be believed.
   */
  async call(path: string, merchant: string, members: Members): Promise<Answer> {
    const keys = this.#keysOf(merchant);
    const inner = documentOf({ version: VERSION, merchant, ...members });
    const sealed = keys.seal(signedDocument(inner, keys.sign(inner)));
    const body = documentOf({ version: VERSION, merchant, encrypt: Buffer.from(sealed).toString('base64') });
    const response = await fetch(new URL(path, this.connection.baseUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/xml' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await bounded(response);
    const { result, encrypt } = outerSchema.parse(elementsIn(text));
    if (result && result.code !== SUCCESS) return { ok: false, code: result.code };
    if (encrypt === undefined) throw new Error('an answer without content');
    const opened = this.#open(merchant, encrypt);
    if (opened['merchant'] !== merchant) throw new Error('the answer is for another merchant');
    return { ok: true, elements: opened };
  }

  /**
   * Opens a notice. @throws Error where it is for nobody here, cannot be opened, or is not signed by JD Pay over exactly
   * what it says.
   */
  open(text: string): Opened {
    const { merchant, encrypt } = outerSchema.parse(elementsIn(text));
    if (merchant === undefined || encrypt === undefined) throw new Error('no notice');
    const elements = this.#open(merchant, encrypt);
    return { merchant, elements };
  }

  /** The fields of a form for a payer's browser: signed in plain, then each sealed by itself (sheet 2.3). */
  form(merchant: string, members: Members): Record<string, string> {
    const keys = this.#keysOf(merchant);
    const all = { version: VERSION, merchant, ...members };
    const filled = Object.entries<string>(all).filter(([, value]) => value !== '');
    const ordered = filled.toSorted(([a], [b]) => (a < b ? -1 : 1));
    const sign = keys.sign(ordered.map((pair) => pair.join('=')).join('&'));
    const open = ['version', 'merchant'];
    const fields = filled.map(([name, value]) => [name, open.includes(name) ? value : keys.seal(value)]);
    return { ...Object.fromEntries(fields), sign };
  }

  /** What an app of the platform hands to the wallet's app: the order, and that it may (sheet 2.5). */
  invocation(merchant: string, orderId: string): string {
    const signData = this.#keysOf(merchant).signForApp(merchant, orderId);
    return new URLSearchParams({ merchant, orderId, signData }).toString();
  }

  #keysOf(merchant: string): MerchantKeys {
    const keys = this.#merchants.get(merchant);
    if (!keys) throw new Error(`no keys of merchant ${merchant}`);
    return keys;
  }

  #open(merchant: string, encrypt: string): Record<string, unknown> {
    const text = this.#keysOf(merchant).open(Buffer.from(encrypt, 'base64').toString('latin1'));
    const { signed, signature } = splitSignature(text);
    if (!this.#jd.verifies(signed, signature)) throw new Error('signature does not fit');
    return elementsIn(signed);
  }
}

/** Reads an answer up to the size that one can have. */
async function bounded(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > MOST_BYTES) throw new Error('an answer that is too large');
    pieces.push(piece);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
}
