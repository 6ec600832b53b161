import { answer } from '../../network/message';
import { type Charset, decodeText, encodeText } from '../charset';
import { type Said, SIM_PROFILE } from './desk';
import { signedText, signMsgOf } from './signature';

/** What an answer is written with. */
export interface AnswerSeal {
  /** The key that the merchant shares; without it the answer is not signed. */
  readonly key?: string | undefined;
  readonly signType: string | undefined;
  readonly charset: Charset;
  readonly lineEnd: string;
}

/** A text as its reader will have it: in the answer's charset, on one line, and without the signature's own bars. */
function plain(text: string, charset: Charset): string {
  const kept = text.replaceAll(/[\r\n]/g, ' ').replaceAll('|', '｜');
  return charset === 'gbk' ? decodeText(encodeText(kept, charset), charset) : kept;
}

/** The answer to a call: a line for each member, `name=value`, the signature last (sheet C3). */
export function lines(said: Said, { key, signType, charset, lineEnd }: AnswerSeal): Response {
  const values: Record<string, string> = Object.fromEntries(
    Object.entries(said).map(([name, text]) => [name, plain(text, charset)]),
  );
  if (key !== undefined) {
    values['signType'] = signType ?? 'MD5';
    values['signMsg'] = signMsgOf(signedText(values), key, values['signType'], charset);
  }
  const text = Object.entries(values)
    .map(([name, value]) => `${name}=${value}${lineEnd}`)
    .join('');
  const headers = {
    'Content-Type': `text/plain;charset=${charset === 'gbk' ? 'GBK' : 'UTF-8'}`,
    'X-Sim-Profile': SIM_PROFILE,
  };
  return answer(200, headers, encodeText(text, charset));
}
