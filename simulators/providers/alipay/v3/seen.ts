import type { Outgoing } from '../../../network/message';
import { decodeText } from '../../charset';
import { answerKey, decryptContent } from '../content-encryption';
import { type Content, parseContent, textAt } from '../fields';
import type { App } from '../register';
import { verify } from '../signature';
import type { Signer } from '../signers';
import { answerText } from './answer';
import type { V3Call } from './call';

/** What the harness reads in an answer of the HTTP style. */
export interface SeenAnswer {
  readonly body: Content;
  readonly sn?: string;
  /** True when one of the signers made the signature; undefined when there is none. */
  readonly valid?: boolean;
  /** The code of a refusal. */
  readonly error?: string;
  /** True when the payer is still asked: neither a refusal nor a success (sheet 2.6). */
  readonly waits?: boolean;
}

/** Reads an answer and checks its signature against the signers that may have made it. */
export function seenAnswer(call: V3Call, app: App | undefined, sent: Outgoing, signers: readonly Signer[]): SeenAnswer {
  const { status, headers, body: bytes } = sent;
  const text = decodeText(bytes, 'utf-8');
  const failed = status >= 400;
  const key = failed ? undefined : app && answerKey(call.parameters, app);
  const body = parseContent(key === undefined ? text : (decryptContent(text, key) ?? '')) ?? {};
  const error = failed ? (textAt(body, 'code') ?? 'unreadable') : undefined;
  const signature = headers.get('alipay-signature');
  const waits = status === 202;
  if (signature === null) return { body, error, waits };
  const sn = headers.get('alipay-sn') ?? undefined;
  const signed = answerText(headers.get('alipay-timestamp') ?? '', headers.get('alipay-nonce') ?? '', text);
  const candidates = signers.filter((signer) => sn === undefined || signer.sn === sn);
  const valid = candidates.some(({ publicKey }) => verify(signed, signature, publicKey, 'RSA2'));
  return { body, error, waits, valid, ...(sn === undefined ? {} : { sn }) };
}
