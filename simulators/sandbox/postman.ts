import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { answer, incoming } from '../network/message';
import { ConnectionLost } from '../network/party';

/** A notice for an address outside this machine: it is never sent, and the reason is shown. */
export class NotSent extends ConnectionLost {
  override name = 'NotSent';

  constructor(host: string) {
    super('ECONNREFUSED');
    this.message = `not sent: ${host} is not on this machine; the sandbox only tells 127.0.0.1, localhost and ::1`;
  }
}

/** So much of a receiver's answer is read. */
const ANSWER_BYTES = 64 * 1024;

/** True for a host name that cannot be anywhere but on this machine. */
export function isOnThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Header names as servers usually write them; a few receivers compare them letter by letter. */
const spelled = (name: string) =>
  name === 'request-id' ? 'Request-ID' : name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** Why a socket failed, in the words of the seam; the system's own words stay in the message. */
function lost(error: NodeJS.ErrnoException): ConnectionLost {
  const code = error.code === 'ECONNREFUSED' || error.code === 'ETIMEDOUT' ? error.code : 'ECONNRESET';
  return Object.assign(new ConnectionLost(code), { message: error.message || code });
}

async function readAnswer(message: IncomingMessage): Promise<Response> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of message as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size <= ANSWER_BYTES) pieces.push(piece);
  }
  const headers = Object.entries(message.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  const status = message.statusCode ?? 0;
  // A status that no response may carry is shown as what it is to a sender: no answer.
  if (status < 200 || status > 599) throw new ConnectionLost('ECONNRESET');
  return answer(status, Object.fromEntries(headers), Buffer.concat(pieces));
}

/**
 * Brings a request to an address of this machine, over a real socket, and waits for the answer. Redirects are not
 * followed. A receiver on TLS may have a certificate that nobody issued, as on developers' machines.
 * @throws NotSent for any other address; ConnectionLost when there is no answer in time.
 */
export async function deliver(request: Request, timeoutMs: number): Promise<Response> {
  const { method, headers, body } = await incoming(request);
  const url = new URL(request.url);
  if (!isOnThisMachine(url.hostname)) throw new NotSent(url.hostname);
  const options = {
    method,
    agent: false as const,
    rejectUnauthorized: false,
    headers: {
      ...Object.fromEntries([...headers].map(([name, value]) => [spelled(name), value])),
      Connection: 'close',
    },
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sending = send(url, options, (message) => {
      readAnswer(message).then(resolve, (error) => reject(error instanceof ConnectionLost ? error : lost(error)));
    });
    const late = setTimeout(() => {
      const why = `no answer within ${timeoutMs / 1000} s`;
      sending.destroy();
      reject(Object.assign(new ConnectionLost('ETIMEDOUT'), { message: why }));
    }, timeoutMs);
    sending.on('close', () => clearTimeout(late));
    sending.on('error', (error) => reject(lost(error)));
    sending.end(method === 'GET' || method === 'HEAD' ? undefined : body);
  });
}
