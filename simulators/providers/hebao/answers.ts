import { answer } from '../../network/message';
import { type Charset, decodeText, encodeText } from '../charset';
import { type Said, SIM_PROFILE } from './desk';
import { hmacOf, signedText } from './hmac';
import { GENERAL_ANSWER, isMessageType, LAYOUTS } from './layouts';

/** Texts that are escaped as UTF-8, whatever the charset of the answer (sheet B1). */
const ESCAPED = new Set(['message', 'reserved1', 'reserved2']);

/** A text as its reader will have it: in the answer's charset, and without what would end it. */
function plain(text: string, charset: Charset): string {
  const kept = text.replaceAll('&', '＆').replaceAll(/[\r\n]/g, ' ');
  return charset === 'gbk' ? decodeText(encodeText(kept, charset), charset) : kept;
}

/** What an answer is written with. */
export interface AnswerSeal {
  /** The key that the merchant shares; without it the answer is not signed. */
  readonly signKey?: string | undefined;
  readonly charset: Charset;
}

/** What of a request its answer repeats. */
const REPEATED = ['merchantId', 'requestId', 'signType', 'type', 'version'];

/**
 * The answer to a request: one line, `name=value` between ampersands, always with HTTP 200, because the public demo reads
 * no other. The `hmac` is over the texts as they were before they were escaped (requirement HB-10).
 */
export function line(
  request: Readonly<Record<string, string>>,
  said: Said & { readonly returnCode: string },
  { signKey, charset }: AnswerSeal,
): Response {
  const { type } = request;
  const order = isMessageType(type) ? LAYOUTS[type].answer : GENERAL_ANSWER;
  const all: Readonly<Record<string, string>> = {
    ...Object.fromEntries(REPEATED.map((name) => [name, request[name] ?? ''])),
    ...said,
  };
  const textOf = (name: string) => (ESCAPED.has(name) ? (all[name] ?? '') : plain(all[name] ?? '', charset));
  const values = Object.fromEntries(order.map((name) => [name, textOf(name)]));
  const pairs = Object.entries(values).map(
    ([name, text]) => `${name}=${ESCAPED.has(name) ? encodeURIComponent(text) : text}`,
  );
  const hmac = signKey === undefined ? [] : [`hmac=${hmacOf(signedText(values, order), signKey)}`];
  const headers = {
    'Content-Type': `text/html;charset=${charset === 'gbk' ? 'GBK' : 'UTF-8'}`,
    'X-Sim-Profile': SIM_PROFILE,
  };
  return answer(200, headers, encodeText([...pairs, ...hmac].join('&'), charset));
}
