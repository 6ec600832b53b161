import { isSealed, readLines, sealed, type Values } from './messages';

/** The addresses of the gateway (sheet C1, spelling as found). */
export const ORDER_PATH = '/pay/servlet/MerOrderPayReqServlte.htm?reqCharSet=UTF-8';
export const QUERY_PATH = '/pay/query/order.htm?reqCharSet=UTF-8';
export const REFUND_PATH = '/pay/trade/singleRefund.htm?reqCharSet=UTF-8';
/** Where files are asked for: of the profile wopay-sim-profile. */
export const FILE_PATH = '/sim/reconciliation.htm?reqCharSet=UTF-8';

/** No answer of the gateway is longer than this. */
const ANSWER_LIMIT = 64 * 1024;

/** WoPay's gateway, with the keys of the merchants in whose names it is called. */
export class GatewayClient {
  constructor(
    readonly baseUrl: string,
    readonly keys: ReadonlyMap<string, string>,
    readonly timeoutMs: number,
  ) {}

  /** The key of a merchant. @throws Error for one whose key the platform does not hold. */
  keyOf(merNo: string): string {
    const key = this.keys.get(merNo);
    if (key === undefined) throw new Error(`no key of merchant ${merNo}`);
    return key;
  }

  /**
   * Sends a message in a merchant's name. What comes back was verified: it is signed with this merchant's key, whether it
   * is a success or a failure.
   * @throws Error when there is no answer, or none that can be believed.
   */
  async call(path: string, merNo: string, content: Values): Promise<Values> {
    const key = this.keyOf(merNo);
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      body: new URLSearchParams(sealed({ ...content, merNo, signType: 'MD5' }, key)).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > ANSWER_LIMIT) throw new Error('the answer is too long');
    const answer = readLines(text);
    if (!isSealed(answer, key)) throw new Error('the signature of the answer does not fit');
    return answer;
  }
}
