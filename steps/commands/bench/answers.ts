import { type KeyObject, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { NotMeasured } from './trouble';

/** An answer of the gateway, with its body as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The key with which answers must be signed. */
export interface PlatformKey {
  readonly serial: string;
  readonly publicKey: KeyObject;
}

/** Of so many answers one is verified. */
const SAMPLE = 50;

/** @throws NotMeasured unless the signature of the answer is right */
function verifySignature({ headers, body }: Answer, { serial, publicKey }: PlatformKey): void {
  const header = (name: string) => String(headers[`wechatpay-${name}`] ?? '');
  if (header('serial') !== serial) {
    throw new NotMeasured(`found an answer signed by "${header('serial')}", expected ${serial}`);
  }
  const message = Buffer.from(`${header('timestamp')}\n${header('nonce')}\n${body}\n`);
  if (!verify('sha256', message, publicKey, Buffer.from(header('signature'), 'base64'))) {
    throw new NotMeasured(`the signature of an answer does not fit: ${body.slice(0, 200)}`);
  }
}

/**
 * Every answer must be a code to scan, and of every fifty, beginning with the first, one is verified with the platform
 * certificate. Gives the number of those.
 * @throws NotMeasured when an answer is not what a real order gets
 */
export function checkAnswers(answers: readonly Answer[], key: PlatformKey): number {
  for (const { status, body } of answers) {
    if (status !== 200 || !body.includes('"code_url"')) {
      throw new NotMeasured(`found an answer ${status} ${body.slice(0, 200)}, expected 200 with a code_url`);
    }
  }
  const sample = answers.filter((_, index) => index % SAMPLE === 0);
  for (const answer of sample) verifySignature(answer, key);
  return sample.length;
}
