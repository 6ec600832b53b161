import { signEd25519, verifyEd25519 } from '../../kernel/ed25519';
import type { KeyMint, KeyPair } from '../../kernel/keys';
import { answer, type Incoming, noteIncoming, outgoing } from '../../network/message';
import { PROFILE } from './instruction';

const FROM = 'X-Sim-Institution';
const SIGNATURE = 'X-Sim-Signature';
const TYPE = 'application/json; charset=utf-8';

/** The key of an institution on this wire, minted at run time. */
export const keyOf = (keys: KeyMint, institution: string): KeyPair => keys.ed25519(`clearing/${institution}`);

/** What the signature of a request covers: how and where it was asked, and the bytes of its body. */
const signedRequest = (method: string, target: string, body: Uint8Array | string) =>
  Buffer.concat([Buffer.from(`${method}\n${target}\n`), Buffer.from(body)]);

/** Who sent a message, as far as its signature proves it; undefined where it proves nobody. */
export function senderOf(
  keys: KeyMint,
  message: Incoming,
  known: (institution: string) => boolean,
): string | undefined {
  const from = message.headers.get(FROM) ?? '';
  if (!known(from)) return undefined;
  const signed = signedRequest(message.method, message.target, message.body);
  return verifyEd25519(signed, message.headers.get(SIGNATURE) ?? '', keyOf(keys, from).publicKey) ? from : undefined;
}

/** Who a message says it is from. */
export const namedSender = ({ headers }: Pick<Incoming, 'headers'>): string | undefined =>
  headers.get(FROM) ?? undefined;

/** A request of one institution to another, signed. */
export async function sealedRequest(keys: KeyMint, from: string, url: string, content: unknown): Promise<Request> {
  const body = Buffer.from(JSON.stringify(content));
  const target = new URL(url).pathname;
  const signature = signEd25519(signedRequest('POST', target, body), keyOf(keys, from).privateKey);
  const headers = new Headers({ 'Content-Type': TYPE, [FROM]: from, [SIGNATURE]: signature });
  const request = new Request(url, { method: 'POST', headers, body });
  noteIncoming(request, { method: 'POST', target, url, headers, body, tooLarge: false });
  return request;
}

/** A signed answer, which names the profile that it is written by. */
export function sealedAnswer(keys: KeyMint, from: string, content: unknown, status = 200): Response {
  const body = JSON.stringify(content);
  const signature = signEd25519(body, keyOf(keys, from).privateKey);
  return answer(status, { 'Content-Type': TYPE, [FROM]: from, [SIGNATURE]: signature, 'X-Sim-Profile': PROFILE }, body);
}

/** What an answer says; undefined when it is not signed by whom it was expected from, which counts as no answer. */
export async function openedAnswer(keys: KeyMint, expected: string, response: Response): Promise<unknown> {
  const { headers, body } = await outgoing(response);
  const genuine = verifyEd25519(body, headers.get(SIGNATURE) ?? '', keyOf(keys, expected).publicKey);
  if (!genuine || headers.get(FROM) !== expected) return undefined;
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
