import type { Activity } from '../kernel/activity';
import type { BusinessClock } from '../kernel/clock';
import type { FaultPlan, FaultRule } from '../kernel/faults';
import type { Facts, History } from '../kernel/history';
import { answer, flipOneBit, type Incoming, incoming, noteIncoming, outgoing, writtenHeaders } from './message';
import { ConnectionLost, type Party, type Reader, type Reading } from './party';

/** Brings a request of one of our own parties to its receiver: a direct call, or a socket. */
export type Transport = (party: Party, request: Request) => Promise<Response>;

/** A request of one of our own parties. */
export interface Sending {
  /** Who sends it. */
  readonly from: string;
  /** How the harness reads it: the sender speaks its protocol, whoever receives. */
  readonly reader: Reader;
  /** How long an address outside the market may take to answer, in milliseconds of the wall's clock. */
  readonly timeoutMs?: number;
}

type Delivery = () => Promise<Response>;

interface Exchange {
  readonly to: Party;
  readonly message: Incoming;
  readonly reader: Reader;
  readonly reading: Reading;
  deliver(message: Incoming): Promise<Response>;
}

/** The one seam: every message between parties passes here, is recorded, and meets its planned fault. */
export class Network {
  readonly #parties: Party[] = [];
  readonly #held = new Map<string, Delivery[]>();

  constructor(
    readonly clock: BusinessClock,
    readonly history: History,
    readonly faults: FaultPlan,
    readonly activity: Activity,
    /** Direct calls in `memory`, sockets in `loopback`. */
    readonly transport: Transport,
  ) {}

  register(party: Party): void {
    this.#parties.push(party);
  }

  parties(): readonly Party[] {
    return this.#parties;
  }

  /** The party that owns an address, by its production origin. */
  partyAt(url: string): Party | undefined {
    const { origin } = new URL(url);
    return this.#parties.find((party) => party.origins.includes(origin));
  }

