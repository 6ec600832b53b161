import { boundedBody } from '../bill-file/fetching';
import { type Fields, readAnswer } from './message';
import type { Sealer } from './seal';

/** The addresses of the gateway (sheet 1). */
export const PATHS = {
  front: '/gateway/api/frontTransReq.do',
  app: '/gateway/api/appTransReq.do',
  back: '/gateway/api/backTransReq.do',
  query: '/gateway/api/queryTrans.do',
} as const;

const PRODUCTION = { gateway: 'https://gateway.95516.com', files: 'https://filedownload.95516.com/' };

/** Every request says so. */
const COMMON: Fields = { version: '5.1.0', encoding: 'UTF-8', accessType: '0' };

/** What an answer must repeat of its request, as far as the request has it; answers carry nothing else that is fresh. */
const REPEATED = ['merId', 'orderId', 'txnTime', 'txnType', 'txnSubType'];

/** Sends requests to the gateway and believes only what its certificate has signed. */
export class AcpClient {
  constructor(
    readonly sealer: Sealer,
    /** Where the gateway is reached. */
    readonly gateway: string,
    /** Where payers' browsers post their orders. */
    readonly pages: string,
    readonly timeoutMs: number,
  ) {}

  /** The form that a payer's browser posts, with its address. */
  form(fields: Fields): { readonly url: string; readonly fields: Fields } {
    return { url: `${this.pages}${PATHS.front}`, fields: this.sealer.sealed({ ...COMMON, ...fields }) };
  }

  /** Asks the gateway. @throws Error when there is no answer, or none that can be believed. */
  ask(path: (typeof PATHS)['app' | 'back' | 'query'], fields: Fields): Promise<Fields> {
    return this.#post(`${this.gateway}${path}`, fields);
  }

  /** Asks for a file: at its own host in production, at the root of the gateway's elsewhere. @throws as {@link ask} */
  file(fields: Fields): Promise<Fields> {
    return this.#post(this.gateway === PRODUCTION.gateway ? PRODUCTION.files : `${this.gateway}/`, fields);
  }

  async #post(url: string, fields: Fields): Promise<Fields> {
    const sealed = this.sealer.sealed({ ...COMMON, ...fields });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams(sealed).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    const body = await boundedBody(response);
    const answer = readAnswer(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (!this.sealer.verifies(answer)) throw new Error('the signature of the answer does not fit');
    const other = REPEATED.find((name) => sealed[name] !== undefined && answer[name] !== sealed[name]);
    if (other !== undefined) throw new Error(`the answer is to another question: ${other} differs`);
    return answer;
  }
}

export const PRODUCTION_GATEWAY = PRODUCTION.gateway;
