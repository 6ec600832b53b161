import { answer, type Incoming, incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import type { SimDesk } from './desk';
import { SimError } from './errors';
import { readBody } from './json';
import type { Nonces } from './nonces';
import type { App } from './register';
import { checkSignature, HEADERS, LABEL_HEADER, readStamp, signedHeaders, signedText, stampNow } from './wire';

/** A request that was let in. */
export interface Admitted {
  readonly app: App;
  readonly message: Incoming;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, string>>;
  readonly proof: Proof | undefined;
}

const subjectOf = ({ method, target }: Incoming) => ({ verb: method, target });

/** What is true of a request's signature, whatever is made of it. */
export function signatureOf(desk: Pick<SimDesk, 'register'>, message: Incoming): { state: SignatureState; app?: App } {
  const app = desk.register.app(message.headers.get(HEADERS.app));
  const keyNamed = (key: string) => app?.keys.get(key);
  return { state: checkSignature(message.headers, subjectOf(message), message.body, keyNamed), app };
}

const REFUSALS = {
  missing: 'SIGN_MISSING',
  stale: 'SIGN_STALE',
  'unknown-key': 'KEY_UNKNOWN',
  invalid: 'SIGN_ERROR',
} as const satisfies Record<Exclude<SignatureState, 'valid'>, string>;

function queryOf({ target }: Incoming): Record<string, string> {
  const parameters = [...new URLSearchParams(target.split('?')[1] ?? '')];
  const query = Object.fromEntries(parameters);
  if (Object.keys(query).length !== parameters.length) throw new SimError('PARAM_ERROR', 'a parameter comes twice');
  return query;
}

/**
 * Lets a request in: size, signature, nonce, then its form.
 * @throws SimError with the code of what is wrong.
 */
export async function admit(desk: SimDesk, nonces: Nonces, request: Request): Promise<Admitted> {
  const message = await incoming(request);
  if (message.tooLarge) throw new SimError('TOO_LARGE');
  const { state, app } = signatureOf(desk, message);
  const believed = desk.parts.believe(state);
  if (believed !== 'valid') throw new SimError(REFUSALS[believed]);
  if (!app) throw new SimError('KEY_UNKNOWN');
  const stamp = readStamp(message.headers);
  if (stamp && !nonces.use(app.appId, stamp.nonce)) throw new SimError('NONCE_USED');
  const proof = stamp && {
    signed: Buffer.from(signedText(subjectOf(message), stamp, message.body)).toString('base64'),
    signature: stamp.signature,
    key: `${app.appId} ${stamp.key}`,
  };
  const body = message.method === 'POST' ? readBody(message.body) : {};
  return { app, message, body, query: queryOf(message), proof };
}

/** A signed answer to a request, with the label of the profile. */
export function signedAnswer(
  { signers, label }: Pick<SimDesk, 'signers' | 'label'>,
  message: Incoming,
  status: number,
  view: Readonly<Record<string, unknown>>,
): Response {
  const body = JSON.stringify(view);
  const { key, privateKey } = signers.active();
  const headers = signedHeaders(subjectOf(message), stampNow(key), body, privateKey);
  return answer(status, { [LABEL_HEADER]: label, 'Content-Type': 'application/json; charset=utf-8', ...headers }, body);
}
