import type { Facts } from '../kernel/history';
import { SECOND_MS } from '../kernel/time';
import { type Incoming, type Outgoing, outgoing } from '../network/message';
import type { Reader, Reading } from '../network/party';

/** So many exchanges are shown; older ones are forgotten. */
const SHOWN = 300;
/** So much of a body is shown, in bytes; a larger one is read at once and cut. */
const SHOWN_BYTES = 8 * 1024;
/** Exchanges are read this long after they happened at the latest, well within every signature's time window. */
const READ_AFTER_MS = 30 * SECOND_MS;

/** One exchange as people and programs see it. */
export interface LiveExchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** What it is about, in neutral words: `payment.create`, `notice.payment` … */
  readonly kind: string;
  /** The merchant's order number, where the message names one. */
  readonly trade?: string;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  /** What the harness found in the request: `signature` says whether and how it fitted. */
  readonly requestFacts: Facts;
  /** Absent while nothing came back, and when nothing will. */
  readonly status?: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answerBody: string;
  readonly answerFacts: Facts;
  /** Why there is no answer, in words. */
  readonly failure?: string;
  readonly tookMs?: number;
}

/** What an exchange consists of until it is read. */
interface Raw {
  readonly message: Incoming;
  readonly reader: Reader;
  readonly from: string | undefined;
  readonly to: string;
  response?: Response;
}

/** An exchange in the list. */
export interface Exchange {
  readonly id: number;
  readonly at: number;
  raw: Raw | undefined;
  failure?: string;
  tookMs?: number;
  view?: LiveExchange;
}

const shown = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('utf8');
  return bytes.length > SHOWN_BYTES ? `${text} … (${bytes.length} bytes)` : text;
};

/** Headers that tell nothing about a protocol. */
const DULL = new Set(['connection', 'keep-alive', 'host', 'content-length', 'date', 'transfer-encoding']);

function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => !DULL.has(name)));
}

const UNREADABLE: Reading = { from: 'stranger', kind: 'unknown', facts: {} };

/** Never rejects: what cannot be read is shown as far as it can. */
async function read({ id, at, failure, tookMs }: Exchange, raw: Raw): Promise<LiveExchange> {
  const { message, reader, from, to, response } = raw;
  const reading = attempt(() => reader.request(message)) ?? UNREADABLE;
  const answer: Outgoing | undefined = response && (await outgoing(response).catch(() => undefined));
  return {
    id,
    at,
    from: from ?? reading.from,
    to,
    kind: reading.kind,
    trade: reading.trade,
    method: message.method,
    url: message.url,
    requestHeaders: headersOf(message.headers),
    requestBody: shown(message.body),
    requestFacts: reading.facts,
    status: response?.status,
    answerHeaders: answer ? headersOf(answer.headers) : {},
    answerBody: answer ? shown(answer.body) : '',
    answerFacts: (answer && attempt(() => reader.answer(message, reading, answer))) ?? {},
    failure,
    tookMs,
  };
}

/** What strangers send may be beyond reading; the list shows its bytes all the same. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/**
 * What went over the wire lately. Understanding a message costs more than passing it on, so that is left to the moment
 * when somebody looks, or to a quiet moment soon after; thousands of requests a second pass at nearly no cost.
 */
export class LiveList {
  readonly #exchanges: Exchange[] = [];
  #id = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param from The sender, where the seam knows better than the message. */
  begin(message: Incoming, reader: Reader, to: string, from?: string): Exchange {
    const exchange: Exchange = { id: ++this.#id, at: Date.now(), raw: { message, reader, from, to } };
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > 2 * SHOWN) this.#exchanges.splice(0, this.#exchanges.length - SHOWN);
    this.#later();
    return exchange;
  }

  answered(exchange: Exchange, response: Response): void {
    exchange.tookMs = Date.now() - exchange.at;
    if (exchange.raw) exchange.raw.response = response;
    this.#readLarge(exchange);
  }

  failed(exchange: Exchange, why: string): void {
    exchange.tookMs = Date.now() - exchange.at;
    exchange.failure = why;
    this.#readLarge(exchange);
  }

  /** The latest exchanges, the newest first. */
  async list(after = 0): Promise<LiveExchange[]> {
    const latest = this.#exchanges.slice(-SHOWN).filter(({ id }) => id > after);
    const views = await Promise.all(latest.map((exchange) => this.#view(exchange)));
    return views.filter((view) => view !== undefined).reverse();
  }

  clear(): void {
    this.#exchanges.length = 0;
  }

  /** Large bodies are not kept until somebody has time for them. */
  #readLarge(exchange: Exchange): void {
    if ((exchange.raw?.message.body.length ?? 0) > SHOWN_BYTES) void this.#view(exchange);
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.#readAll(), READ_AFTER_MS).unref();
  }

  /** What is older than the list shows is never read. */
  async #readAll(): Promise<void> {
    const latest = this.#exchanges.slice(-SHOWN);
    for (const exchange of latest) await this.#view(exchange);
    this.#timer = undefined;
    if (latest.some(({ tookMs }) => tookMs === undefined)) this.#later();
  }

  async #view(exchange: Exchange): Promise<LiveExchange | undefined> {
    const { view: known, raw } = exchange;
    if (known || !raw) return known;
    const view = await read(exchange, raw);
    if (exchange.tookMs !== undefined) {
      exchange.view = view;
      exchange.raw = undefined;
    }
    return view;
  }
}