  /** A request that arrived for a party from outside this process's own senders: an SDK, a browser, a stranger. */
  async receive(to: Party, request: Request, target?: string): Promise<Response> {
    return this.activity.track(async () => {
      const message = await incoming(request, target);
      const reading = to.reader.request(message);
      return this.#exchange({
        to,
        message,
        reader: to.reader,
        reading,
        deliver: async (received) => {
          noteIncoming(request, received);
          return to.fetch(request);
        },
      });
    });
  }

  /** Sends a request from one of our own parties; an address that belongs to nobody here goes out to the real network. */
  async send(request: Request, sending: Sending): Promise<Response> {
    return this.activity.track(async () => {
      const to = this.partyAt(request.url) ?? stranger(request.url, sending.timeoutMs);
      const message = await incoming(request);
      const reading = { ...sending.reader.request(message), from: sending.from };
      return this.#exchange({
        to,
        message,
        reader: sending.reader,
        reading,
        deliver: (received) => this.transport(to, rebuild(request, received)),
      });
    });
  }

  async #exchange(exchange: Exchange): Promise<Response> {
    const { to, reading } = exchange;
    const rule = this.faults.meet({ from: reading.from, to: to.name, kind: reading.kind, trade: reading.trade });
    const received = rule?.fault === 'corrupt' ? corrupted(exchange) : exchange;
    const { seq } = this.history.append({ type: 'message', by: received.reading.from, to: to.name, ...line(received) });
    if (rule) this.#recordFault(rule, received, seq);
    const deliver: Delivery = async () => this.#recorded(received, seq, await received.deliver(received.message));
    const response = await this.#deliver(rule, received, seq, deliver);
    await this.#releaseHeld(received);
    return response;
  }

  async #deliver(
    rule: FaultRule | undefined,
    exchange: Exchange,
    message: number,
    deliver: Delivery,
  ): Promise<Response> {
    switch (rule?.fault) {
      case 'lose':
        throw new ConnectionLost('ECONNRESET');
      case 'refuse':
        throw new ConnectionLost('ECONNREFUSED');
      case 'delay':
        this.clock.at(this.clock.now() + (rule.delayMs ?? 0), () => this.#quietly(deliver));
        throw new ConnectionLost('ETIMEDOUT');
      case 'reorder':
        this.#hold(exchange, deliver);
        throw new ConnectionLost('ETIMEDOUT');
      case 'duplicate': {
        const first = await deliver();
        for (let copy = 0; copy < (rule.copies ?? 1); copy += 1) await this.#quietly(deliver);
        return first;
      }
      case 'corrupt-answer': {
        const given = await deliver();
        const { status, body } = await outgoing(given);
        return answer(status, writtenHeaders(given), flipOneBit(body));
      }
      case 'lose-answer':
        await deliver();
        throw new ConnectionLost('ECONNRESET');
      case 'impostor':
        if (!rule.answer) throw new Error('an impostor needs an answer');
        return this.#recorded(exchange, message, await rule.answer());
      case 'crash-before':
        await exchange.to.crash?.();
        throw new ConnectionLost('ECONNRESET');
      case 'crash-after':
        await deliver();
        await exchange.to.crash?.();
        throw new ConnectionLost('ECONNRESET');
      default:
        return deliver();
    }
  }

  async #recorded(exchange: Exchange, message: number, response: Response): Promise<Response> {
    const { to, reader, reading } = exchange;
    const sent = await outgoing(response);
    const facts: Facts = { status: sent.status, ...reader.answer(exchange.message, reading, sent) };
    this.history.append({ type: 'answer', by: to.name, to: reading.from, ...line(exchange), message, facts });
    return response;
  }

  #recordFault(rule: FaultRule, exchange: Exchange, message: number): void {
    this.history.append({
      type: 'fault',
      by: 'network',
      ...line(exchange),
      message,
      facts: { fault: rule.fault, from: exchange.reading.from, to: exchange.to.name },
    });
  }

  #hold(exchange: Exchange, deliver: Delivery): void {
    const queue = queueOf(exchange);
    this.#held.set(queue, [...(this.#held.get(queue) ?? []), deliver]);
  }

  /** What was held back to change the order arrives once another message of its kind has passed. */
  async #releaseHeld(exchange: Exchange): Promise<void> {
    const queue = queueOf(exchange);
    const waiting = this.#held.get(queue) ?? [];
    this.#held.delete(queue);
    for (const deliver of waiting) await this.#quietly(deliver);
  }

  /** A late or second delivery: nobody waits for its answer. */
  async #quietly(deliver: Delivery): Promise<void> {
    try {
      await deliver();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }
  }
}

const queueOf = ({ reading, to }: Exchange) => `${reading.from} ${to.name} ${reading.kind}`;

function line({ reading }: Exchange) {
  const { kind, order, trade, facts, canonical } = reading;
  return { kind, order, trade, facts, ...(canonical === false ? { canonical } : {}) };
}

function corrupted(exchange: Exchange): Exchange {
  const message = { ...exchange.message, body: flipOneBit(exchange.message.body) };
  const { facts } = exchange.reader.request(message);
  return { ...exchange, message, reading: { ...exchange.reading, facts } };
}

function rebuild(request: Request, message: Incoming): Request {
  const { method, headers, url, body } = message;
  const copy = new Request(url, {
    method,
    headers,
    redirect: 'manual',
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    signal: request.signal,
  });
  noteIncoming(copy, message);
  return copy;
}

/**
 * An address outside the market, as a merchant in another process has. It is given only so much time; who does not
 * answer in it fails with a TimeoutError.
 */
function stranger(url: string, timeoutMs: number | undefined): Party {
  const { origin } = new URL(url);
  return {
    name: origin,
    origins: [origin],
    reader: { request: () => ({ from: 'stranger', kind: 'unknown', facts: {} }), answer: () => ({}) },
    fetch: (request) => fetch(request, timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  };
}
