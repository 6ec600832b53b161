import { ConnectionLost } from '../network/party';
import { originOf, type Surroundings } from './surroundings';
import { openedAnswer, sealedRequest } from './wire/seal';

/**
 * Asks another institution and waits for its signed answer.
 * @returns What it said, or `silence` where nothing arrived, or nothing that it signed: nobody knows then what it did.
 */
export async function ask(
  { keys, send, reader }: Surroundings,
  from: string,
  to: string,
  path: string,
  content: unknown,
): Promise<unknown> {
  try {
    const request = await sealedRequest(keys, from, `${originOf(to)}${path}`, content);
    const said = await openedAnswer(keys, to, await send(request, from, reader));
    return said ?? 'silence';
  } catch (error) {
    if (error instanceof ConnectionLost) return 'silence';
    throw error;
  }
}
