import { type Incoming, incoming } from '../network/message';
import type { Surroundings } from './surroundings';
import type { TransferRefusal } from './wire/instruction';
import { parsed } from './wire/read';
import { sealedAnswer, senderOf } from './wire/seal';

/** A message that somebody of the wire has signed. */
export interface Admitted {
  readonly sender: string;
  readonly path: string;
  readonly body: unknown;
}

const STATUS: Partial<Record<TransferRefusal, number>> = { 'bad-signature': 401, 'not-readable': 400 };

/** A refusal before anything was looked at. */
export const refusal = (
  { keys }: Surroundings,
  from: string,
  code: TransferRefusal,
  more: { readonly traceId?: string; readonly missing?: readonly string[] } = {},
): Response => sealedAnswer(keys, from, { ...more, state: 'refused', code }, STATUS[code] ?? 200);

/** Reads a request and checks who signed it; a refusal where nobody known did, or where it is no JSON by POST. */
export async function admit(
  surroundings: Surroundings,
  receiver: string,
  request: Request,
): Promise<Admitted | Response> {
  const message: Incoming = await incoming(request);
  const sender = senderOf(surroundings.keys, message, surroundings.reader.known);
  if (sender === undefined) return refusal(surroundings, receiver, 'bad-signature');
  const body = message.tooLarge || message.method !== 'POST' ? undefined : parsed(message.body);
  if (typeof body !== 'object' || body === null) return refusal(surroundings, receiver, 'not-readable');
  return { sender, body, path: message.target.split('?')[0] ?? '' };
}
