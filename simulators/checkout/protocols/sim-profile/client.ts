import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { boundedBody } from '../bill-file/fetching';
import { PATIENCE_MS } from '../protocol';
import type { Connection } from './connection';
import { TrustedKeys } from './keys';
import { type Covered, type Distrust, distrusted, keyNamed, NOTICE, sealed } from './signature';

/** No answer of a gateway but a file is larger than this. */
const ANSWER_LIMIT_BYTES = 1024 * 1024;

/** The provider says no, in an answer that was verified. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

const answerSchema = z.looseObject({ code: z.string(), message: z.string().optional() });
export type Answer = z.infer<typeof answerSchema>;

/** A gateway of a profile of ours: every request is signed, every answer verified before anything in it is read. */
export class GatewayClient {
  readonly #privateKey: KeyObject;
  #keys: TrustedKeys;

  constructor(readonly connection: Connection) {
    this.#privateKey = createPrivateKey(connection.privateKey);
    this.#keys = TrustedKeys.of(connection.providerKeys);
  }

  /**
   * Calls the gateway.
   * @throws Refusal when it says no; any other error when there is no answer that can be believed.
   */
  async call(verb: 'GET' | 'POST', target: string, body?: Readonly<Record<string, unknown>>): Promise<Answer> {
    const received = await this.#send({ verb, target }, body);
    const distrust = await this.#distrustOnceRefreshed({ verb, target }, received);
    if (distrust !== undefined) throw new Error(`an answer that cannot be believed: ${distrust}`);
    const answer = answerSchema.parse(JSON.parse(Buffer.from(received.body).toString('utf8')));
    const good = received.status === 200 && answer.code === 'SUCCESS';
    if (!good) throw new Refusal(answer.code, answer.message ?? '');
    return answer;
  }

  /** Fetches a file, whose digest the caller knows from an answer that was verified. */
  async file(target: string): Promise<Uint8Array> {
    const { status, body } = await this.#send({ verb: 'GET', target }, undefined, boundedBody);
    if (status !== 200) throw new Error(`status ${status} instead of a file`);
    return body;
  }

  /** Why a notice is not believed; a key that is not known yet is looked for once. */
  distrust(headers: Headers, body: string): Promise<Distrust | undefined> {
    return this.#distrustOnceRefreshed(NOTICE, { headers, body: Buffer.from(body) });
  }

  /** Asks for keys that the known ones endorse; one of them must have signed the answer. */
  async refresh(): Promise<void> {
    const covered = { verb: 'GET', target: '/v0/keys' } as const;
    const { headers, body } = await this.#send(covered);
    const keys = this.#keys.extended(JSON.parse(Buffer.from(body).toString('utf8')));
    const distrust = distrusted(headers, covered, body, { profile: this.connection.profile, keys });
    if (distrust !== undefined) throw new Error(`keys that cannot be believed: ${distrust}`);
    this.#keys = keys;
  }

  async #distrustOnceRefreshed(covered: Covered, { headers, body }: Omit<Received, 'status'>) {
    const check = () => distrusted(headers, covered, body, { profile: this.connection.profile, keys: this.#keys });
    const first = check();
    if (first !== 'unknown key' || keyNamed(headers) === '') return first;
    await this.refresh().catch(() => undefined);
    return check();
  }

  async #send(
    { verb, target }: Covered,
    body?: Readonly<Record<string, unknown>>,
    read: (response: Response) => Promise<Uint8Array> = boundedAnswer,
  ): Promise<Received> {
    const { baseUrl, appId, key } = this.connection;
    const text = body === undefined ? '' : JSON.stringify(body);
    const seal = sealed({ verb, target }, text, { appId, key, privateKey: this.#privateKey });
    const response = await fetch(`${baseUrl}${target}`, {
      method: verb,
      headers: { ...seal, ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }) },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body: text }),
    });
    return { status: response.status, headers: response.headers, body: await read(response) };
  }
}

async function boundedAnswer(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.byteLength;
    if (size > ANSWER_LIMIT_BYTES) throw new Error(`an answer of more than ${ANSWER_LIMIT_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
