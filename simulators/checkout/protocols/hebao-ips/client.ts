import { randomUUID } from 'node:crypto';
import { ANSWERS, isSealed, REQUESTS, readLine, seal, type Values } from './messages';

/** No answer of a gateway is longer than this. */
const ANSWER_LIMIT = 64 * 1024;

/** Orders of payers' codes have a gateway of their own (sheet B1). */
const pathOf = (type: keyof typeof REQUESTS) => (type === 'CloudQuickPay' ? '/cps/cmpayService' : '/ips/cmpayService');

/** A number that no other request has. */
export const freshRequestId = (): string => randomUUID().replaceAll('-', '');

/** A gateway of HeBao, with the keys of the merchants in whose names it is called. */
export class GatewayClient {
  constructor(
    readonly baseUrl: string,
    readonly signKeys: ReadonlyMap<string, string>,
    readonly timeoutMs: number,
  ) {}

  /**
   * Sends a message in a merchant's name. What comes back was verified: it is signed with this merchant's key, whether it
   * is a success or a failure.
   * @throws Error when there is no answer, or none that can be believed.
   */
  async call(type: keyof typeof REQUESTS, merchantId: string, content: Values, as: string = type): Promise<Values> {
    const signKey = this.signKeys.get(merchantId);
    if (signKey === undefined) throw new Error(`no key of merchant ${merchantId}`);
    const head = { merchantId, requestId: freshRequestId(), signType: 'MD5', type: as, version: '2.0.0' };
    const values: Values = { ...head, ...content };
    const order = REQUESTS[type];
    const ordered = Object.fromEntries(order.map((name) => [name, values[name] ?? '']));
    const response = await fetch(`${this.baseUrl}${pathOf(type)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...ordered, hmac: seal(ordered, order, signKey) }).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > ANSWER_LIMIT) throw new Error('the answer is too long');
    const answer = readLine(text);
    if (!isSealed(answer, ANSWERS[type], signKey)) throw new Error('the signature of the answer does not fit');
    if (answer['merchantId'] !== merchantId || answer['type'] !== as)
      throw new Error('the answer is about something else');
    return answer;
  }
}
