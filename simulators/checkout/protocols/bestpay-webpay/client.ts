import { z } from 'zod';
import { boundedBody } from '../bill-file/fetching';
import type { SealedPairs } from './seal';

/** Members of an answer are text or null; numbers and truth values are none of this protocol's. */
const result = z.record(z.string(), z.string().nullable());
export type Result = z.infer<typeof result>;

const envelope = z.discriminatedUnion('success', [
  z.looseObject({ success: z.literal(true), result }),
  z.looseObject({ success: z.literal(false), errorCode: z.string().min(1) }),
]);

/** What the gateway said: the members of its result, or the code of its refusal. */
export type Reply = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly code: string };

/** Calls of the gateway: forms out, JSON in. Nothing of an answer is checked here but its shape. */
export class GatewayClient {
  constructor(
    readonly baseUrl: string,
    readonly timeoutMs: number,
  ) {}

  /** @throws Error where there is no answer, or none that can be read. */
  async call(path: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: new URLSearchParams(fields).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await boundedBody(response));
    const answered = envelope.parse(JSON.parse(text));
    return answered.success ? { ok: true, result: answered.result } : { ok: false, code: answered.errorCode };
  }

  /** Fetches a file. */
  async file(path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return boundedBody(response);
  }
}

/** A member of a result, as answers sign it: what is null is the word null. @throws Error where it is not there. */
export function member(of: Result, name: string): string {
  const value = of[name];
  if (value === undefined) throw new Error(`an answer without ${name}`);
  return value ?? 'null';
}

/** Members of a result in the order in which they are signed. */
export const signedMembers = (of: Result, names: readonly string[]): SealedPairs =>
  names.map((name) => [name.toUpperCase(), member(of, name)]);
